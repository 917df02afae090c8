//! Whoever decides for a holder follows the consents that they may decide on, for as long as they may.

use super::consents::watched;
use super::{Line, amara};
use crate::served::{Served, persons};
use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use chrono::Duration;
use passport::consent::AgeBand;
use passport_hub::caller::{Bearer, Partner};
use passport_hub::flows::consent::{
    Accepted, Address, Delegating, Guarding, accept_delegation, end_delegation, end_guardianship, give_delegation,
    record_guardian, withdraw_consent,
};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const FOLLOW: &str = "subscription ($for: ID, $consent: ID) { consentChanged(onBehalfOf: $for, consent: $consent) { at
    consent { id version state givenBy partner { name } scopes useLimit usesLeft history { version } inWords } } }";
const GRANT: &str = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { __typename
    ... on ConsentGranted { consent { id } } ... on ConsentProposed { consent { id } } } }";
/// What whoever acts for one holder watches: both passports, the consents, and who decides, on both sides.
const OF_BOTH: usize = 5;

fn passport(person: Uuid) -> Value {
    json!(id(Kind::Passport, person).as_str())
}

/// Amara, whom a badge platform and an employer know, and Luis, who earned a badge.
async fn both(stage: &Stage) -> (Uuid, Uuid) {
    let (badges, _, amara) = amara(stage).await;
    badges
        .sends_json(&badge("first-aid", "luis@example.org", "Luis Ortega", &["first aid"]))
        .await;
    (amara, persons(stage, "Luis Ortega").await[0])
}

/// A delegate, named and accepted for so many minutes, for whatever partners see of skills.
async fn delegated(stage: &Stage, holder: Uuid, delegate: Uuid, minutes: i64) -> Uuid {
    let wish = Delegating {
        address: Address::Passport(delegate),
        scopes: vec!["passport/Skill.r".into()],
        purposes: None,
        starts_at: None,
        expires_at: stage.hub.clock.now() + Duration::minutes(minutes),
    };
    let given = give_delegation(&stage.hub, stage.holder(holder), wish).await.unwrap();
    let delegation = given.unwrap().unwrap().row.id;
    let accepted = accept_delegation(&stage.hub, stage.holder(delegate), delegation).await;
    assert!(matches!(accepted.unwrap(), Accepted::Accepted(_)));
    delegation
}

/// Amara stands for Luis, who is a minor, for so many minutes.
async fn guards(stage: &Stage, minor: Uuid, guardian: Uuid, minutes: i64) {
    let wish = Guarding {
        holder: minor,
        guardian,
        band: AgeBand::From16To17,
        until: stage.hub.clock.now() + Duration::minutes(minutes),
        of_age_after: true,
    };
    let recorded = record_guardian(&stage.hub, stage.steward(), wish).await.unwrap();
    assert!(recorded.is_ok(), "{recorded:?}");
}

