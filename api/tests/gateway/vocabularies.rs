//! Stories of those who read vocabularies through the graph.

use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Format, Given, read};
use passport_hub::caller::Bearer;
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use passport_hub::hub::Hub;
use passport_hub::settings::VocabulariesFor;
use serde_json::{Value, json};
use uuid::Uuid;

const FIRST: &str = "\
code,label,language,alternative_labels,kind,broader,description,essential_for,optional_for
G,Warehouse,en,,group,,,,
O1,Warehouse worker,en,,occupation,,,,
O2,Driver,en,,occupation,,,,
S1,Forklift driving,en,Lift truck driving,skill,G,Moves pallets.,O1,O2
S1,Gabelstapler fahren,de,,,,,,
S2,Stock taking,en,,skill,G,,O1,
";

const SECOND: &str = "\
code,label,language,alternative_labels,kind,broader,description,essential_for,optional_for,status,replaced_by
G,Warehouse,en,,group,,,,,,
O1,Warehouse worker,en,,occupation,,,,,,
O2,Driver,en,,occupation,,,,,,
S1,Forklift operation,en,Lift truck driving,skill,G,Moves and stacks pallets.,O1,,,
S2,Stock taking,en,,skill,G,,,,deprecated,local:college/s3
S3,Stock keeping,en,,skill,G,,O1,O2,,
";

