//! Links that follow one another, stewards who change their mind, and finding what was linked.

use super::matches::{a_possible_match, both_sides};
use crate::support::roles::codes;
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use passport::identity::{Decision, LinkState};
use passport_hub::caller::Bearer;
use passport_hub::flows::settle_match::{MatchOutcome, settle_match};
use passport_hub::flows::unlink_subject::{UnlinkOutcome, unlink_subject};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

async fn settles(stage: &Stage, link: Uuid, decision: Decision) -> MatchOutcome {
    settle_match(&stage.hub, &stage.steward(), link, decision)
        .await
        .unwrap()
}

async fn undoes(stage: &Stage, link: Uuid) -> UnlinkOutcome {
    unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap()
}

/// A badge at one more address for the one who was met at the first.
fn also_at(id: &str, address: &str) -> Value {
    let mut badge = badge(id, address, "Amara Okafor", &["Rust"]);
    badge["credentialSubject"]["id"] = "urn:person:amara@example.org".into();
    badge
}

/// A badge platform's Amara, who may be either of two employees.
async fn two_possible_matches(stage: &Stage) -> (Uuid, Uuid) {
    let hr = stage.source("hr", "hris", &["email"]).await;
    let badges = stage.source("badges", "badge", &[]).await;
    hr.sends(employees(&[
        (4, "Amara Okafor", "amara@example.org"),
        (5, "Amara Ortega", "amara@second.example"),
    ]))
    .await;
    badges
        .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"]))
        .await;
    badges.sends_json(&also_at("rust", "amara@second.example")).await;
    let links = stage
        .ids("SELECT id FROM person_link WHERE state = 'proposed' ORDER BY id")
        .await;
    assert_eq!(links.len(), 2);
    (links[0], links[1])
}

async fn states(stage: &Stage) -> Vec<String> {
    stage.texts("SELECT state FROM person_link ORDER BY id").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_link_supersedes_and_gives_back_what_it_took() {
    on_both(async |stage: &Stage| {
        let (first, second) = two_possible_matches(stage).await;
        let alone = both_sides(stage).await;
        settles(stage, first, Decision::Accept).await;
        let with_the_first = both_sides(stage).await;
        let linked = settles(stage, second, Decision::Accept).await;
        assert_eq!(states(stage).await, ["superseded", "active"]);
        let MatchOutcome::Linked { person } = linked else {
            panic!("{linked:?}")
        };
        let theirs = format!("person WHERE merged_into = {}", stage.id(person));
        assert_eq!(
            stage.count(&theirs).await,
            1,
            "whom the subject was made with stands where it stands"
        );

        assert_eq!(undoes(stage, first).await, UnlinkOutcome::Superseded);
        let settled = settles(stage, first, Decision::AcceptAgain).await;
        let state = LinkState::Superseded;
        assert_eq!(settled, MatchOutcome::AlreadySettled { state });

        assert!(matches!(undoes(stage, second).await, UnlinkOutcome::Unlinked { .. }));
        assert_eq!(states(stage).await, ["active", "unlinked"]);
        assert_eq!(both_sides(stage).await, with_the_first);

        assert!(matches!(undoes(stage, first).await, UnlinkOutcome::Unlinked { .. }));
        assert_eq!(states(stage).await, ["unlinked", "unlinked"]);
        assert_eq!(both_sides(stage).await, alone);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_linked_and_a_steward_moved_returns_step_by_step() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &[]).await;
        let own = stage.source("own", "badge", &["email"]).await;
        own.sends_json(&badge("first-aid", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        hr.sends(employees(&[(5, "Amara Ortega", "amara@second.example")]))
            .await;
        badges
            .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        let with_the_rule = both_sides(stage).await;
        badges.sends_json(&also_at("rust", "amara@second.example")).await;
        let by_rule = stage
            .ids("SELECT id FROM person_link WHERE rule = 'verified-email'")
            .await[0];
        let possible = stage.ids("SELECT id FROM person_link WHERE state = 'proposed'").await[0];
        settles(stage, possible, Decision::Accept).await;
        assert_eq!(undoes(stage, by_rule).await, UnlinkOutcome::Superseded);
        undoes(stage, possible).await;
        let count = |all: &[(&str, Vec<String>)]| all.iter().map(|(_, rows)| rows.len()).sum::<usize>();
        assert!(
            count(&both_sides(stage).await) > count(&with_the_rule),
            "the second badge came meanwhile"
        );
        assert_eq!(states(stage).await, ["active", "unlinked"]);
        let together = "subject a JOIN subject b ON a.person_id = b.person_id AND a.id < b.id";
        assert_eq!(stage.count(together).await, 1);
        undoes(stage, by_rule).await;
        assert_eq!(stage.count(together).await, 0);
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_said_to_be_the_same_as_the_subject_goes_along() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        let forum = stage.source("forum", "badge", &[]).await;
        forum
            .sends_json(&badge("help", "amara@example.org", "Amara", &["Python"]))
            .await;
        let theirs = format!("SELECT subject_id FROM person_link WHERE id = {}", stage.id(link));
        let employee = stage.ids(&theirs).await[0];
        let before = both_sides(stage).await;

        // The employee is the badge platform's Amara; the forum's is the employee.
        settles(stage, link, Decision::Accept).await;
        let named = format!(
            "SELECT person_link.id FROM person_link JOIN subject ON subject.home_person_id = person_link.person_id
             WHERE subject.id = {} AND state = 'proposed'",
            stage.id(employee)
        );
        let employed = stage.ids(&named).await[0];
        settles(stage, employed, Decision::Accept).await;
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 1);

        undoes(stage, link).await;
        let same = "SELECT COUNT(DISTINCT person_id) FROM subject";
        assert_eq!(stage.count(&format!("({same}) s")).await, 1);
        let home = "subject WHERE person_id = (SELECT home_person_id FROM subject WHERE id =";
        assert_eq!(stage.count(&format!("{home} {})", stage.id(employee))).await, 2);
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 2);

        undoes(stage, employed).await;
        assert_eq!(both_sides(stage).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_may_change_their_mind() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        let apart = both_sides(stage).await;
        settles(stage, link, Decision::Reject).await;
        let settled = settles(stage, link, Decision::Accept).await;
        let state = LinkState::Rejected;
        assert_eq!(settled, MatchOutcome::AlreadySettled { state });
        for _ in 0..2 {
            let linked = settles(stage, link, Decision::AcceptAgain).await;
            assert!(matches!(linked, MatchOutcome::Linked { .. }), "{linked:?}");
            assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 1);
            undoes(stage, link).await;
            assert_eq!(both_sides(stage).await, apart);
        }
    })
    .await;
}

