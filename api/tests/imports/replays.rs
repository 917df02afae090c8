//! What was rejected comes in once it is mended, and is settled.

use crate::support::sources::{Source, badge};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use passport_hub::caller::Whose;
use passport_hub::flows::import_delivery::{ImportError, ImportRequest, ImportSummary, Unwatched, import_delivery};
use passport_hub::flows::settle_rejects::{SettleOutcome, Which, settle_rejects};
use passport_hub::store::rejects::{Settled, met_again};
use serde_json::{Value, json};
use uuid::Uuid;

/// Rejects by run as `place resolution`, in the order of the delivery.
async fn rejects(stage: &Stage, run: Uuid) -> Vec<String> {
    let run = stage.id(run);
    let sql = format!(
        "SELECT place || ' ' || COALESCE(resolution, 'open') FROM reject WHERE import_run_id = {run} ORDER BY place, id"
    );
    stage.texts(&sql).await
}

/// Three badges; of those in `bad` nobody can tell since when they hold.
fn badges(bad: &[&str]) -> Value {
    let one = |id: &str| {
        let mut badge = badge(id, &format!("{id}@example.org"), id, &["Python"]);
        if bad.contains(&id) {
            badge["validFrom"] = "soon".into();
        }
        badge
    };
    json!(["amara", "luis", "mei"].map(one))
}

