//! Whether a file is CTDL, told from its content, whole or damaged.

use super::wire::{HOLDERS, SPELLINGS, held, is_ctdl as is_one};
use crate::Part;
use crate::linked::{Node, any_of_first};
use crate::text::utf8;

/// Beginnings of types, one of which stands after `@type` in every file of the format.
const MARKS: [&str; 6] = [
    "\"ceterms:",
    "\"ceasn:",
    "\"https://purl.org/ctdl/terms/",
    "\"http://purl.org/ctdl/terms/",
    "\"https://purl.org/ctdlasn/terms/",
    "\"http://purl.org/ctdlasn/terms/",
];

/// Whether the file is CTDL.
pub fn is_ctdl(part: &Part<'_>) -> bool {
    let Some(text) = utf8(&part.bytes) else { return false };
    let marked = text.contains("\"@type\"") && MARKS.iter().any(|mark| text.contains(mark));
    marked
        && text.trim_start().starts_with(['{', '['])
        && any_of_first(text, HOLDERS, &SPELLINGS, has_ctdl).unwrap_or_else(|| is_typed(text))
}

fn has_ctdl(node: &Node<'_>) -> bool {
    is_one(node) || held(node).iter().any(has_ctdl)
}

/// Whether a type of CTDL stands right after an `@type` of a damaged text.
fn is_typed(text: &str) -> bool {
    let after = text.split("\"@type\"").skip(1);
    let mut types = after.map(|rest| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '['));
    types.any(|name| MARKS.iter().any(|mark| name.starts_with(mark)))
}
