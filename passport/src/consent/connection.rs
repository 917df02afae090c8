//! Contribution: a source writes into a passport while the holder lets it. Until the holder has said so, what it sent waits.

use crate::record::words;

/// What a holder said of a source that sent something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// It writes into the passport.
    Accepted,
    /// It never may: what waits goes when its time is over.
    Refused,
    /// It did, and no longer does: what it wrote is the holder's to keep, and no partner sees it.
    Ended,
}

words!(Connection { Accepted => "accepted", Refused => "refused", Ended => "ended" });

impl Connection {
    /// What it comes to when a holder who has said `before` lets the source no longer write.
    pub fn without(before: Option<Connection>) -> Connection {
        match before {
            Some(Connection::Accepted | Connection::Ended) => Connection::Ended,
            Some(Connection::Refused) | None => Connection::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_accepted_ends_and_what_waits_is_refused() {
        for (before, after) in [
            (None, Connection::Refused),
            (Some(Connection::Refused), Connection::Refused),
            (Some(Connection::Accepted), Connection::Ended),
            (Some(Connection::Ended), Connection::Ended),
        ] {
            assert_eq!(Connection::without(before), after, "{before:?}");
        }
    }
}
