//! Runs that wait for their turn, and runs whose process died.

use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use adapters::Delivery;
use chrono::Duration;
use passport_hub::flows::import_delivery::{SILENCE, Unwatched, end_dead_runs, import_delivery};
use serde_json::json;

const OPEN: &str = "import_run WHERE state = 'running' AND finished_at IS NULL";

fn one_badge() -> Delivery<'static> {
    let badge = json!([badge("python", "amara@example.org", "Amara Okafor", &["Python"])]);
    Delivery::single("badges.json", badge.to_string().into_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_waits_its_turn_as_a_run_that_has_begun() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let (first, second) = (stage.hub.import_room.turn().await, stage.hub.import_room.turn().await);
        let (hub, request) = (stage.hub.clone(), badges.request(one_badge()));
        let waiting = tokio::spawn(async move { import_delivery(&hub, request, &Unwatched).await });
        while stage.count(OPEN).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!((stage.count(OPEN).await, stage.count("source_record").await), (1, 0));
        drop(first);
        let summary = waiting.await.unwrap().unwrap();
        assert_eq!((summary.state, summary.new), ("finished", 1));
        drop(second);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_process_died_is_ended_and_its_people_are_as_their_claims_say() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        badges.sends(one_badge()).await;
        let states = stage.count("skill_state").await;
        assert!(states > 0);
        // As a process leaves it that is killed after the last chunk.
        stage
            .run("UPDATE import_run SET state = 'running', finished_at = NULL")
            .await;
        stage.run("DELETE FROM skill_state").await;

        assert_eq!(end_dead_runs(&stage.hub).await.unwrap(), 0, "it may still be alive");
        assert_eq!(stage.count(OPEN).await, 1);
        stage.hub.clock.advance(SILENCE + Duration::seconds(1));
        assert_eq!(end_dead_runs(&stage.hub).await.unwrap(), 1);
        assert_eq!(stage.count(OPEN).await, 0);
        assert_eq!(stage.count("skill_state").await, states);
        let error = stage.texts("SELECT error FROM import_run WHERE state = 'failed'").await;
        assert!(error[0].starts_with("interrupted: "), "{error:?}");
        assert_eq!(end_dead_runs(&stage.hub).await.unwrap(), 0);

        let again = badges.sends(one_badge()).await;
        assert_eq!((again.state, again.unchanged), ("finished", 1));
    })
    .await;
}