const LINKS: &str = "query($state: LinkState, $after: String) { links(state: $state, first: 1, after: $after) {
    nodes { id state source { key } subjectName personName rule agreed decidedBy } pageInfo { hasNextPage endCursor } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_finds_what_a_rule_linked_undoes_it_and_links_it_again() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        badges.sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"])).await;
        hr.sends(employees(&[
            (31, "Amara N. Okafor", "amara@example.org"),
            (32, "Luis Ortega", "amara@example.org"),
        ]))
        .await;
        let steward = stage.asker(Bearer::Steward(Uuid::from_u128(1)));
        let listed = steward.asks_with(LINKS, json!({ "state": "ACTIVE" })).await;
        let node = &listed["data"]["links"]["nodes"][0];
        let expected = json!({
            "id": node["id"], "state": "ACTIVE", "source": { "key": "hr" }, "subjectName": "Amara N. Okafor",
            "personName": "Amara Okafor", "rule": "verified-email", "agreed": ["email"], "decidedBy": "rule",
        });
        assert_eq!(node, &expected, "{listed}");
        assert!(stage.count("disclosure WHERE caller_kind = 'steward'").await > 0);

        let change = "mutation($link: ID!) { unlinkSubject(input: { link: $link }) { ... on MatchSettled { outcome } } }";
        let undone = steward.asks_with(change, json!({ "link": node["id"] })).await;
        assert_eq!(undone["data"]["unlinkSubject"]["outcome"], "unlinked", "{undone}");
        let again = "mutation($link: ID!, $again: Boolean!) { settleMatch(input: { link: $link, samePerson: true, again: $again }) {
            ... on MatchSettled { outcome } ... on MatchNotSettled { reason } } }";
        let refused = steward.asks_with(again, json!({ "link": node["id"], "again": false })).await;
        let reason = refused["data"]["settleMatch"]["reason"].as_str().unwrap_or_default();
        assert!(reason.contains("again"), "{refused}");
        let linked = steward.asks_with(again, json!({ "link": node["id"], "again": true })).await;
        assert_eq!(linked["data"]["settleMatch"]["outcome"], "linked", "{linked}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_come_in_pages_to_stewards_only() {
    on_both(async |stage: &Stage| {
        let (first, second) = two_possible_matches(stage).await;
        settles(stage, second, Decision::Reject).await;
        let steward = stage.asker(Bearer::Steward(Uuid::from_u128(1)));
        let page = steward.asks_with(LINKS, json!({})).await["data"]["links"].clone();
        assert_eq!(page["nodes"][0]["id"], id(Kind::Link, first).as_str());
        assert_eq!(page["pageInfo"]["hasNextPage"], true);
        let after = json!({ "after": page["pageInfo"]["endCursor"] });
        let last = steward.asks_with(LINKS, after).await["data"]["links"].clone();
        assert_eq!(
            (&last["nodes"][0]["state"], &last["pageInfo"]["hasNextPage"]),
            (&json!("REJECTED"), &json!(false))
        );

        let person = stage.ids("SELECT id FROM person").await[0];
        let hr = stage.source("hr", "hris", &["email"]).await;
        for other in [Bearer::Holder(person), Bearer::Source(hr.id)] {
            let refused = stage.asker(other).asks_with(LINKS, json!({})).await;
            assert_eq!(codes(&refused), [("links".to_owned(), "FORBIDDEN".to_owned())]);
        }
    })
    .await;
}
