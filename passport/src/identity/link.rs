//! Where a link between a subject and a person stands, and what a steward may make of it.
//!
//! A subject is one person's at a time, so of its links one at most is active: the latest. It supersedes the one before,
//! which becomes active again when the later one is undone. Links are undone in the opposite order of their making.

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Waits for a steward.
    Proposed,
    /// The subject is that person.
    Active,
    /// It was active until a later link of the same subject took its place.
    Superseded,
    /// A steward decided that they are two.
    Rejected,
    /// It was active until a steward undid it.
    Unlinked,
}

crate::record::words!(LinkState {
    Proposed => "proposed", Active => "active", Superseded => "superseded", Rejected => "rejected",
    Unlinked => "unlinked",
});

/// What a steward wants of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They are one person.
    Accept,
    /// They are two.
    Reject,
    /// They are one person after all, though it was decided otherwise before.
    AcceptAgain,
    /// A link that holds is undone.
    Undo,
}

impl LinkState {
    /// Whether it is decided that the subject is not that person: no rule proposes or links the two any more.
    pub fn keeps_apart(self) -> bool {
        matches!(self, LinkState::Rejected | LinkState::Unlinked)
    }

    /// What becomes of the link; none where the decision does not fit where it stands.
    pub fn decide(self, decision: Decision) -> Option<LinkState> {
        use LinkState::{Active, Proposed, Rejected, Unlinked};
        match (self, decision) {
            (Proposed, Decision::Accept | Decision::AcceptAgain) => Some(Active),
            (Proposed, Decision::Reject) => Some(Rejected),
            (Rejected | Unlinked, Decision::AcceptAgain) => Some(Active),
            (Active, Decision::Undo) => Some(Unlinked),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decision::*;
    use super::LinkState::*;
    use super::*;

    #[test]
    fn a_steward_decides_by_the_table() {
        for (state, accept, reject, again, undo) in [
            (Proposed, Some(Active), Some(Rejected), Some(Active), None),
            (Active, None, None, None, Some(Unlinked)),
            (Superseded, None, None, None, None),
            (Rejected, None, None, Some(Active), None),
            (Unlinked, None, None, Some(Active), None),
        ] {
            let decided = [Accept, Reject, AcceptAgain, Undo].map(|decision| state.decide(decision));
            assert_eq!(decided, [accept, reject, again, undo], "{state:?}");
        }
    }

    #[test]
    fn every_state_has_its_word() {
        for state in LinkState::ALL {
            assert_eq!(LinkState::from_word(state.as_str()), Some(*state));
        }
    }
}
