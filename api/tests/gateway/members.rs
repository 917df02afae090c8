//! Members of two institutions: each sees what is their institution's, and nothing of the other's.

use crate::institutions::{HUB, SETTLE, WAITING, asks, keys, looks_like_none, nodes, two_institutions};
use crate::served::{Upload, persons};
use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::flows::audit::replay::{Outcome, replay};
use passport_hub::graphql::Gateway;
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const PASSPORTS: &str = "{ passports { nodes { id holder { displayName } skills { totalCount nodes { id concept { label } independentSources } }
    credentials { nodes { id name } } experiences { nodes { id title } } goals { totalCount } } } }";
const PASSPORT: &str = "query ($id: ID!) { passport(id: $id) { id holder { displayName } credentials { nodes { name } } experiences { nodes { title } } } }";
const NODE: &str = "query ($id: ID!) { node(id: $id) { __typename id } }";
const RUNS: &str = "{ importRuns { nodes { id source { key } rejects { nodes { id } } } } rejects { nodes { id source { key } } } sources { id key } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_integrator_sees_what_the_institution_contributed_and_nothing_of_another() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let hub = stage.served().await;
        // Amara becomes one person, whom both know; Nia one, whom both sources of the college know.
        for row in nodes(&asks(&hub, HUB, WAITING).await, "possibleMatches") {
            if row["source"]["key"] != "badges" {
                hub.does(HUB, SETTLE, json!({ "link": row["id"], "samePerson": true }))
                    .await;
            }
        }

        let of_college = asks(&hub, college.integrator, PASSPORTS).await;
        let of_employer = asks(&hub, employer.integrator, PASSPORTS).await;
        assert_eq!(
            (codes(&of_college), codes(&of_employer)),
            (vec![], vec![]),
            "{of_college}"
        );
        let names = |answer: &Value| -> Vec<String> {
            let names = nodes(answer, "passports").iter();
            let mut names: Vec<_> = names
                .map(|one| one["holder"]["displayName"].as_str().unwrap().to_owned())
                .collect();
            names.sort();
            names
        };
        assert_eq!(names(&of_college), ["Amara Okafor", "Luis Ortega", "Nia Park"]);
        assert_eq!(names(&of_employer), ["Amara Okafor", "Luis Ortega"]);
        for passport in nodes(&of_college, "passports") {
            assert_eq!(
                passport["experiences"]["nodes"],
                json!([]),
                "jobs are the employer's: {passport}"
            );
        }
        for passport in nodes(&of_employer, "passports") {
            assert_eq!(
                passport["credentials"]["nodes"],
                json!([]),
                "badges are the college's: {passport}"
            );
        }
        let text = of_employer.to_string();
        assert!(!text.contains("Python") && !text.contains("Nia"), "{text}");
        // What both say of Amara's SQL counts as one source for each: derived from what each sees.
        let sql = |answer: &Value| {
            let all = nodes(answer, "passports").iter();
            let skills = all.flat_map(|one| one["skills"]["nodes"].as_array().unwrap().clone());
            skills
                .filter(|skill| skill["concept"]["label"] == "SQL")
                .map(|skill| skill["independentSources"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!((sql(&of_college), sql(&of_employer)), (vec![json!(1)], vec![json!(1)]));
        let nia = nodes(&of_college, "passports")
            .iter()
            .find(|one| one["holder"]["displayName"] == "Nia Park");
        let nia = nia.unwrap_or_else(|| panic!("{of_college}"));

        // Of both of its sources, in one passport.
        assert_eq!(nia["credentials"]["nodes"].as_array().unwrap().len(), 2, "{nia}");
        let badge = nia["credentials"]["nodes"][0]["id"].clone();
        let own = hub.asks(Some(college.integrator), NODE, json!({ "id": badge })).await;
        assert_eq!(own["data"]["node"]["id"], badge, "{own}");
        let unknown = |kind| id(kind, Uuid::now_v7());
        looks_like_none(
            stage,
            employer.integrator,
            PASSPORT,
            json!({ "id": nia["id"] }),
            json!({ "id": unknown(Kind::Passport).as_str() }),
        )
        .await;
        looks_like_none(
            stage,
            employer.integrator,
            NODE,
            json!({ "id": nia["id"] }),
            json!({ "id": unknown(Kind::Passport).as_str() }),
        )
        .await;
        looks_like_none(
            stage,
            employer.integrator,
            NODE,
            json!({ "id": badge }),
            json!({ "id": badge_of_nobody(&badge) }),
        )
        .await;
        for (institution, others) in [(&college, &employer), (&employer, &college)] {
            for reader in [institution.analyst, institution.steward] {
                for document in [PASSPORTS, "query ($id: ID!) { passport(id: $id) { id } }"] {
                    let refused = hub.asks(Some(reader), document, json!({ "id": nia["id"] })).await;
                    assert_eq!(codes(&refused)[0].1, "FORBIDDEN", "{refused}");
                }
            }
            assert!(!others.sources.is_empty());
        }
    })
    .await;
}

