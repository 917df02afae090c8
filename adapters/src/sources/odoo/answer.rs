//! Unwrapping an answer: the JSON-RPC envelope, the bare array of JSON-2, and everything that is no rows.

use super::model::Model;
use passport::record::{Place, Unreadable};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The rows of one answer.
pub struct Answer<'a> {
    /// Where the rows stand.
    pub place: Place,
    /// Which model they are of; none when there are no rows.
    pub model: Option<Model>,
    /// The rows, not yet looked into.
    pub rows: Vec<&'a RawValue>,
}

/// How much of a damaged answer is looked at to recognise it.
const GLANCE: usize = 4096;

/// Whether this looks like an answer of Odoo, whole or damaged.
pub fn is_from_odoo(bytes: &[u8]) -> bool {
    let text = without_mark(bytes).trim_ascii_start();
    match text.first() {
        Some(b'{') => is_envelope(text),
        Some(b'[') => first_row(text).map_or_else(|| looks_like_rows(text), |row| Model::is_odoo_row(&row)),
        _ => false,
    }
}

fn is_envelope(text: &[u8]) -> bool {
    let glance = glance(text);
    let has = |name: &str| glance.contains(&format!("\"{name}\""));
    (has("jsonrpc") && glance.find("\"jsonrpc\"").is_some_and(|at| at < 200))
        || ["name", "message", "arguments", "context", "debug"].into_iter().all(has)
}

fn first_row(text: &[u8]) -> Option<serde_json::Map<String, Value>> {
    serde_json::Deserializer::from_slice(text.get(1..)?).into_iter().next()?.ok()
}

/// A bare array cut off in its first row is told by the names of fields that only Odoo has together.
fn looks_like_rows(text: &[u8]) -> bool {
    let glance = glance(text);
    let has = |name: &&str| glance.contains(&format!("\"{name}\":"));
    let telling = ["employee_id", "skill_id", "skill_type_id", "line_type_id", "employee_skill_ids", "no_of_recruitment"];
    has(&"id") && (telling.iter().filter(|name| has(name)).count() >= 2 || has(&"write_date"))
}

fn glance(text: &[u8]) -> String {
    String::from_utf8_lossy(text.get(..GLANCE).unwrap_or(text)).replace("\" :", "\":")
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The rows of an answer, or why there are none.
pub fn unwrap<'a>(file: &str, bytes: &'a [u8]) -> Result<Answer<'a>, Unreadable> {
    let text = std::str::from_utf8(without_mark(bytes))
        .map_err(|_| unreadable(file, "not_utf8", "the file is not UTF-8, as Odoo's answers are; send it as received"))?;
    if text.trim().is_empty() {
        return Err(unreadable(file, "empty", "the file is empty; an answer with no rows would be []"));
    }
    let document: &RawValue = serde_json::from_str(text).map_err(|error| not_json(file, &error))?;
    if let Some(rows) = rows(document) {
        return answer(file, "", rows);
    }
    match serde_json::from_str::<Envelope<'a>>(document.get()) {
        Ok(envelope) => envelope.unwrap(file, document),
        Err(_) => Err(no_rows(file, document)),
    }
}

/// What stands at the top of an answer in either of Odoo's two APIs.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    jsonrpc: Option<&'a RawValue>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    #[serde(borrow)]
    debug: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    fn unwrap(self, file: &str, document: &'a RawValue) -> Result<Answer<'a>, Unreadable> {
        match self {
            Envelope { jsonrpc: Some(_), error: Some(error), .. } => Err(source_error(file, error)),
            Envelope { jsonrpc: Some(_), result: Some(result), .. } => of_result(file, result),
            Envelope { jsonrpc: None, debug: Some(_), .. } => Err(source_error(file, document)),
            _ => Err(no_rows(file, document)),
        }
    }
}

