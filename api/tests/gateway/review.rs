//! Review: a steward settles a possible match and undoes it, and both sides are as before.

use crate::served::{Served, persons};
use crate::support::roles::codes;
use crate::support::sources::{badge, employees, skills_of};
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use serde_json::{Value, json};
use uuid::Uuid;

const STEWARD: Bearer = Bearer::Steward(Uuid::from_u128(1));
const WAITING: &str = "{ possibleMatches { nodes { id rule agreed subjectName personName source { name } } } }";
const SETTLE: &str = "mutation ($input: SettleMatchInput!) { settleMatch(input: $input) { __typename
    ... on MatchSettled { link outcome } ... on MatchNotSettled { reason } } }";
const UNLINK: &str = "mutation ($input: UnlinkSubjectInput!) { unlinkSubject(input: $input) { __typename
    ... on MatchSettled { link outcome } ... on MatchNotSettled { reason } } }";
const OWN: &str = "{ me { passport { id holder { displayName }
    skills { totalCount nodes { id concept { label } independentSources band { low high } claims { nodes { id provenance { record } } } } }
    credentials { nodes { id name } } experiences { nodes { id title } } } } }";

/// A badge platform that verifies nothing, and an employer, both of whom know an Amara at the same address: two people,
/// and a possible match. Gives the badge's holder and the employee.
async fn a_possible_match(stage: &Stage) -> (Uuid, Uuid) {
    let badges = stage.source("badges", "badge", &[]).await;
    badges
        .sends_json(&badge(
            "python",
            "amara@example.org",
            "Amara Okafor",
            &["SQL", "Python"],
        ))
        .await;
    let badged = persons(stage, "Amara Okafor").await[0];
    let hr = stage.source("hr", "hris", &["email"]).await;
    hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
    hr.sends(skills_of(31, "Amara Okafor", "SQL")).await;
    let both = persons(stage, "Amara Okafor").await;
    let employed = both.into_iter().find(|person| *person != badged).unwrap();
    (badged, employed)
}

async fn waiting(hub: &Served<'_>) -> Vec<Value> {
    let answer = hub.asks(Some(STEWARD), WAITING, json!({})).await;
    answer["data"]["possibleMatches"]["nodes"].as_array().unwrap().clone()
}

async fn own(hub: &Served<'_>, person: Uuid) -> Value {
    let answer = hub.asks(Some(Bearer::Holder(person)), OWN, json!({})).await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["me"]["passport"].clone()
}

