//! What holders say themselves.

use crate::support::sources::employees;
use crate::support::{Stage, on_both};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Experience, ExperienceKind, Period, Place, Record, Role, Term,
};
use passport_hub::flows::save_own::save_own;
use serde_json::json;

fn entry(key: &str, body: Body, skills: &[&str]) -> Record {
    let claim = |skill: &&str| Claim {
        term: Term {
            label: Some((*skill).into()),
            ..Term::default()
        },
        level: None,
        role: Role::Holds,
        assertion: Assertion::SelfAsserted,
        asserted_by: AssertedBy {
            kind: AsserterKind::Holder,
            organization: None,
        },
        observed: Period::default(),
        valid: Period::default(),
        evidence: vec![],
        place: Place::default(),
    };
    Record {
        body,
        stream: "own",
        key: key.into(),
        subject: None,
        claims: skills.iter().map(claim).collect(),
        place: Place::default(),
        payload: json!({}),
    }
}

fn care(title: &str) -> Body {
    Body::Experience(Box::new(Experience {
        kind: ExperienceKind::Care,
        title: title.into(),
        organization: None,
        role: None,
        occupation: None,
        period: Period::default(),
        narrative: None,
        evidence: vec![],
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_adds_changes_and_takes_back_what_no_system_knows() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[
            (1, "Amara Okafor", "amara@example.org"),
            (2, "Luis Ortega", "luis@example.org"),
        ]))
        .await;
        let people = stage.ids("SELECT id FROM person ORDER BY id").await;
        let (amara, luis) = (stage.holder(people[0]), stage.holder(people[1]));
        let own = |skill: &str| vec![entry("1", care("Cared for my mother"), &[skill])];
        let ids = save_own(&stage.hub, &amara, own("SQL")).await.unwrap();
        assert_eq!(ids, stage.ids("SELECT id FROM experience WHERE kind = 'care'").await);
        assert_eq!(
            stage
                .count("claim WHERE subject_id IS NULL AND adapter = 'self@1'")
                .await,
            1
        );
        assert_eq!(
            stage
                .count("skill_state WHERE independent_sources = 0 AND strongest_assertion = 'self'")
                .await,
            1
        );
        // The same key of another holder is another entry.
        save_own(&stage.hub, &luis, own("SQL")).await.unwrap();
        assert_eq!(
            stage
                .count("experience WHERE kind = 'care' AND superseded_at IS NULL")
                .await,
            2
        );
        assert!(
            save_own(&stage.hub, &amara, own("SQL")).await.unwrap().is_empty(),
            "nothing new"
        );
        assert_eq!(save_own(&stage.hub, &amara, own("Rust")).await.unwrap().len(), 1);
        assert_eq!(
            stage
                .count("experience WHERE kind = 'care' AND superseded_at IS NULL")
                .await,
            2
        );
        save_own(&stage.hub, &amara, vec![entry("1", Body::Withdrawn, &[])])
            .await
            .unwrap();
        let hers = format!("person_id = {}", stage.id(people[0]));
        assert_eq!(stage.count(&format!("skill_state WHERE {hers}")).await, 0);
        assert_eq!(
            stage
                .count(&format!(
                    "experience WHERE kind = 'care' AND superseded_at IS NULL AND {hers}"
                ))
                .await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_contradict_each_other_are_not_kept() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
        let amara = stage.holder(stage.ids("SELECT id FROM person").await[0]);
        let entries = vec![entry("1", Body::Skill, &["SQL"]), entry("1", Body::Skill, &["Rust"])];
        assert!(save_own(&stage.hub, &amara, entries).await.is_err());
        assert_eq!(stage.count("claim").await, 0);
    })
    .await;
}
