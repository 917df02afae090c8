//! What a program may propose: which concepts of another vocabulary a concept corresponds to, by what a linker says of its
//! labels. Nobody stands behind it until a reviewer does.

mod namesakes;
mod proposal;

use super::Relation;
use crate::skill::link::{Decision, Linked, Method, Rank};
pub use namesakes::{name, only_one_the_same};
pub use proposal::Proposal;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is less sure than this is not proposed, unless it is asked for.
pub const LEAST_SURE: f64 = 0.5;
/// Most concepts that are proposed for one.
pub const MOST_PROPOSED: usize = 3;

/// A label of the concept, and what the linker of the other vocabulary says of it.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'l> {
    /// What it is to the concept.
    pub rank: Rank,
    /// The label.
    pub label: &'l str,
    /// The linker's answer.
    pub linked: &'l Linked,
}

/// What comes of asking for one concept.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// These, the surest first.
    Proposed(Vec<Proposal>),
    /// Some may be meant, and none surely enough.
    TooUnsure,
    /// None is meant.
    Nothing,
}

/// Weighs what was heard of a concept's labels; `like` tells whether a concept is of the same kind, a skill or knowledge.
///
/// A meeting that is less sure than `least` counts for nothing. A concept that several labels lead to is as sure as by the
/// best of them. A label that is not the preferred one names its concept less surely. Only the same preferred label makes
/// two of a kind the same, and only where no other is called so; anything else is near.
pub fn propose(heard: &[Heard<'_>], least: f64, like: impl Fn(usize) -> bool) -> Asked {
    let meant = |heard: &&Heard<'_>| heard.linked.decision == Decision::Match;
    let mut all: Vec<Proposal> = heard
        .iter()
        .filter(meant)
        .flat_map(|heard| heard.proposals(&like))
        .collect();
    if all.is_empty() {
        return Asked::Nothing;
    }
    // Namesakes are counted before any is left out: one that is less sure is called so too.
    only_one_the_same(&mut all, |_| (), |one| one.object);
    all.retain(|one| one.confidence >= least);
    if all.is_empty() {
        return Asked::TooUnsure;
    }
    let mut sure = each_once(all);
    sure.sort_by(|a, b| b.weight().cmp(&a.weight()).then(a.object.cmp(&b.object)));
    sure.truncate(MOST_PROPOSED);
    Asked::Proposed(sure)
}

/// Each concept once, by the label that says most, and as sure as by the surest.
fn each_once(all: Vec<Proposal>) -> Vec<Proposal> {
    let mut best: HashMap<usize, Proposal> = HashMap::new();
    for proposal in all {
        match best.entry(proposal.object) {
            Entry::Vacant(free) => {
                free.insert(proposal);
            }
            Entry::Occupied(mut held) => {
                let surest = held.get().confidence.max(proposal.confidence);
                if proposal.weight() > held.get().weight() {
                    held.insert(proposal);
                }
                held.get_mut().confidence = surest;
            }
        }
    }
    best.into_values().collect()
}

impl Heard<'_> {
    fn proposals(&self, like: impl Fn(usize) -> bool) -> impl Iterator<Item = Proposal> {
        let candidates = self.linked.candidates.iter();
        let called = name(self.label);
        candidates.map(move |candidate| Proposal {
            object: candidate.concept,
            relation: match (self.rank, candidate.method) {
                (Rank::Preferred, Method::PreferredLabel)
                    if called == name(&candidate.matched) && like(candidate.concept) =>
                {
                    Relation::Exact
                }
                _ => Relation::Close,
            },
            confidence: rounded(f64::from(candidate.confidence) * names(self.rank)),
            method: candidate.method,
            label: self.label.to_owned(),
            rank: self.rank,
            matched: candidate.matched.clone(),
        })
    }
}

/// How surely a label names its concept.
fn names(rank: Rank) -> f64 {
    match rank {
        Rank::Preferred => 1.0,
        Rank::Alternative => 0.9,
        Rank::Hidden => 0.8,
    }
}

/// To three digits, as sets are written, so that a set that is read again says the same.
fn rounded(confidence: f64) -> f64 {
    (confidence.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests;
