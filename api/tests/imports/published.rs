//! Stories of vocabularies that say themselves which concepts elsewhere correspond to theirs.

use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Format, Given, read};
use passport::skill::Concepts;
use passport_hub::flows::keep_set::Kept;
use passport_hub::flows::load_vocabulary::{Load, Loaded, load_vocabulary};
use passport_hub::flows::review_mapping::{Review, Reviewed, Verdict, review_mapping};
use passport_hub::flows::review_terms::retranslate;
use serde_json::json;

const LIST: &str = "\
code,label,kind,exact_match,close_match
C1,Wound care of the college,,https://ward.example/w1,
C2,Drawing blood,,https://ward.example/w2,https://ward.example/w2|https://nowhere.example/x
J1,Nurse,occupation,https://ward.example/w1,
";

/// The ward's SKOS sets its own beside ESCO, which is the pivot.
fn ward(says: &serde_json::Value) -> String {
    let concept = |id: &str, label: &str| {
        json!({ "@id": format!("https://ward.example/{id}"), "@type": "skos:Concept",
        "skos:prefLabel": { "@value": label, "@language": "en" } })
    };
    let mut one = concept("w1", "Wound care");
    one.as_object_mut().unwrap().extend(says.as_object().unwrap().clone());
    json!({ "@context": { "skos": "http://www.w3.org/2004/02/skos/core#" }, "@graph": [one, concept("w2", "Blood")] })
        .to_string()
}

