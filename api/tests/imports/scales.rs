//! Stories of scales: rubrics and job zones that vocabularies publish, and the levels that stand on them.

use crate::support::sources::{badge, folder};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Format, Given, read};
use passport_hub::caller::Bearer;
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use serde_json::{Value, json};

const CRITERION: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const RUBRIC: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/// A framework of the college with one rubric of one criterion; levels with their scores, in their order.
fn framework(levels: &[(&str, f64)]) -> String {
    let levels: Vec<Value> = (1..)
        .zip(levels)
        .map(|(position, (quality, score))| json!({ "quality": quality, "score": score, "position": position }))
        .collect();
    json!({
        "CFDocument": { "identifier": "d-1", "uri": "https://case.example/d-1", "title": "Care", "language": "en",
            "creator": "Riverside College" },
        "CFItems": [
            { "identifier": "i-1", "uri": "https://case.example/i-1", "fullStatement": "Hand hygiene", "CFItemType": "Skill" },
        ],
        "CFAssociations": [],
        "CFRubrics": [{ "identifier": RUBRIC, "uri": format!("https://case.example/rubrics/{RUBRIC}"), "title": "Bedside",
            "CFRubricCriteria": [{ "identifier": CRITERION, "uri": format!("https://case.example/criteria/{CRITERION}"),
                "CFItemURI": { "identifier": "i-1" }, "CFRubricCriterionLevels": levels }] }],
    })
    .to_string()
}

