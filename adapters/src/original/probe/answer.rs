//! What is another once a word is.

use std::collections::{BTreeMap, BTreeSet};

/// What hangs on a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Answer {
    /// The facts that are others when it is another.
    pub(in super::super) facts: BTreeSet<usize>,
    /// Those of them that were others whatever it was.
    pub(in super::super) steady: BTreeSet<usize>,
    /// Whether something of the record is, if only beside its facts.
    pub(in super::super) record: bool,
    /// Whether with another the record is none, or is not told apart from others any more.
    pub(in super::super) is_gone: bool,
    /// Whether its one fact stands without it too: then it decides the fact, and does not say it.
    pub(in super::super) is_bare: bool,
    /// Whether the record says the same with a word that stands in the same field elsewhere: then no fact is made of it.
    pub(in super::super) is_spared: bool,
    /// Whether something else is rejected then.
    pub(in super::super) rejects: bool,
    /// The other records, by their kinds: whether one of them is another, or is none.
    pub(in super::super) others: BTreeMap<&'static str, bool>,
    /// Whether all of the delivery was read for it, and not a piece alone.
    pub(in super::super) is_of_all: bool,
}

impl Answer {
    /// What either of two tries showed.
    pub(super) fn and(mut self, other: Answer) -> Self {
        // Where the record is none, its facts tell nothing.
        self.steady = match (self.is_gone && self.facts.is_empty(), other.is_gone) {
            (true, _) => other.steady,
            (false, true) => self.steady,
            (false, false) => self.steady.intersection(&other.steady).copied().collect(),
        };
        self.facts.extend(other.facts);
        self.record |= other.record;
        self.is_gone |= other.is_gone;
        self.rejects |= other.rejects;
        self.is_bare |= other.is_bare;
        self.is_spared |= other.is_spared;
        self.is_of_all |= other.is_of_all;
        for (kind, is_another) in other.others {
            *self.others.entry(kind).or_default() |= is_another;
        }
        self
    }

    /// What it showed and the other did not: with the word itself spared, that does not hang on it.
    pub(super) fn but(mut self, spared: &Answer) -> Answer {
        self.facts.retain(|at| !spared.facts.contains(at));
        self.steady.retain(|at| !spared.facts.contains(at));
        self.record &= !spared.record;
        self.is_gone &= !spared.is_gone;
        self.rejects &= !spared.rejects;
        for (kind, is_another) in &mut self.others {
            *is_another &= !spared.others.get(kind).copied().unwrap_or_default();
        }
        self
    }

    /// Whether something of the record hangs on it.
    pub(super) fn tells_of_the_record(&self) -> bool {
        !self.facts.is_empty() || self.record
    }

    /// Whether nothing at all hangs on it.
    pub(super) fn is_nothing(&self) -> bool {
        !self.tells_of_the_record() && !self.is_gone && !self.rejects && self.another().is_none()
    }

    /// The kind of another record that is another with it.
    pub(in super::super) fn another(&self) -> Option<&'static str> {
        let mut others = self.others.iter();
        others.find(|(_, is_another)| **is_another).map(|(kind, _)| *kind)
    }
}
