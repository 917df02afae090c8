//! The roles of the stories: who asks the graph, and what comes back.

use super::Stage;
use passport::consent::Purpose;
use passport_hub::caller::{Bearer, Caller, Partner};
use passport_hub::flows::consent::{Consent, Given, give_consent};
use passport_hub::graphql::Gateway;
use passport_hub::graphql::ids::{Kind, id};
use passport_hub::http::{Graph, RequestId};
use passport_hub::store::sources::{ensure_client, ensure_partner};
use serde_json::{Value, json};
use uuid::Uuid;

/// Somebody who asks the graph.
pub struct Asker<'a> {
    stage: &'a Stage,
    caller: Caller,
}

impl Stage {
    /// Whoever this bearer's token makes, asking.
    pub fn asker(&self, bearer: Bearer) -> Asker<'_> {
        Asker {
            stage: self,
            caller: self.caller(bearer),
        }
    }

    /// Somebody without a token.
    pub fn stranger(&self) -> Asker<'_> {
        Asker {
            stage: self,
            caller: Caller::Stranger,
        }
    }

    /// A partner organization that hires.
    pub async fn partner(&self, name: &str) -> Partner {
        let organization = ensure_partner(&self.hub.db, name, self.hub.clock.now()).await.unwrap();
        self.hub.shelf.reload_parties(&self.hub.db).await.unwrap();
        Partner {
            organization,
            client: None,
            purpose: Purpose::Hiring,
        }
    }

    /// The partner as one program of it.
    pub async fn program(&self, partner: Partner, key: &str) -> Partner {
        let client = ensure_client(&self.hub.db, partner.organization, key, self.hub.clock.now()).await;
        self.hub.shelf.reload_parties(&self.hub.db).await.unwrap();
        Partner {
            client: Some(client.unwrap()),
            ..partner
        }
    }

    /// A holder consents to these scopes, for thirty days.
    pub async fn consents(&self, person: Uuid, partner: Partner, scopes: &[&str]) -> Uuid {
        self.consents_within(person, partner, scopes, None).await
    }

    /// A holder consents to these scopes, for thirty days and so many uses.
    pub async fn consents_within(&self, person: Uuid, partner: Partner, scopes: &[&str], uses: Option<i32>) -> Uuid {
        let wish = Consent {
            partner: partner.organization,
            client: partner.client,
            purpose: partner.purpose,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            denies: vec![],
            starts_at: None,
            expires_at: self.hub.clock.now() + chrono::Duration::days(30),
            use_limit: uses,
            retention: None,
            language: "en".into(),
        };
        match give_consent(&self.hub, self.holder(person), wish).await.unwrap() {
            Given::Granted(consent) => consent.consent_id,
            other => panic!("no consent: {other:?}"),
        }
    }
}

impl Asker<'_> {
    /// The whole answer to a document with these variables.
    pub async fn asks_with(&self, document: &str, variables: Value) -> Value {
        let request = async_graphql::Request::new(document)
            .variables(async_graphql::Variables::from_json(variables))
            .data(RequestId("story".into()));
        let response = Gateway::new(self.stage.hub.clone())
            .execute(self.caller.clone(), request)
            .await
            .response;
        serde_json::to_value(response).unwrap()
    }

    /// The whole answer to a document about one passport, `$id`.
    pub async fn asks(&self, document: &str, person: Uuid) -> Value {
        self.asks_with(document, json!({ "id": id(Kind::Passport, person).as_str() }))
            .await
    }
}

/// The codes of an answer's errors, with their paths.
pub fn codes(answer: &Value) -> Vec<(String, String)> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    let mut codes: Vec<_> = errors
        .map(|error| {
            let path: Vec<String> = error["path"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|p| p.to_string().replace('"', ""))
                .collect();
            (
                path.join("."),
                error["extensions"]["code"].as_str().unwrap_or("none").to_owned(),
            )
        })
        .collect();
    codes.sort();
    codes
}
