//! Deliveries, uploaded by the source's own system.

use crate::served::{Served, Upload};
use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use serde_json::{Value, json};
use uuid::Uuid;

const DOCUMENT: &str =
    "mutation ($files: [Upload!]!, $adapter: String) { importDelivery(input: { files: $files, adapter: $adapter }) {
    __typename
    ... on DeliveryImported { run { id state adapter recordsRead recordsNew recordsUnchanged recordsRejected } }
    ... on DeliveryUnreadable { code place reason run { id state error } }
    ... on DeliveryNotTaken { field reason } } }";

const PLAIN: Upload<'_> = Upload {
    document: DOCUMENT,
    adapter: None,
    preflight: true,
};

async fn sends(hub: &Served<'_>, source: Bearer, files: &[(&str, &[u8])], about: Upload<'_>) -> Value {
    let (status, answer) = hub.uploads(Some(source), files, about).await;
    assert_eq!((status, codes(&answer)), (200, vec![]), "{answer}");
    answer["data"]["importDelivery"].clone()
}

fn amara(id: &str) -> Value {
    badge(id, "amara@example.org", "Amara Okafor", &["SQL"])
}

/// Badges of which the second says nothing of whose it is.
fn some_bad() -> Vec<u8> {
    let mut nobody = amara("nobody");
    nobody["credentialSubject"].as_object_mut().unwrap().remove("id");
    nobody["credentialSubject"]
        .as_object_mut()
        .unwrap()
        .remove("identifier");
    json!([amara("sql"), nobody]).to_string().into_bytes()
}

