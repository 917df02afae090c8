//! Stories of releases that are loaded part by part.

use crate::support::{Stage, on_both};
use crate::vocabularies::{FIRST, contents, loads, newest_changes};
use adapters::Delivery;
use adapters::vocabulary::{Contents, Format, Given, Rated, Scale, read};
use passport_hub::flows::load_vocabulary::{Changes, Load, Loaded, NotLoaded, load_vocabulary};
use serde_json::json;

/// Two parts of one release in two languages, neither of which holds all concepts, and the starter that they follow. What
/// takes the place of W2 is in the other part.
const ENGLISH: &str = "\
code,label,language,alternative_labels,kind,broader,status,replaced_by
W,Warehouse,en,,group,,,
W1,Forklift driving,en,FLT,,W,,
W2,Stock taking,en,,,W,deprecated,local:college/w4
";
const FRENCH: &str = "\
code,label,language,kind,broader
W,Entrepôt,fr,group,
W1,Conduite de chariot,fr,,W
W4,Gestion de stock,fr,,W
W9,Arrimage,fr,,W
";
const STARTER: &str = "\
code,label,language,kind,broader
W,Warehouse,en,group,
W1,Forklift driving,en,,W
W2,Counting stock,en,,W
W4,Gestion de stock,fr,,W
W5,Sweeping,en,,W
";

/// Several lists of the college in one delivery.
fn together(tables: &[&str]) -> Contents {
    let given = Given {
        key: "college",
        language: "en",
    };
    let part =
        |(at, table): (usize, &&str)| Delivery::single(format!("{at}.csv"), table.as_bytes().to_vec()).into_parts();
    let parts = tables.iter().enumerate().flat_map(part).collect();
    read(&Delivery::several("skills", parts), Format::List, &given).unwrap()
}

