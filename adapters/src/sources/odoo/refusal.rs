//! Answers without rows: errors of Odoo, values of other methods, files that are no JSON.

use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// An error in place of an answer: its class is named, its text is not, for it may quote rows.
pub fn source_error(file: &str, error: &RawValue) -> Unreadable {
    let error: Value = serde_json::from_str(error.get()).unwrap_or_default();
    let name = error
        .pointer("/data/name")
        .or_else(|| error.get("name"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let plain = name.len() <= 100
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    let name = if plain && !name.is_empty() {
        name
    } else {
        "without a class"
    };
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
pub fn no_rows(file: &str, value: &RawValue) -> Unreadable {
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
    unreadable(
        file,
        "wrong_format",
        format!("this is {what}; send the answer of search_read or read"),
    )
}

fn is_schema(fields: &Map<String, Value>) -> bool {
    !fields.is_empty()
        && fields
            .values()
            .all(|field| field.get("type").is_some_and(Value::is_string))
}

/// An unreadable document.
pub fn unreadable(file: &str, code: &'static str, reason: impl Into<String>) -> Unreadable {
    Unreadable::new(Place::pointer(file, ""), code, reason)
}
