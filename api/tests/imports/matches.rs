//! Possible matches, and the steward who settles them.

use crate::support::roles::codes;
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use passport::identity::{Decision, LinkState};
use passport_hub::caller::Bearer;
use passport_hub::flows::settle_match::{MatchOutcome, settle_match};
use passport_hub::flows::unlink_subject::{UnlinkOutcome, unlink_subject};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::json;
use uuid::Uuid;

/// A badge platform that verifies nothing, and an employer, both of whom know an Amara at the same address.
pub async fn a_possible_match(stage: &Stage) -> Uuid {
    let badges = stage.source("badges", "badge", &[]).await;
    let hr = stage.source("hr", "hris", &["email"]).await;
    badges
        .sends_json(&badge(
            "python",
            "amara@example.org",
            "Amara Okafor",
            &["SQL", "Python"],
        ))
        .await;
    hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
    stage.ids("SELECT id FROM person_link WHERE state = 'proposed'").await[0]
}

/// All rows, without links (they keep what was decided) and without when states were computed.
pub async fn both_sides(stage: &Stage) -> Vec<(&'static str, Vec<String>)> {
    let mut all = stage.everything().await;
    all.retain(|(table, _)| !matches!(*table, "person_link" | "skill_state"));
    let states = "SELECT CAST(person_id AS TEXT) || COALESCE(CAST(concept_id AS TEXT), term) || strongest_assertion || claims FROM skill_state ORDER BY 1";
    let states = if stage.hub.db.is_sqlite() {
        states
            .replace("CAST(person_id AS TEXT)", "hex(person_id)")
            .replace("CAST(concept_id AS TEXT)", "hex(concept_id)")
    } else {
        states.into()
    };
    all.push(("skill_state", stage.texts(&states).await));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_links_and_unlinks_and_both_sides_are_as_before() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        let before = both_sides(stage).await;
        let linked = settle_match(&stage.hub, &stage.steward(), link, Decision::Accept)
            .await
            .unwrap();
        assert!(matches!(linked, MatchOutcome::Linked { .. }), "{linked:?}");
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 1);
        assert_eq!(
            stage
                .count("experience JOIN credential ON credential.person_id = experience.person_id")
                .await,
            1
        );
        assert_eq!(
            settle_match(&stage.hub, &stage.steward(), link, Decision::Accept)
                .await
                .unwrap(),
            MatchOutcome::AlreadySettled {
                state: LinkState::Active
            }
        );
        let undone = unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap();
        assert!(matches!(undone, UnlinkOutcome::Unlinked { .. }), "{undone:?}");
        assert_eq!(before, both_sides(stage).await);
        assert_eq!(
            unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap(),
            UnlinkOutcome::NotLinked
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_while_linked_goes_back_with_its_subject() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        settle_match(&stage.hub, &stage.steward(), link, Decision::Accept)
            .await
            .unwrap();
        let badges = stage.source("badges", "badge", &[]).await;
        badges
            .sends_json(&badge("rust", "amara@example.org", "Amara Okafor", &["Rust"]))
            .await;
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 1);
        unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap();
        assert_eq!(
            stage
                .count("experience JOIN credential ON credential.person_id = experience.person_id")
                .await,
            0
        );
        assert_eq!(
            stage
                .count(
                    "credential JOIN subject ON subject.id = subject_id WHERE credential.person_id <> subject.person_id"
                )
                .await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_pairs_stay_apart() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        assert_eq!(
            settle_match(&stage.hub, &stage.steward(), link, Decision::Reject)
                .await
                .unwrap(),
            MatchOutcome::Rejected
        );
        let hr = stage.source("hr", "hris", &["email"]).await;
        let badges = stage.source("badges", "badge", &[]).await;
        // Each side gains an identifier that the other has.
        hr.sends(employees(&[(31, "Amara Okafor", "amara@second.example")]))
            .await;
        let mut again = badge("more", "amara@second.example", "Amara Okafor", &["SQL"]);
        again["credentialSubject"]["id"] = "urn:person:amara@example.org".into();
        badges.sends_json(&again).await;
        assert_eq!(stage.count("person_link").await, 1);
        assert_eq!(stage.count("person").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlinked_pair_is_not_linked_again_by_itself() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        badges
            .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["SQL"]))
            .await;
        hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
        let link = stage.ids("SELECT id FROM person_link WHERE state = 'active'").await[0];
        let undone = unlink_subject(&stage.hub, &stage.steward(), link).await.unwrap();
        assert!(matches!(undone, UnlinkOutcome::Unlinked { .. }), "{undone:?}");
        assert_eq!(
            stage.count("person").await,
            2,
            "the employee had no person of their own yet"
        );
        assert_eq!(
            stage
                .count("experience JOIN credential ON credential.person_id = experience.person_id")
                .await,
            0
        );
        hr.sends(employees(&[(31, "Amara Okafor", "amara@third.example")]))
            .await;
        let mut again = badge("more", "amara@third.example", "Amara Okafor", &["SQL"]);
        again["credentialSubject"]["id"] = "urn:person:amara@example.org".into();
        badges.sends_json(&again).await;
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 2);
        assert_eq!(stage.count("person_link WHERE state <> 'unlinked'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_that_is_not_there_is_not_found() {
    on_both(async |stage: &Stage| {
        let nothing = Uuid::from_u128(9);
        assert_eq!(
            settle_match(&stage.hub, &stage.steward(), nothing, Decision::Accept)
                .await
                .unwrap(),
            MatchOutcome::NotFound
        );
        assert_eq!(
            unlink_subject(&stage.hub, &stage.steward(), nothing).await.unwrap(),
            UnlinkOutcome::NotFound
        );
    })
    .await;
}

/// What a holder sees of their own passport.
const MINE: &str =
    "{ me { passport { id credentials { totalCount } experiences { nodes { title } } } } consents { version } }";
const ADD: &str = "mutation { addExperience(input: { kind: CARE, title: \"Cared for my mother\" }) { __typename } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_token_from_before_a_merger_opens_the_united_passport() {
    on_both(async |stage: &Stage| {
        let link = a_possible_match(stage).await;
        let badged = stage.ids("SELECT person_id FROM credential").await[0];
        let employed = stage.ids("SELECT person_id FROM experience").await[0];
        let before = stage.asker(Bearer::Holder(employed));
        let alone = before.asks_with(MINE, json!({})).await;
        assert_eq!(
            alone["data"]["me"]["passport"]["credentials"]["totalCount"], 0,
            "{alone}"
        );
        settle_match(&stage.hub, &stage.steward(), link, Decision::Accept)
            .await
            .unwrap();
        let merged = format!("person WHERE merged_into = {}", stage.id(badged));
        assert_eq!(stage.count(&merged).await, 1);

        let added = before.asks_with(ADD, json!({})).await;
        assert_eq!(
            added["data"]["addExperience"]["__typename"], "ExperienceAdded",
            "{added}"
        );
        let mut seen = Vec::new();
        for person in [employed, badged] {
            let shown = stage.asker(Bearer::Holder(person)).asks_with(MINE, json!({})).await;
            assert_eq!(codes(&shown), [], "{shown}");
            seen.push(shown);
        }
        assert_eq!(seen[0], seen[1], "both tokens open one passport");
        let passport = &seen[0]["data"]["me"]["passport"];
        assert_eq!(passport["id"], json!(id(Kind::Passport, badged).as_str()));
        assert_eq!(passport["credentials"]["totalCount"], 1);
        assert_eq!(
            passport["experiences"]["nodes"].as_array().unwrap().len(),
            2,
            "{passport}"
        );
        let by_id = "query ($id: ID!) { passport(id: $id) { credentials { totalCount } } }";
        let old_id = before.asks(by_id, employed).await;
        assert_eq!(old_id["data"]["passport"]["credentials"]["totalCount"], 1, "{old_id}");

        let acme = stage.partner("Acme").await;
        stage.consents(employed, acme, &["passport/Credential.r"]).await;
        let partner = stage.asker(Bearer::Partner(acme)).asks(by_id, badged).await;
        assert_eq!(
            codes(&partner),
            [],
            "what the holder consents to is about the united passport"
        );
        let left = format!("experience WHERE person_id = {}", stage.id(employed));
        assert_eq!(stage.count(&left).await, 0, "nothing is written where nobody looks");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_without_a_passport_adds_nothing() {
    on_both(async |stage: &Stage| {
        let nobody = stage.asker(Bearer::Holder(Uuid::from_u128(9)));
        for document in [ADD, MINE] {
            let answer = nobody.asks_with(document, json!({})).await;
            assert_eq!(codes(&answer)[0].1, "NOT_FOUND", "{answer}");
        }
        assert_eq!(stage.count("experience").await, 0);
    })
    .await;
}
