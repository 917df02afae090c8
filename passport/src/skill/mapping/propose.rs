//! What a program may propose: which concepts of another vocabulary a concept corresponds to, by what a linker says of its
//! labels. Nobody stands behind it until a reviewer does.

use super::{Justification, Relation};
use crate::skill::link::{Decision, Linked, Method, Rank};
use crate::skill::normalise;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

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

/// A concept that the one asked for may correspond to.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Its place among the concepts of the linker.
    pub object: usize,
    /// How the two relate.
    pub relation: Relation,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// By what the labels met.
    pub method: Method,
    /// Which label of the concept asked for met it.
    pub label: String,
    /// What that label is to its concept.
    pub rank: Rank,
    /// Which label of the other it met.
    pub matched: Box<str>,
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

impl Proposal {
    /// What says more goes first, then what is surer. Confidence is never negative, so its bits are in its order.
    fn weight(&self) -> (u8, u64) {
        (self.relation.strength(), self.confidence.to_bits())
    }

    /// How it was found.
    pub fn justification(&self) -> Justification {
        match self.method {
            Method::Resemblance => Justification::Semantic,
            Method::SameWords | Method::Spelling => Justification::Lexical,
            _ if self.is_the_same_label() => Justification::Lexical,
            // It was read as another: a language's own name as what the language is called.
            _ => Justification::Background,
        }
    }

    /// The same as SEMAPV says it: the same label, one that is nearly the same, or one that resembles it.
    pub fn semapv(&self) -> &'static str {
        match self.method {
            Method::SameWords | Method::Spelling => "LexicalSimilarityThresholdMatching",
            _ => self.justification().semapv(),
        }
    }

    /// Whether the two labels are the same but for case, punctuation and spaces.
    pub fn is_the_same_label(&self) -> bool {
        name(&self.label) == name(&self.matched)
    }
}

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
mod tests {
    use super::*;
    use crate::skill::link::Candidate;
    use proptest::prelude::*;

    fn linked(decision: Decision, candidates: &[(usize, f32, Method)]) -> Linked {
        let candidate = |(concept, confidence, method): &(usize, f32, Method)| Candidate {
            concept: *concept,
            confidence: *confidence,
            method: *method,
            matched: match method {
                Method::PreferredLabel | Method::AlternativeLabel => "A Label".into(),
                _ => format!("label of {concept}").into(),
            },
        };
        Linked {
            decision,
            matchable: 1.0,
            candidates: candidates.iter().map(candidate).collect(),
        }
    }

    /// Concepts from 10 on are of another kind.
    fn asked(labels: &[(Rank, Linked)], least: f64) -> Asked {
        let heard: Vec<Heard<'_>> = labels
            .iter()
            .map(|(rank, linked)| Heard {
                rank: *rank,
                label: "a label",
                linked,
            })
            .collect();
        propose(&heard, least, |object| object < 10)
    }

    #[test]
    fn what_is_proposed_is_as_the_table_says() {
        use Decision::{Match, NoMatch};
        use Method::{AlternativeLabel, PreferredLabel, Resemblance};
        use Rank::{Alternative, Preferred};
        use Relation::{Close, Exact};
        let preferred = |candidates: &[_]| (Preferred, linked(Match, candidates));
        let alternative = |candidates: &[_]| (Alternative, linked(Match, candidates));
        for (what, labels, expected) in [
            (
                "the same preferred label",
                vec![preferred(&[(1, 0.95, PreferredLabel), (2, 0.03, Resemblance)])],
                Ok(vec![(1, Exact, 0.95)]),
            ),
            (
                "of another kind",
                vec![preferred(&[(11, 0.95, PreferredLabel)])],
                Ok(vec![(11, Close, 0.95)]),
            ),
            (
                "two are called so",
                vec![preferred(&[(1, 0.6, PreferredLabel), (2, 0.6, PreferredLabel)])],
                Ok(vec![(1, Close, 0.6), (2, Close, 0.6)]),
            ),
            (
                "its other name",
                vec![preferred(&[(1, 0.8, AlternativeLabel)])],
                Ok(vec![(1, Close, 0.8)]),
            ),
            (
                "by another name",
                vec![alternative(&[(1, 0.9, PreferredLabel)])],
                Ok(vec![(1, Close, 0.81)]),
            ),
            (
                "the best label counts",
                vec![
                    preferred(&[(1, 0.55, Resemblance)]),
                    alternative(&[(1, 0.9, PreferredLabel), (2, 0.6, Resemblance)]),
                ],
                Ok(vec![(1, Close, 0.81), (2, Close, 0.54)]),
            ),
            (
                "the same label surely enough by another name alone",
                vec![
                    preferred(&[(1, 0.45, PreferredLabel)]),
                    alternative(&[(1, 0.9, PreferredLabel)]),
                ],
                Ok(vec![(1, Close, 0.81)]),
            ),
            (
                "as sure as by the surest of its labels",
                vec![
                    preferred(&[(1, 0.6, PreferredLabel)]),
                    alternative(&[(1, 0.9, PreferredLabel)]),
                ],
                Ok(vec![(1, Exact, 0.81)]),
            ),
            (
                "a namesake that is not sure",
                vec![preferred(&[(1, 0.6, PreferredLabel), (2, 0.3, PreferredLabel)])],
                Ok(vec![(1, Close, 0.6)]),
            ),
            (
                "none is sure",
                vec![preferred(&[(1, 0.4, Resemblance)])],
                Err(Asked::TooUnsure),
            ),
            (
                "none is meant",
                vec![(Preferred, linked(NoMatch, &[(1, 0.9, Resemblance)]))],
                Err(Asked::Nothing),
            ),
            ("nothing was asked", vec![], Err(Asked::Nothing)),
        ] {
            let told = match asked(&labels, LEAST_SURE) {
                Asked::Proposed(all) => Ok(all
                    .iter()
                    .map(|one| (one.object, one.relation, one.confidence))
                    .collect()),
                other => Err(other),
            };
            assert_eq!(told, expected, "{what}");
        }
    }

