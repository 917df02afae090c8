//! Seen before? Newer? Gone? What a received record changes in what is held.

/// What a received record changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Its key was not held: everything it says is added.
    New,
    /// Held with the same content: nothing changes.
    Unchanged,
    /// Held with other content: the old rows are superseded by the new ones.
    Changed,
    /// A tombstone for something held: its rows are superseded by nothing.
    Withdrawn,
    /// A tombstone for something that was never held or is already gone: nothing changes.
    AlreadyGone,
}

/// What a record with content hash `received` (none for a tombstone) changes where the hash `held` (none: not held, or
/// withdrawn) stands.
pub fn change(held: Option<&str>, received: Option<&str>) -> Change {
    match (held, received) {
        (None, Some(_)) => Change::New,
        (Some(held), Some(received)) if held == received => Change::Unchanged,
        (Some(_), Some(_)) => Change::Changed,
        (Some(_), None) => Change::Withdrawn,
        (None, None) => Change::AlreadyGone,
    }
}

#[cfg(test)]
mod tests {
    use super::{Change::*, change};

    #[test]
    fn a_record_changes_only_what_differs() {
        for (held, received, expected) in [
            (None, Some("a"), New),
            (Some("a"), Some("a"), Unchanged),
            (Some("a"), Some("b"), Changed),
            (Some("a"), None, Withdrawn),
            (None, None, AlreadyGone),
        ] {
            assert_eq!(change(held, received), expected, "{held:?} then {received:?}");
        }
    }
}
