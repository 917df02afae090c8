//! Unwrapping an answer: the JSON-RPC envelope, the bare array of JSON-2, the page of the web client.

use super::model::Model;
use super::refusal::{no_rows, source_error, unreadable};
use crate::Part;
use crate::elements::lists::{Document, Found, Head, Outline, Ways};
use passport::record::Unreadable;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Where rows stand.
const LISTS: Ways = &[&[], &["result"], &["result", "records"]];

/// A file of a delivery, and where its rows are.
pub struct Answer<'p> {
    document: Document<'p>,
    /// The pointer to the list of its rows.
    rows: &'static str,
    /// Which model they are of; none when there are no rows.
    pub model: Option<Model>,
    /// Why it could not be read to its end.
    pub broken: Option<Unreadable>,
}

/// Opens a file, or says why there are no rows; `next` counts the elements of the delivery.
pub fn open<'p>(part: &'p Part<'_>, next: &mut u64) -> Result<Answer<'p>, Unreadable> {
    let (document, Outline { mut frame, heads }) = Document::open(part, LISTS, next)?;
    let broken = frame.fault.take();
    let rows = rows(&part.name, &frame.text).map_err(|fault| broken.clone().unwrap_or(fault))?;
    let model = heads.get(rows).map_or(Ok(None), |head| model(&part.name, head))?;
    Ok(Answer {
        document,
        rows,
        model,
        broken,
    })
}

impl Answer<'_> {
    /// Gives the rows one by one.
    pub fn each(&self, give: impl FnMut(Found<'_>)) {
        self.document.each_of(self.rows, give);
    }
}

/// Where the rows of a document are, told by what stands around the lists.
fn rows(file: &str, frame: &str) -> Result<&'static str, Unreadable> {
    let document: &RawValue = serde_json::from_str(frame).unwrap_or(RawValue::NULL);
    if is_list(document) {
        return Ok("");
    }
    match serde_json::from_str::<Envelope<'_>>(frame) {
        Ok(envelope) => envelope.rows(file, document),
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
    fn rows(self, file: &str, document: &RawValue) -> Result<&'static str, Unreadable> {
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
fn of_result(file: &str, result: &RawValue) -> Result<&'static str, Unreadable> {
    #[derive(Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        records: &'a RawValue,
    }
    if is_list(result) {
        return Ok("/result");
    }
    let page = serde_json::from_str::<Page<'_>>(result.get()).ok();
    match page.is_some_and(|page| is_list(page.records)) {
        true => Ok("/result/records"),
        false => Err(no_rows(file, result)),
    }
}

fn is_list(value: &RawValue) -> bool {
    value.get().starts_with('[')
}

/// The model of the rows that a list begins with.
fn model(file: &str, head: &Head) -> Result<Option<Model>, Unreadable> {
    let model = Model::of(file, &head.names);
    if model.is_none() && head.length > 0 {
        let reason = match head.names.is_empty() {
            false => {
                "the rows are of no model that is read; employees are told by fields such as work_email or job_title"
            }
            true => "the answer is a list of values, such as ids of a search; send the answer of search_read or read",
        };
        return Err(unreadable(file, "wrong_format", reason));
    }
    Ok(model)
}

/// The bytes without a byte order mark.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