async fn loads(stage: &Stage, key: &str, delivery: &Delivery<'_>, format: Format, version: &str) {
    let given = Given { key, language: "en" };
    let load = Load {
        key: key.into(),
        contents: read(delivery, format, &given).unwrap(),
        version: Some(version.into()),
        name: None,
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
}

async fn loads_framework(stage: &Stage, levels: &[(&str, f64)], version: &str) {
    let package = Delivery::single("care.json", framework(levels).into_bytes());
    loads(stage, "care", &package, Format::Case, version).await;
}

/// A badge with a result of this value under a description that says so of itself.
fn graded(id: &str, value: &str, description: &Value) -> Value {
    let mut badge = badge(id, "amara@example.org", "Amara Okafor", &[]);
    let mut described = json!({ "id": format!("https://badges.example/results/{id}"), "type": ["ResultDescription"],
        "name": "Bedside", "resultType": "RubricCriterionLevel" });
    described
        .as_object_mut()
        .unwrap()
        .extend(description.as_object().cloned().unwrap());
    let skill = json!({ "type": ["Alignment"], "targetName": "Hand hygiene", "targetUrl": "https://case.example/i-1" });
    let mut alignments = vec![skill];
    alignments.extend(described["alignment"].as_array().cloned().unwrap_or_default());
    described["alignment"] = json!(alignments);
    badge["credentialSubject"]["result"] =
        json!([{ "type": ["Result"], "resultDescription": described["id"], "value": value }]);
    badge["credentialSubject"]["achievement"]["resultDescription"] = json!([described]);
    badge
}

fn aligned(kind: &str, url: &str) -> Value {
    json!({ "alignment": [{ "type": ["Alignment"], "targetName": "Bedside", "targetType": kind, "targetUrl": url }] })
}

/// Where the levels of the claims of badges lie, by the value that was sent.
async fn placed(stage: &Stage) -> Vec<String> {
    let levels =
        "SELECT raw_level || ': ' || COALESCE(CAST(band_low AS text) || '-' || CAST(band_high AS text), 'none')
        || ' ' || COALESCE(band_basis, band_loss) FROM claim
        WHERE superseded_at IS NULL AND raw_level IS NOT NULL ORDER BY 1";
    stage.texts(levels).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_on_a_published_rubric_is_placed_by_its_steps_and_the_next_version_by_its_own() {
    on_both(async |stage: &Stage| {
        let four = [("Never", 0.0), ("Seldom", 1.0), ("Often", 2.0), ("Always", 5.0)];
        loads_framework(stage, &four, "1").await;
        let platform = stage.source("badges", "badge", &["email"]).await;
        let criterion = format!("http://case.example/criteria/{CRITERION}");
        let rubric = format!("https://case.example/rubrics/{RUBRIC}");
        for (id, value, description) in [
            ("one", "Often", aligned("CFRubricCriterion", &criterion)),
            ("two", "Always", aligned("CFRubric", &rubric)),
            ("three", "1", json!({ "id": format!("urn:uuid:{CRITERION}") })),
            ("four", "Weekly", aligned("CFRubricCriterion", &criterion)),
            // A name alone is anybody's, and what a source lists itself is believed.
            ("five", "Never", json!({})),
            ("six", "Seldom", {
                let mut own = aligned("CFRubricCriterion", &criterion);
                own["allowedValue"] = json!(["Often", "Seldom"]);
                own
            }),
        ] {
            platform.sends_json(&graded(id, value, &description)).await;
        }
        let expected = [
            "1: 2-3 steps",
            "Always: 4-5 steps",
            "Never: none scale_not_declared",
            "Often: 3-4 steps",
            "Seldom: 3-5 steps",
            "Weekly: none not_on_scale",
        ];
        assert_eq!(placed(stage).await, expected);

        let kept = "SELECT scale_level.code || ' ' || CAST(scale_level.rank AS text) || ' '
                || CAST(CAST(value_min AS integer) AS text) || '-' || CAST(CAST(value_max AS integer) AS text)
            FROM scale_level JOIN scale ON scale.id = scale_level.scale_id
            WHERE scale.vocabulary_id IS NOT NULL AND scale.uri LIKE '%criteria%' ORDER BY 1";
        assert_eq!(
            stage.texts(kept).await,
            ["0 0 0-0", "1 1 1-1", "2 2 2-2", "5 3 5-5", "range 0 0-5"]
        );
        loads_framework(stage, &[("Often", 2.0), ("Always", 4.0)], "2").await;
        assert_eq!(
            stage.texts(kept).await,
            ["2 0 2-2", "4 1 4-4", "range 0 2-4"],
            "nothing of the ends and steps before stays"
        );
        platform
            .sends_json(&graded("seven", "Often", &aligned("CFRubricCriterion", &criterion)))
            .await;
        assert!(placed(stage).await.contains(&"Often: 1-3 steps".to_owned()));
        assert!(
            placed(stage).await.contains(&"Often: 3-4 steps".to_owned()),
            "what came before stays as it was"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_occupation_shows_its_job_zone_until_a_version_gives_it_another() {
    let files = |zones: &'static str| {
        folder(&[
            (
                "Content Model Reference.txt",
                "Element ID\tElement Name\tDescription\n2.A\tBasic Skills\tThey help.\n",
            ),
            (
                "Occupation Data.txt",
                "O*NET-SOC Code\tTitle\tDescription\n29-1141.00\tRegistered Nurses\tAssess.\n51-4121.00\tWelders\tWeld.\n",
            ),
            (
                "Job Zone Reference.txt",
                "Job Zone\tName\tExperience\n2\tSome Preparation\tA little.\n3\tMedium Preparation\tSome.\n",
            ),
            ("Job Zones.txt", zones),
        ])
    };
    on_both(async |stage: &Stage| {
        let first = files("O*NET-SOC Code\tJob Zone\tDate\n29-1141.00\t3\t08/2023\n");
        loads(stage, "jobs", &first, Format::Onet, "1").await;
        let asked = async || {
            let document = r#"{
                nurses: concept(code: "29-1141.00", vocabulary: "jobs") { level { key scale value label } }
                welders: concept(code: "51-4121.00", vocabulary: "jobs") { level { value } } }"#;
            let source = stage.source("lms", "lms", &[]).await.pass().source();
            stage.asker(Bearer::Source(source)).asks_with(document, json!({})).await["data"].clone()
        };
        assert_eq!(
            asked().await,
            json!({
                "nurses": { "level": { "key": "JZ", "scale": "Job Zone", "value": 3.0, "label": "Medium Preparation" } },
                "welders": { "level": null },
            })
        );
        let second = files("O*NET-SOC Code\tJob Zone\tDate\n51-4121.00\t2\t08/2024\n");
        loads(stage, "jobs", &second, Format::Onet, "2").await;
        assert_eq!(
            asked().await,
            json!({ "nurses": { "level": null }, "welders": { "level": { "value": 2.0 } } })
        );
    })
    .await;
}
