//! Whether a file holds job postings, told from its content, whole or damaged.

use super::wire::{HOLDERS, SPELLINGS, held, is_posting as is_one};
use crate::Part;
use crate::linked::{Node, any_of_first};
use crate::text::utf8;

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
    marked
        && text.trim_start().starts_with(['{', '['])
        && any_of_first(text, HOLDERS, &SPELLINGS, has_posting).unwrap_or(true)
}

fn has_posting(node: &Node<'_>) -> bool {
    is_one(node) || held(node).iter().any(has_posting)
}
