//! A run is followed while it goes on: over a socket and over an event stream.

use crate::served::Served;
use crate::support::sources::{Source, badge};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use passport_hub::caller::{Bearer, MemberRole};
use passport_hub::flows::import_delivery::{Counts, ImportSummary, Progress, import_delivery};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use std::sync::{Mutex, mpsc};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

const FOLLOW: &str = "subscription ($run: ID!) { importProgress(run: $run) { state recordsRead recordsNew } }";
const STEWARD: Bearer = Bearer::Steward(Uuid::from_u128(1));
/// More than fit into one chunk.
const MANY: usize = 600;

/// A run that waits after its first chunk until it may go on.
struct Held {
    run: Uuid,
    go_on: mpsc::Sender<()>,
    work: JoinHandle<ImportSummary>,
}

struct Gate {
    saved: Mutex<Option<oneshot::Sender<Uuid>>>,
    run: Mutex<Option<Uuid>>,
    go_on: Mutex<mpsc::Receiver<()>>,
}

impl Progress for Gate {
    fn begun(&self, run: Uuid) {
        *self.run.lock().unwrap() = Some(run);
    }

    fn advanced(&self, _: &Counts) {
        if let Some(saved) = self.saved.lock().unwrap().take() {
            saved.send(self.run.lock().unwrap().unwrap()).unwrap();
            tokio::task::block_in_place(|| self.go_on.lock().unwrap().recv().unwrap());
        }
    }
}

/// Begins to bring many badges in, and comes back when the first chunk is saved.
async fn begins(stage: &Stage, source: &Source<'_>) -> Held {
    let one = |n: usize| badge(&format!("badge-{n}"), "amara@example.org", "Amara Okafor", &["SQL"]);
    let many = json!((0..MANY).map(one).collect::<Vec<_>>());
    let request = source.request(Delivery::single("many.json", many.to_string().into_bytes()));
    let ((saved, first), (go_on, wait)) = (oneshot::channel(), mpsc::channel());
    let gate = Gate {
        saved: Mutex::new(Some(saved)),
        run: Mutex::new(None),
        go_on: Mutex::new(wait),
    };
    let hub = stage.hub.clone();
    let work = tokio::spawn(async move { import_delivery(&hub, request, &gate).await.unwrap() });
    Held {
        run: first.await.unwrap(),
        go_on,
        work,
    }
}

fn about(run: Uuid) -> Value {
    json!({ "run": id(Kind::ImportRun, run).as_str() })
}

/// What was told of a run: it was under way, never went back, and ended whole.
fn went_well(told: &[Value]) {
    let step = |answer: &Value| answer["data"]["importProgress"].clone();
    let steps: Vec<Value> = told.iter().map(step).collect();
    assert_eq!(steps[0]["state"], "RUNNING", "{told:?}");
    assert!(
        (1..MANY as u64).contains(&steps[0]["recordsRead"].as_u64().unwrap()),
        "{told:?}"
    );
    assert!(
        steps
            .windows(2)
            .all(|two| two[0]["recordsRead"].as_u64() <= two[1]["recordsRead"].as_u64()),
        "{told:?}"
    );
    let whole = json!({ "state": "FINISHED", "recordsRead": MANY, "recordsNew": MANY });
    assert_eq!(steps.last(), Some(&whole), "{told:?}");
}

