//! Whether a document is an answer of Horilla, told by the fields of its first rows, whole or damaged.

use super::answer;
use super::wire::Kind;
use crate::Part;
use crate::delivery::Content;
use crate::json::piece::{Piece, glance};
use crate::text::utf8;
use passport::record::Place;

/// How many rows are looked at.
const LOOKED_AT: usize = 20;

/// Whether a part is of this format. Pages without rows, lists of other things and errors may be anybody's.
pub fn recognises(part: &Part<'_>) -> bool {
    let Some(text) = utf8(&part.bytes) else { return false };
    if !["employee_", "job_position", "\"department\"", "\"hq\""]
        .iter()
        .any(|word| text.contains(word))
    {
        return false;
    }
    // The beginning of a long file is enough.
    let head = Part {
        name: "".into(),
        bytes: Content::from(&*part.bytes),
    };
    let answer = match answer::open(&head, &mut 0) {
        Ok(answer) => answer,
        Err(fault) => return ["not_json", "truncated"].contains(&fault.code) && looks_like(text),
    };
    let (mut looked, mut found) = (0, false);
    answer.each(|row| {
        if looked < LOOKED_AT && !found {
            let place = Place::default();
            let piece = row.read().ok().map(|raw| Piece { text: raw.get(), place });
            let fields = piece.and_then(|piece| piece.fields().ok());
            found = fields.is_some_and(|fields| Kind::is_of_horilla(&fields));
        }
        looked += 1;
    });
    found || (answer.broken.is_some() && looks_like(text))
}

/// A damaged text whose beginning holds fields that only Horilla has together.
fn looks_like(text: &str) -> bool {
    let text = glance(text.trim_start());
    let has = |names: &[&str]| names.iter().all(|name| text.contains(&format!("\"{name}\"")));
    text.starts_with(['{', '['])
        && (has(&["employee_first_name", "employee_work_info_id"])
            || has(&["employee_id", "date_joining"])
            || has(&["job_position", "department_id", "company_id"]))
}
