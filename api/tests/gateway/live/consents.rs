//! Consents are followed: by their holder, and by the partner they are for.

use super::amara;
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::flows::consent::withdraw_consent;
use passport_hub::graphql::ids::{Kind, holders_id};
use serde_json::{Value, json};
use uuid::Uuid;

const CONSENTS: &str = "subscription ($consent: ID) { consentChanged(consent: $consent) { at
    consent { id version state partner { name } scopes denies inForce useLimit usesLeft } } }";

fn consent(event: &Value) -> Value {
    let consent = &event["data"]["consentChanged"]["consent"];
    assert!(consent.is_object(), "{event}");
    json!([consent["partner"]["name"], consent["state"], consent["version"]])
}

/// Waits until so much is watched.
pub(super) async fn watched(stage: &Stage, topics: usize) {
    while stage.hub.db.events().watched() < topics {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_and_the_partner_hear_of_a_consent() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let (acme, other) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        let first = stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let hub = stage.served().await;
        let mut holder = hub.follows(Bearer::Holder(amara), CONSENTS, json!({})).await;
        let mut partner = hub.follows(Bearer::Partner(acme), CONSENTS, json!({})).await;
        let only = json!({ "consent": holders_id(Kind::Consent, amara, first).as_str() });
        let mut one = hub.follows(Bearer::Partner(acme), CONSENTS, only.clone()).await;
        let mut foreign = hub.follows(Bearer::Partner(other), CONSENTS, only).await;
        foreign.ends_with("NOT_FOUND").await;
        // The holder's person and consents; the partner's consents, twice.
        watched(stage, 4).await;
        stage.consents(amara, other, &["passport/Skill.r"]).await;
        assert_eq!(
            consent(&holder.next().await.unwrap()),
            json!(["Borealis", "GRANTED", 1])
        );
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        for line in [&mut holder, &mut partner] {
            assert_eq!(consent(&line.next().await.unwrap()), json!(["Acme", "GRANTED", 1]));
        }
        withdraw_consent(&stage.hub, stage.holder(amara), first).await.unwrap();
        for line in [&mut holder, &mut partner, &mut one] {
            let heard = line.next().await.unwrap();
            assert_eq!(consent(&heard), json!(["Acme", "WITHDRAWN", 2]), "{heard}");
            assert_eq!(codes(&heard), []);
        }
        for (bearer, code) in [
            (Bearer::Steward(Uuid::from_u128(1)), "FORBIDDEN"),
            (Bearer::Holder(Uuid::now_v7()), "NOT_FOUND"),
        ] {
            hub.follows(bearer, CONSENTS, json!({})).await.ends_with(code).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_is_used_up_is_heard_of() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        stage
            .consents_within(amara, acme, &["passport/Credential.r"], Some(2))
            .await;
        let hub = stage.served().await;
        let mut holder = hub.follows(Bearer::Holder(amara), CONSENTS, json!({})).await;
        let mut used = hub.follows(Bearer::Partner(acme), CONSENTS, json!({})).await;
        watched(stage, 3).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let name = "query ($id: ID!) { passport(id: $id) { credentials { totalCount } } }";
        partner.asks(name, amara).await;
        partner.asks(name, amara).await;
        for line in [&mut holder, &mut used] {
            let heard = line.next().await.unwrap();
            assert_eq!(consent(&heard), json!(["Acme", "GRANTED", 1]));
            let told = &heard["data"]["consentChanged"]["consent"];
            assert_eq!(
                json!([told["inForce"], told["useLimit"], told["usesLeft"]]),
                json!([false, 2, 0]),
                "{heard}"
            );
        }
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let next = holder.next().await.unwrap();
        assert_eq!(
            next["data"]["consentChanged"]["consent"]["scopes"],
            json!(["passport/Skill.r"]),
            "the use before the last is no event"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_not_told_what_is_denied() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        let hub = stage.served().await;
        let mut holder = hub.follows(Bearer::Holder(amara), CONSENTS, json!({})).await;
        let mut partner = hub.follows(Bearer::Partner(acme), CONSENTS, json!({})).await;
        watched(stage, 3).await;
        super::ends::consents_for(stage, amara, acme, 30, &["passport/Experience.r?kind=care"]).await;
        let denies = |event: Value| event["data"]["consentChanged"]["consent"]["denies"].clone();
        assert_eq!(
            denies(holder.next().await.unwrap()),
            json!(["passport/Experience.r?kind=care"])
        );
        assert_eq!(denies(partner.next().await.unwrap()), json!([]));
    })
    .await;
}
