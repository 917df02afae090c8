//! Dates of which only the month or the year is known.

use crate::support::roles::codes;
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use chrono::Datelike;
use passport_hub::caller::Bearer;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_valid_until_a_year_holds_to_its_last_day() {
    on_both(async |stage: &Stage| {
        let year = stage.hub.clock.now().year();
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut award = badge("python", "amara@example.org", "Amara Okafor", &["Python"]);
        award["validUntil"] = json!(year.to_string());
        let summary = badges.sends_json(&award).await;
        assert_eq!((summary.new, summary.rejected), (1, 0), "{summary:?}");
        let last = format!("'{year}-12-31'");
        assert_eq!(stage.count(&format!("credential WHERE expires_on = {last}")).await, 1);
        assert_eq!(stage.count(&format!("claim WHERE valid_to = {last}")).await, 1);
        assert_eq!(stage.count("skill_state").await, 1, "the year is not over");
    })
    .await;
}

const ADD: &str = "mutation { addExperience(input: { kind: JOB, title: \"Baker\", from: \"2021-03\", to: \"2023\" }) {
    ... on ExperienceAdded { experience { period { from to precision } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_period_keeps_the_days_of_both_its_ends() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
        let amara = stage.ids("SELECT id FROM person").await[0];
        let added = stage.asker(Bearer::Holder(amara)).asks_with(ADD, json!({})).await;
        assert_eq!(
            added["data"]["addExperience"]["experience"]["period"],
            json!({ "from": "2021-03-01", "to": "2023-12-31", "precision": "YEAR" }),
            "{added}"
        );
        let acme = stage.partner("Acme").await;
        let read = "query ($id: ID!) { passport(id: $id) { experiences { nodes { title } } } }";
        for (since, shown) in [("2023-12-31", true), ("2024-01-01", false)] {
            let scope = format!("passport/Experience.r?source=self&since={since}");
            let consent = stage.consents(amara, acme, &[&scope]).await;
            let seen = stage.asker(Bearer::Partner(acme)).asks(read, amara).await;
            let found = seen["data"]["passport"]["experiences"]["nodes"]
                .as_array()
                .unwrap()
                .len();
            assert_eq!((codes(&seen), found), (vec![], usize::from(shown)), "{since}: {seen}");
            passport_hub::flows::consent::withdraw_consent(&stage.hub, stage.holder(amara), consent)
                .await
                .unwrap();
        }
    })
    .await;
}
