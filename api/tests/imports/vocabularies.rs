//! Stories of vocabularies that are loaded in versions.

use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Contents, Format, Given, read};
use passport_hub::flows::load_vocabulary::{Changes, Load, Loaded, NotLoaded, load_vocabulary};
use passport_hub::flows::review_terms::retranslate;
use passport_hub::store::vocabularies::versions;
use serde_json::{Value, json};

pub const FIRST: &str = "\
code,label,language,alternative_labels,kind,broader,description
W,Warehouse,en,,group,,
W1,Forklift driving,en,Lift truck driving|FLT,,W,Moves pallets.
W2,Stock taking,en,,,W,
W3,Picking,en,,,W,
";

pub const SECOND: &str = "\
code,label,language,alternative_labels,kind,broader,description,status,replaced_by
W,Warehouse,en,,group,,,,
W1,Forklift driving,en,Lift truck driving,,W,Moves and stacks pallets.,,
W2,Stock taking,en,,,W,,deprecated,local:college/w4
W4,Stock keeping,en,,,W,,,
";

pub const GERMAN: &str = "\
code,label,language
W1,Gabelstapler fahren,de
W9,Ladung sichern,de
";

/// What a list of the college holds.
pub fn contents(table: &str) -> Contents {
    let given = Given {
        key: "college",
        language: "en",
    };
    let delivery = Delivery::single("skills.csv", table.as_bytes().to_vec());
    read(&delivery, Format::List, &given).unwrap()
}

