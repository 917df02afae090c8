//! A run that died is finished by the same delivery, and how far a run is can be seen.

use crate::support::{Stage, on_both};
use adapters::Delivery;
use passport_hub::flows::import_delivery::{Counts, Progress, SILENCE, Share, Stopped, end_dead_runs, import_delivery};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// More than two chunks.
const MANY: usize = 1_200;

fn statements() -> Delivery<'static> {
    let one = |n: usize| {
        let statement = json!({
            "id": format!("00000000-0000-4000-8000-{n:012x}"),
            "actor": { "name": "Amara Okafor", "mbox": "mailto:amara@example.org" },
            "verb": { "id": "http://adlnet.gov/expapi/verbs/completed" },
            "object": { "id": format!("https://lms.example.org/units/{n}"), "definition": { "name": { "en": format!("Unit {n}") } } },
            "timestamp": "2025-03-14T10:00:00Z",
        });
        format!("{statement}\n")
    };
    Delivery::single("statements.jsonl", (0..MANY).map(one).collect::<String>().into_bytes())
}

#[derive(Default)]
struct Watcher {
    shares: Mutex<Vec<Share>>,
    goes_on: Mutex<Option<Stopped>>,
    waits_for: Mutex<Option<Uuid>>,
}

impl Progress for Watcher {
    fn begun(&self, _: Uuid) {}
    fn waits_for(&self, run: Uuid) {
        *self.waits_for.lock().unwrap() = Some(run);
    }
    fn goes_on(&self, stopped: Stopped) {
        *self.goes_on.lock().unwrap() = Some(stopped);
    }
    fn passed(&self, share: Share) {
        self.shares.lock().unwrap().push(share);
    }
    fn advanced(&self, _: &Counts) {}
}

/// Leaves a run as a process leaves it that was killed some time ago, so and so many records in.
async fn dies(stage: &Stage, run: Uuid, records: usize) {
    let id = stage.id(run);
    stage
        .run(&format!(
            "UPDATE import_run SET state = 'running', finished_at = NULL, alive_at = NULL, records_read = {records} WHERE id = {id}"
        ))
        .await;
}

async fn run_is(stage: &Stage, run: Uuid) -> String {
    let sql = format!(
        "SELECT state || ' ' || COALESCE(error, '') FROM import_run WHERE id = {}",
        stage.id(run)
    );
    stage.texts(&sql).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_delivery_goes_on_where_a_run_stopped_and_ends_it() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let first = lms.sends(statements()).await;
        assert_eq!((first.new, first.goes_on), (MANY as u64, None), "{first:?}");
        dies(stage, first.run, 1_000).await;
        let second = lms.sends(statements()).await;
        dies(stage, second.run, 500).await;
        stage.run("DELETE FROM skill_state").await;

        let watcher = Watcher::default();
        let third = import_delivery(&stage.hub, lms.request(statements()), &watcher)
            .await
            .unwrap();
        let furthest = Stopped {
            run: first.run,
            records: 1_000,
        };
        assert_eq!((third.state, third.unchanged), ("finished", MANY as u64), "{third:?}");
        assert_eq!(
            (third.goes_on, *watcher.goes_on.lock().unwrap()),
            (Some(furthest), Some(furthest))
        );
        let taken_over = format!("failed interrupted: taken over by run {}", third.run);
        for run in [first.run, second.run] {
            assert_eq!(run_is(stage, run).await, taken_over);
        }

        let after = lms.sends(statements()).await;
        assert_eq!(after.goes_on, None, "the last one came to its end");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_ended_for_its_silence_is_taken_over_too() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let first = lms.sends(statements()).await;
        dies(stage, first.run, 500).await;
        stage.hub.clock.advance(SILENCE + chrono::Duration::seconds(1));
        assert_eq!(end_dead_runs(&stage.hub).await.unwrap(), 1);
        let second = lms.sends(statements()).await;
        assert_eq!(second.goes_on.map(|stopped| stopped.run), Some(first.run));
        let told = run_is(stage, first.run).await;
        assert_eq!(told, format!("failed interrupted: taken over by run {}", second.run));
    })
    .await;
}

/// After its first chunk, somebody else changes the row of a run.
struct Meanwhile<'a> {
    stage: &'a Stage,
    sets: &'static str,
    run: Mutex<Option<Uuid>>,
}

impl<'a> Meanwhile<'a> {
    fn of(stage: &'a Stage, sets: &'static str) -> Self {
        let run = Mutex::default();
        Meanwhile { stage, sets, run }
    }
}

