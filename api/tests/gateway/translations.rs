//! Stories of skills that are told in another vocabulary, and of texts that name skills.

use crate::served::persons;
use crate::support::roles::codes;
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
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
    })
    .await;
}
