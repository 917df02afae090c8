//! Stories of vocabularies that are loaded in versions.

use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Contents, Format, Given, read};
use passport_hub::flows::load_vocabulary::{Changes, Load, Loaded, NotLoaded, load_vocabulary};
use passport_hub::store::vocabularies::versions;
use serde_json::json;

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

fn contents(table: &str) -> Contents {
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
            relations: 1,
            relations_gone: 1,
            ..Changes::default()
        };
        assert_eq!(second.changes, told);
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
        let there = |languages: &str| {
            Err(NotLoaded::There {
                version: "2025".into(),
                languages: languages.into(),
            })
        };
        assert_eq!(loads(stage, SECOND, Some("2025")).await, there("en"));

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
        assert_eq!(loads(stage, GERMAN, Some("2025")).await, there("de, en"));

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

/// Two parts of one release in two languages, neither of which holds all concepts, and the starter that they follow.
const ENGLISH_PART: &str = "\
code,label,language,alternative_labels,kind,broader
W,Warehouse,en,,group,
W1,Forklift driving,en,FLT,,W
W2,Stock taking,en,,,W
";
const FRENCH_PART: &str = "\
code,label,language,kind,broader
W,Entrepôt,fr,group,
W1,Conduite de chariot,fr,,W
W9,Arrimage,fr,,W
";
const STARTER: &str = "\
code,label,language
W1,Forklift driving,en
W2,Counting stock,en
";

/// The newest version as a reader sees it: concepts that are there, their words, their relations, and what changed.
async fn newest(stage: &Stage) -> Vec<Vec<String>> {
    let of = "concept_id IN (SELECT id FROM concept WHERE until IS NULL AND code LIKE 'W%')";
    let mut seen = Vec::new();
    for query in [
        "SELECT code || ' ' || kind FROM concept WHERE until IS NULL AND code LIKE 'W%' ORDER BY 1".to_owned(),
        format!("SELECT language || kind || text FROM concept_label WHERE until IS NULL AND {of} ORDER BY 1"),
        "SELECT a.code || kind_of.kind || b.code FROM concept_relation kind_of
            JOIN concept a ON a.id = kind_of.from_id JOIN concept b ON b.id = kind_of.to_id
            WHERE kind_of.until IS NULL AND a.code LIKE 'W%' ORDER BY 1"
            .to_owned(),
    ] {
        seen.push(stage.texts(&query).await);
    }
    let reference = stage.hub.reference();
    let college = reference.vocabularies.by_key("college").unwrap().id;
    let row = reference.vocabularies.newest(college).unwrap();
    seen.push(vec![format!(
        "added {} gone {}",
        row.changes["added"], row.changes["gone"]
    )]);
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_a_release_make_the_same_version_in_whichever_order_they_come() {
    for parts in [[ENGLISH_PART, FRENCH_PART], [FRENCH_PART, ENGLISH_PART]] {
        on_both(async |stage: &Stage| {
            // English comes with the starter too, which is not the release's own English.
            loads(stage, STARTER, Some("starter")).await.unwrap();
            loads(stage, parts[0], Some("2026")).await.unwrap();
            let more = loads(stage, parts[1], Some("2026")).await.unwrap();
            assert!(more.added_to);
            assert_eq!(
                newest(stage).await,
                [
                    &["W group", "W1 skill", "W2 skill", "W9 skill"][..],
                    &[
                        "enalternativeFLT",
                        "enpreferredForklift driving",
                        "enpreferredStock taking",
                        "enpreferredWarehouse",
                        "frpreferredArrimage",
                        "frpreferredConduite de chariot",
                        "frpreferredEntrepôt",
                    ],
                    &["W1broaderW", "W2broaderW", "W9broaderW"],
                    &["added 2 gone 0"],
                ]
            );
            for part in parts {
                let again = loads(stage, part, Some("2026")).await;
                assert!(matches!(again, Err(NotLoaded::There { .. })), "{again:?}");
            }
        })
        .await;
    }
}
