//! Stories of deliveries that come in.

mod support;

use serde_json::json;
use support::sources::{badge, employees};
use support::{Stage, on_both};

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_and_an_hr_record_make_one_passport() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        let first = badges.sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"])).await;
        assert_eq!((first.state, first.new, first.rejected), ("finished", 1, 0), "{first:?}");
        let second = hr.sends(employees(&[(31, "Amara Okafor", "Amara@Example.org")])).await;
        assert_eq!(second.state, "finished", "{second:?}");
        assert_eq!(stage.count("person").await, 1);
        assert_eq!(stage.count("subject").await, 2);
        assert_eq!(stage.count("person_link WHERE state = 'active' AND rule = 'verified-email'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn identical_redelivery_changes_nothing() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let delivery = json!([
            badge("python", "amara@example.org", "Amara Okafor", &["SQL", "Python"]),
            badge("first aid", "luis@example.org", "Luis Ortega", &["provide first aid"]),
        ]);
        let first = badges.sends_json(&delivery).await;
        assert_eq!((first.new, first.passports_touched), (2, 2), "{first:?}");
        assert!(first.states_changed >= 3, "{first:?}");
        let before = stage.everything().await;
        let again = badges.sends_json(&delivery).await;
        assert_eq!((again.records_read, again.unchanged, again.new, again.states_changed), (2, 2, 0, 0), "{again:?}");
        assert_eq!(before, stage.everything().await);
    })
    .await;
}
