//! For those who run the hub: is it alive, is it ready, what are its numbers. And for those who are lost: nothing here.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use serde_json::json;
use tokio::time::timeout;

use super::{
    Door, Graph,
    errors::{Fault, code},
    exchange,
    respond::Media,
};

/// Who asks for readiness asks often, and gives up soon.
const READY_TIME: Duration = Duration::from_secs(3);

/// The process lives.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The hub can serve now.
pub(super) async fn ready<G: Graph>(State(door): State<Door<G>>) -> Response {
    let answer = timeout(READY_TIME, door.graph.ready()).await;
    match answer.unwrap_or_else(|_| Err("the check took too long".to_owned())) {
        Ok(()) => Json(json!({"status": "ready"})).into_response(),
        Err(reason) => {
            let body = Json(json!({"status": "not ready", "reason": reason}));
            (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
        }
    }
}

/// The numbers, in Prometheus' text format.
pub(super) async fn metrics<G: Graph>(State(door): State<Door<G>>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        door.metrics(),
    )
        .into_response()
}

/// Nothing is served here.
pub(super) async fn lost() -> Response {
    let message = "Nothing is served under this path. The graph is at `/graphql`.";
    exchange::refuse(Fault::new(code::NOT_FOUND, message), Media::Json)
}

/// The path is right, the method is not.
pub(super) async fn wrong_method() -> Response {
    let message = "Send queries by GET or POST and everything else by POST.";
    let mut response = exchange::refuse(Fault::new(code::METHOD_NOT_ALLOWED, message), Media::Json);
    response
        .headers_mut()
        .insert(header::ALLOW, http::HeaderValue::from_static("GET, POST"));
    response
}
