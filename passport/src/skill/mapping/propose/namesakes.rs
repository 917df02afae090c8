//! What is called the same: of several that are, none is the same as another concept.

use super::super::Relation;
use super::proposal::Proposal;
use crate::skill::normalise;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Where several are told to be the same as one thing none is: each is only near. `thing` tells the one, `other` what is
/// told of it.
pub fn only_one_the_same<T: Hash + Eq, O: Hash + Eq>(
    proposals: &mut [Proposal],
    thing: impl Fn(&Proposal) -> T,
    other: impl Fn(&Proposal) -> O,
) {
    let mut told: HashMap<T, HashSet<O>> = HashMap::new();
    for proposal in proposals.iter().filter(|one| one.relation == Relation::Exact) {
        told.entry(thing(proposal)).or_default().insert(other(proposal));
    }
    for proposal in proposals {
        let shared = told.get(&thing(proposal)).is_some_and(|others| others.len() > 1);
        if shared && proposal.relation == Relation::Exact {
            proposal.relation = Relation::Close;
        }
    }
}

/// A label but for case, punctuation and spaces: what has the same is called the same.
pub fn name(label: &str) -> String {
    normalise(label).split(' ').collect()
}