pub async fn loads(stage: &Stage, table: &str, version: Option<&str>) -> Result<Loaded, NotLoaded> {
    let load = Load {
        key: "college".into(),
        contents: contents(table),
        version: version.map(Into::into),
        name: Some("Skills of the college".into()),
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap()
}

/// What the newest version of the college's list is said to have changed.
pub fn newest_changes(stage: &Stage) -> Value {
    let reference = stage.hub.reference();
    let college = reference.vocabularies.by_key("college").unwrap().id;
    reference.vocabularies.newest(college).unwrap().changes.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_college_loads_its_list_and_the_next_version_tells_what_changed() {
    on_both(async |stage: &Stage| {
        let first = loads(stage, FIRST, Some("2025")).await.unwrap();
        assert_eq!(
            (
                first.before,
                first.changes.added,
                first.changes.labels,
                first.changes.relations
            ),
            (None, 4, 6, 3)
        );
        // A claim meets the list like any vocabulary, and keeps its concept through all versions.
        let college = stage.source("college", "badge", &["email"]).await;
        college
            .sends_json(&badge("one", "amara@example.org", "Amara Okafor", &["Picking", "FLT"]))
            .await;
        let claimed = "SELECT concept.code FROM claim JOIN concept ON concept.id = claim.concept_id
            WHERE claim.superseded_at IS NULL AND concept.code LIKE 'W%' ORDER BY 1";
        assert_eq!(stage.texts(claimed).await, ["W1", "W3"]);

        let second = loads(stage, SECOND, Some("2026")).await.unwrap();
        assert_eq!(second.before.as_deref(), Some("2025"));
        let told = Changes {
            added: 1,
            changed: 2,
            deprecated: 1,
            replaced: 1,
            gone: 1,
            labels: 1,
            labels_gone: 2,
            relations: 1,
            relations_gone: 1,
            ..Changes::default()
        };
        assert_eq!(second.changes, told);
        assert_eq!(newest_changes(stage), json!(told), "and so the version is told to have");
        assert_eq!(stage.texts(claimed).await, ["W1", "W3"], "what is gone is still named");
        let of_version = |number: i32| {
            format!(
                "SELECT text FROM concept_label WHERE since <= {number} AND (until IS NULL OR until > {number})
                AND concept_id IN (SELECT id FROM concept WHERE code = 'W1') ORDER BY 1"
            )
        };
        assert_eq!(
            stage.texts(&of_version(1)).await,
            ["FLT", "Forklift driving", "Lift truck driving"]
        );
        assert_eq!(
            stage.texts(&of_version(2)).await,
            ["Forklift driving", "Lift truck driving"]
        );

        let reference = stage.hub.reference();
        let college = reference.vocabularies.by_key("college").unwrap();
        assert_eq!(college.version, "2026");
        let names: Vec<String> = versions(stage.hub.db.conn(), college.id)
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.version)
            .collect();
        assert_eq!(names, ["2025", "2026"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_list_under_the_same_key_is_asked_about_before_most_goes() {
    on_both(async |stage: &Stage| {
        let many: Vec<String> = (0..120).map(|number| format!("W{number},Task {number},en")).collect();
        let many = format!("code,label,language\n{}\n", many.join("\n"));
        loads(stage, &many, Some("2025")).await.unwrap();
        let held = stage.everything().await;
        let refused = loads(stage, FIRST, Some("2026")).await.unwrap_err();
        assert_eq!(refused, NotLoaded::MostGone { gone: 117, there: 120 });
        assert_eq!(stage.everything().await, held, "nothing was written");
        let meant = Load {
            key: "college".into(),
            contents: contents(FIRST),
            version: Some("2026".into()),
            name: None,
            however_unlike: true,
        };
        let loaded = load_vocabulary(&stage.hub, meant).await.unwrap().unwrap();
        assert_eq!(loaded.changes.gone, 117);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_never_changed_but_what_it_lacks_is_added() {
    on_both(async |stage: &Stage| {
        assert_eq!(loads(stage, FIRST, None).await, Err(NotLoaded::NoVersion));
        loads(stage, FIRST, Some("2025")).await.unwrap();
        let otherwise = NotLoaded::Otherwise {
            version: "2025".into(),
            languages: "en".into(),
            concepts: 1,
        };
        assert_eq!(loads(stage, SECOND, Some("2025")).await, Err(otherwise));

        let german = loads(stage, GERMAN, Some("2025")).await.unwrap();
        assert!(german.added_to);
        assert_eq!(
            german.changes,
            Changes {
                added: 1,
                changed: 1,
                labels: 2,
                ..Changes::default()
            }
        );
        let reference = stage.hub.reference();
        let driving = reference
            .vocabularies
            .concepts
            .values()
            .find(|concept| concept.row.code.as_deref() == Some("W1"))
            .unwrap();
        assert_eq!(
            (driving.label("de"), driving.label("en")),
            ("Gabelstapler fahren", "Forklift driving")
        );
        let held = stage.everything().await;
        let again = loads(stage, GERMAN, Some("2025")).await.unwrap();
        assert!(again.nothing && again.added_to);
        assert_eq!(again.changes, Changes::default());
        assert_eq!(stage.everything().await, held, "nothing was written");

        loads(stage, SECOND, Some("2026")).await.unwrap();
        let driving = stage.hub.reference();
        let driving = driving
            .vocabularies
            .concepts
            .values()
            .find(|concept| concept.row.code.as_deref() == Some("W1"))
            .unwrap();
        assert_eq!(
            driving.label("de"),
            "Gabelstapler fahren",
            "a version without a language takes none away"
        );
        let older = NotLoaded::Older {
            version: "2025".into(),
            newest: "2026".into(),
        };
        assert_eq!(loads(stage, FIRST, Some("2025")).await, Err(older));
        let sizes = stage
            .texts("SELECT CAST(languages AS text) FROM vocabulary_version WHERE version LIKE '202%' ORDER BY number")
            .await;
        assert_eq!(
            sizes
                .iter()
                .map(|text| serde_json::from_str(text).unwrap())
                .collect::<Vec<serde_json::Value>>(),
            [json!(["de", "en"]), json!(["de", "en"])]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_by_a_word_of_a_concept_that_went_keeps_it_until_another_is_called_so() {
    on_both(async |stage: &Stage| {
        let table = |rows: &str| format!("code,label,language\n{rows}");
        loads(stage, &table("S1,Driving,en\nS2,Crate loading,en\n"), Some("1"))
            .await
            .unwrap();
        let college = stage.source("college", "badge", &["email"]).await;
        college
            .sends_json(&badge("one", "amara@example.org", "Amara Okafor", &["Crate loading"]))
            .await;
        let claimed = "SELECT concept.code FROM claim JOIN concept ON concept.id = claim.concept_id
            WHERE claim.superseded_at IS NULL";
        for (version, rows, code) in [
            ("2", "S1,Driving,en\n", "S2"),
            ("3", "S1,Driving,en\nS3,Crate loading,en\n", "S3"),
        ] {
            loads(stage, &table(rows), Some(version)).await.unwrap();
            retranslate(&stage.hub).await.unwrap();
            assert_eq!(stage.texts(claimed).await, [code], "version {version}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_built_in_selections_tell_what_they_hold() {
    on_both(async |stage: &Stage| {
        let reference = stage.hub.reference();
        for (key, languages) in [("esco", json!(["en", "fr"])), ("onet", json!(["en"]))] {
            let all = &reference.vocabularies;
            let id = all.by_key(key).unwrap().id;
            let version = all.newest(id).unwrap();
            assert_eq!(version.languages, languages, "{key}");
            assert_eq!(version.changes["added"], all.size(id), "{key}");
        }
    })
    .await;
}
