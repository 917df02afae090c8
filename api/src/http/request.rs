//! What is asked: from a query string or a body to the parameters of a GraphQL request, with an error that names the
//! parameter at fault.

use async_graphql::{Extensions, UploadValue, Variables};
use axum::extract::Query;
use http::{HeaderMap, Uri, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    errors::{Fault, code},
    settings::Limits,
};

/// The parameters of one operation, not yet parsed as GraphQL.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) query: Option<String>,
    pub(super) document_id: Option<String>,
    pub(super) operation_name: Option<String>,
    #[serde(default)]
    pub(super) variables: Variables,
    #[serde(default)]
    pub(super) extensions: Extensions,
    #[serde(skip)]
    pub(super) uploads: Vec<UploadValue>,
}

/// One operation, or several in an array.
pub(super) enum Asking {
    One(Box<Asked>),
    Many(Vec<Asked>),
}

/// What kind of body the caller says they send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    Json,
    Multipart,
}

impl BodyKind {
    /// Only kinds that a web page cannot send to another site without asking first. That, and tokens that no browser
    /// attaches by itself, leaves nothing to forge.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Fault> {
        let Some(sent) = headers.get(header::CONTENT_TYPE) else {
            return Err(unsupported("The body has no content type."));
        };
        let sent = sent.to_str().unwrap_or_default().to_ascii_lowercase();
        let mut parts = sent.split(';').map(str::trim);
        match parts.next() {
            Some("application/json" | "application/graphql-response+json") if parts.all(is_utf8_or_no_charset) => {
                Ok(Self::Json)
            }
            Some("application/json") => Err(unsupported("The body is not in UTF-8.")),
            Some("multipart/form-data") => Ok(Self::Multipart),
            _ => Err(unsupported("The body has a content type the hub does not read.")),
        }
    }
}

fn is_utf8_or_no_charset(parameter: &str) -> bool {
    parameter
        .strip_prefix("charset=")
        .is_none_or(|charset| matches!(charset.trim_matches('"'), "utf-8" | "utf8"))
}

fn unsupported(what: &str) -> Fault {
    let message = format!("{what} Send `Content-Type: application/json; charset=utf-8`.");
    Fault::new(code::UNSUPPORTED_MEDIA_TYPE, message)
}

/// Reads a JSON body. An array is a batch; `most` says how many operations it may hold.
pub(super) fn from_json(body: &[u8], most: usize, limits: &Limits) -> Result<Asking, Fault> {
    if !has_few_values(body, limits.json_values) {
        let message = format!(
            "The body has more than {} values. Send fewer at a time.",
            limits.json_values
        );
        return Err(Fault::new(code::PAYLOAD_TOO_LARGE, message));
    }
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Err(Fault::bad_request(
            "The body is empty. Send a JSON object with `query`.",
        )),
        Some(b'[') if most < 2 => Err(batch_refused("Batches are not taken. Send one operation a request.")),
        Some(b'[') => many(body, most),
        Some(_) => parse::<Asked>(body).map(|asked| Asking::One(Box::new(asked))),
    }
}

/// Whether a JSON text has at most so many values, told by its commas and brackets; text within strings is free.
pub(super) fn has_few_values(json: &[u8], most: usize) -> bool {
    // Each value takes two bytes at least, so small texts need no counting.
    if json.len() / 2 <= most {
        return true;
    }
    let (mut values, mut in_string, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b',' | b'[' | b'{' if !in_string => values += 1,
            _ => {}
        }
    }
    values <= most
}

fn many(body: &[u8], most: usize) -> Result<Asking, Fault> {
    let asked = parse::<Vec<Asked>>(body)?;
    match asked.len() {
        0 => Err(Fault::bad_request("The batch is empty. Send at least one operation.")),
        count if count > most => Err(batch_refused(&format!(
            "The batch has {count} operations; the limit is {most}."
        ))),
        _ => Ok(Asking::Many(asked)),
    }
}

fn batch_refused(message: &str) -> Fault {
    Fault::new(code::BATCH_REFUSED, message)
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|_| diagnose(body))
}

