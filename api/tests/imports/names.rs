//! What people are called, and by whose word.

use super::matches::a_possible_match;
use crate::support::sources::{badge, employees, users};
use crate::support::{Stage, on_both};
use passport::identity::Decision;
use passport_hub::caller::Bearer;
use passport_hub::flows::settle_match::settle_match;
use passport_hub::flows::unlink_subject::unlink_subject;
use serde_json::json;

/// The names of everybody who has a passport, in parts.
async fn passports(stage: &Stage) -> Vec<String> {
    let part = |column: &str| format!("COALESCE({column}, '-')");
    let parts = ["display_name", "given_name", "family_name"]
        .map(part)
        .join(" || '/' || ");
    stage
        .texts(&format!(
            "SELECT {parts} FROM person WHERE merged_into IS NULL ORDER BY 1"
        ))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_name_reaches_the_passport() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &["email"]).await;
        school
            .sends(users(&[(1, "Amara", "Okafor", "amara@example.org")]))
            .await;
        assert_eq!(passports(stage).await, ["Amara Okafor/Amara/Okafor"]);

        let married = school
            .sends(users(&[(1, "Amara", "Ortega", "amara@example.org")]))
            .await;
        assert_eq!(married.changed, 1, "{married:?}");
        assert_eq!(passports(stage).await, ["Amara Ortega/Amara/Ortega"]);

        let person = stage.ids("SELECT id FROM person").await[0];
        let answer = stage
            .asker(Bearer::Holder(person))
            .asks(
                "query($id: ID!) { passport(id: $id) { holder { displayName familyName } } }",
                person,
            )
            .await;
        let holder = &answer["data"]["passport"]["holder"];
        assert_eq!(
            holder,
            &json!({ "displayName": "Amara Ortega", "familyName": "Ortega" })
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_its_parts_leads_whoever_came_first() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let school = stage.source("school", "lms", &["email"]).await;
        badges
            .sends_json(&badge("python", "amara@example.org", "A. Okafor", &["SQL"]))
            .await;
        school
            .sends(users(&[(1, "Amara", "Okafor", "amara@example.org")]))
            .await;
        assert_eq!(passports(stage).await, ["Amara Okafor/Amara/Okafor"]);
        school
            .sends(users(&[(1, "Amara", "Ortega", "amara@example.org")]))
            .await;
        assert_eq!(passports(stage).await, ["Amara Ortega/Amara/Ortega"]);
        // A badge says what somebody was called when it was awarded.
        badges
            .sends_json(&badge("sql", "amara@example.org", "Ama", &["SQL"]))
            .await;
        assert_eq!(passports(stage).await, ["Amara Ortega/Amara/Ortega"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_linked_takes_its_name_along_when_it_is_undone() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let school = stage.source("school", "lms", &["email"]).await;
        badges
            .sends_json(&badge("python", "shared@example.org", "Amara Okafor", &["SQL"]))
            .await;
        school
            .sends(users(&[(1, "Luis", "Okafor", "shared@example.org")]))
            .await;
        assert_eq!(
            passports(stage).await,
            ["Luis Okafor/Luis/Okafor"],
            "one, by verified-email"
        );
        let link = stage.ids("SELECT id FROM person_link WHERE state = 'active'").await[0];
        unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap();
        assert_eq!(passports(stage).await, ["Amara Okafor/-/-", "Luis Okafor/Luis/Okafor"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_changed_while_linked_stays_with_its_subject() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        settle_match(&stage.hub, &stage.steward(), link, Decision::Accept)
            .await
            .unwrap();
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(31, "Amara Ortega", "amara@example.org")])).await;
        assert_eq!(passports(stage).await, ["Amara Okafor/-/-"], "the earliest leads");
        unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap();
        assert_eq!(passports(stage).await, ["Amara Okafor/-/-", "Amara Ortega/-/-"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_do_not_grow_with_changed_names() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &["email"]).await;
        let named = |from: u32, to: u32, family: &'static str| {
            let emails: Vec<String> = (from..to).map(|n| format!("p{n}@example.org")).collect();
            let people: Vec<_> = (from..to)
                .zip(&emails)
                .map(|(n, email)| (n, "Amara", family, email.as_str()))
                .collect();
            users(&people)
        };
        school.sends(named(0, 5, "Okafor")).await;
        school.sends(named(5, 105, "Okafor")).await;
        let mut used = Vec::new();
        for (from, to) in [(0, 5), (5, 105)] {
            let before = stage.hub.db.statements();
            let summary = school.sends(named(from, to, "Ortega")).await;
            assert_eq!(summary.changed, u64::from(to - from), "{summary:?}");
            used.push(stage.hub.db.statements() - before);
        }
        assert_eq!(used[0], used[1], "{used:?}");
        assert_eq!(stage.count("person WHERE family_name = 'Ortega'").await, 105);
    })
    .await;
}