/// `search_read` and `read` answer an array, `web_search_read` an object that holds one.
fn of_result<'a>(file: &str, result: &'a RawValue) -> Result<Answer<'a>, Unreadable> {
    #[derive(Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        records: &'a RawValue,
    }
    if let Some(rows) = rows(result) {
        return answer(file, "/result", rows);
    }
    let page = serde_json::from_str::<Page<'a>>(result.get()).ok().and_then(|page| rows(page.records));
    page.map_or_else(|| Err(no_rows(file, result)), |rows| answer(file, "/result/records", rows))
}

fn rows(value: &RawValue) -> Option<Vec<&RawValue>> {
    value.get().starts_with('[').then(|| serde_json::from_str(value.get()).ok()).flatten()
}

fn answer<'a>(file: &str, pointer: &str, rows: Vec<&'a RawValue>) -> Result<Answer<'a>, Unreadable> {
    let model = Model::of(file, &rows);
    if model.is_none() && !rows.is_empty() {
        let reason = match rows.iter().any(|row| row.get().starts_with('{')) {
            true => "the rows are of no model that is read; employees are told by fields such as work_email or job_title",
            false => "the answer is a list of values, such as ids of a search; send the answer of search_read or read",
        };
        return Err(unreadable(file, "wrong_format", reason));
    }
    Ok(Answer { place: Place::pointer(file, pointer), model, rows })
}

/// An error in place of an answer: its class is named, its text is not, for it may quote rows.
fn source_error(file: &str, error: &RawValue) -> Unreadable {
    let error: Value = serde_json::from_str(error.get()).unwrap_or_default();
    let name = error.pointer("/data/name").or_else(|| error.get("name")).and_then(Value::as_str).unwrap_or_default();
    let plain = name.len() <= 100 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    let name = if plain && !name.is_empty() { name } else { "without a class" };
    let reason = format!("Odoo answered with an error ({name}) instead of rows; {}", advice(name));
    unreadable(file, "source_error", reason)
}

fn advice(class: &str) -> &'static str {
    match class.rsplit('.').next().unwrap_or_default() {
        "AccessDenied" | "Unauthorized" | "SessionExpiredException" => "check the database, the user and the API key",
        "AccessError" | "Forbidden" => "the user may not do this; give it read access to the model",
        "OperationalError" => "check the name of the database and whether it runs",
        "NotFound" | "UserError" | "UnprocessableEntity" => "check the model, the method and that it is a POST",
        "ValueError" | "KeyError" | "AttributeError" | "TypeError" => "check the model, its fields and the arguments",
        _ => "Odoo's own log says more",
    }
}

/// Says what an answer without rows is.
fn no_rows(file: &str, value: &RawValue) -> Unreadable {
    let value: Value = serde_json::from_str(value.get()).unwrap_or_default();
    let what = match &value {
        Value::Number(_) => "a number, such as a count or a user id",
        Value::Bool(false) => "false, as after a refused login",
        Value::Bool(true) | Value::String(_) => "a single value",
        Value::Object(fields) if fields.contains_key("server_version") => "the server's version",
        Value::Object(fields) if is_schema(fields) => "the schema of a model (fields_get)",
        Value::Object(fields) if fields.contains_key("jsonrpc") => "an envelope without a result",
        Value::Object(_) => "an object that is no answer with rows",
        Value::Null | Value::Array(_) => "a value that is no answer with rows",
    };
    unreadable(file, "wrong_format", format!("this is {what}; send the answer of search_read or read"))
}

fn is_schema(fields: &serde_json::Map<String, Value>) -> bool {
    !fields.is_empty() && fields.values().all(|field| field.get("type").is_some_and(Value::is_string))
}

fn not_json(file: &str, error: &serde_json::Error) -> Unreadable {
    let at = format!("line {}, column {}", error.line(), error.column());
    match error.is_eof() {
        true => unreadable(file, "truncated", format!("the JSON breaks off at {at}; send the whole answer")),
        false => unreadable(file, "not_json", format!("this is no JSON from {at} on; send Odoo's answer as received")),
    }
}

fn unreadable(file: &str, code: &'static str, reason: impl Into<String>) -> Unreadable {
    Unreadable::new(Place::pointer(file, ""), code, reason)
}