/// Somebody gives a consent for skills, for themselves or for another.
async fn grants(stage: &Stage, person: Uuid, of: Option<Uuid>, partner: Partner) -> String {
    let input = json!({ "partner": id(Kind::Organization, partner.organization).as_str(), "purpose": "HIRING", "useLimit": 9,
        "scopes": ["passport/Skill.r"], "expiresAt": stage.hub.clock.now() + Duration::minutes(10), "onBehalfOf": of.map(passport) });
    let answer = stage
        .asker(Bearer::Holder(person))
        .asks_with(GRANT, json!({ "input": input }))
        .await;
    let consent = &answer["data"]["grantConsent"]["consent"]["id"];
    consent.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn follows(hub: &Served<'_>, person: Uuid, of: Uuid) -> Line {
    hub.follows(Bearer::Holder(person), FOLLOW, json!({ "for": passport(of) }))
        .await
}

fn heard(event: &Value) -> Value {
    assert_eq!(codes(event), [], "{event}");
    let consent = &event["data"]["consentChanged"]["consent"];
    json!([consent["id"], consent["state"], consent["version"]])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_hears_of_what_was_given_under_the_delegation_until_it_ends() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = both(stage).await;
        let (acme, other) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        let delegation = delegated(stage, amara, luis, 60).await;
        let hub = stage.served().await;
        let mut line = follows(&hub, luis, amara).await;
        watched(stage, OF_BOTH).await;
        // What the holder gives is the holder's own, and no event.
        stage.consents(amara, other, &["passport/Credential.r"]).await;
        let given = grants(stage, luis, Some(amara), acme).await;
        let event = line.next().await.unwrap();
        assert_eq!(heard(&event), json!([given, "GRANTED", 1]));
        let told = &event["data"]["consentChanged"]["consent"];
        assert_eq!(
            json!([told["givenBy"], told["usesLeft"], told["history"]]),
            json!(["DELEGATE", 9, [{ "version": 1 }]]),
            "{event}"
        );
        let replica = stage.another_hub().await;
        let ended = end_delegation(&replica.hub, replica.holder(amara), delegation).await;
        assert!(ended.is_ok());
        line.ends_with("NOT_FOUND").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_with_a_delegation_under_which_nothing_was_given() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = both(stage).await;
        // Given back by the delegate.
        let delegation = delegated(stage, amara, luis, 60).await;
        let hub = stage.served().await;
        let mut line = follows(&hub, luis, amara).await;
        watched(stage, OF_BOTH).await;
        end_delegation(&stage.hub, stage.holder(luis), delegation)
            .await
            .unwrap();
        line.ends_with("NOT_FOUND").await;
        // Over by the passing of time; another that lasts longer carries it on.
        delegated(stage, amara, luis, 10).await;
        delegated(stage, amara, luis, 30).await;
        let mut line = follows(&hub, luis, amara).await;
        watched(stage, OF_BOTH).await;
        stage.hub.clock.advance(Duration::minutes(11));
        let acme = stage.partner("Acme").await;
        let given = grants(stage, luis, Some(amara), acme).await;
        assert_eq!(heard(&line.next().await.unwrap()), json!([given, "GRANTED", 1]));
        stage.hub.clock.advance(Duration::minutes(20));
        line.ends_with("NOT_FOUND").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_where_one_of_the_two_turns_out_to_be_a_minor() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = both(stage).await;
        let nia = stage.source("school", "badge", &["email"]).await;
        nia.sends_json(&badge("reading", "nia@example.org", "Nia Park", &["reading"]))
            .await;
        let nia = persons(stage, "Nia Park").await[0];
        delegated(stage, amara, luis, 60).await;
        let hub = stage.served().await;
        for minor in [luis, amara] {
            let mut line = follows(&hub, luis, amara).await;
            watched(stage, OF_BOTH).await;
            guards(stage, minor, nia, 30).await;
            line.ends_with("NOT_FOUND").await;
            end_guardianship(&stage.hub, stage.steward(), (minor, nia), Some(AgeBand::Adult))
                .await
                .unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_hears_of_every_consent_of_the_minor_until_they_are_of_age() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = both(stage).await;
        let acme = stage.partner("Acme").await;
        guards(stage, luis, amara, 60).await;
        let hub = stage.served().await;
        let mut line = follows(&hub, amara, luis).await;
        watched(stage, OF_BOTH).await;
        // The minor begins: the guardian hears that there is something to approve.
        let begun = grants(stage, luis, None, acme).await;
        assert_eq!(heard(&line.next().await.unwrap()), json!([begun, "REQUESTED", 1]));
        let only = json!({ "for": passport(luis), "consent": begun });
        let mut one = hub.follows(Bearer::Holder(amara), FOLLOW, only).await;
        watched(stage, 2 * OF_BOTH).await;
        let consent = stage.ids("SELECT consent_id FROM consent").await[0];
        withdraw_consent(&stage.hub, stage.holder(luis), consent).await.unwrap();
        for line in [&mut line, &mut one] {
            let event = line.next().await.unwrap();
            let state = &event["data"]["consentChanged"]["consent"]["state"];
            assert!(["REFUSED", "WITHDRAWN"].contains(&state.as_str().unwrap()), "{event}");
        }
        end_guardianship(&stage.hub, stage.steward(), (luis, amara), Some(AgeBand::Adult))
            .await
            .unwrap();
        line.ends_with("NOT_FOUND").await;
        one.ends_with("NOT_FOUND").await;

        guards(stage, luis, amara, 30).await;
        let mut line = follows(&hub, amara, luis).await;
        watched(stage, OF_BOTH).await;
        stage.hub.clock.advance(Duration::minutes(31));
        line.ends_with("NOT_FOUND").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nothing_lets_decide_follows_nothing_and_learns_nothing() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = both(stage).await;
        let acme = stage.partner("Acme").await;
        let own = stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let hub = stage.served().await;
        for of in [amara, Uuid::now_v7()] {
            follows(&hub, luis, of).await.ends_with("NOT_FOUND").await;
        }
        delegated(stage, amara, luis, 60).await;
        let only = passport_hub::graphql::ids::holders_id(Kind::Consent, amara, own);
        let only = json!({ "for": passport(amara), "consent": only.as_str() });
        hub.follows(Bearer::Holder(luis), FOLLOW, only)
            .await
            .ends_with("NOT_FOUND")
            .await;
        for (bearer, code) in [
            (Bearer::Partner(acme), "FORBIDDEN"),
            (Bearer::Steward(Uuid::from_u128(1)), "FORBIDDEN"),
        ] {
            let of = json!({ "for": passport(amara) });
            hub.follows(bearer, FOLLOW, of).await.ends_with(code).await;
        }
    })
    .await;
}
