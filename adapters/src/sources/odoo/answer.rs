//! Unwrapping an answer: the JSON-RPC envelope, the bare array of JSON-2, the page of the web client.

use super::model::Model;
use super::refusal::{no_rows, not_json, source_error, unreadable};
use passport::record::{Place, Unreadable};
use serde::Deserialize;
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

/// The rows of an answer, or why there are none.
pub fn unwrap<'a>(file: &str, bytes: &'a [u8]) -> Result<Answer<'a>, Unreadable> {
    let text = std::str::from_utf8(without_mark(bytes)).map_err(|_| {
        unreadable(
            file,
            "bad_encoding",
            "the file is not UTF-8, as Odoo's answers are; send it as received",
        )
    })?;
    if text.trim().is_empty() {
        return Err(unreadable(
            file,
            "empty",
            "the file is empty; an answer with no rows would be []",
        ));
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
            Envelope {
                jsonrpc: Some(_),
                error: Some(error),
                ..
            } => Err(source_error(file, error)),
            Envelope {
                jsonrpc: Some(_),
                result: Some(result),
                ..
            } => of_result(file, result),
            Envelope {
                jsonrpc: None,
                debug: Some(_),
                ..
            } => Err(source_error(file, document)),
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
    let page = serde_json::from_str::<Page<'a>>(result.get())
        .ok()
        .and_then(|page| rows(page.records));
    page.map_or_else(
        || Err(no_rows(file, result)),
        |rows| answer(file, "/result/records", rows),
    )
}

fn rows(value: &RawValue) -> Option<Vec<&RawValue>> {
    value
        .get()
        .starts_with('[')
        .then(|| serde_json::from_str(value.get()).ok())
        .flatten()
}

fn answer<'a>(file: &str, pointer: &str, rows: Vec<&'a RawValue>) -> Result<Answer<'a>, Unreadable> {
    let model = Model::of(file, &rows);
    if model.is_none() && !rows.is_empty() {
        let reason = match rows.iter().any(|row| row.get().starts_with('{')) {
            true => {
                "the rows are of no model that is read; employees are told by fields such as work_email or job_title"
            }
            false => "the answer is a list of values, such as ids of a search; send the answer of search_read or read",
        };
        return Err(unreadable(file, "wrong_format", reason));
    }
    Ok(Answer {
        place: Place::pointer(file, pointer),
        model,
        rows,
    })
}

/// The bytes without a byte order mark.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