    fn answers() -> impl Strategy<Value = Vec<(Rank, Linked)>> {
        let methods = [
            Method::PreferredLabel,
            Method::AlternativeLabel,
            Method::SameWords,
            Method::Resemblance,
        ];
        let candidate = (0_usize..20, 0.0_f32..1.0, proptest::sample::select(methods.to_vec()));
        let decision = prop_oneof![Just(Decision::Match), Just(Decision::NoMatch)];
        let answer = (decision, proptest::collection::vec(candidate, 0..6))
            .prop_map(|(decision, candidates)| linked(decision, &candidates));
        let rank = proptest::sample::select(vec![Rank::Preferred, Rank::Alternative, Rank::Hidden]);
        proptest::collection::vec((rank, answer), 0..6)
    }

    proptest! {
        #[test]
        fn nothing_is_proposed_that_was_not_heard(labels in answers(), least in 0.0_f64..1.0) {
            if let Asked::Proposed(all) = asked(&labels, least) {
                prop_assert!((1..=MOST_PROPOSED).contains(&all.len()));
                for (at, one) in all.iter().enumerate() {
                    prop_assert!(one.confidence >= least);
                    prop_assert!(all[..at].iter().all(|other| other.object != one.object));
                    let said = |(rank, linked): &(Rank, Linked)| linked.decision == Decision::Match && linked.candidates.iter()
                        .any(|said| *rank == one.rank && said.concept == one.object && said.method == one.method
                            && rounded(f64::from(said.confidence) * names(*rank)) >= least);
                    prop_assert!(labels.iter().any(said));
                    let may_be_the_same = one.rank == Rank::Preferred && one.method == Method::PreferredLabel && one.object < 10;
                    prop_assert!(one.relation == Relation::Close || may_be_the_same);
                }
                let same = all.iter().filter(|one| one.relation == Relation::Exact).count();
                prop_assert!(same <= 1);
            }
        }

        #[test]
        fn who_asks_for_less_surety_is_told_no_less(labels in answers(), least in 0.0_f64..1.0) {
            if let Asked::Proposed(sure) = asked(&labels, least) {
                let Asked::Proposed(more) = asked(&labels, least / 2.0) else {
                    return Err(TestCaseError::fail("less is told"));
                };
                prop_assert!(more.len() >= sure.len());
                for one in &sure {
                    match more.iter().find(|other| other.object == one.object) {
                        Some(other) => {
                            prop_assert!(other.confidence == one.confidence);
                            prop_assert!(other.relation.strength() >= one.relation.strength());
                        }
                        None => prop_assert!(more.len() == MOST_PROPOSED),
                    }
                }
            }
        }

        #[test]
        fn whatever_is_sure_enough_by_any_label_is_told(labels in answers(), least in 0.0_f64..1.0) {
            let meant = labels.iter().filter(|(_, linked)| linked.decision == Decision::Match);
            let mut surest: HashMap<usize, f64> = HashMap::new();
            for (rank, linked) in meant {
                for said in &linked.candidates {
                    let held = surest.entry(said.concept).or_default();
                    *held = held.max(rounded(f64::from(said.confidence) * names(*rank)));
                }
            }
            let sure = surest.values().filter(|confidence| **confidence >= least).count();
            match asked(&labels, least) {
                Asked::Proposed(all) => {
                    prop_assert!(all.len() == sure.min(MOST_PROPOSED));
                    prop_assert!(all.iter().all(|one| one.confidence == surest[&one.object]));
                }
                Asked::TooUnsure => prop_assert!(sure == 0 && !surest.is_empty()),
                Asked::Nothing => prop_assert!(surest.is_empty()),
            }
        }
    }

    #[test]
    fn what_a_language_calls_itself_is_near_and_told_as_what_is_known_of_it() {
        let answer = Linked {
            decision: Decision::Match,
            matchable: 1.0,
            candidates: vec![Candidate {
                concept: 1,
                confidence: 0.9,
                method: Method::PreferredLabel,
                matched: "German".into(),
            }],
        };
        let proposed = |label: &'static str| {
            let heard = Heard {
                rank: Rank::Preferred,
                label,
                linked: &answer,
            };
            let Asked::Proposed(all) = propose(&[heard], LEAST_SURE, |_| true) else {
                panic!("nothing is proposed");
            };
            (all[0].relation, all[0].is_the_same_label(), all[0].semapv())
        };
        assert_eq!(proposed("GERMAN"), (Relation::Exact, true, "LexicalMatching"));
        let read = (Relation::Close, false, "BackgroundKnowledgeBasedMatching");
        assert_eq!(proposed("Deutsch"), read);
    }
}
