//! Errors on their way out: a stable code on each, and nothing of the inside in any.

use std::{any::Any, collections::BTreeMap, panic::AssertUnwindSafe};

use async_graphql::{ErrorExtensionValues, Pos, Response, ServerError, Value};
use futures::FutureExt;
use http::StatusCode;

use super::{Refused, ids::RequestId};

/// The codes a caller may build on. They do not change.
pub mod code {
    /// The request is not one: bad JSON, no query, a parameter of the wrong type.
    pub const BAD_REQUEST: &str = "BAD_REQUEST";
    /// A variable or argument does not fit its type.
    pub const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
    /// The body is neither JSON nor multipart.
    pub const UNSUPPORTED_MEDIA_TYPE: &str = "UNSUPPORTED_MEDIA_TYPE";
    /// The caller accepts no media type the hub speaks.
    pub const NOT_ACCEPTABLE: &str = "NOT_ACCEPTABLE";
    /// The operation may not be sent by this method.
    pub const METHOD_NOT_ALLOWED: &str = "METHOD_NOT_ALLOWED";
    /// The body is larger than allowed.
    pub const PAYLOAD_TOO_LARGE: &str = "PAYLOAD_TOO_LARGE";
    /// Several operations in one request.
    pub const BATCH_REFUSED: &str = "BATCH_REFUSED";
    /// A multipart request without a preflight header.
    pub const PREFLIGHT_REQUIRED: &str = "PREFLIGHT_REQUIRED";
    /// Nothing is served under this path.
    pub const NOT_FOUND: &str = "NOT_FOUND";
    /// The body took too long to arrive.
    pub const REQUEST_TIMEOUT: &str = "REQUEST_TIMEOUT";
    /// The operation took too long.
    pub const TIMEOUT: &str = "TIMEOUT";
    /// The hub has no room for this request now.
    pub const OVERLOADED: &str = "OVERLOADED";
    /// No token, or one that is not accepted.
    pub const UNAUTHENTICATED: &str = "UNAUTHENTICATED";
    /// The schema is shown only to callers with a token.
    pub const INTROSPECTION_DISABLED: &str = "INTROSPECTION_DISABLED";
    /// The hub failed; the message carries an id to quote.
    pub const INTERNAL_SERVER_ERROR: &str = "INTERNAL_SERVER_ERROR";
    /// The document is not GraphQL.
    pub const GRAPHQL_PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
    /// The document does not fit the schema.
    pub const GRAPHQL_VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
    /// The document nests too many fields.
    pub const QUERY_TOO_DEEP: &str = "QUERY_TOO_DEEP";
    /// The document asks for too much.
    pub const QUERY_TOO_COMPLEX: &str = "QUERY_TOO_COMPLEX";
    /// The document renames too many fields.
    pub const TOO_MANY_ALIASES: &str = "TOO_MANY_ALIASES";
    /// The operation asks too many fields of its root.
    pub const TOO_MANY_ROOT_FIELDS: &str = "TOO_MANY_ROOT_FIELDS";
    /// The document carries too many directives.
    pub const TOO_MANY_DIRECTIVES: &str = "TOO_MANY_DIRECTIVES";
    /// The document is too long, counted in tokens.
    pub const TOO_MANY_TOKENS: &str = "TOO_MANY_TOKENS";
    /// The document is too long, counted in bytes.
    pub const DOCUMENT_TOO_LARGE: &str = "DOCUMENT_TOO_LARGE";
    /// No trusted document has this id.
    pub const DOCUMENT_NOT_FOUND: &str = "DOCUMENT_NOT_FOUND";
    /// Only trusted documents are taken from this caller.
    pub const DOCUMENT_REQUIRED: &str = "DOCUMENT_REQUIRED";
    /// Automatic persisted queries are not offered; clients know this code and send the whole document.
    pub const PERSISTED_QUERY_NOT_SUPPORTED: &str = "PERSISTED_QUERY_NOT_SUPPORTED";
    /// The socket already runs as many operations as it may.
    pub const TOO_MANY_OPERATIONS: &str = "TOO_MANY_OPERATIONS";
}

/// One reason not to run a request, worded for the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) at: Vec<Pos>,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            at: Vec::new(),
        }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(code::BAD_REQUEST, message)
    }

    pub(super) fn at(self, at: Vec<Pos>) -> Self {
        Self { at, ..self }
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Self::new(refused.code, refused.message)
    }
}

impl From<Fault> for ServerError {
    fn from(fault: Fault) -> Self {
        let mut error = ServerError::new(fault.message, None);
        error.locations = fault.at;
        set_code(&mut error, fault.code);
        error
    }
}

impl From<Fault> for Response {
    fn from(fault: Fault) -> Self {
        Response::from_errors(vec![fault.into()])
    }
}

