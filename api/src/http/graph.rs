//! The one thing the transports know about the graph behind them.

use std::{future::Future, sync::Arc};

use async_graphql::{Request, Response};
use futures::stream::BoxStream;

use super::errors::code;

/// What a query or a mutation was answered.
#[derive(Debug)]
pub struct Reply {
    /// The answer.
    pub response: Response,
    /// The whole answer as JSON, where it was written already and there is nothing to add.
    pub json: Option<Vec<u8>>,
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Reply { response, json: None }
    }
}

/// What the transports need of the graph.
pub trait Graph: Clone + Send + Sync + 'static {
    /// Who calls, as the graph knows them.
    type Caller: Clone + Send + Sync + 'static;

    /// Says who calls. `None` means that no token was sent: a stranger. An error means that a token was sent and is
    /// not accepted.
    fn authenticate(&self, bearer: Option<&str>) -> impl Future<Output = Result<Self::Caller, Refused>> + Send;

    /// Whether this caller showed no token.
    fn is_stranger(&self, caller: &Self::Caller) -> bool;

    /// Runs a query or a mutation. The document is parsed, within the limits, and attached to the request; so is a
    /// [`RequestId`](super::RequestId).
    fn execute(&self, caller: Self::Caller, request: Request) -> impl Future<Output = Reply> + Send;

    /// Starts a subscription.
    fn subscribe(&self, caller: Self::Caller, request: Request) -> BoxStream<'static, Response>;

    /// Whether the hub can serve now; the error says in public words why not.
    fn ready(&self) -> impl Future<Output = Result<(), String>> + Send;

    /// The public keys that the graph's tokens are verified with, as a JSON Web Key Set.
    fn keys(&self) -> serde_json::Value {
        serde_json::json!({ "keys": [] })
    }

    /// The trusted document this caller registered under `documentId`.
    fn document(&self, _caller: &Self::Caller, _id: &str) -> Option<Arc<str>> {
        None
    }

    /// Whether this caller may send nothing but trusted documents.
    fn trusted_documents_only(&self, _caller: &Self::Caller) -> bool {
        false
    }
}

/// A caller turned away. Both parts are shown to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The stable code, such as `UNAUTHENTICATED`.
    pub code: &'static str,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Refused {
    /// The usual refusal: the token is not accepted.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self {
            code: code::UNAUTHENTICATED,
            message: message.into(),
        }
    }
}
