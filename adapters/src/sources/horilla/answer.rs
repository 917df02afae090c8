//! Unwrapping an answer: a page, an array, a single row, or an error in their place.

use super::wire::Kind;
use crate::Part;
use crate::elements::lists::{Document, Found, Outline, Ways};
use crate::json::piece::{Fields, Piece};
use passport::record::{Place, Unreadable};

/// Where rows stand.
const LISTS: Ways = &[&[], &["results"]];

/// A file of a delivery, and where its rows are.
pub struct Answer<'p> {
    document: Document<'p>,
    /// The pointer to the list of its rows, or to the one that it is.
    rows: &'static str,
    /// Why it could not be read to its end.
    pub broken: Option<Unreadable>,
}

/// Opens a file, or says why there are no rows; `next` counts the elements of the delivery.
pub fn open<'p>(part: &'p Part<'_>, next: &mut u64) -> Result<Answer<'p>, Unreadable> {
    let (document, Outline { mut frame, .. }) = Document::open(part, LISTS, next)?;
    let broken = frame.fault.take();
    let rows = rows(&frame.text, document.place(), broken.as_ref())?;
    Ok(Answer { document, rows, broken })
}

/// Where rows are, told by what stands around the lists.
fn rows(text: &str, place: Place, broken: Option<&Unreadable>) -> Result<&'static str, Unreadable> {
    let whole = Piece { text, place };
    if whole.is_array() {
        return Ok("");
    }
    let fail = |code, reason: String| Unreadable::new(whole.place.clone(), code, reason);
    let fields = whole.fields().map_err(|reject| match reject.code {
        "wrong_type" => fail(
            "wrong_format",
            "this is a single value; send an answer with rows".to_owned(),
        ),
        code => Unreadable::new(reject.place, code, reject.reason),
    })?;
    if fields.get("results").is_some_and(|results| results.is_array()) {
        return Ok("/results");
    }
    if let Some(broken) = broken {
        return Err(broken.clone());
    }
    if Kind::of(&fields).is_some() {
        return Ok("");
    }
    match fields.has("detail") || fields.has("error") {
        true => Err(fail("source_error", source_error(&fields))),
        false => Err(fail(
            "wrong_format",
            "this is no answer with rows: it has neither `results` nor the fields of a row that is read".to_owned(),
        )),
    }
}

impl Answer<'_> {
    /// Gives the rows one by one.
    pub fn each(&self, give: impl FnMut(Found<'_>)) {
        self.document.each_of(self.rows, give);
    }
}

/// The class of an error, where it has one; its text is left out, for it may quote what was sent.
fn source_error(fields: &Fields<'_>) -> String {
    let plain = |code: &String| code.len() <= 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let class = fields
        .text("code")
        .filter(plain)
        .unwrap_or_else(|| "without a class".to_owned());
    format!("Horilla answered with an error ({class}) instead of rows; check address, page, id and token")
}