async fn loads(stage: &Stage, key: &str, file: &str, text: &str, version: &str) -> Loaded {
    let given = Given { key, language: "en" };
    let delivery = Delivery::single(file.to_owned(), text.as_bytes().to_vec());
    let format = if key == "college" { Format::List } else { Format::Skos };
    let load = Load {
        key: key.into(),
        contents: read(&delivery, format, &given).unwrap(),
        version: Some(version.into()),
        name: None,
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap()
}

/// What stands of what vocabularies say.
async fn stands(stage: &Stage) -> Vec<String> {
    let sql = "SELECT subject.uri || ' ' || relation || ' ' || object.uri || ' ' || mapping_set || ' ' || mapping_set_version
        FROM mapping JOIN concept subject ON subject.id = subject_concept_id JOIN concept object ON object.id = object_concept_id
        WHERE superseded_at IS NULL AND standing = 'published' AND mapping_set LIKE 'urn:%' ORDER BY 1";
    stage.texts(sql).await
}

const LISTENING: &str = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_vocabulary_says_of_another_is_a_mapping_once_both_are_loaded() {
    on_both(async |stage: &Stage| {
        let first = loads(stage, "college", "skills.csv", LIST, "1").await;
        assert_eq!((first.matches.kept, first.matches.unknown), (Kept::default(), 5));
        assert_eq!(stands(stage).await, Vec::<String>::new());

        let ward_says = json!({ "skos:exactMatch": { "@id": LISTENING }, "skos:broadMatch": [{ "@id": "https://nowhere.example/y" }] });
        let second = loads(stage, "ward", "ward.json", &ward(&ward_says), "1").await;
        assert_eq!((second.matches.kept.added, second.matches.unknown), (3, 1), "the college's are found now");
        let listening = format!("https://ward.example/w1 exact {LISTENING} urn:passport-hub:matches:ward 1");
        let c1 = "local:college/c1 exact https://ward.example/w1 urn:passport-hub:matches:college 1";
        let c2 = "local:college/c2 exact https://ward.example/w2 urn:passport-hub:matches:college 1";
        assert_eq!(stands(stage).await, [listening.as_str(), c1, c2], "of two relations the one that says more");

        // What a publisher says is the same carries a claim on into the pivot.
        let badges = stage.source("badges", "badge", &["email"]).await;
        badges
            .sends_json(&badge("one", "amara@example.org", "Amara Okafor", &["Wound care"]))
            .await;
        let means = "SELECT concept.uri FROM claim JOIN concept ON concept.id = concept_id WHERE claim.superseded_at IS NULL";
        assert_eq!(stage.texts(means).await, [LISTENING]);

        // The next version says it of one no longer, and of the other otherwise.
        let next = LIST.replace("C1,Wound care of the college,,https://ward.example/w1,", "C1,Wound care of the college,,,");
        let next = next.replace("C2,Drawing blood,,https://ward.example/w2,", "C2,Drawing blood,,,");
        let third = loads(stage, "college", "skills.csv", &next, "2").await;
        let kept = Kept {
            changed: 1,
            ended: 1,
            unchanged: 1,
            added: 0,
        };
        assert_eq!((third.matches.kept, third.matches.unknown, third.matches.unfit), (kept, 1, 1));
        let c2 = "local:college/c2 close https://ward.example/w2 urn:passport-hub:matches:college 2";
        assert_eq!(stands(stage).await, [listening.as_str(), c2]);

        let none = loads(stage, "ward", "ward.json", &ward(&json!({})), "2").await;
        assert_eq!((none.matches.kept.ended, none.matches.kept.unchanged), (1, 1));
        retranslate(&stage.hub).await.unwrap();
        assert_eq!(stage.texts(means).await, ["https://ward.example/w1"], "claims follow");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_named_is_what_is_there_in_every_vocabulary_that_has_it() {
    on_both(async |stage: &Stage| {
        loads(stage, "ward", "ward.json", &ward(&json!({})), "1").await;
        loads(stage, "college", "skills.csv", LIST, "1").await;
        let c1 = "local:college/c1 exact https://ward.example/w1 urn:passport-hub:matches:college 1";
        let c2 = "local:college/c2 exact https://ward.example/w2 urn:passport-hub:matches:college 1";
        assert_eq!(stands(stage).await, [c1, c2]);

        // Another ward has the same two; what was loaded first is not what counts.
        loads(stage, "clinic", "ward.json", &ward(&json!({})), "1").await;
        assert_eq!(stands(stage).await, [c1, c1, c2, c2]);

        // A concept that is gone is named in vain.
        let next = ward(&json!({})).replace("https://ward.example/w1", "https://ward.example/w3");
        for ward in ["ward", "clinic"] {
            loads(stage, ward, "ward.json", &next, "2").await;
        }
        assert_eq!(stands(stage).await, [c2, c2]);
        let again = loads(stage, "college", "skills.csv", LIST, "2").await;
        assert_eq!((again.matches.kept.unchanged, again.matches.unknown), (2, 3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_steward_decided_on_is_not_brought_up_by_the_next_version() {
    on_both(async |stage: &Stage| {
        loads(stage, "ward", "ward.json", &ward(&json!({})), "1").await;
        loads(stage, "college", "skills.csv", LIST, "1").await;
        let c1 = stage.hub.reference().vocabularies.by_uri("local:college/c1").unwrap();
        let mapping = stage.hub.reference().vocabularies.mappings.graph().from(c1)[0].mapping;
        let review = Review {
            mapping: mapping.unwrap(),
            verdict: Verdict::Reject,
            confidence: None,
            comment: None,
        };
        let reviewed = review_mapping(&stage.hub, stage.steward(), &review).await.unwrap();
        assert!(matches!(reviewed, Reviewed::Settled(_)), "{reviewed:?}");
        let again = loads(stage, "college", "skills.csv", LIST, "2").await;
        assert_eq!((again.matches.kept.added, again.matches.kept.unchanged), (0, 1));
        let c2 = "local:college/c2 exact https://ward.example/w2 urn:passport-hub:matches:college 1";
        assert_eq!(stands(stage).await, [c2]);
        let all = &stage.hub.reference().vocabularies;
        assert!(all.mappings.graph().from(c1).is_empty(), "it is rejected and stays so");
    })
    .await;
}
