//! Rows by hashes, so that millions of them can be told apart in a few bytes each.

use super::kind::Kind;
use crate::seen::Said;
use crate::table::Row;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What is said of a row that is still to be read, and what of one that was read is more than.
pub const UNREAD: Said = 0;
/// The turn of the last result that has one of its own: what is said of a result that is still to be read.
pub const LAST_TURN: Said = Said::MAX >> 1;

/// Whether what is said of a row was said when it was read.
pub fn is_read(said: Said) -> bool {
    said > LAST_TURN
}

/// A row by its file and `sourcedId`, as a hash: half of it from each of two.
pub fn key(kind: Kind, id: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, kind, id).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
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