async fn holds(stage: &Stage, contents: Contents, version: &str) -> Result<Loaded, NotLoaded> {
    let load = Load {
        key: "college".into(),
        contents,
        version: Some(version.into()),
        name: None,
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap()
}

/// The newest version as a reader sees it: concepts that are there, their words, and their relations.
async fn newest(stage: &Stage) -> Vec<Vec<String>> {
    let of = "concept_id IN (SELECT id FROM concept WHERE until IS NULL AND code LIKE 'W%')";
    let mut seen = Vec::new();
    for query in [
        "SELECT one.code || ' ' || one.kind || ' ' || one.status || COALESCE(' by ' || other.code, '') FROM concept one
            LEFT JOIN concept other ON other.id = one.replaced_by
            WHERE one.until IS NULL AND one.code LIKE 'W%' ORDER BY 1"
            .to_owned(),
        format!("SELECT language || kind || text FROM concept_label WHERE until IS NULL AND {of} ORDER BY 1"),
        "SELECT a.code || kind_of.kind || b.code FROM concept_relation kind_of
            JOIN concept a ON a.id = kind_of.from_id JOIN concept b ON b.id = kind_of.to_id
            WHERE kind_of.until IS NULL AND a.code LIKE 'W%' ORDER BY 1"
            .to_owned(),
    ] {
        let mut rows = stage.texts(&query).await;
        rows.sort();
        seen.push(rows);
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_a_release_make_the_same_version_in_whichever_order_they_come() {
    for parts in [
        &[&[ENGLISH][..], &[FRENCH]][..],
        &[&[FRENCH], &[ENGLISH]],
        &[&[ENGLISH, FRENCH]],
    ] {
        on_both(async |stage: &Stage| {
            // English comes with the starter too, which is not the release's own English.
            loads(stage, STARTER, Some("starter")).await.unwrap();
            for (at, tables) in parts.iter().enumerate() {
                let loaded = holds(stage, together(tables), "2026").await.unwrap();
                assert_eq!(loaded.added_to, at > 0);
            }
            assert_eq!(
                newest(stage).await,
                [
                    &[
                        "W group released",
                        "W1 skill released",
                        "W2 skill deprecated by W4",
                        "W4 skill released",
                        "W9 skill released",
                    ][..],
                    &[
                        "enalternativeFLT",
                        "enpreferredForklift driving",
                        "enpreferredStock taking",
                        "enpreferredWarehouse",
                        "frpreferredArrimage",
                        "frpreferredConduite de chariot",
                        "frpreferredEntrepôt",
                        "frpreferredGestion de stock",
                    ],
                    &["W1broaderW", "W2broaderW", "W4broaderW", "W9broaderW"],
                ]
            );
            let changes = Changes {
                added: 1,
                changed: 3,
                deprecated: 1,
                replaced: 1,
                gone: 1,
                labels: 5,
                labels_gone: 1,
                relations: 1,
                relations_gone: 1,
                ..Changes::default()
            };
            assert_eq!(newest_changes(stage), json!(changes));
            for part in [ENGLISH, FRENCH] {
                let again = holds(stage, together(&[part]), "2026").await.unwrap();
                assert!(again.nothing, "{again:?}");
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deprecated_stays_so_whichever_part_says_it() {
    let says = "code,label,language,status\nS1,Driving,en,deprecated\n";
    let silent = "code,label,language\nS1,Fahren,de\n";
    for parts in [[says, silent], [silent, says]] {
        on_both(async |stage: &Stage| {
            loads(stage, says, Some("1")).await.unwrap();
            for part in parts {
                loads(stage, part, Some("2")).await.unwrap();
            }
            let since = "SELECT status || CAST(deprecated_since AS text) FROM concept WHERE uri = 'local:college/s1'";
            assert_eq!(stage.texts(since).await, ["deprecated1"]);
            let told = Changes {
                changed: 1,
                labels: 1,
                ..Changes::default()
            };
            assert_eq!(newest_changes(stage), json!(told));
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concept_that_a_later_part_has_again_is_seen_by_every_hub_as_that_part_describes_it() {
    let table = |rows: &str| format!("code,label,language\n{rows}");
    for (again, words) in [
        ("O1,Loader,en\n", "Loader"),
        ("O1,Loader of crates,en\n", "Loader of crates"),
    ] {
        on_both(async |stage: &Stage| {
            loads(stage, &table("S1,Driving,en\nO1,Loader,en\n"), Some("1"))
                .await
                .unwrap();
            loads(stage, &table("S1,Driving,en\n"), Some("2")).await.unwrap();
            let other = stage.another_hub().await;
            let part = loads(stage, &table(again), Some("2")).await.unwrap();
            assert_eq!((part.changes.returned, part.changes.otherwise), (1, 0));
            for hub in [stage, &other] {
                hub.hub.shelf.refresh(&hub.hub.db).await.unwrap();
                let reference = hub.hub.reference();
                let all = &reference.vocabularies;
                let of_college = all.of(all.by_key("college").unwrap().id);
                let labels: Vec<&str> = of_college.iter().map(|concept| concept.label("en")).collect();
                assert_eq!(labels, [words, "Driving"]);
            }
            let renamed = usize::from(words != "Loader");
            let told = Changes {
                changed: renamed,
                labels: renamed,
                labels_gone: renamed,
                ..Changes::default()
            };
            assert_eq!(newest_changes(stage), json!(told), "it never went with this version");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_part_says_what_no_part_before_it_did_and_changes_nothing_else() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, Some("2025")).await.unwrap();
        let mut more = contents(FIRST);
        more.scales.push(Scale {
            key: "IM".into(),
            lowest: Some(1.0),
            highest: Some(5.0),
            ..Scale::default()
        });
        let rated = |value| Some(Rated { scale: 0, value });
        more.relations[0].importance = rated(3.0);
        more.concepts[2].level = rated(4.0);
        more.about.name = Some("Another name".into());
        more.about.publisher = Some("Riverside College".into());
        let loaded = holds(stage, more.clone(), "2025").await.unwrap();
        assert_eq!((loaded.changes.changed, loaded.changes.relations), (1, 1));
        let said = "SELECT 'level ' || CAST(level AS integer) || level_scale FROM concept WHERE level IS NOT NULL
            UNION ALL SELECT 'importance ' || CAST(importance AS integer) FROM concept_relation
                WHERE until IS NULL AND importance IS NOT NULL
            UNION ALL SELECT name || ' by ' || publisher FROM vocabulary WHERE key = 'college'
            UNION ALL SELECT name || ' by ' || publisher FROM vocabulary_version WHERE version = '2025'
            UNION ALL SELECT 'scale ' || key FROM scale WHERE vocabulary_id IS NOT NULL";
        let mut all = stage.texts(said).await;
        all.sort();
        let by = "Skills of the college by Riverside College";
        assert_eq!(all, [by, by, "importance 3", "level 4IM", "scale IM"]);

        more.relations[0].importance = rated(1.0);
        more.concepts[2].level = rated(1.0);
        more.about.publisher = Some("Somebody else".into());
        assert!(holds(stage, more, "2025").await.unwrap().nothing);

        // Matches alone are more, too.
        let matching = "code,label,language,exact_match\nW1,Forklift driving,en,https://ward.example/w1\n";
        assert!(!loads(stage, matching, Some("2025")).await.unwrap().nothing);
        assert_eq!(stage.count("concept_match").await, 1);
        assert!(loads(stage, matching, Some("2025")).await.unwrap().nothing);

        let group = "code,label,language,kind\nW1,Forklift driving,en,group\n";
        let refused = loads(stage, group, Some("2025")).await.unwrap_err();
        assert!(matches!(refused, NotLoaded::Otherwise { concepts: 1, .. }), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn occupations_follow_skills_of_their_publisher_and_another_vocabulary_is_asked_about() {
    on_both(async |stage: &Stage| {
        let rows = |head: &str, from: &str, language: &str| {
            let row = |number: usize| format!("{from}{number},{head} {number},{language}");
            let rows: Vec<String> = (0..120).map(row).collect();
            format!("uri,label,language\n{}\n", rows.join("\n"))
        };
        let skills = rows("Task", "https://college.example/skill/", "en");
        loads(stage, &skills, Some("2025")).await.unwrap();
        let occupations = rows("Job", "https://college.example/job/", "en");
        let loaded = loads(stage, &occupations, Some("2025")).await.unwrap();
        assert_eq!((loaded.changes.added, loaded.added_to), (120, true));
        let local = rows("Aufgabe", "local:college/", "de");
        for another in [rows("Ware", "https://ward.example/skill/", "en"), local] {
            let refused = loads(stage, &another, Some("2025")).await.unwrap_err();
            let most_new = NotLoaded::MostNew {
                version: "2025".into(),
                known: 0,
                told: 120,
            };
            assert_eq!(refused, most_new);
        }
    })
    .await;
}