fn count(passport: &Value, section: &str) -> usize {
    passport[section]["nodes"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_possible_match_shows_what_is_needed_to_settle_it_and_no_more() {
    on_both(async |stage: &Stage| {
        a_possible_match(stage).await;
        let hub = stage.served().await;
        let found = waiting(&hub).await;
        let link = &found[0];
        assert_eq!(
            (found.len(), &link["agreed"]),
            (1, &json!(["email", "name"])),
            "{found:?}"
        );
        assert_eq!(
            (&link["subjectName"], &link["personName"]),
            (&json!("Amara Okafor"), &json!("Amara Okafor"))
        );
        assert!(
            !json!(found).to_string().contains("amara@"),
            "which fields agree is shown, not what is in them"
        );
        assert_eq!(
            (&link["rule"], &link["source"]["name"]),
            (&json!("shared-email"), &json!("hr"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_passports_become_one_and_are_two_again() {
    on_both(async |stage: &Stage| {
        let (badged, employed) = a_possible_match(stage).await;
        let hub = stage.served().await;
        let before = (own(&hub, badged).await, own(&hub, employed).await);
        let link = waiting(&hub).await.remove(0);
        let done = hub
            .does(STEWARD, SETTLE, json!({ "link": link["id"], "samePerson": true }))
            .await;
        assert_eq!(
            (&done["link"], &done["outcome"]),
            (&link["id"], &json!("linked")),
            "{done}"
        );
        assert_eq!(waiting(&hub).await.len(), 0);
        let united = own(&hub, badged).await;
        assert_eq!(
            (count(&united, "credentials"), count(&united, "experiences")),
            (1, 1),
            "{united}"
        );
        let sql = united["skills"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|skill| skill["concept"]["label"] == "SQL")
            .unwrap();
        assert_eq!(
            sql["independentSources"], 2,
            "two sources say so of one person: {united}"
        );
        assert_eq!(own(&hub, employed).await, united, "both tokens open the one passport");

        let again = hub
            .does(STEWARD, SETTLE, json!({ "link": link["id"], "samePerson": false }))
            .await;
        assert_eq!(again["__typename"], "MatchNotSettled", "{again}");
        let undone = hub.does(STEWARD, UNLINK, json!({ "link": link["id"] })).await;
        assert_eq!(undone["outcome"], "unlinked", "{undone}");
        assert_eq!((own(&hub, badged).await, own(&hub, employed).await), before);
        let twice = hub.does(STEWARD, UNLINK, json!({ "link": link["id"] })).await;
        assert_eq!(twice["__typename"], "MatchNotSettled", "{twice}");
        assert_eq!(
            waiting(&hub).await.len(),
            0,
            "what a steward took apart is not proposed again"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_while_linked_stays_with_the_holder_who_added_it() {
    on_both(async |stage: &Stage| {
        let (badged, employed) = a_possible_match(stage).await;
        let hub = stage.served().await;
        let link = waiting(&hub).await[0]["id"].clone();
        hub.does(STEWARD, SETTLE, json!({ "link": link, "samePerson": true })).await;
        let add = "mutation ($input: AddGoalInput!) { addGoal(input: $input) { __typename ... on GoalAdded { goal { id } } } }";
        let mut goals = Vec::new();
        for (bearer, title) in [(badged, "Lead a team"), (employed, "Learn Rust")] {
            let goal = hub.does(Bearer::Holder(bearer), add, json!({ "title": title })).await;
            assert_eq!(goal["__typename"], "GoalAdded", "{goal}");
            goals.push(title);
        }
        let read = "{ me { passport { goals { nodes { title } } } } }";
        for person in [badged, employed] {
            let seen = hub.asks(Some(Bearer::Holder(person)), read, json!({})).await;
            let nodes = seen["data"]["me"]["passport"]["goals"]["nodes"].as_array().unwrap();
            let mut titles: Vec<&str> = nodes.iter().map(|goal| goal["title"].as_str().unwrap()).collect();
            titles.sort_unstable();
            assert_eq!(titles, goals, "nothing is written into a passport that nobody sees");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_match_leaves_two_people() {
    on_both(async |stage: &Stage| {
        let (badged, employed) = a_possible_match(stage).await;
        let hub = stage.served().await;
        let before = (own(&hub, badged).await, own(&hub, employed).await);
        let link = waiting(&hub).await[0]["id"].clone();
        let done = hub
            .does(STEWARD, SETTLE, json!({ "link": link, "samePerson": false }))
            .await;
        assert_eq!(done["outcome"], "rejected", "{done}");
        assert_eq!(
            (
                waiting(&hub).await.len(),
                (own(&hub, badged).await, own(&hub, employed).await)
            ),
            (0, before)
        );
        let undone = hub.does(STEWARD, UNLINK, json!({ "link": link })).await;
        assert_eq!(undone["__typename"], "MatchNotSettled", "{undone}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_stewards_review_and_holders_see_that_they_did() {
    on_both(async |stage: &Stage| {
        let (badged, employed) = a_possible_match(stage).await;
        let hub = stage.served().await;
        let link = waiting(&hub).await[0]["id"].clone();
        let settle = json!({ "input": { "link": link, "samePerson": true } });
        let unlink = json!({ "input": { "link": link } });
        let acme = stage.partner("Acme").await;
        let hr = Bearer::Source(stage.hub.reference().source_by_key("hr").unwrap().id);
        for (bearer, code) in [
            (Some(Bearer::Holder(badged)), "FORBIDDEN"),
            (Some(Bearer::Partner(acme)), "FORBIDDEN"),
            (Some(hr), "FORBIDDEN"),
            (None, "UNAUTHENTICATED"),
        ] {
            for (document, variables) in [(WAITING, &json!({})), (SETTLE, &settle), (UNLINK, &unlink)] {
                let answer = hub.asks(bearer, document, variables.clone()).await;
                assert_eq!(codes(&answer)[0].1, code, "{bearer:?} {answer}");
                assert!(!answer["data"].to_string().contains("Amara"), "{answer}");
            }
        }
        assert_eq!(stage.count("person_link WHERE state = 'proposed'").await, 1);
        let passport = passport_hub::graphql::ids::id(passport_hub::graphql::ids::Kind::Passport, badged);
        let wrong = json!({ "input": { "link": passport.as_str(), "samePerson": true } });
        assert_eq!(
            codes(&hub.asks(Some(STEWARD), SETTLE, wrong).await)[0].1,
            "BAD_USER_INPUT"
        );

        let looks = "{ disclosures { nodes { who decision } } }";
        for person in [badged, employed] {
            let seen = hub.asks(Some(Bearer::Holder(person)), looks, json!({})).await;
            let nodes = seen["data"]["disclosures"]["nodes"].as_array().unwrap();
            assert_eq!(nodes.len(), 1, "the steward's one look: {seen}");
        }
    })
    .await;
}
