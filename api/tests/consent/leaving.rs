//! Leaving: a holder takes everything along, and is gone.

use crate::support::sources::employees;
use crate::support::{Stage, on_both};
use crate::{PASSPORT, total, world};
use passport_hub::caller::Bearer;
use passport_hub::graphql::ids::{Kind, id};
use passport_hub::receipts::verify;
use serde_json::{Value, json};
use uuid::Uuid;

const EXPORT: &str = "{ exportPassport { document } }";
const ERASE: &str = "mutation ($id: ID!) { erasePassport(input: { passport: $id }) {
    __typename ... on PassportErased { records consents } ... on PassportNotErased { reason } } }";

async fn bundle(stage: &Stage, person: Uuid) -> Value {
    let answer = stage.asker(Bearer::Holder(person)).asks_with(EXPORT, json!({})).await;
    let document = answer.pointer("/data/exportPassport/document").and_then(Value::as_str);
    serde_json::from_str(document.unwrap_or_else(|| panic!("no export: {answer}"))).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_takes_everything_along_and_nothing_of_others() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let bundle = bundle(stage, amara).await;
        let rows = |table: &str| {
            bundle["tables"][table]
                .as_array()
                .unwrap_or_else(|| panic!("no {table}"))
                .len()
        };
        for table in [
            "person",
            "consents",
            "receipts",
            "disclosures",
            "credentials",
            "experiences",
        ] {
            assert_eq!(rows(table), 1, "{table}");
        }
        assert!(
            rows("claims") == 3 && rows("records") >= 3 && rows("subjects") == 2,
            "{bundle}"
        );
        let emails: Vec<_> = bundle["tables"]["identifiers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["value"])
            .collect();
        assert!(emails.contains(&&json!("amara@example.org")), "{emails:?}");
        let receipt = bundle["tables"]["receipts"][0]["document"].to_string();
        verify(&receipt, &bundle["keys"].to_string()).expect("what is taken along verifies");
        let text = bundle.to_string();
        assert!(!text.contains("Luis") && !text.contains(&luis.to_string()) && !text.contains("_sealed"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_is_gone_but_for_proof_that_names_nobody() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let (holder, partner) = (stage.asker(Bearer::Holder(amara)), stage.asker(Bearer::Partner(acme)));
        assert_eq!(total(&partner.asks(PASSPORT, amara).await, "skills"), 2);
        let passport = |person| json!({ "id": id(Kind::Passport, person).as_str() });
        let other = holder.asks_with(ERASE, passport(luis)).await;
        assert_eq!(
            other["data"]["erasePassport"]["__typename"], "PassportNotErased",
            "{other}"
        );

        let erased = holder.asks_with(ERASE, passport(amara)).await;
        assert_eq!(
            erased["data"]["erasePassport"]["__typename"], "PassportErased",
            "{erased}"
        );
        assert_eq!(erased["data"]["erasePassport"]["consents"], 1);
        let unknown = partner.asks(PASSPORT, Uuid::now_v7()).await;
        assert_eq!(partner.asks(PASSPORT, amara).await, unknown);
        let gone = holder.asks_with("{ me { passport { id } } }", json!({})).await;
        assert_eq!(gone["data"]["me"]["passport"], Value::Null, "{gone}");

        let left = format!("{:?}", stage.everything().await);
        for private in ["Amara", "Okafor", "amara@example.org"] {
            assert!(!left.contains(private), "{private} is still there");
        }
        assert!(left.contains("Luis"), "another's passport stays");
        for (proof, rows) in [("consent", 2), ("consent_receipt", 2), ("disclosure", 2)] {
            let of_her = format!("{proof} WHERE person_id = {}", stage.id(amara));
            assert_eq!(stage.count(&of_her).await, rows, "{proof}");
        }
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
        let again = format!(
            "person WHERE display_name = 'Amara Okafor' AND id <> {}",
            stage.id(amara)
        );
        assert_eq!(stage.count(&again).await, 1, "what a source sends again begins anew");
    })
    .await;
}
