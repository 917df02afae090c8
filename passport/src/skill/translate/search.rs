//! The best paths from a concept into a vocabulary.

use super::{Candidate, LIKELY, MOST_OTHERS, MOST_STEPS, Vocabularies};
use crate::skill::mapping::{Graph, Relation, Standing, Step, Trail, Within};
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use uuid::Uuid;

/// Most steps that are looked at for one translation; what is best is looked at first.
const LOOKED_AT: usize = 5_000;
/// Most concepts that a search begins at.
pub(super) const MOST_STARTS: usize = 64;

/// Most steps of a path to what took a concept's place: publishers replace what they replaced before, a few times over.
pub(super) const MOST_REPLACED: usize = 16;

/// A search into one vocabulary.
pub(super) struct Search<'a, V> {
    pub(super) graph: &'a Graph,
    pub(super) vocabularies: &'a V,
    pub(super) to: Uuid,
}

/// A path so far. It may begin with steps up within a vocabulary, which are not counted as mappings.
#[derive(Debug, Clone)]
struct Walk {
    trail: Trail,
    confidence: f64,
    proposed: bool,
    mappings: usize,
    replaced: usize,
    at: Uuid,
    path: Vec<Step>,
}

/// What is better goes first: what can stand for the concept, what somebody vouches for, what is likely, what says more,
/// what is surer, what is shorter.
fn rank(proposed: bool, relation: Relation, confidence: f64, length: usize, concept: Uuid) -> impl Ord {
    (
        relation != Relation::Related,
        !proposed,
        confidence >= LIKELY,
        relation.strength(),
        // Confidence is never negative, so its bits are in its order.
        confidence.to_bits(),
        Reverse((length, concept)),
    )
}

/// Orders candidates: the best first.
pub(super) fn better_first(a: &Candidate, b: &Candidate) -> Ordering {
    let rank = |one: &Candidate| {
        let length = one.path.len();
        rank(one.proposed, one.relation, one.confidence, length, one.concept)
    };
    rank(b).cmp(&rank(a))
}

impl Walk {
    fn start(from: Uuid) -> Self {
        Walk {
            trail: Trail::START,
            confidence: 1.0,
            proposed: false,
            mappings: 0,
            replaced: 0,
            at: from,
            path: Vec::new(),
        }
    }

    fn then(&self, step: Step) -> Option<Walk> {
        let trail = self.trail.then(step.relation)?;
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(step);
        Some(Walk {
            trail,
            confidence: self.confidence * step.confidence,
            proposed: self.proposed || step.standing == Standing::Proposed,
            mappings: self.mappings + usize::from(step.mapping.is_some()),
            replaced: self.replaced + usize::from(step.within() == Some(Within::Replaced)),
            at: step.to,
            path,
        })
    }

    /// The concepts it passed, without where it stands.
    fn passed(&self) -> impl Iterator<Item = Uuid> {
        self.path.iter().map(|step| step.from)
    }

    fn rank(&self) -> impl Ord {
        let (relation, length) = (self.trail.relation(), self.path.len());
        rank(self.proposed, relation, self.confidence, length, self.at)
    }

    fn arrived(self) -> Candidate {
        Candidate {
            concept: self.at,
            relation: self.trail.relation(),
            confidence: self.confidence,
            proposed: self.proposed,
            path: self.path,
        }
    }
}

impl PartialEq for Walk {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Walk {}

impl PartialOrd for Walk {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Walk {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl<V: Vocabularies> Search<'_, V> {
    /// What a concept leads to, the best first; only by one mapping where `direct`.
    pub(super) fn from(&self, from: Uuid, direct: bool) -> Vec<Candidate> {
        let most = if direct { 1 } else { MOST_STEPS };
        self.walk(vec![Walk::start(from)], most)
    }

    /// What these paths up lead on to, the best first.
    pub(super) fn along(&self, from: Uuid, paths: &[Vec<Step>]) -> Vec<Candidate> {
        let start = |path: &Vec<Step>| path.iter().try_fold(Walk::start(from), |walk, step| walk.then(*step));
        self.walk(paths.iter().filter_map(start).collect(), MOST_STEPS)
    }

    /// A walk never gets better by going on, so whoever arrives first has come by the best path. Two walks at the same
    /// concept that can go on alike need not both go on: the better one does.
    fn walk(&self, starts: Vec<Walk>, most: usize) -> Vec<Candidate> {
        let mut waiting: BinaryHeap<Walk> = starts.into();
        let (mut been, mut arrived) = (HashSet::new(), HashSet::new());
        let (mut found, mut looked) = (Vec::new(), 0);
        while looked <= LOOKED_AT
            && let Some(walk) = waiting.pop()
        {
            let follows = self.replacement(&walk);
            looked += usize::from(follows.is_some());
            if self.vocabularies.vocabulary(walk.at) == Some(self.to) {
                // What is no longer used is left for what took its place.
                if let Some(follows) = follows {
                    waiting.push(follows);
                    continue;
                }
                if arrived.insert(walk.at) {
                    found.push(walk.arrived());
                }
                if found.len() > MOST_OTHERS {
                    break;
                }
                continue;
            }
            waiting.extend(follows);
            if walk.mappings == most || !been.insert(self.going_on(&walk)) {
                continue;
            }
            let steps = self.graph.from(walk.at);
            looked += steps.len();
            waiting.extend(steps.iter().filter_map(|step| self.onwards(&walk, *step)));
        }
        found.extend(self.arrivals(waiting, &mut arrived));
        found.sort_by(better_first);
        found
    }

    /// Where a walk can go on from: alike for two that stand at the same concept, come to the same, have as many steps left and
    /// have passed the same concepts that something was said against.
    fn going_on(&self, walk: &Walk) -> (Uuid, Trail, usize, bool, Vec<Uuid>) {
        let passed = walk.passed();
        let mut held_back: Vec<Uuid> = passed
            .filter(|concept| self.graph.holds_back(*concept, self.to))
            .collect();
        held_back.sort_unstable();
        (walk.at, walk.trail, walk.mappings, walk.proposed, held_back)
    }

    /// The walk with one more step to what took the place of the concept it has come to, where that is no longer used.
    fn replacement(&self, walk: &Walk) -> Option<Walk> {
        let to = self.vocabularies.replaced_by(walk.at)?;
        if walk.replaced == MOST_REPLACED {
            return None;
        }
        self.onwards(walk, Step::replaced(walk.at, to))
    }

    /// What has arrived already when a search is broken off.
    fn arrivals(&self, waiting: BinaryHeap<Walk>, arrived: &mut HashSet<Uuid>) -> Vec<Candidate> {
        let mut rest = waiting.into_sorted_vec();
        rest.reverse();
        rest.retain(|walk| {
            let there = self.vocabularies.vocabulary(walk.at) == Some(self.to);
            there && self.replacement(walk).is_none() && arrived.insert(walk.at)
        });
        rest.into_iter().map(Walk::arrived).collect()
    }

    /// The walk with one more step, unless somebody said that it leads nowhere: that two concepts on it do not belong
    /// together, or that one on it has no match where the step leads.
    fn onwards(&self, walk: &Walk, step: Step) -> Option<Walk> {
        let circle = walk.passed().any(|concept| concept == step.to);
        let rejected = walk.passed().any(|concept| self.graph.is_rejected(concept, step.to));
        let arrives = self.vocabularies.vocabulary(step.to) == Some(self.to);
        let stopped = arrives && walk.passed().any(|concept| self.graph.has_no_match(concept, self.to));
        if circle || rejected || stopped {
            return None;
        }
        walk.then(step)
    }
}
