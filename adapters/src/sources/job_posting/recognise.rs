//! Whether a file holds job postings, told from its content, whole or damaged.

use super::wire::{HOLDERS, SPELLINGS, held, is_posting as is_one};
use crate::Part;
use crate::linked::{Node, parse, things};
use crate::text::utf8;

/// How many things of a file are looked into.
const LOOKED_AT: usize = 20;

/// Ways in which a damaged file may write the type of a posting.
const MARKS: [&str; 4] = [
    "\"JobPosting\"",
    "\"schema:JobPosting\"",
    "\"https://schema.org/JobPosting\"",
    "\"http://schema.org/JobPosting\"",
];

/// Whether the file holds postings.
pub fn is_posting(part: &Part<'_>) -> bool {
    let Some(text) = utf8(&part.bytes) else { return false };
    let marked = MARKS.iter().any(|mark| text.contains(mark)) && text.contains("\"@type\"");
    marked && text.trim_start().starts_with(['{', '[']) && (holds_postings(text).unwrap_or(true))
}

/// Whether there are postings among the first things; none where the text breaks off before any.
fn holds_postings(text: &str) -> Option<bool> {
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
                found = has_posting(&Node {
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

fn has_posting(node: &Node<'_>) -> bool {
    is_one(node) || held(node).iter().any(has_posting)
}
