//! What is counted. Labels come from short fixed lists, so nothing a caller sends can add a series, and nothing
//! personal is in them.

use std::time::Duration;

use async_graphql::{Response, parser::types::OperationType};

use super::errors::{self, code};

/// Codes that have a series of their own; all others are counted together.
const OUTCOMES: &[&str] = &[
    code::BAD_REQUEST,
    code::BAD_USER_INPUT,
    code::BATCH_REFUSED,
    code::DOCUMENT_NOT_FOUND,
    code::DOCUMENT_REQUIRED,
    code::DOCUMENT_TOO_LARGE,
    code::GRAPHQL_PARSE_FAILED,
    code::GRAPHQL_VALIDATION_FAILED,
    code::INTERNAL_SERVER_ERROR,
    code::INTROSPECTION_DISABLED,
    code::METHOD_NOT_ALLOWED,
    code::NOT_ACCEPTABLE,
    code::NOT_FOUND,
    code::OVERLOADED,
    code::PAYLOAD_TOO_LARGE,
    code::PERSISTED_QUERY_NOT_SUPPORTED,
    code::PREFLIGHT_REQUIRED,
    code::QUERY_TOO_COMPLEX,
    code::QUERY_TOO_DEEP,
    code::REQUEST_TIMEOUT,
    code::TIMEOUT,
    code::TOO_MANY_ALIASES,
    code::TOO_MANY_DIRECTIVES,
    code::TOO_MANY_OPERATIONS,
    code::TOO_MANY_ROOT_FIELDS,
    code::TOO_MANY_TOKENS,
    code::UNAUTHENTICATED,
    code::UNSUPPORTED_MEDIA_TYPE,
    "CONFLICT",
    "FORBIDDEN",
    "RATE_LIMITED",
];

/// Says to the recorder what the numbers mean.
pub(super) fn describe() {
    metrics::describe_counter!(
        "graphql_operations_total",
        "Operations run, by transport, kind and outcome"
    );
    metrics::describe_histogram!(
        "graphql_operation_seconds",
        metrics::Unit::Seconds,
        "Time to run an operation"
    );
    metrics::describe_counter!(
        "graphql_refusals_total",
        "Requests turned away before they ran, by code"
    );
    metrics::describe_counter!(
        "graphql_events_total",
        "Answers sent on subscriptions, by transport and outcome"
    );
    metrics::describe_gauge!("graphql_sockets_open", "Sockets open now");
    metrics::describe_gauge!("graphql_subscriptions_open", "Subscriptions open now");
    metrics::describe_counter!("http_answers_total", "Answers sent, by route and status");
}

/// An operation ran.
pub(super) fn operation(transport: &'static str, kind: OperationType, response: &Response, took: Duration) {
    let (kind, outcome) = (kind_label(kind), outcome(response));
    metrics::counter!("graphql_operations_total", "transport" => transport, "kind" => kind, "outcome" => outcome)
        .increment(1);
    metrics::histogram!("graphql_operation_seconds", "kind" => kind).record(took);
}

/// A subscription sent an answer.
pub(super) fn event(transport: &'static str, response: &Response) {
    metrics::counter!("graphql_events_total", "transport" => transport, "outcome" => outcome(response)).increment(1);
}

/// A request was turned away before it ran.
pub(super) fn refusal(transport: &'static str, code: &str) {
    metrics::counter!("graphql_refusals_total", "transport" => transport, "code" => known(code)).increment(1);
}

/// An answer left.
pub(super) fn answer(route: &'static str, status: http::StatusCode) {
    metrics::counter!("http_answers_total", "route" => route, "status" => status_label(status)).increment(1);
}

/// Something that is open as long as this is held.
pub(super) struct Open(&'static str);

impl Open {
    pub(super) fn socket() -> Self {
        Self::new("graphql_sockets_open")
    }

    pub(super) fn subscription() -> Self {
        Self::new("graphql_subscriptions_open")
    }

    fn new(name: &'static str) -> Self {
        metrics::gauge!(name).increment(1);
        Self(name)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!(self.0).decrement(1);
    }
}

fn kind_label(kind: OperationType) -> &'static str {
    match kind {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}

fn outcome(response: &Response) -> &'static str {
    response
        .errors
        .first()
        .map_or("ok", |error| known(errors::code_of(error).unwrap_or_default()))
}

fn known(code: &str) -> &'static str {
    OUTCOMES.iter().copied().find(|known| *known == code).unwrap_or("OTHER")
}

fn status_label(status: http::StatusCode) -> &'static str {
    match status.as_u16() {
        101 => "101",
        200 => "200",
        400 => "400",
        401 => "401",
        404 => "404",
        408 => "408",
        413 => "413",
        503 => "503",
        201..=299 => "2xx",
        300..=399 => "3xx",
        402..=499 => "4xx",
        500..=599 => "5xx",
        _ => "other",
    }
}
