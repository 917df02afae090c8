//! What is kept for a time only goes when its time is over; what proves something stays.

use super::world;
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use chrono::TimeDelta;
use passport_hub::caller::Bearer;
use passport_hub::flows::audit::verify::verify;
use passport_hub::flows::retention::{Retention, keep_retention, past_retention};
use passport_hub::store::retention::Past;
use serde_json::json;

const ASK: &str = "mutation ($id: ID!) { requestConsent(input: { passport: $id, purpose: HIRING, forDays: 30,
    scopes: [{ scope: \"passport/Skill.r\", reason: \"To see what you can do.\" }] }) { __typename } }";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_past_its_time_goes_and_is_told() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let partner = stage.asker(Bearer::Partner(acme));
        for person in [amara, luis] {
            assert_eq!(codes(&partner.asks(ASK, person).await), []);
        }
        // One of the requests is answered; of it the consent is the proof.
        let request = "{ consentRequests(first: 1) { nodes { id } } }";
        let holder = stage.asker(Bearer::Holder(amara));
        let asked = holder.asks_with(request, json!({})).await;
        let asked = &asked["data"]["consentRequests"]["nodes"][0]["id"];
        let grant = "mutation ($id: ID!) { grantConsentRequest(input: { request: $id }) { __typename } }";
        let granted = holder.asks_with(grant, json!({ "id": asked })).await;
        assert_eq!(granted["data"]["grantConsentRequest"]["__typename"], "ConsentGranted");
        partner
            .asks(
                "query ($id: ID!) { passport(id: $id) { skills { totalCount } } }",
                amara,
            )
            .await;
        let rejected = stage.count("reject WHERE 1 = 1").await;
        let nothing = Past::default();
        assert_eq!(keep_retention(&stage.hub, Retention::default()).await.unwrap(), nothing);
        // A year and more goes by.
        stage.hub.clock.advance(TimeDelta::days(500));
        let expected = Past {
            rejects: u64::try_from(rejected).unwrap(),
            requests: 1,
            unclaimed: 0,
            questions: 1,
        };
        let for_good = Retention {
            rejects_days: 0,
            requests_days: 0,
            unclaimed_days: 0,
            questions_days: 0,
        };
        assert_eq!(past_retention(&stage.hub, for_good).await.unwrap(), nothing);
        assert_eq!(
            past_retention(&stage.hub, Retention::default()).await.unwrap(),
            expected
        );
        assert_eq!(
            keep_retention(&stage.hub, Retention::default()).await.unwrap(),
            expected
        );
        assert_eq!(keep_retention(&stage.hub, Retention::default()).await.unwrap(), nothing);
        assert_eq!(stage.count("consent_request WHERE 1 = 1").await, 1);
        assert_eq!(
            stage.count("disclosed_request WHERE question_sealed IS NOT NULL").await,
            0
        );
        let proved = verify(&stage.hub, None, |_| {}).await.unwrap();
        assert!(
            proved.findings.is_empty(),
            "what was let go is told as let go: {proved:?}"
        );
    })
    .await;
}