/// Reads the query string of a GET.
pub(super) fn from_uri(uri: &Uri) -> Result<Asked, Fault> {
    let Query(sent) = Query::<InQuery>::try_from_uri(uri)
        .map_err(|_| Fault::bad_request("The query string is not readable. Send each parameter once, URL-encoded."))?;
    let operation_name = sent.operation_name;
    let variables = json_parameter("variables", sent.variables.as_deref())?;
    let extensions = json_parameter("extensions", sent.extensions.as_deref())?;
    Ok(Asked {
        query: sent.query,
        document_id: sent.document_id,
        operation_name,
        variables,
        extensions,
        uploads: vec![],
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InQuery {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

fn json_parameter<T: DeserializeOwned + Default>(name: &str, sent: Option<&str>) -> Result<T, Fault> {
    let Some(sent) = sent.filter(|sent| !sent.is_empty()) else {
        return Ok(T::default());
    };
    serde_json::from_str(sent).map_err(|_| Fault::bad_request(format!("`{name}` must be a JSON object.")))
}

/// Says what is wrong with a body that could not be read. Only bad bodies are read twice.
fn diagnose(body: &[u8]) -> Fault {
    let value = match serde_json::from_slice::<Value>(body) {
        Ok(value) => value,
        Err(error) => return Fault::bad_request(format!("The body is not JSON: {error}.")),
    };
    let suspects = match &value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let message = suspects
        .iter()
        .find_map(wrong_parameter)
        .unwrap_or("The body is not a GraphQL request.");
    Fault::bad_request(message)
}

fn wrong_parameter(value: &Value) -> Option<&'static str> {
    let Some(sent) = value.as_object() else {
        return Some("The body must be a JSON object with `query`.");
    };
    let wrong =
        |name: &str, fits: fn(&Value) -> bool| sent.get(name).is_some_and(|value| !value.is_null() && !fits(value));
    [
        (wrong("query", Value::is_string), "`query` must be a string."),
        (wrong("documentId", Value::is_string), "`documentId` must be a string."),
        (
            wrong("operationName", Value::is_string),
            "`operationName` must be a string.",
        ),
        (
            wrong("variables", Value::is_object),
            "`variables` must be a JSON object.",
        ),
        (
            wrong("extensions", Value::is_object),
            "`extensions` must be a JSON object.",
        ),
    ]
    .into_iter()
    .find_map(|(wrong, message)| wrong.then_some(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_and_multipart_are_read() {
        for (sent, kind) in [
            ("application/json", Some(BodyKind::Json)),
            ("Application/JSON; charset=UTF-8", Some(BodyKind::Json)),
            ("application/json;charset=\"utf-8\"", Some(BodyKind::Json)),
            ("application/json; charset=latin1", None),
            ("multipart/form-data; boundary=x", Some(BodyKind::Multipart)),
            ("text/plain", None),
            ("application/x-www-form-urlencoded", None),
            ("application/graphql", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, sent.parse().unwrap());
            assert_eq!(BodyKind::of(&headers).ok(), kind, "{sent}");
        }
        assert!(BodyKind::of(&HeaderMap::new()).is_err());
    }

    #[test]
    fn a_bad_body_is_told_what_is_wrong_with_it() {
        let deep = format!(
            "{{\"query\":\"{{a}}\",\"variables\":{{\"a\":{}1{}}}}}",
            "[".repeat(200),
            "]".repeat(200)
        );
        for (body, said) in [
            (&b""[..], "empty"),
            (b"  \n", "empty"),
            (b"{", "not JSON"),
            (b"{\"query\": \"{a}\"} x", "not JSON"),
            (b"3", "JSON object"),
            (b"{\"query\": 3}", "`query`"),
            (b"{\"query\": \"{a}\", \"operationName\": {}}", "`operationName`"),
            (b"{\"query\": \"{a}\", \"variables\": []}", "`variables`"),
            (b"{\"query\": \"{a}\", \"extensions\": \"x\"}", "`extensions`"),
            (b"{\"query\": \"{a}\", \"query\": \"{b}\"}", "not a GraphQL request"),
            (b"{\"query\": \"\\ud800\"}", "not JSON"),
            (b"{\"query\": \"\xff\"}", "not JSON"),
            (b"[{\"query\": \"{a}\"}]", "Batches"),
            (deep.as_bytes(), "not JSON"),
        ] {
            let message = from_json(body, 0, &Limits::default()).err().unwrap().message;
            assert!(
                message.contains(said),
                "{} got {message}",
                String::from_utf8_lossy(body)
            );
        }
    }

    #[test]
    fn null_is_as_good_as_nothing() {
        let body = br#"{"query":"{a}","operationName":null,"variables":null,"extensions":null,"other":1}"#;
        assert!(
            matches!(from_json(body, 0, &Limits::default()), Ok(Asking::One(asked)) if asked.query.as_deref() == Some("{a}"))
        );
    }

    #[test]
    fn a_batch_is_bounded() {
        for (count, taken) in [(0, false), (1, true), (3, true), (4, false)] {
            let body = format!("[{}]", vec![r#"{"query":"{a}"}"#; count].join(","));
            assert_eq!(
                from_json(body.as_bytes(), 3, &Limits::default()).is_ok(),
                taken,
                "{count}"
            );
        }
    }

    #[test]
    fn many_values_are_refused_before_they_are_built() {
        let with = |variable: String| format!(r#"{{"query":"{{me}}","variables":{{"a":{variable}}}}}"#);
        for (variable, taken) in [
            (format!("[{}0]", "0,".repeat(40_000)), true),
            (format!("[{}0]", "0,".repeat(60_000)), false),
            (format!("[{}0]", "[],".repeat(60_000)), false),
            (format!("\"{}\"", ",{[".repeat(60_000)), true),
            (format!("\"\\\"{}\"", ",{[".repeat(60_000)), true),
        ] {
            let body = with(variable);
            assert_eq!(
                from_json(body.as_bytes(), 0, &Limits::default()).is_ok(),
                taken,
                "{body:.80}"
            );
        }
    }
}