impl Progress for Meanwhile<'_> {
    fn begun(&self, run: Uuid) {
        *self.run.lock().unwrap() = Some(run);
    }
    fn advanced(&self, counts: &Counts) {
        let run = self.run.lock().unwrap().unwrap();
        if counts.records_read == 500 {
            let change = format!("UPDATE import_run SET {} WHERE id = {}", self.sets, self.stage.id(run));
            let handle = tokio::runtime::Handle::current();
            tokio::task::block_in_place(|| handle.block_on(self.stage.run(&change)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_database_lost_its_last_chunk_writes_nothing_on_top_of_that() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let crashed = Meanwhile::of(stage, "records_read = 0");
        let told = import_delivery(&stage.hub, lms.request(statements()), &crashed).await;
        assert!(told.is_err(), "{told:?}");
        let run = crashed.run.lock().unwrap().unwrap();
        assert!(run_is(stage, run).await.starts_with("failed store_failed: "));
        let read = format!(
            "SELECT CAST(records_read AS text) FROM import_run WHERE id = {}",
            stage.id(run)
        );
        assert_eq!(stage.texts(&read).await, ["0"], "its counts are those of what is kept");
        let again = lms.sends(statements()).await;
        assert_eq!((again.unchanged, again.new), (500, MANY as u64 - 500));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_taken_for_dead_and_lives_comes_to_its_own_end() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let ended = "state = 'failed', error = 'interrupted: x', error_code = 'interrupted'";
        let meanwhile = Meanwhile::of(stage, ended);
        let summary = import_delivery(&stage.hub, lms.request(statements()), &meanwhile)
            .await
            .unwrap();
        assert_eq!((summary.state, summary.new), ("finished", MANY as u64));
        assert_eq!(run_is(stage, summary.run).await, "finished ");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_a_run_is_is_told_while_it_goes_on_and_kept() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let (watcher, sent) = (Watcher::default(), statements());
        let whole = sent.len();
        let summary = import_delivery(&stage.hub, lms.request(sent), &watcher).await.unwrap();
        let shares = watcher.shares.into_inner().unwrap();
        assert!(
            shares.iter().all(|share| share.whole == whole && share.read > 0)
                && shares.windows(2).all(|two| two[0].read <= two[1].read),
            "{shares:?}"
        );
        assert_eq!(shares.last().unwrap().read, whole, "{shares:?}");
        let files = format!(
            "SELECT CAST(files AS text) FROM import_run WHERE id = {}",
            stage.id(summary.run)
        );
        let files: serde_json::Value = serde_json::from_str(&stage.texts(&files).await[0]).unwrap();
        assert_eq!(
            files,
            json!([{ "name": "statements.jsonl", "bytes": whole, "read": whole }])
        );
    })
    .await;
}

/// Stops after the first chunk until it is let go.
#[derive(Default)]
struct Held(AtomicBool);

impl Progress for Held {
    fn begun(&self, _: Uuid) {}
    fn advanced(&self, _: &Counts) {
        tokio::task::block_in_place(|| {
            while !self.0.load(Ordering::Relaxed) {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_delivery_sent_while_it_is_read_waits_and_lists_no_reject_twice() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let sent = || {
            let mut text = statements().parts()[0].bytes.to_vec();
            text.extend_from_slice(b"{\"id\": \"nothing else\"}\n");
            Delivery::single("statements.jsonl", text)
        };
        let held = Arc::new(Held::default());
        let (hub, request, watch) = (stage.hub.clone(), lms.request(sent()), Arc::clone(&held));
        let first = tokio::spawn(async move { import_delivery(&hub, request, &*watch).await });
        while stage.count("source_record").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let watcher = Arc::new(Watcher::default());
        let (hub, request, watch) = (stage.hub.clone(), lms.request(sent()), Arc::clone(&watcher));
        let second = tokio::spawn(async move { import_delivery(&hub, request, &*watch).await });
        while watcher.waits_for.lock().unwrap().is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        held.0.store(true, Ordering::Relaxed);
        let (first, second) = (first.await.unwrap().unwrap(), second.await.unwrap().unwrap());
        assert_eq!(*watcher.waits_for.lock().unwrap(), Some(first.run));
        assert_eq!((first.state, first.new, first.rejected), ("finished", MANY as u64, 1));
        assert_eq!(
            (second.new, second.unchanged, second.goes_on),
            (0, MANY as u64, None),
            "{second:?}"
        );
        assert_eq!(run_is(stage, first.run).await, "finished ");
        assert_eq!(stage.count("reject WHERE resolved_at IS NULL").await, 1);
    })
    .await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_process_is_seen_to_be_gone_is_taken_over_at_once() {
    on_both(async |stage: &Stage| {
        let lms = stage.source("lms", "lms", &["email"]).await;
        let first = lms.sends(statements()).await;
        let mut other = std::process::Command::new("true").spawn().unwrap();
        other.wait().unwrap();
        let this = passport_hub::process::this().unwrap().rsplitn(3, '/').nth(2).unwrap();
        let (run, now) = (stage.id(first.run), stage.hub.clock.now().to_rfc3339());
        stage
            .run(&format!(
                "UPDATE import_run SET state = 'running', finished_at = NULL, alive_at = '{now}',
                    process = '{this}/{}/1' WHERE id = {run}",
                other.id()
            ))
            .await;
        let watcher = Watcher::default();
        let second = import_delivery(&stage.hub, lms.request(statements()), &watcher).await;
        assert_eq!(second.unwrap().goes_on.map(|stopped| stopped.run), Some(first.run));
        assert_eq!(
            *watcher.waits_for.lock().unwrap(),
            None,
            "nobody waits for it to be silent"
        );
    })
    .await;
}