/// The files of a roster, by name.
fn roster() -> Vec<(String, Vec<u8>)> {
    let folder = "../adapters/src/sources/oneroster_csv/fixtures/good_roster_1_1";
    let files = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let file = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read(path).unwrap())
    };
    files.map(|entry| file(entry.unwrap().path())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_uploads_and_the_same_again_changes_nothing() {
    on_both(async |stage: &Stage| {
        let badges = Bearer::Source(stage.source("badges", "badge", &["email"]).await.id);
        let college = Bearer::Source(stage.source("college", "lms", &["email"]).await.id);
        let hub = stage.served().await;
        let badge = amara("sql").to_string().into_bytes();
        for (new, unchanged) in [(1, 0), (0, 1)] {
            let taken = sends(&hub, badges, &[("sql.json", &badge)], PLAIN).await;
            let run = &taken["run"];
            assert_eq!(
                (&taken["__typename"], &run["state"]),
                (&json!("DeliveryImported"), &json!("FINISHED"))
            );
            assert_eq!(
                (&run["recordsNew"], &run["recordsUnchanged"]),
                (&json!(new), &json!(unchanged)),
                "{run}"
            );
        }
        // Files that belong together are one delivery.
        let roster = roster();
        let files: Vec<(&str, &[u8])> = roster
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let run = sends(&hub, college, &files, PLAIN).await["run"].clone();
        assert_eq!(
            (&run["adapter"], &run["recordsRejected"]),
            (&json!("oneroster_csv"), &json!(0)),
            "{run}"
        );
        assert_eq!(
            (&run["recordsRead"], &run["recordsNew"]),
            (&json!(10), &json!(6)),
            "four are withdrawn unseen: {run}"
        );
        assert_eq!(stage.count("import_run").await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_leaves_nothing_behind() {
    on_both(async |stage: &Stage| {
        let badges = Bearer::Source(stage.source("badges", "badge", &["email"]).await.id);
        let hub = stage.served().await;
        let badge = amara("sql").to_string().into_bytes();
        let files = [("sql.json", badge.as_slice())];
        let form = Upload {
            preflight: false,
            ..PLAIN
        };
        let (status, refused) = hub.uploads(Some(badges), &files, form).await;
        assert_eq!(
            (status, codes(&refused)[0].1.as_str()),
            (400, "PREFLIGHT_REQUIRED"),
            "{refused}"
        );
        for (files, adapter, field) in [(&files[..], Some("scrolls"), "adapter"), (&[], None, "files")] {
            let outcome = sends(&hub, badges, files, Upload { adapter, ..PLAIN }).await;
            assert_eq!(
                (&outcome["__typename"], &outcome["field"]),
                (&json!("DeliveryNotTaken"), &json!(field))
            );
        }
        let acme = stage.partner("Acme").await;
        for (bearer, code) in [
            (Some(Bearer::Holder(Uuid::from_u128(1))), "FORBIDDEN"),
            (Some(Bearer::Partner(acme)), "FORBIDDEN"),
            (Some(Bearer::Steward(Uuid::from_u128(1))), "FORBIDDEN"),
            (Some(Bearer::Source(Uuid::from_u128(1))), "STANDING_ENDED"),
            (None, "UNAUTHENTICATED"),
        ] {
            let (_, answer) = hub.uploads(bearer, &files, PLAIN).await;
            assert_eq!(codes(&answer)[0].1, code, "{bearer:?} {answer}");
        }
        for table in ["import_run", "source_record", "person", "reject"] {
            assert_eq!(stage.count(table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_cannot_be_read_is_an_outcome() {
    on_both(async |stage: &Stage| {
        let badges = Bearer::Source(stage.source("badges", "badge", &["email"]).await.id);
        let hub = stage.served().await;
        let cut = br#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "#;
        for (name, bytes, adapter, code) in [
            ("cut.json", &cut[..], None, "truncated"),
            ("words.txt", b"hello, passport", None, "unknown_format"),
            ("words.txt", b"hello, passport", Some("odoo"), "not_json"),
        ] {
            let outcome = sends(&hub, badges, &[(name, bytes)], Upload { adapter, ..PLAIN }).await;
            assert_eq!(
                (&outcome["__typename"], &outcome["code"]),
                (&json!("DeliveryUnreadable"), &json!(code)),
                "{outcome}"
            );
            assert!(outcome["place"].as_str().unwrap().starts_with(name), "{outcome}");
            let reason = outcome["reason"].as_str().unwrap();
            assert!(
                reason.len() > 10 && !reason.contains("--"),
                "no words of the command line: {outcome}"
            );
            assert_eq!(outcome["run"]["state"], "FAILED");
            assert!(
                outcome["run"]["error"].as_str().unwrap().contains(reason),
                "the run keeps why: {outcome}"
            );
        }
    })
    .await;
}

/// What a caller sees of the runs and rejects of the hub.
const TOLD: &str = "query ($run: ID!, $reject: ID!) {
    importRuns { nodes { id rejects { nodes { id } } } }
    rejects { nodes { id } }
    of: rejects(run: $run) { nodes { id file place code reason source { key } } }
    run: node(id: $run) { __typename }
    reject: node(id: $reject) { __typename } }";

#[tokio::test(flavor = "multi_thread")]
async fn rejects_are_seen_by_their_source_and_by_stewards_alone() {
    on_both(async |stage: &Stage| {
        let badges = Bearer::Source(stage.source("badges", "badge", &["email"]).await.id);
        let other = Bearer::Source(stage.source("other", "badge", &["email"]).await.id);
        let (hub, steward) = (stage.served().await, Bearer::Steward(Uuid::from_u128(1)));
        let run = sends(&hub, badges, &[("two.json", &some_bad())], PLAIN).await["run"].clone();
        assert_eq!((&run["recordsNew"], &run["recordsRejected"]), (&json!(1), &json!(1)), "the good one goes on: {run}");
        let listed = hub.asks(Some(badges), "{ rejects { nodes { id } } }", json!({})).await;
        let about = json!({ "run": run["id"], "reject": listed["data"]["rejects"]["nodes"][0]["id"] });
        for bearer in [badges, steward] {
            let told = hub.asks(Some(bearer), TOLD, about.clone()).await["data"].clone();
            let reject = &told["of"]["nodes"][0];
            assert_eq!(
                (&reject["file"], &reject["place"], &reject["code"], &reject["source"]["key"]),
                (&json!("two.json"), &json!("/1"), &json!("no_subject"), &json!("badges"))
            );
            assert_eq!((&told["rejects"]["nodes"][0]["id"], &told["importRuns"]["nodes"][0]["id"]), (&reject["id"], &run["id"]));
            assert_eq!(told["importRuns"]["nodes"][0]["rejects"]["nodes"][0]["id"], reject["id"]);
            assert_eq!((&told["run"]["__typename"], &told["reject"]["__typename"]), (&json!("ImportRun"), &json!("Reject")));
        }
        let nothing = json!({
            "importRuns": { "nodes": [] }, "rejects": { "nodes": [] }, "of": { "nodes": [] }, "run": null, "reject": null,
        });
        assert_eq!(hub.asks(Some(other), TOLD, about.clone()).await, json!({ "data": nothing }));
        let acme = stage.partner("Acme").await;
        for bearer in [Bearer::Partner(acme), Bearer::Holder(Uuid::from_u128(1))] {
            let told = hub.asks(Some(bearer), TOLD, about.clone()).await;
            assert_eq!(codes(&told).iter().map(|(_, code)| code.as_str()).collect::<Vec<_>>(), ["FORBIDDEN"; 3], "{told}");
            assert_eq!((&told["data"]["run"], &told["data"]["reject"]), (&Value::Null, &Value::Null));
        }
    })
    .await;
}
