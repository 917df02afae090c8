//! The explorer at `/`: GraphiQL over the hub's own endpoints.

use async_graphql::http::GraphiQLSource;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::header;

use super::{Door, Graph, health};

/// The page's programs come from one host and talk to ours; nothing else may run in it, and no site may frame it.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' https://unpkg.com; \
    style-src 'unsafe-inline' https://unpkg.com; font-src data: https://unpkg.com; img-src 'self' data: https:; \
    connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Builds the page once.
pub(super) fn build() -> Bytes {
    let page = GraphiQLSource::build()
        .endpoint("/graphql")
        .subscription_endpoint("/graphql")
        .title("Passport Hub");
    Bytes::from(page.finish())
}

/// Serves the page, where it is switched on.
pub(super) async fn explorer<G: Graph>(State(door): State<Door<G>>) -> Response {
    let Some(page) = door.page() else {
        return health::lost().await;
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, page).into_response()
}
