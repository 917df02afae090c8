//! Rows by hashes, so that millions of them can be told apart in a few bytes each.

use super::kind::Kind;
use crate::seen::{Said, number_of};
use crate::table::Row;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What is said of a row that is still to be read, and is no result.
pub const UNREAD: Said = 0;
/// The last turn of a result, which is said of it while it is still to be read. What is said of a row that was read is more.
pub const LAST_TURN: Said = Said::MAX >> 1;

/// Whether what is said of a row was said when it was read.
pub fn is_read(said: Said) -> bool {
    said > LAST_TURN
}

/// A row by its file and `sourcedId`.
pub fn key(kind: Kind, id: &str) -> u128 {
    number_of(&(kind, id))
}

/// What a row says, as a hash that is told from any turn.
pub fn said(row: &Row<'_>) -> Said {
    let mut hasher = DefaultHasher::new();
    row.cells().hash(&mut hasher);
    let half = hasher.finish() & u64::from(Said::MAX);
    half as Said | (LAST_TURN + 1)
}

/// The result or line item that a row ties something to.
pub fn target(result: Option<&str>, line_item: Option<&str>) -> Option<u128> {
    let result = result.map(|id| key(Kind::Results, id));
    result.or_else(|| line_item.map(|id| key(Kind::LineItems, id)))
}
