//! Around every request: its name, a span for the log, the numbers, and the headers that keep browsers careful. The
//! log learns the operation's name and never its document, its variables or a token.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tracing::{Instrument, field::Empty};

use super::{errors, exchange, ids, ids::RequestId, key_set, metrics, respond::Media};

/// Sees a request in and its answer out. A panic anywhere inside is answered like any other inner error.
pub(super) async fn observe(mut request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = RequestId::of(request.headers());
    let route = route(&request);
    let span = tracing::info_span!(
        "request", request_id = %id, method = method(request.method()), route,
        operation = Empty, status = Empty, ms = Empty
    );
    request.extensions_mut().insert(id.clone());
    let answered = errors::unpanicked(&id, next.run(request).instrument(span.clone())).await;
    let mut response = answered.unwrap_or_else(|fault| exchange::refuse(fault, Media::Json));
    set_headers(response.headers_mut(), &id);
    metrics::answer(route, response.status());
    span.record("status", response.status().as_u16());
    span.record("ms", start.elapsed().as_secs_f64() * 1000.0);
    span.in_scope(|| tracing::info!("answered"));
    response
}

fn set_headers(headers: &mut HeaderMap, id: &RequestId) {
    const CAREFUL: [(HeaderName, HeaderValue); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        ),
    ];
    for (name, value) in CAREFUL {
        headers.entry(name).or_insert(value);
    }
    if let Some(id) = id.header() {
        headers.insert(ids::HEADER, id);
    }
}

/// One of the hub's routes, as a label.
fn route(request: &Request) -> &'static str {
    const ROUTES: [&str; 7] = [
        "/graphql",
        "/graphql/stream",
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        key_set::PATH,
    ];
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    ROUTES.into_iter().find(|route| *route == path).unwrap_or("other")
}

/// A method as a label; callers may invent their own.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