/// The status a request error has where the media type lets the status speak.
pub(super) fn status(code: &str) -> StatusCode {
    match code {
        code::UNAUTHENTICATED => StatusCode::UNAUTHORIZED,
        "FORBIDDEN" | "STANDING_ENDED" => StatusCode::FORBIDDEN,
        code::NOT_FOUND => StatusCode::NOT_FOUND,
        code::METHOD_NOT_ALLOWED => StatusCode::METHOD_NOT_ALLOWED,
        code::NOT_ACCEPTABLE => StatusCode::NOT_ACCEPTABLE,
        code::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE,
        code::UNSUPPORTED_MEDIA_TYPE => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "RATE_LIMITED" => StatusCode::TOO_MANY_REQUESTS,
        code::REQUEST_TIMEOUT => StatusCode::REQUEST_TIMEOUT,
        code::TIMEOUT => StatusCode::GATEWAY_TIMEOUT,
        code::OVERLOADED => StatusCode::SERVICE_UNAVAILABLE,
        code::INTERNAL_SERVER_ERROR => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The code an error carries, if any.
pub(super) fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// Whether the operation never ran: no data, and an error that belongs to no field.
pub(super) fn is_request_error(response: &Response) -> bool {
    response.data == Value::Null && response.errors.iter().any(|error| error.path.is_empty())
}

/// Makes an answer fit to leave the hub: every error coded, inner ones masked, hints about the schema only for those
/// who showed a token.
pub(super) fn tidy(response: &mut Response, id: &RequestId, stranger: bool) {
    if response.errors.is_empty() {
        return;
    }
    let never_ran = response.data == Value::Null;
    if never_ran && response.errors.iter().all(|error| error.path.is_empty()) {
        response.errors.truncate(MOST_REQUEST_ERRORS);
    }
    for error in &mut response.errors {
        tidy_one(error, id, never_ran);
        if stranger {
            strip_hint(&mut error.message);
        }
    }
}

/// What the engine says too briefly.
const TOO_COMPLEX: &str = "The query costs too much: its fields, times the rows of the pages they stand in, are over the \
    limit. Ask for smaller pages, such as first: 10, or split it.";

/// A document can be wrong in a thousand places; the first few say enough.
const MOST_REQUEST_ERRORS: usize = 20;

fn tidy_one(error: &mut ServerError, id: &RequestId, never_ran: bool) {
    if code_of(error).is_some() {
        return;
    }
    match engine_code(error, never_ran) {
        Some(code) => {
            if code == code::QUERY_TOO_COMPLEX {
                error.message = TOO_COMPLEX.to_owned();
            } else if let Some(wanted) = wanted_date(&error.message) {
                error.message = format!("This is no date: write {wanted}.");
            }
            set_code(error, code);
        }
        None => mask(error, id),
    }
}

/// The code of an error that the engine itself raised. Resolvers' errors have a path, or a source, or both.
fn engine_code(error: &ServerError, never_ran: bool) -> Option<&'static str> {
    if error.source.is_some() {
        return None;
    }
    let message = error.message.as_str();
    let is_input = [
        "Failed to parse \"",
        "Expected input type \"",
        "Invalid value for argument",
    ];
    if is_input.iter().any(|start| message.starts_with(start)) {
        return Some(code::BAD_USER_INPUT);
    }
    (never_ran && error.path.is_empty()).then(|| match message {
        "Query is too complex." => code::QUERY_TOO_COMPLEX,
        "Query is nested too deep." => code::QUERY_TOO_DEEP,
        _ if message.starts_with("The recursion depth of the query") => code::QUERY_TOO_DEEP,
        _ if message.starts_with("The number of directives") => code::TOO_MANY_DIRECTIVES,
        _ => code::GRAPHQL_VALIDATION_FAILED,
    })
}

/// What is to be written where the engine could not read a date, and names the type that it tried.
fn wanted_date(message: &str) -> Option<&'static str> {
    let types = [
        ("\"NaiveDate\"", "a day that there is, such as 2025-03-14"),
        (
            "\"DateTime\"",
            "a moment with its time zone, such as 2025-03-14T09:30:00Z",
        ),
    ];
    let tried = message
        .strip_prefix("Failed to parse ")
        .or_else(|| message.strip_prefix("Expected input type "))?;
    let found = types.iter().find(|(name, _)| tried.starts_with(name));
    found.map(|(_, wanted)| *wanted)
}

fn mask(error: &mut ServerError, id: &RequestId) {
    tracing::error!(request_id = %id, path = ?error.path, "internal error: {}", error.message);
    error.message = masked(id);
    error.source = None;
    error.extensions = None;
    set_code(error, code::INTERNAL_SERVER_ERROR);
}

fn masked(id: &RequestId) -> String {
    format!("Internal error. Quote id {id}")
}

fn set_code(error: &mut ServerError, code: &str) {
    error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default)
        .set("code", code);
}

/// The engine's hints begin alike and end the message.
fn strip_hint(message: &mut String) {
    if let Some(start) = message.find(" Did you mean") {
        message.truncate(start);
    }
}

/// Runs work that may panic; a panic becomes the masked error.
pub(super) async fn unpanicked<T>(id: &RequestId, work: impl Future<Output = T>) -> Result<T, Fault> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .map_err(|panic| panicked(id, panic.as_ref()))
}

/// Logs what a panic said under the request's id, and gives the masked error.
pub(super) fn panicked(id: &RequestId, panic: &(dyn Any + Send)) -> Fault {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied());
    tracing::error!(request_id = %id, "panic: {}", said.unwrap_or("(no message)"));
    Fault::new(code::INTERNAL_SERVER_ERROR, masked(id))
}

/// An answer as it goes over the wire: without `data` when the operation never ran, as the specification asks.
#[derive(serde::Serialize)]
pub(super) struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

impl<'a> From<&'a Response> for Answer<'a> {
    fn from(response: &'a Response) -> Self {
        let data = (!is_request_error(response)).then_some(&response.data);
        Self {
            data,
            errors: &response.errors,
            extensions: &response.extensions,
        }
    }
}
