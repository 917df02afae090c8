//! Possible matches, and the steward who settles them.

use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use passport_hub::flows::settle_match::{MatchOutcome, settle_match};
use passport_hub::flows::unlink_subject::{UnlinkOutcome, unlink_subject};
use uuid::Uuid;

/// A badge platform that verifies nothing, and an employer, both of whom know an Amara at the same address.
async fn a_possible_match(stage: &Stage) -> Uuid {
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
async fn both_sides(stage: &Stage) -> Vec<(&'static str, Vec<String>)> {
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
        let linked = settle_match(&stage.hub, &stage.steward(), link, true).await.unwrap();
        assert!(matches!(linked, MatchOutcome::Linked { .. }), "{linked:?}");
        assert_eq!(stage.count("person WHERE merged_into IS NULL").await, 1);
        assert_eq!(
            stage
                .count("experience JOIN credential ON credential.person_id = experience.person_id")
                .await,
            1
        );
        assert_eq!(
            settle_match(&stage.hub, &stage.steward(), link, true).await.unwrap(),
            MatchOutcome::AlreadySettled
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
        settle_match(&stage.hub, &stage.steward(), link, true).await.unwrap();
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
            settle_match(&stage.hub, &stage.steward(), link, false).await.unwrap(),
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
            settle_match(&stage.hub, &stage.steward(), nothing, true).await.unwrap(),
            MatchOutcome::NotFound
        );
        assert_eq!(
            unlink_subject(&stage.hub, &stage.steward(), nothing).await.unwrap(),
            UnlinkOutcome::NotFound
        );
    })
    .await;
}
