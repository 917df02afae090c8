//! Receipts: both sides can show later what was consented to, and when it ended.

use crate::support::{Stage, on_both};
use crate::world;
use passport_hub::caller::Bearer;
use passport_hub::flows::consent::{Withdrawn, withdraw_consent};
use passport_hub::receipts::verify;
use serde_json::{Value, json};

const RECEIPTS: &str = "{ consents { receipts { version issuedAt document } } }";

fn documents(answer: &Value) -> Vec<&str> {
    let receipts = answer.pointer("/data/consents/0/receipts").and_then(Value::as_array);
    let receipts = receipts.unwrap_or_else(|| panic!("no receipts: {answer}"));
    receipts
        .iter()
        .map(|receipt| receipt["document"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_of_a_consent_leaves_a_receipt_that_anybody_can_check() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let consent = stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let known = partner
            .asks_with("{ passports { nodes { pseudonym } } }", json!({}))
            .await;
        let known_as = known["data"]["passports"]["nodes"][0]["pseudonym"].as_str().unwrap();
        let withdrawn = withdraw_consent(&stage.hub, stage.holder(amara), consent)
            .await
            .unwrap();
        assert!(matches!(withdrawn, Withdrawn::Withdrawn(_)));

        let answer = stage.asker(Bearer::Holder(amara)).asks_with(RECEIPTS, json!({})).await;
        let published = json!({ "keys": [stage.hub.keys.jwk()] }).to_string();
        let receipts: Vec<_> = documents(&answer)
            .into_iter()
            .map(|document| {
                // As a client shows it, within a JSON string, it holds too.
                assert!(verify(&json!(document).to_string(), &published).is_ok());
                verify(document, &published).unwrap()
            })
            .collect();
        let states: Vec<_> = receipts
            .iter()
            .map(|receipt| receipt.events[0].event_state.as_str())
            .collect();
        assert_eq!(states, ["withdrawn", "granted"]);
        for receipt in &receipts {
            assert_eq!(receipt.pii_principal_id, known_as, "the partner can tell whose it is");
            assert_eq!(receipt.pii_processing.pii_information, ["passport/Skill.r"]);
            assert_eq!(receipt.parties[1].party_name, "Acme");
        }
        let text = documents(&answer).concat();
        for private in ["Okafor", "amara", &amara.to_string(), &consent.to_string()] {
            assert!(!text.contains(private), "{private}");
        }
    })
    .await;
}