/// The answers of a subscription on a socket, to its end.
async fn over_socket(hub: &Served<'_>, bearer: Bearer, run: Uuid, heard_one: impl FnOnce()) -> Vec<Value> {
    let mut socket = hub
        .socket(json!({ "authorization": format!("Bearer {}", hub.token(bearer)) }))
        .await;
    assert_eq!(socket.hears().await, Ok(json!({ "type": "connection_ack" })));
    let payload = json!({ "query": FOLLOW, "variables": about(run) });
    socket
        .says(json!({ "type": "subscribe", "id": "1", "payload": payload }))
        .await;
    let (mut told, mut heard_one) = (Vec::new(), Some(heard_one));
    loop {
        let message = socket.hears().await.unwrap();
        assert_eq!(message["id"], "1", "{message}");
        match message["type"].as_str().unwrap() {
            "next" => told.push(message["payload"].clone()),
            "error" => told.push(json!({ "errors": message["payload"] })),
            "complete" => return told,
            _ => panic!("{message}"),
        }
        if message["type"] == "error" {
            return told;
        }
        heard_one.take().into_iter().for_each(|tell| tell());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_follows_its_run_over_a_socket() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let hub = stage.served().await;
        let held = begins(stage, &source).await;
        let go_on = held.go_on.clone();
        went_well(
            &over_socket(&hub, Bearer::Source(source.id), held.run, move || {
                go_on.send(()).unwrap();
            })
            .await,
        );
        assert_eq!(held.work.await.unwrap().state, "finished");
        let late = over_socket(&hub, STEWARD, held.run, || {}).await;
        assert_eq!(
            (late.len(), &late[0]["data"]["importProgress"]["state"]),
            (1, &json!("FINISHED")),
            "{late:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_follows_a_run_over_an_event_stream() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let hub = stage.served().await;
        let held = begins(stage, &source).await;
        let mut events = hub.streams(STEWARD, FOLLOW, about(held.run)).await;
        let (mut told, mut kinds) = (Vec::new(), Vec::new());
        while let Some((kind, data)) = events.next().await {
            if kind == "next" {
                told.push(data);
            }
            if kinds.is_empty() {
                held.go_on.send(()).unwrap();
            }
            kinds.push(kind);
        }
        went_well(&told);
        assert_eq!(kinds.iter().filter(|kind| *kind == "complete").count(), 1);
        assert_eq!(kinds.last().map(String::as_str), Some("complete"));
        assert_eq!(held.work.await.unwrap().state, "finished");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_learns_of_a_run() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let other = stage.source("other", "badge", &["email"]).await;
        let acme = stage.partner("Acme").await;
        let hub = stage.served().await;
        let sent = source
            .sends_json(&badge("sql", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        for (bearer, code) in [
            (Bearer::Source(other.id), "NOT_FOUND"),
            (Bearer::Partner(acme), "FORBIDDEN"),
            (Bearer::Holder(Uuid::from_u128(1)), "FORBIDDEN"),
        ] {
            let told = over_socket(&hub, bearer, sent.run, || {}).await;
            assert_eq!(
                (told.len(), &told[0]["errors"][0]["extensions"]["code"]),
                (1, &json!(code)),
                "{told:?}"
            );
            assert!(!told[0].to_string().contains("FINISHED"), "{told:?}");
        }
        let nowhere = over_socket(&hub, Bearer::Source(other.id), Uuid::now_v7(), || {}).await;
        let foreign = over_socket(&hub, Bearer::Source(other.id), sent.run, || {}).await;
        assert_eq!(nowhere, foreign, "a foreign run looks like none");
        let mut refused = hub.socket(json!({ "authorization": "Bearer forged" })).await;
        assert_eq!(refused.hears().await, Err(4403));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_ends_is_refused_at_once_and_ends_what_it_follows() {
    on_both(async |stage: &Stage| {
        let college = stage.institution("Riverside College").await;
        let source = stage.source_of(Some(college), "badges", "badge", &["email"]).await;
        let hub = stage.served().await;
        let integrator = stage.member(college, MemberRole::Integrator).await;
        let mut events = Vec::new();
        let held = begins(stage, &source).await;
        for bearer in [integrator, Bearer::Source(source.id)] {
            let mut following = hub.streams(bearer, FOLLOW, about(held.run)).await;
            let (kind, first) = following.next().await.unwrap();
            assert_eq!(
                (kind.as_str(), &first["data"]["importProgress"]["state"]),
                ("next", &json!("RUNNING"))
            );
            events.push((bearer, following));
        }
        stage.ends_role(integrator).await;
        stage.switches(source.id, false).await;
        for (bearer, mut following) in events {
            let (kind, last) = following.next().await.unwrap();
            let code = &last["errors"][0]["extensions"]["code"];
            assert_eq!((kind.as_str(), code), ("next", &json!("STANDING_ENDED")), "{last}");
            assert_eq!(following.next().await.unwrap().0, "complete");
            let next = hub
                .asks(Some(bearer), "{ me { role } sources { key } }", json!({}))
                .await;
            let message = next["errors"][0]["message"].as_str().unwrap();
            assert_eq!(
                (&next["data"], &next["errors"][0]["extensions"]["code"]),
                (&Value::Null, &json!("STANDING_ENDED"))
            );
            assert!(
                message.contains("ended") || message.contains("switched off"),
                "{message}"
            );
        }
        held.go_on.send(()).unwrap();
        held.work.await.unwrap();
        stage.switches(source.id, true).await;
        let back = hub
            .asks(Some(Bearer::Source(source.id)), "{ me { role } }", json!({}))
            .await;
        assert_eq!(back["data"]["me"]["role"], "source", "{back}");
        let nobody = hub
            .asks(Some(Bearer::Member(Uuid::now_v7())), "{ me { role } }", json!({}))
            .await;
        assert_eq!(nobody["errors"][0]["extensions"]["code"], "STANDING_ENDED", "{nobody}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_follows_its_own_runs_and_no_others() {
    on_both(async |stage: &Stage| {
        let (college, harbour) = (
            stage.institution("Riverside College").await,
            stage.institution("Harbour Works").await,
        );
        let source = stage.source_of(Some(college), "badges", "badge", &["email"]).await;
        let sent = source
            .sends_json(&badge("sql", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        let hub = stage.served().await;
        for role in [MemberRole::Integrator, MemberRole::Steward] {
            let told = over_socket(&hub, stage.member(college, role).await, sent.run, || {}).await;
            assert_eq!(told[0]["data"]["importProgress"]["state"], "FINISHED", "{told:?}");
            let other = stage.member(harbour, role).await;
            let told = over_socket(&hub, other, sent.run, || {}).await;
            assert_eq!(told[0]["errors"][0]["extensions"]["code"], "NOT_FOUND", "{told:?}");
            assert_eq!(told, over_socket(&hub, other, Uuid::now_v7(), || {}).await);
        }
        let analyst = stage.member(college, MemberRole::Analyst).await;
        let told = over_socket(&hub, analyst, sent.run, || {}).await;
        assert_eq!(told[0]["errors"][0]["extensions"]["code"], "FORBIDDEN", "{told:?}");
    })
    .await;
}
