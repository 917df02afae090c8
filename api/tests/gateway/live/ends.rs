//! What rests on a consent ends with it, at that moment.

use super::{FOLLOW, about, amara, credentials, earns, from_now, looks};
use crate::support::roles::codes;
use crate::support::sources::skills_of;
use crate::support::{Stage, on_both};
use chrono::Duration;
use passport_hub::caller::{Bearer, MemberRole, Partner};
use passport_hub::flows::consent::{Consent, Given, give_consent, withdraw_consent};
use serde_json::{Value, json};
use uuid::Uuid;

/// A holder consents for so many minutes, and denies some.
pub(super) async fn consents_for(stage: &Stage, person: Uuid, partner: Partner, minutes: i64, denies: &[&str]) -> Uuid {
    let wish = Consent {
        partner: partner.organization,
        client: None,
        purpose: partner.purpose,
        scopes: vec!["passport/Credential.r".into()],
        denies: denies.iter().map(|scope| (*scope).to_owned()).collect(),
        starts_at: None,
        expires_at: stage.hub.clock.now() + Duration::minutes(minutes),
        use_limit: None,
        retention: None,
        language: "en".into(),
    };
    match give_consent(&stage.hub, stage.holder(person), wish).await.unwrap() {
        Given::Granted(consent) => consent.consent_id,
        other => panic!("no consent: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_ends_what_rests_on_it() {
    on_both(async |stage: &Stage| {
        let (badges, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        let consent = stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let hub = stage.served().await;
        let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, from_now(amara)).await;
        let mut events = hub.streams(Bearer::Partner(acme), FOLLOW, from_now(amara)).await;
        assert_eq!(credentials(&line.next().await.unwrap()), 1);
        assert_eq!(credentials(&events.next().await.unwrap().1), 1);
        withdraw_consent(&stage.hub, stage.holder(amara), consent)
            .await
            .unwrap();
        earns(&badges, "second").await;
        line.ends_with("CONSENT_REQUIRED").await;
        let (kind, last) = events.next().await.unwrap();
        assert_eq!((kind.as_str(), &last["data"]), ("next", &Value::Null), "{last}");
        assert_eq!(codes(&last)[0].1, "CONSENT_REQUIRED");
        assert_eq!(events.next().await.unwrap().0, "complete");
        assert_eq!(events.next().await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deny_that_takes_the_last_section_ends_it() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let hub = stage.served().await;
        let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, from_now(amara)).await;
        assert_eq!(credentials(&line.next().await.unwrap()), 1);
        consents_for(stage, amara, acme, 30, &["passport/Credential.r"]).await;
        line.ends_with("CONSENT_REQUIRED").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_the_consent_runs_out() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        consents_for(stage, amara, acme, 10, &[]).await;
        let hub = stage.served().await;
        let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, from_now(amara)).await;
        assert_eq!(credentials(&line.next().await.unwrap()), 1);
        stage.hub.clock.advance(Duration::minutes(11));
        line.ends_with("CONSENT_REQUIRED").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_the_consent_is_used_up() {
    on_both(async |stage: &Stage| {
        let (badges, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        stage
            .consents_within(amara, acme, &["passport/Credential.r"], Some(2))
            .await;
        let hub = stage.served().await;
        let mut quiet = hub.follows(Bearer::Partner(acme), FOLLOW, about(amara)).await;
        looks(stage, amara, 1).await;
        let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, from_now(amara)).await;
        assert_eq!(
            credentials(&line.next().await.unwrap()),
            1,
            "the first use: to follow is none"
        );
        // Both hear of the badge; one of them has the second use, which is the last.
        earns(&badges, "second").await;
        let mut shown = 0;
        for line in [&mut line, &mut quiet] {
            let mut last = line.next().await.unwrap();
            if last["data"] != Value::Null {
                assert_eq!(credentials(&last), 2);
                shown += 1;
                last = line.next().await.unwrap();
            }
            assert_eq!(
                (&last["data"], &codes(&last)[0].1),
                (&Value::Null, &"CONSENT_REQUIRED".to_owned())
            );
            assert_eq!(line.next().await, None);
        }
        assert_eq!(shown, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_and_unknown_look_alike_from_the_start() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        let hub = stage.served().await;
        // The first watch of a process begins to listen, beside it.
        let mut heard = Vec::new();
        for person in [Uuid::now_v7(), amara, Uuid::now_v7()] {
            let before = stage.hub.db.statements();
            let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, about(person)).await;
            let answer = line.next().await.unwrap();
            assert_eq!(codes(&answer)[0].1, "CONSENT_REQUIRED");
            assert_eq!(line.next().await, None);
            heard.push((answer, stage.hub.db.statements() - before));
        }
        assert_eq!(heard[1], heard[2]);
        let refused = format!(
            "disclosure WHERE decision = 'refused' AND person_id = {}",
            stage.id(amara)
        );
        assert_eq!(stage.count(&refused).await, 1, "the holder sees who tried");
        for (bearer, code) in [
            (Bearer::Steward(Uuid::from_u128(1)), "FORBIDDEN"),
            (Bearer::Holder(Uuid::now_v7()), "NOT_FOUND"),
        ] {
            let mut line = hub.follows(bearer, FOLLOW, about(amara)).await;
            line.ends_with(code).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_integrator_hears_of_what_the_institution_sent_until_the_role_ends() {
    on_both(async |stage: &Stage| {
        let (badges, hr, amara) = amara(stage).await;
        let college = stage.institution("Riverside College").await;
        stage.belongs(badges.id, college).await;
        let integrator = stage.member(college, MemberRole::Integrator).await;
        let hub = stage.served().await;
        let mut line = hub.follows(integrator, FOLLOW, from_now(amara)).await;
        assert_eq!(credentials(&line.next().await.unwrap()), 1);
        hr.sends(skills_of(1, "Amara Okafor", "Python")).await;
        earns(&badges, "second").await;
        let heard = line.next().await.unwrap();
        let experiences = &heard["data"]["passportChanged"]["passport"]["experiences"]["totalCount"];
        assert_eq!((credentials(&heard), experiences), (2, &json!(0)), "{heard}");
        stage.ends_role(integrator).await;
        earns(&badges, "third").await;
        line.ends_with("STANDING_ENDED").await;
    })
    .await;
}

const CONSENTS: &str = "subscription { consentChanged { consent { state } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_switched_off_hears_and_sees_nothing_more() {
    on_both(async |stage: &Stage| {
        let (badges, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        let (hiring, board) = (stage.program(acme, "hiring").await, stage.program(acme, "board").await);
        stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let (hub, replica) = (stage.served().await, stage.another_hub().await);
        let mut passport = hub.follows(Bearer::Partner(hiring), FOLLOW, from_now(amara)).await;
        let mut other = hub.follows(Bearer::Partner(board), FOLLOW, from_now(amara)).await;
        assert_eq!(credentials(&passport.next().await.unwrap()), 1);
        assert_eq!(credentials(&other.next().await.unwrap()), 1);
        let mut consents = hub.follows(Bearer::Partner(hiring), CONSENTS, json!({})).await;

        // Nothing happens that they would be told of: they end all the same.
        stage.switches_program("hiring", false).await;
        stage.learns().await;
        passport.ends_with("STANDING_ENDED").await;
        consents.ends_with("STANDING_ENDED").await;
        replica.learns().await;
        let ask = "query ($id: ID!) { passport(id: $id) { credentials { totalCount } } me { role } }";
        let logged = stage.count("disclosure").await;
        for stage in [stage, &replica] {
            let before = stage.hub.db.statements();
            let refused = stage.asker(Bearer::Partner(hiring)).asks(ask, amara).await;
            assert_eq!(codes(&refused)[0].1, "STANDING_ENDED");
            assert_eq!((&refused["data"], stage.hub.db.statements()), (&Value::Null, before));
            let (others, all) = (Bearer::Partner(board), Bearer::Partner(acme));
            assert_eq!(codes(&stage.asker(others).asks(ask, amara).await), []);
            assert_eq!(codes(&stage.asker(all).asks(ask, amara).await), []);
        }
        hub.follows(Bearer::Partner(hiring), FOLLOW, from_now(amara))
            .await
            .ends_with("STANDING_ENDED")
            .await;
        assert_eq!(
            stage.count("disclosure").await,
            logged + 4,
            "what is refused is no look"
        );
        earns(&badges, "second").await;
        assert_eq!(credentials(&other.next().await.unwrap()), 2);

        // One on and another off at once: as many are off as before, and both are learned of.
        stage.hub.clock.advance(Duration::minutes(1));
        stage.switches_program("hiring", true).await;
        stage.switches_program("board", false).await;
        stage.learns().await;
        other.ends_with("STANDING_ENDED").await;
        assert_eq!(codes(&stage.asker(Bearer::Partner(hiring)).asks(ask, amara).await), []);
    })
    .await;
}
