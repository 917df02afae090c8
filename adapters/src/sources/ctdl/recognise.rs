//! Whether a file is CTDL, told from its content, whole or damaged.

use super::wire::{HOLDERS, SPELLINGS, held, is_ctdl as is_one};
use crate::Part;
use crate::linked::{Node, parse, things};
use crate::text::utf8;

/// How many things of a file are looked into.
const LOOKED_AT: usize = 20;

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
    marked && text.trim_start().starts_with(['{', '[']) && holds_ctdl(text).unwrap_or_else(|| is_typed(text))
}

/// Whether there is CTDL among the first things; none where the text breaks off before any.
fn holds_ctdl(text: &str) -> Option<bool> {
    let (mut looked, mut found, mut broken) = (0, false, false);
    let read = things(text, "", HOLDERS, &mut |thing| {
        looked += 1;
        if found || looked > LOOKED_AT {
            return;
        }
        match parse(&thing) {
            Ok(value) => {
                let place = thing.place;
                let spellings = &SPELLINGS;
                found = has_ctdl(&Node {
                    value: &value,
                    place,
                    spellings,
                });
            }
            Err(_) => broken = true,
        }
    });
    match found {
        true => Some(true),
        false if broken || read.is_err() => None,
        false => Some(false),
    }
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
