//! Stories of skills that are told in another vocabulary, and of texts that name skills.

use crate::served::persons;
use crate::support::roles::codes;
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Format, Given, read};
use passport::skill::{Concepts, Relation};
use passport_hub::caller::Bearer;
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use passport_hub::flows::review_mapping::{Review, Reviewed, Verdict, review_mapping};
use passport_hub::store::reference::Vocabularies;
use serde_json::{Value, json};
use uuid::Uuid;

const TRANSLATED: &str = "query ($id: ID!) { passport(id: $id) { translation(to: \"onet\", language: \"fr\") {
    outcomes { outcome count } losses { count loss { code inWords } }
    skills(first: 10) { totalCount nodes { words outcome carried band { low } losses { code }
        translation { relation confidence label { text language fallback }
            concept { code vocabulary { key } } path { standing from { uri } } } } } }
    skills { nodes { concept { label } translation(to: \"onet\") { outcome translation { concept { code } } } } } } }";

/// A skill of ESCO's selection that O*NET's has an exact counterpart of: *listen actively* and Active Listening.
const LISTENING: &str = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de";

fn labelled(all: &Vocabularies, uri: &str) -> String {
    let found = all.concepts.values().find(|concept| concept.row.uri == uri);
    found.unwrap().label("en").to_owned()
}

/// Amara, whom a badge says can listen, an employer says can tell ward jokes, and who can do more.
async fn listener(stage: &Stage) -> Uuid {
    let label = labelled(&stage.hub.reference().vocabularies, LISTENING);
    let badges = stage.source("badges", "badge", &["email"]).await;
    let hr = stage.source("hr", "hris", &["email"]).await;
    hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
    let mut listening = badge("listening", "amara@example.org", "Amara Okafor", &["x"]);
    listening["credentialSubject"]["achievement"]["alignment"][0]["targetName"] = json!(label);
    listening["credentialSubject"]["achievement"]["alignment"][0]["targetUrl"] = json!(LISTENING);
    badges.sends_json(&listening).await;
    badges
        .sends_json(&badge("jokes", "amara@example.org", "Amara Okafor", &["Ward jokes"]))
        .await;
    persons(stage, "Amara Okafor").await[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_sees_a_passport_in_onets_words_as_far_as_consent_goes() {
    on_both(async |stage: &Stage| {
        let amara = listener(stage).await;
        let holder = stage.asker(Bearer::Holder(amara)).asks(TRANSLATED, amara).await;
        assert_eq!(codes(&holder), [], "{holder}");
        let told = &holder["data"]["passport"]["translation"];
        assert_eq!(
            told["outcomes"],
            json!([{ "outcome": "TRANSLATED", "count": 1 }, { "outcome": "NOT_TRANSLATED", "count": 1 }]),
            "{holder}"
        );
        let skills = told["skills"]["nodes"].as_array().unwrap();
        let listening = skills.iter().find(|skill| skill["outcome"] == "TRANSLATED").unwrap();
        assert_eq!(listening["carried"], json!("WHOLE"));
        assert_eq!(listening["losses"], json!([{ "code": "label_in_other_language" }]));
        let translation = &listening["translation"];
        assert_eq!(
            (&translation["relation"], &translation["concept"]["code"]),
            (&json!("EXACT"), &json!("2.A.1.b"))
        );
        assert_eq!(
            translation["label"],
            json!({ "text": "Active Listening", "language": "en", "fallback": true })
        );
        assert_eq!(
            translation["path"],
            json!([{ "standing": "PUBLISHED", "from": { "uri": LISTENING } }])
        );
        let jokes = skills.iter().find(|skill| skill["words"] == "Ward jokes").unwrap();
        assert_eq!(
            (&jokes["carried"], &jokes["losses"][0]["code"]),
            (&json!("NOTHING"), &json!("no_concept"))
        );

        // What consent does not cover is in no translation, no count and no loss.
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r?vocabulary=esco"]).await;
        let partner = stage.asker(Bearer::Partner(acme)).asks(TRANSLATED, amara).await;
        assert_eq!(codes(&partner), [], "{partner}");
        let told = &partner["data"]["passport"]["translation"];
        assert_eq!(
            told["outcomes"],
            json!([{ "outcome": "TRANSLATED", "count": 1 }]),
            "{partner}"
        );
        assert_eq!(told["skills"]["totalCount"], json!(1));
        assert!(!partner.to_string().contains("joke"), "{partner}");
        let shown = stage
            .count("disclosure WHERE caller_kind = 'partner' AND rows_returned = 2")
            .await;
        assert_eq!(shown, 1, "what is translated counts as shown, beside the skill itself");

        let other = stage.partner("Other").await;
        stage.consents(amara, other, &["passport/Credential.r"]).await;
        let refused = stage.asker(Bearer::Partner(other)).asks(TRANSLATED, amara).await;
        let expected =
            ["passport.skills", "passport.translation"].map(|path| (path.to_owned(), "CONSENT_REQUIRED".to_owned()));
        let mut found = codes(&refused);
        found.sort_unstable();
        assert_eq!(found, expected, "{refused}");
        assert_eq!(refused["data"]["passport"]["translation"], Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_names_skills_and_nothing_becomes_of_it_by_itself() {
    on_both(async |stage: &Stage| {
        let amara = listener(stage).await;
        let all = std::sync::Arc::clone(&stage.hub.reference().vocabularies);
        let label = labelled(&all, LISTENING);
        let ask =
            "query ($text: String!, $first: Int) { extractSkills(text: $text, leastConfidence: 0, first: $first) {
            text start end candidate { confidence concept { uri translation(to: \"onet\") { outcome } } } } }";
        let text = format!("🙂 Last year I learned to {label} — every day.");
        let asker = stage.asker(Bearer::Holder(amara));
        let before = stage.count("claim").await;
        let answer = asker.asks_with(ask, json!({ "text": text })).await;
        let found = answer["data"]["extractSkills"].as_array().unwrap();
        let listening = found
            .iter()
            .find(|found| found["candidate"]["concept"]["uri"] == LISTENING);
        let listening = listening.unwrap_or_else(|| panic!("{answer}"));
        let units: Vec<u16> = text.encode_utf16().collect();
        let place = |field: &str| usize::try_from(listening[field].as_u64().unwrap()).unwrap();
        let words = String::from_utf16(&units[place("start")..place("end")]).unwrap();
        assert_eq!(json!(words), listening["text"], "{answer}");
        assert!(label.contains(&words) || words.contains(&label), "{words}");
        assert_eq!(
            listening["candidate"]["concept"]["translation"]["outcome"],
            json!("TRANSLATED")
        );
        assert_eq!(stage.count("claim").await, before);

        for wrong in [
            json!({ "text": "x".repeat(100_001) }),
            json!({ "text": "x", "first": 0 }),
        ] {
            let refused = asker.asks_with(ask, wrong).await;
            assert_eq!(
                codes(&refused),
                [("extractSkills".to_owned(), "BAD_USER_INPUT".to_owned())],
                "{refused}"
            );
        }
        let empty = asker.asks_with(ask, json!({ "text": "" })).await;
        assert_eq!(empty["data"]["extractSkills"], json!([]), "{empty}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_decides_on_a_mapping_and_translations_follow() {
    on_both(async |stage: &Stage| {
        let find = format!(
            "{{ concept(uri: {LISTENING:?}) {{ mappings {{ nodes {{ id relation standing concept {{ code }} }} }}
            translation(to: \"onet\") {{ outcome relation losses {{ code }} }} }} }}"
        );
        let steward = stage.asker(Bearer::Steward(Uuid::nil()));
        let before = steward.asks_with(&find, json!({})).await;
        let concept = &before["data"]["concept"];
        assert_eq!(concept["translation"]["relation"], json!("EXACT"), "{before}");
        let mapping = concept["mappings"]["nodes"].as_array().unwrap().iter();
        let mapping = mapping.clone().find(|one| one["concept"]["code"] == "2.A.1.b").unwrap();
        assert_eq!(mapping["standing"], json!("PUBLISHED"));

        let review = "mutation ($input: ReviewMappingInput!) { reviewMapping(input: $input) { __typename
            ... on MappingNotReviewed { reason } } }";
        let wrong = json!({ "mapping": mapping["id"], "verdict": "CORRECT" });
        let refused = steward.asks_with(review, json!({ "input": wrong })).await;
        assert!(
            refused["data"]["reviewMapping"]["reason"]
                .as_str()
                .unwrap()
                .contains("which concept"),
            "{refused}"
        );
        let rejected =
            json!({ "mapping": mapping["id"], "verdict": "NO_MATCH", "comment": "They test another thing." });
        let input = json!({ "input": rejected });
        let partner = stage
            .asker(Bearer::Partner(stage.partner("Acme").await))
            .asks_with(review, input.clone())
            .await;
        assert_eq!(
            codes(&partner),
            [("reviewMapping".to_owned(), "FORBIDDEN".to_owned())],
            "{partner}"
        );
        let settled = steward.asks_with(review, input.clone()).await;
        assert_eq!(
            settled["data"]["reviewMapping"]["__typename"],
            json!("MappingReviewed"),
            "{settled}"
        );
        let after = steward.asks_with(&find, json!({})).await;
        assert_eq!(
            after["data"]["concept"]["translation"],
            json!({ "outcome": "NOT_TRANSLATED", "relation": null, "losses": [{ "code": "not_mapped" }] }),
            "{after}"
        );
        let again = steward.asks_with(review, input).await;
        assert_eq!(
            again["data"]["reviewMapping"]["__typename"],
            json!("MappingNotReviewed"),
            "the first holds: {again}"
        );

        // What was said is found again, though it leads to no concept, and can be decided on anew.
        let read = "query ($to: String, $standing: [MappingStanding!], $after: String) {
            mappings(from: \"onet\", to: $to, standing: $standing, first: 1, after: $after) { pageInfo { hasNextPage endCursor }
            nodes { id subject { code } object { uri } noMatchIn relation standing reviewer comment } } }";
        let corrected = json!({ "to": "esco", "standing": ["CORRECTED"] });
        let found = steward.asks_with(read, corrected.clone()).await;
        assert_eq!(codes(&found), [], "{found}");
        let said = &found["data"]["mappings"]["nodes"][0];
        assert_eq!(
            (&said["subject"]["code"], &said["object"], &said["noMatchIn"], &said["relation"]),
            (&json!("2.A.1.b"), &Value::Null, &json!("esco"), &Value::Null),
            "{found}"
        );
        assert_eq!(found["data"]["mappings"]["pageInfo"]["hasNextPage"], json!(false));
        let back = json!({ "input": { "mapping": said["id"], "verdict": "REJECT" } });
        let undone = steward.asks_with(review, back).await;
        assert_eq!(undone["data"]["reviewMapping"]["__typename"], json!("MappingReviewed"), "{undone}");
        let none = steward.asks_with(read, corrected).await;
        assert_eq!(none["data"]["mappings"]["nodes"], json!([]), "{none}");
        let (mut seen, mut after) = (0_i64, Value::Null);
        loop {
            let page = steward.asks_with(read, json!({ "standing": ["PUBLISHED"], "after": after })).await;
            seen += page["data"]["mappings"]["nodes"].as_array().unwrap().len() as i64;
            after = page["data"]["mappings"]["pageInfo"]["endCursor"].clone();
            if page["data"]["mappings"]["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
        }
        let from_onet = "mapping m WHERE standing = 'published' AND superseded_at IS NULL AND subject_concept_id IN
            (SELECT c.id FROM concept c JOIN vocabulary v ON v.id = c.vocabulary_id WHERE v.key = 'onet')";
        assert_eq!(stage.count(from_onet).await, seen);
        let unknown = steward.asks_with(read, json!({ "to": "nowhere" })).await;
        assert_eq!(codes(&unknown), [("mappings".into(), "BAD_USER_INPUT".into())], "{unknown}");
        let none = steward.asks_with(read, json!({ "standing": [] })).await;
        assert_eq!(codes(&none), [("mappings".into(), "BAD_USER_INPUT".into())], "{none}");
        assert!(none["errors"][0]["message"].as_str().unwrap().contains("leave standing out"), "{none}");
        let school = stage.institution("School").await;
        let member = stage.member(school, passport_hub::caller::MemberRole::Steward).await;
        let refused = stage.asker(member).asks_with(read, json!({})).await;
        assert_eq!(codes(&refused), [("mappings".into(), "FORBIDDEN".into())], "{refused}");
        let wizard = steward.asks_with("{ concepts(kind: \"wizard\") { totalCount } }", json!({})).await;
        assert_eq!(codes(&wizard), [("concepts".into(), "BAD_USER_INPUT".into())], "{wizard}");
    })
    .await;
}

const CLAIMS: &str = "query ($id: ID!) { passport(id: $id) { skills { nodes { claims { nodes {
    translation(to: \"onet\", language: \"de\") { words outcome carried band { low high } losses { code inWords }
        translation { relation concept { code } } } } } } } } }";

/// A skill of an employee as Odoo answers, at the best of its levels.
fn employee_skill(label: &str) -> Delivery<'static> {
    let row = json!([{ "id": 1, "employee_id": [1, "An employee"], "skill_id": [50, label],
        "skill_level_id": [52, "Expert"], "skill_type_id": [5, "Care"], "level_progress": 100,
        "valid_from": "2024-09-01", "valid_to": false, "write_date": "2025-03-04 09:15:00" }]);
    Delivery::single("hr.employee.skill.json", row.to_string().into_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_sees_a_claim_in_onets_words_with_its_level_as_far_as_it_holds() {
    on_both(async |stage: &Stage| {
        let amara = listener(stage).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        let label = labelled(&stage.hub.reference().vocabularies, LISTENING);
        hr.sends(employee_skill(&label)).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r?source=hr"]).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let claim = async || {
            let answer = partner.asks(CLAIMS, amara).await;
            assert_eq!(codes(&answer), [], "{answer}");
            let claims = answer.pointer("/data/passport/skills/nodes/0/claims/nodes").unwrap();
            assert_eq!(
                claims.as_array().unwrap().len(),
                1,
                "the badge is not consented to: {answer}"
            );
            claims[0]["translation"].clone()
        };
        let told = claim().await;
        assert_eq!(
            (&told["words"], &told["carried"]),
            (&json!(label), &json!("WHOLE")),
            "{told}"
        );
        assert_eq!(told["band"], json!({ "low": "EXPERT", "high": "EXPERT" }));
        let exact = json!({ "relation": "EXACT", "concept": { "code": "2.A.1.b" } });
        assert_eq!(told["translation"], exact);
        let named =
            json!([{ "code": "label_in_other_language", "inWords": "in einer anderen Sprache benannt als gewünscht" }]);
        assert_eq!(told["losses"], named);

        // Who can listen well need not be good at all that is like it.
        let all = std::sync::Arc::clone(&stage.hub.reference().vocabularies);
        let graph = all.mappings.graph();
        let listening = all.by_uri(LISTENING).unwrap();
        let onet = |concept: Uuid| &*all.concepts[&concept].vocabulary_key == "onet";
        let exact = graph.same_as(listening, onet).unwrap();
        let review = Review {
            mapping: exact.mapping.unwrap(),
            verdict: Verdict::Correct {
                object: listening,
                relation: Relation::Narrow,
            },
            confidence: None,
            comment: None,
        };
        let reviewed = review_mapping(&stage.hub, stage.steward(), &review).await.unwrap();
        assert!(matches!(reviewed, Reviewed::Settled(_)), "{reviewed:?}");
        let told = claim().await;
        assert_eq!(
            (&told["carried"], &told["band"], &told["translation"]["relation"]),
            (&json!("SKILL"), &Value::Null, &json!("BROAD")),
            "{told}"
        );
        let lost: Vec<_> = told["losses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|loss| &loss["code"])
            .collect();
        assert_eq!(lost, ["broader_than_said", "label_in_other_language", "level_lost"]);
    })
    .await;
}

const COLLEGE: &str = "\
code,label,status,replaced_by,exact_match
C1,Hearing people out,deprecated,local:college/c2,
C2,Listening to people,,,http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de
";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_used_is_told_by_what_took_its_place() {
    on_both(async |stage: &Stage| {
        let given = Given {
            key: "college",
            language: "en",
        };
        let delivery = Delivery::single("skills.csv", COLLEGE.as_bytes().to_vec());
        let load = Load {
            key: "college".into(),
            contents: read(&delivery, Format::List, &given).unwrap(),
            version: Some("1".into()),
            name: None,
            however_unlike: false,
        };
        load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
        let ask = "query ($to: String!) { concept(uri: \"local:college/c1\") { translation(to: $to, language: \"fr\") {
            outcome relation concept { uri } path { within standing to { code } } losses { code inWords } } } }";
        let steward = stage.asker(Bearer::Steward(Uuid::nil()));
        let told = async |to: &str| {
            let answer = steward.asks_with(ask, json!({ "to": to })).await;
            answer["data"]["concept"]["translation"].clone()
        };
        let there = told("esco").await;
        assert_eq!(
            (&there["outcome"], &there["relation"], &there["concept"]["uri"]),
            (&json!("TRANSLATED"), &json!("EXACT"), &json!(LISTENING)),
            "{there}"
        );
        let replaced = json!({ "within": "REPLACED", "standing": null, "to": { "code": "C2" } });
        assert_eq!(there["path"][0], replaced);
        assert_eq!(
            (&there["path"][1]["within"], &there["path"][1]["standing"]),
            (&Value::Null, &json!("PUBLISHED"))
        );
        let loss = json!({ "code": "replaced", "inWords": "n’est plus utilisé ; traduit par ce qui l’a remplacé" });
        assert_eq!(there["losses"][0], loss);
        let home = told("college").await;
        assert_eq!(
            (&home["concept"]["uri"], &home["path"]),
            (&json!("local:college/c2"), &json!([replaced]))
        );
    })
    .await;
}