/// The id of a part that is not there, of a passport that is not there.
fn badge_of_nobody(badge: &Value) -> String {
    use passport_hub::graphql::ids::{GlobalId, holders_id};
    let known = GlobalId::decode(badge.as_str().unwrap()).unwrap();
    holders_id(known.kind, Uuid::now_v7(), Uuid::now_v7()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_rejects_and_sources_are_those_of_the_institution() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let hub = stage.served().await;
        let everything = asks(&hub, HUB, RUNS).await;
        let foreign = |list: &str, own: &[&str]| {
            let rows = nodes(&everything, list).iter();
            let mut rows = rows.filter(|row| !own.contains(&row["source"]["key"].as_str().unwrap()));
            rows.next().map(|row| json!({ "id": row["id"] }))
        };
        for (one, own) in [(&college, &["badges", "campus"][..]), (&employer, &["hr"][..])] {
            for reader in [one.integrator, one.steward] {
                let seen = asks(&hub, reader, RUNS).await;
                assert_eq!(codes(&seen), [], "{seen}");
                assert_eq!(keys(nodes(&seen, "importRuns")), own);
                let listed = seen["data"]["sources"].as_array().unwrap().iter();
                assert_eq!(listed.map(|row| row["key"].as_str().unwrap()).collect::<Vec<_>>(), own);
                let rejects = if own.contains(&"badges") { &["badges"][..] } else { &[] };
                assert_eq!(keys(nodes(&seen, "rejects")), rejects, "{seen}");
                let own_run = json!({ "id": nodes(&seen, "importRuns")[0]["id"] });
                let found = hub.asks(Some(reader), NODE, own_run.clone()).await;
                assert_eq!(found["data"]["node"]["id"], own_run["id"], "{found}");
                for (list, kind) in [("importRuns", Kind::ImportRun), ("rejects", Kind::Reject)] {
                    let Some(others) = foreign(list, own) else { continue };
                    looks_like_none(
                        stage,
                        reader,
                        NODE,
                        others,
                        json!({ "id": id(kind, Uuid::now_v7()).as_str() }),
                    )
                    .await;
                }
                let other = if own.contains(&"hr") { &college } else { &employer };
                let source = json!({ "id": id(Kind::Source, other.sources[0]).as_str() });
                looks_like_none(
                    stage,
                    reader,
                    NODE,
                    source,
                    json!({ "id": id(Kind::Source, Uuid::now_v7()).as_str() }),
                )
                .await;
                let own_source = json!({ "id": id(Kind::Source, one.sources[0]).as_str() });
                let found = hub.asks(Some(reader), NODE, own_source.clone()).await;
                assert_eq!(found["data"]["node"]["id"], own_source["id"], "{found}");
            }
            let counted = asks(&hub, one.analyst, RUNS).await;
            let refused: Vec<_> = codes(&counted).into_iter().map(|(_, code)| code).collect();
            assert_eq!(refused, ["FORBIDDEN"; 3], "{counted}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_integrator_delivers_for_each_source_of_the_institution() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let hub = stage.served().await;
        let file = badge("sql", "amara@example.org", "Amara Okafor", &["SQL"]).to_string();
        let sends = async |bearer: Bearer, source: Option<Uuid>| {
            let named = source.map_or_else(String::new, |source| format!(", source: \"{}\"", id(Kind::Source, source).as_str()));
            let document = format!(
                "mutation ($files: [Upload!]!, $adapter: String) {{ importDelivery(input: {{ files: $files, adapter: $adapter{named} }}) {{ __typename
                    ... on DeliveryImported {{ run {{ source {{ key }} recordsNew }} }} ... on DeliveryNotTaken {{ field reason }} }} }}"
            );
            let upload = Upload { document: &document, adapter: None, preflight: true };
            hub.uploads(Some(bearer), &[("sql.json", file.as_bytes())], upload).await.1
        };
        let came_of = |answer: Value| answer["data"]["importDelivery"].clone();
        let which = came_of(sends(college.integrator, None).await);
        assert_eq!((&which["__typename"], &which["field"]), (&json!("DeliveryNotTaken"), &json!("source")), "{which}");
        assert!(which["reason"].as_str().unwrap().contains("badges, campus"), "{which}");
        let taken = came_of(sends(college.integrator, Some(college.sources[1])).await);
        assert_eq!(taken["run"], json!({ "source": { "key": "campus" }, "recordsNew": 1 }), "{taken}");
        let foreign = came_of(sends(college.integrator, Some(employer.sources[0])).await);
        assert_eq!(foreign["__typename"], "DeliveryNotTaken", "{foreign}");
        assert_eq!(came_of(sends(college.integrator, Some(Uuid::now_v7())).await), foreign);
        let alone = came_of(sends(employer.integrator, None).await);
        assert_eq!(alone["run"]["source"]["key"], "hr", "one source need not be named: {alone}");
        stage.switches(employer.sources[0], false).await;
        for named in [None, Some(employer.sources[0])] {
            let off = came_of(sends(employer.integrator, named).await);
            assert_eq!(off["field"], "source", "{off}");
        }
        let other = sends(Bearer::Source(college.sources[0]), Some(college.sources[1])).await;
        assert_eq!(came_of(other)["field"], "source", "a source delivers for itself");
        for reader in [college.analyst, college.steward, HUB] {
            assert_eq!(codes(&sends(reader, None).await)[0].1, "FORBIDDEN");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_integrator_saw_is_asked_again_whatever_came_since_beside_it() {
    on_both(async |stage: &Stage| {
        let (college, _) = two_institutions(stage).await;
        let both = "{ passports { nodes { id credentials { nodes { name } } } }
            importRuns { nodes { id state recordsNew } } sources { key } rejects { nodes { id } } }";
        let seen = stage.asker(college.integrator).asks_with(both, json!({})).await;
        assert_eq!(codes(&seen), [], "{seen}");
        let looks = stage
            .ids("SELECT id FROM disclosure WHERE caller_kind = 'integrator' ORDER BY id")
            .await;
        assert!(!looks.is_empty());
        let gateway = Gateway::new(stage.hub.clone());
        let again = async |look| {
            let ask = async |access, asked: &_| gateway.ask_again(access, asked).await;
            replay(&stage.hub, look, ask).await.unwrap().unwrap()
        };
        stage.hub.clock.advance(chrono::Duration::seconds(1));
        let badges = stage.source("badges", "", &[]).await;
        badges
            .sends_json(&json!([
                badge("later", "amara@example.org", "Amara Okafor", &["Rust"]),
                { "type": ["AchievementCredential"] },
            ]))
            .await;
        for look in &looks {
            let replayed = again(*look).await;
            assert_eq!(replayed.outcome, Outcome::Equal);
            assert_eq!(replayed.not_compared, ["importRuns.nodes", "rejects.nodes", "sources"]);
        }
        stage.run("UPDATE credential SET name = 'other'").await;
        let edited = again(looks[0]).await.outcome;
        let parts = vec!["passports.nodes".to_owned()];
        assert_eq!(edited, Outcome::Differs { parts, reasons: vec![] });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_integrator_sees_is_disclosed_and_costs_no_more_for_more_sources() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let mut used = Vec::new();
        for asker in [
            college.integrator,
            employer.integrator,
            Bearer::Source(college.sources[0]),
        ] {
            let asker = stage.asker(asker);
            // The first look in a process begins its count of disclosures and keeps what was asked.
            asker.asks_with(PASSPORTS, json!({})).await;
            let before = stage.hub.db.statements();
            asker.asks_with(PASSPORTS, json!({})).await;
            used.push(stage.hub.db.statements() - before);
        }
        assert!(used.iter().all(|one| *one == used[0]), "{used:?}");
        let nia = persons(stage, "Nia Park").await[0];
        let looks = "{ disclosures(first: 1) { nodes { who caller decision sections { section rows } inWords } } }";
        let seen = stage.asker(Bearer::Holder(nia)).asks_with(looks, json!({})).await;
        let looks = nodes(&seen, "disclosures");
        assert_eq!(looks[0]["decision"], "GRANTED", "{seen}");
        let looked = stage.ids("SELECT id FROM disclosure WHERE caller_kind = 'integrator' ORDER BY id DESC");
        let gateway = Gateway::new(stage.hub.clone());
        let ask = async |access, asked: &_| gateway.ask_again(access, asked).await;
        let again = replay(&stage.hub, looked.await[0], ask).await.unwrap().unwrap();
        assert_eq!(again.outcome, Outcome::Equal, "it can be asked again");
        let me = stage
            .asker(college.integrator)
            .asks_with("{ me { role organization source { key } } }", json!({}))
            .await;
        assert_eq!(
            me["data"]["me"],
            json!({ "role": "integrator", "organization": "Riverside College", "source": null })
        );
        let me = stage
            .asker(employer.steward)
            .asks_with("{ me { role organization } }", json!({}))
            .await;
        assert_eq!(
            me["data"]["me"],
            json!({ "role": "steward", "organization": "Harbour Works" })
        );
    })
    .await;
}