async fn loads(stage: &Stage, table: &str, version: &str) {
    let given = Given {
        key: "college",
        language: "en",
    };
    let delivery = Delivery::single("skills.csv", table.as_bytes().to_vec());
    let load = Load {
        key: "college".into(),
        contents: read(&delivery, Format::List, &given).unwrap(),
        version: Some(version.into()),
        name: Some("Skills of the college".into()),
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
}

/// What a source's front end is answered.
async fn asks(stage: &Stage, document: &str) -> Value {
    let source = stage.source("lms", "lms", &[]).await.pass().source();
    stage.asker(Bearer::Source(source)).asks_with(document, json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_end_shows_a_skill_with_its_words_and_what_it_stands_beside() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, "2025").await;
        let answer = asks(
            stage,
            r#"{ concept(code: "S1", vocabulary: "college") { uri kind status label(language: "de")
                german: localizedLabel(language: "de") { text language fallback }
                french: localizedLabel(language: "fr") { text language fallback }
                austrian: localizedLabel(language: "de-AT") { text language fallback } alike: label(language: "de-AT")
                description(language: "fr") { text language fallback }
                broader { totalCount nodes { label kind narrower { nodes { label } } } }
                all: occupations { nodes { essential concept { label needs(essential: true) { nodes { concept { label } } } } } }
                few: occupations(essential: false) { totalCount nodes { concept { code } } }
                vocabulary { key name } } }"#,
        )
        .await;
        assert_eq!(
            answer["data"]["concept"],
            json!({
                "uri": "local:college/s1", "kind": "skill", "status": "released", "label": "Gabelstapler fahren",
                "german": { "text": "Gabelstapler fahren", "language": "de", "fallback": false },
                "french": { "text": "Forklift driving", "language": "en", "fallback": true },
                "austrian": { "text": "Gabelstapler fahren", "language": "de", "fallback": false },
                "alike": "Gabelstapler fahren",
                "description": { "text": "Moves pallets.", "language": "en", "fallback": true },
                "broader": { "totalCount": 1, "nodes": [{ "label": "Warehouse", "kind": "group",
                    "narrower": { "nodes": [{ "label": "Forklift driving" }, { "label": "Stock taking" }] } }] },
                "all": { "nodes": [
                    { "essential": true, "concept": { "label": "Warehouse worker", "needs": { "nodes": [
                        { "concept": { "label": "Forklift driving" } }, { "concept": { "label": "Stock taking" } }] } } },
                    { "essential": false, "concept": { "label": "Driver", "needs": { "nodes": [] } } }] },
                "few": { "totalCount": 1, "nodes": [{ "concept": { "code": "O2" } }] },
                "vocabulary": { "key": "college", "name": "Skills of the college" },
            }),
            "{answer}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_can_be_read_as_it_stood_and_says_what_the_next_changed() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, "2025").await;
        loads(stage, SECOND, "2026").await;
        let skills = "nodes { code label status replacedBy { code } description { text } occupations { totalCount } }";
        let answer = asks(
            stage,
            &format!(
                r#"{{ before: concepts(vocabulary: "college", version: "2025", kind: "skill") {{ {skills} }}
                now: concepts(vocabulary: "college", kind: "skill") {{ {skills} }}
                old: concepts(search: "driving", vocabulary: "college", version: "2025") {{ nodes {{ code }} }}
                vocabularies {{ nodes {{ key version versions {{ nodes {{ version
                    changes {{ added deprecated replaced }}
                    added: concepts(change: ADDED, first: 1) {{ totalCount nodes {{ code }} }}
                    deprecated: concepts(change: DEPRECATED) {{ nodes {{ code }} }} }} }} }} }} }}"#
            ),
        )
        .await;
        let skill = |code: &str, label: &str, occupations: u32| {
            json!({ "code": code, "label": label, "status": "released", "replacedBy": null, "description": null,
                "occupations": { "totalCount": occupations } })
        };
        let mut driving = skill("S1", "Forklift driving", 2);
        driving["description"] = json!({ "text": "Moves pallets." });
        assert_eq!(
            answer["data"]["before"]["nodes"],
            json!([driving, skill("S2", "Stock taking", 1)]),
            "{answer}"
        );
        let mut operation = skill("S1", "Forklift operation", 1);
        operation["description"] = json!({ "text": "Moves and stacks pallets." });
        let mut taking = skill("S2", "Stock taking", 0);
        taking["status"] = json!("deprecated");
        taking["replacedBy"] = json!({ "code": "S3" });
        assert_eq!(
            answer["data"]["now"]["nodes"],
            json!([operation, skill("S3", "Stock keeping", 2), taking])
        );
        assert_eq!(answer["data"]["old"]["nodes"], json!([{ "code": "S1" }]));
        let college = &answer["data"]["vocabularies"]["nodes"][0];
        assert_eq!(
            (&college["key"], &college["version"]),
            (&json!("college"), &json!("2026"))
        );
        assert_eq!(
            college["versions"]["nodes"][0],
            json!({ "version": "2026", "changes": { "added": 1, "deprecated": 1, "replaced": 1 },
                "added": { "totalCount": 1, "nodes": [{ "code": "S3" }] },
                "deprecated": { "nodes": [{ "code": "S2" }] } })
        );
        let unknown = asks(
            stage,
            r#"{ concepts(vocabulary: "college", version: "1999") { totalCount } }"#,
        )
        .await;
        assert_eq!(
            codes(&unknown),
            [("concepts".to_owned(), "BAD_USER_INPUT".to_owned())],
            "{unknown}"
        );
        assert!(
            unknown.to_string().contains("2026, 2025"),
            "it says which there are: {unknown}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concept_that_went_and_came_back_is_seen_as_each_version_held_it() {
    on_both(async |stage: &Stage| {
        let table = |rows: &str| format!("code,label,language,status\n{rows}");
        let (kept, both) = ("S1,Driving,en,\n", "S1,Driving,en,\nS2,Loading,en,\n");
        loads(stage, &table(both), "1").await;
        loads(stage, &table(kept), "2").await;
        loads(stage, &table("S1,Driving,en,\nS2,Loading,en,deprecated\n"), "3").await;
        loads(stage, &table(both), "4").await;
        let document = r#"{ vocabularies(first: 5) { nodes { key versions(first: 5) { nodes { version
            gone: concepts(change: GONE, first: 5) { nodes { code } }
            returned: concepts(change: RETURNED, first: 5) { nodes { code status } }
            deprecated: concepts(change: DEPRECATED, first: 5) { nodes { code } } } } } } }"#;
        let answer = asks(stage, document).await;
        assert!(answer.get("errors").is_none(), "{answer}");
        let nodes = answer["data"]["vocabularies"]["nodes"].as_array().unwrap();
        let college = nodes.iter().find(|one| one["key"] == "college").unwrap();
        let of = |version: usize, change: &str| college["versions"]["nodes"][4 - version][change]["nodes"].clone();
        assert_eq!(of(2, "gone"), json!([{ "code": "S2" }]), "{answer}");
        assert_eq!(of(3, "returned"), json!([{ "code": "S2", "status": "released" }]));
        assert_eq!(of(3, "deprecated"), json!([{ "code": "S2" }]));
        for (version, change) in [(1, "gone"), (3, "gone"), (4, "returned"), (4, "deprecated")] {
            assert_eq!(of(version, change), json!([]), "{version} {change}");
        }
        for (version, held) in [
            (1, json!([["S1", "released"], ["S2", "released"]])),
            (2, json!([["S1", "released"]])),
            (3, json!([["S1", "released"], ["S2", "deprecated"]])),
            (4, json!([["S1", "released"], ["S2", "released"]])),
        ] {
            let document =
                format!(r#"{{ concepts(vocabulary: "college", version: "{version}") {{ nodes {{ code status }} }} }}"#);
            let answer = asks(stage, &document).await;
            let nodes = answer["data"]["concepts"]["nodes"].as_array().unwrap().iter();
            let seen: Value = nodes.map(|one| json!([one["code"], one["status"]])).collect();
            assert_eq!(seen, held, "version {version}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_are_linked_in_their_order_and_words_are_found_in_the_language_asked_for() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, "2025").await;
        let answer = asks(
            stage,
            r#"{ linkSkills(labels: ["violin", "lift truck DRIVING"], vocabulary: "college", first: 1) {
                label decision candidates { concept { code } method matched } }
              german: concepts(search: "stapler", language: "de") { nodes { code } }
              english: concepts(search: "stapler", language: "en") { totalCount }
              capitals: concepts(search: "ÉCOLE ÉLÉMENTAIRE", vocabulary: "esco") { nodes { label(language: "fr") } } }"#,
        )
        .await;
        let linked = &answer["data"]["linkSkills"];
        assert_eq!(
            (&linked[0]["label"], &linked[0]["decision"]),
            (&json!("violin"), &json!("NO_MATCH")),
            "{answer}"
        );
        assert_eq!(
            linked[1],
            json!({ "label": "lift truck DRIVING", "decision": "MATCH", "candidates": [
                { "concept": { "code": "S1" }, "method": "ALTERNATIVE_LABEL", "matched": "Lift truck driving" }] })
        );
        assert_eq!(answer["data"]["german"]["nodes"], json!([{ "code": "S1" }]));
        assert_eq!(answer["data"]["english"]["totalCount"], json!(0));
        let school = answer["data"]["capitals"]["nodes"][0]["label"].as_str().unwrap();
        assert!(school.contains("école élémentaire"), "{school}");

        let labels = vec!["x"; 101];
        let many = "query ($labels: [String!]!) { linkSkills(labels: $labels) { decision } }";
        let bearer = Bearer::Source(stage.hub.reference().source_by_key("lms").unwrap().id);
        let refused = stage.asker(bearer).asks_with(many, json!({ "labels": labels })).await;
        assert_eq!(
            codes(&refused),
            [("linkSkills".to_owned(), "BAD_USER_INPUT".to_owned())],
            "{refused}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_says_who_may_read_vocabularies() {
    on_both(async |stage: &Stage| {
        let partner = Bearer::Partner(stage.partner("Acme").await);
        let holder = Bearer::Holder(Uuid::now_v7());
        for (open_to, stranger, partners, holders) in [
            (VocabulariesFor::Members, "UNAUTHENTICATED", "FORBIDDEN", ""),
            (VocabulariesFor::SignedIn, "UNAUTHENTICATED", "", ""),
            (VocabulariesFor::Everyone, "", "", ""),
        ] {
            let stage = Stage {
                hub: Hub {
                    vocabularies_for: open_to,
                    ..stage.hub.clone()
                },
                database: stage.database,
            };
            let askers = [stage.stranger(), stage.asker(partner), stage.asker(holder)];
            for (asker, code) in askers.iter().zip([stranger, partners, holders]) {
                for (field, rest) in [
                    ("vocabularies", "{ totalCount }"),
                    ("concepts", r#"(search: "python") { totalCount }"#),
                    ("concept", r#"(code: "2.B.3.e", vocabulary: "onet") { label }"#),
                    ("linkSkills", r#"(labels: ["python"]) { decision }"#),
                ] {
                    let answer = asker.asks_with(&format!("{{ {field}{rest} }}"), json!({})).await;
                    let expected: Vec<_> = (!code.is_empty())
                        .then(|| (field.to_owned(), code.to_owned()))
                        .into_iter()
                        .collect();
                    assert_eq!(codes(&answer), expected, "{open_to:?} {answer}");
                    assert_eq!(
                        answer["data"][field].is_null(),
                        !code.is_empty(),
                        "{open_to:?} {answer}"
                    );
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_documents_can_be_asked() {
    on_both(async |stage: &Stage| {
        let page = include_str!("../../../docs/VOCABULARIES.md");
        let blocks = page.split("```graphql").skip(1);
        let examples: Vec<&str> = blocks
            .filter_map(|rest| rest.split("```").next())
            .flat_map(|block| block.split("\n\n"))
            .collect();
        assert_eq!(examples.len(), 4);
        for example in examples {
            let answer = asks(stage, example).await;
            assert!(answer.get("errors").is_none(), "{example}: {answer}");
        }
    })
    .await;
}