async fn mends(stage: &Stage, source: &Source<'_>, name: &'static str, document: &Value, run: Uuid) -> ImportSummary {
    let request = ImportRequest {
        replays: Some(run),
        ..source.request(Delivery::single(name, document.to_string().into_bytes()))
    };
    import_delivery(&stage.hub, request, &Unwatched).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_integrator_mends_a_delivery_and_what_comes_in_is_settled() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let first = source.sends_json(&badges(&["amara", "mei"])).await;
        assert_eq!((first.new, first.rejected, first.replayed), (1, 2, 0), "{first:?}");
        let told = rejects(stage, first.run).await;
        assert!(
            told[0].starts_with("/0") && told[1].starts_with("/2") && told.iter().all(|one| one.ends_with(" open")),
            "{told:?}"
        );

        // One is mended, the other is still bad: it is open once, as the later run met it.
        let second = mends(stage, &source, "mended.json", &badges(&["mei"]), first.run).await;
        assert_eq!((second.new, second.rejected, second.replayed), (1, 1, 1), "{second:?}");
        let told = rejects(stage, first.run).await;
        assert!(
            told[0].ends_with(" replayed") && told[1].ends_with(" again"),
            "{told:?}"
        );
        assert_eq!(stage.count("reject WHERE resolved_at IS NULL").await, 1);
        let by = stage
            .texts("SELECT resolved_by FROM reject WHERE resolution = 'replayed'")
            .await;
        assert_eq!(by, [format!("run:{}", second.run)]);

        let third = mends(stage, &source, "mended.json", &badges(&[]), second.run).await;
        assert_eq!((third.new, third.rejected, third.replayed), (1, 0, 1), "{third:?}");
        assert_eq!(stage.count("reject WHERE resolved_at IS NULL").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_of_another_day_settles_nothing() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let first = source.sends_json(&badges(&["amara"])).await;
        // The same name and the same places, and nothing says that it is the same delivery.
        let other = source.sends_json(&badges(&[])).await;
        assert_eq!((other.rejected, other.replayed), (0, 0), "{other:?}");
        assert!(rejects(stage, first.run).await[0].ends_with(" open"));

        let stranger = stage.source("others", "badge", &["email"]).await;
        let request = ImportRequest {
            replays: Some(first.run),
            ..stranger.request(Delivery::single("x.json", badges(&[]).to_string().into_bytes()))
        };
        let refused = import_delivery(&stage.hub, request, &Unwatched).await;
        assert!(matches!(refused, Err(ImportError::UnknownRun)), "{refused:?}");
        let of_stranger = format!("import_run WHERE source_id = {}", stage.id(stranger.id));
        assert_eq!(stage.count(&of_stranger).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_delivery_read_by_another_adapter_settles_what_it_brings_in() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let sent = Delivery::single("sent.json", badges(&["mei"]).to_string().into_bytes());
        let wrong = ImportRequest {
            adapter: Some("json_resume".into()),
            ..source.request(sent.clone())
        };
        let wrong = import_delivery(&stage.hub, wrong, &Unwatched).await.unwrap();
        assert_eq!((wrong.new, wrong.rejected), (0, 3), "{wrong:?}");
        let right = source.sends(sent.clone()).await;
        assert_eq!((right.new, right.rejected, right.replayed), (2, 1, 2), "{right:?}");
        assert_eq!(
            rejects(stage, wrong.run).await,
            ["/0 replayed", "/1 replayed", "/2 again"]
        );

        // Once more by the same adapter: what is still bad is open once.
        let again = source.sends(sent).await;
        assert_eq!(
            (again.unchanged, again.rejected, again.replayed),
            (2, 1, 0),
            "{again:?}"
        );
        assert!(rejects(stage, right.run).await[0].ends_with(" again"));
        assert_eq!(stage.count("reject WHERE resolved_at IS NULL").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_settled_stays_settled_when_the_same_file_is_sent_again() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let first = source.sends_json(&badges(&["amara", "mei"])).await;
        let told = stage.ids("SELECT id FROM reject ORDER BY place").await;
        let by = || "integrator:imani".to_owned();
        let amara = settle_rejects(
            &stage.hub,
            Whose::contributed(source.pass()),
            by(),
            Which::One(told[0]),
            "she has left the college",
        );
        assert_eq!(amara.await.unwrap(), SettleOutcome::Settled(1));

        for _ in 0..2 {
            let again = source.sends_json(&badges(&["amara", "mei"])).await;
            assert_eq!(
                (again.unchanged, again.rejected, again.replayed),
                (1, 2, 0),
                "{again:?}"
            );
            let told = rejects(stage, again.run).await;
            assert!(told[0].ends_with(" settled") && told[1].ends_with(" open"), "{told:?}");
            let note = format!("SELECT note FROM reject WHERE resolved_by = '{}'", by());
            assert!(
                stage
                    .texts(&note)
                    .await
                    .iter()
                    .all(|note| note == "she has left the college")
            );
        }
        assert_eq!(stage.count("reject WHERE resolved_at IS NULL").await, 1);
        let told = rejects(stage, first.run).await;
        assert!(told[0].ends_with(" settled") && told[1].ends_with(" again"), "{told:?}");
    })
    .await;
}

/// Of more rejects than a run looks for, the database settles what it lists again, by place and code.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_lists_again_is_open_once_however_much_it_is() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let first = source.sends_json(&badges(&["amara", "mei"])).await;
        // Another delivery with some of the same places, as the same one would list them.
        let second = source.sends_json(&badges(&["luis", "mei"])).await;
        let again = Settled {
            how: "again",
            by: format!("run:{}", second.run),
            at: stage.hub.clock.now(),
            note: None,
        };
        let tx = stage.hub.db.begin().await.unwrap();
        met_again(&tx, second.run, &[first.run], &again).await.unwrap();
        tx.commit().await.unwrap();
        let told = rejects(stage, first.run).await;
        assert!(told[0].ends_with(" open") && told[1].ends_with(" again"), "{told:?}");
        assert!(
            rejects(stage, second.run)
                .await
                .iter()
                .all(|one| one.ends_with(" open"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_that_died_brought_in_is_settled_by_the_one_that_goes_on() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let first = source.sends_json(&badges(&["amara", "mei"])).await;
        let second = mends(stage, &source, "mended.json", &badges(&[]), first.run).await;
        assert_eq!((second.new, second.replayed), (2, 2), "{second:?}");
        // As a process leaves it that is killed after the last chunk.
        let run = stage.id(second.run);
        let dies =
            format!("UPDATE import_run SET state = 'running', finished_at = NULL, alive_at = NULL WHERE id = {run}");
        stage.run(&dies).await;
        stage
            .run("UPDATE reject SET resolved_at = NULL, resolution = NULL, resolved_by = NULL")
            .await;

        let third = mends(stage, &source, "mended.json", &badges(&[]), first.run).await;
        assert_eq!((third.unchanged, third.replayed), (3, 2), "{third:?}");
        assert_eq!(stage.count("reject WHERE resolved_at IS NULL").await, 0);
    })
    .await;
}
