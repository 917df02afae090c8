//! Unwrapping an answer: a page, an array, a single row, or an error in their place.

use super::wire::Kind;
use crate::Part;
use crate::json::piece::{Fields, Piece};
use passport::record::Unreadable;

/// Gives the rows of an answer one by one, or says why there are none.
pub fn rows<'a>(part: &'a Part<'_>, mut give: impl FnMut(Piece<'a>)) -> Result<(), Unreadable> {
    let whole = Piece::of(part)?;
    if whole.is_array() {
        whole.each(give);
        return Ok(());
    }
    let fail = |code, reason: String| Unreadable::new(whole.place.clone(), code, reason);
    let fields = whole.fields().map_err(|reject| match reject.code {
        "wrong_type" => fail(
            "wrong_format",
            "this is a single value; send an answer with rows".to_owned(),
        ),
        code => Unreadable::new(reject.place, code, reject.reason),
    })?;
    if let Some(results) = fields.get("results").filter(Piece::is_array) {
        results.each(give);
        return Ok(());
    }
    if Kind::of(&fields).is_some() {
        give(whole);
        return Ok(());
    }
    match fields.has("detail") || fields.has("error") {
        true => Err(fail("source_error", source_error(&fields))),
        false => Err(fail(
            "wrong_format",
            "this is no answer with rows: it has neither `results` nor the fields of a row that is read".to_owned(),
        )),
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
