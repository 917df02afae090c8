//! The mappings that hold, as a graph that is walked from both ends.

use super::settle::{Pair, Settled, pair};
use super::{Edge, Relation, Says, Standing, unsaid_confidence};
use crate::record::words;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The mappings that hold. Built once, then only read.
#[derive(Debug, Default)]
pub struct Graph {
    steps: HashMap<Uuid, Vec<Step>>,
    rejected: HashSet<Pair>,
    /// The concepts that are in any rejected pair.
    in_rejected: HashSet<Uuid>,
    settled: Settled,
}

/// What leads on within a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// The second concept is the broader one.
    Broader,
    /// The first is no longer used, and the second is to be used in its place.
    Replaced,
}

words!(Within { Broader => "broader", Replaced => "replaced" });

/// One step from a concept to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The mapping it follows; none where it stays within a vocabulary.
    pub mapping: Option<Uuid>,
    /// Where it begins.
    pub from: Uuid,
    /// Where it leads.
    pub to: Uuid,
    /// How the two relate, read in this direction.
    pub relation: Relation,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Where the mapping stands; `Published` within a vocabulary.
    pub standing: Standing,
}

impl Step {
    /// A step up to a broader concept of the same vocabulary.
    pub fn up(from: Uuid, to: Uuid) -> Self {
        Step {
            mapping: None,
            from,
            to,
            relation: Relation::Broad,
            confidence: 1.0,
            standing: Standing::Published,
        }
    }

    /// A step from a concept that is no longer used to the one that its publisher puts in its place. Who says so means that it
    /// can stand for the other, and not how surely: as sure as a published mapping that does not say it.
    pub fn replaced(from: Uuid, to: Uuid) -> Self {
        Step {
            mapping: None,
            from,
            to,
            relation: Relation::Exact,
            confidence: unsaid_confidence(Standing::Published),
            standing: Standing::Published,
        }
    }

    /// What leads on where it stays within a vocabulary; none where it follows a mapping.
    pub fn within(&self) -> Option<Within> {
        match (self.mapping, self.relation) {
            (Some(_), _) => None,
            (None, Relation::Exact) => Some(Within::Replaced),
            (None, _) => Some(Within::Broader),
        }
    }

    /// The same step from the other end.
    pub fn back(self) -> Self {
        Step {
            from: self.to,
            to: self.from,
            relation: self.relation.inverse(),
            ..self
        }
    }
}

impl Graph {
    /// Settles these statements. `vocabulary` tells which vocabulary a concept is of.
    pub fn build(edges: impl IntoIterator<Item = Edge>, vocabulary: impl Fn(Uuid) -> Option<Uuid>) -> Self {
        let mut graph = Graph {
            settled: Settled::of(edges),
            ..Graph::default()
        };
        for (pair, edge) in &graph.settled.pairs {
            let Some(step) = step(edge) else { continue };
            let settled = &graph.settled;
            if edge.standing == Standing::Rejected {
                graph.rejected.insert(*pair);
                graph.in_rejected.extend([pair.0, pair.1]);
            } else if !settled.stops(step.from, vocabulary(step.to), edge)
                && !settled.stops(step.to, vocabulary(step.from), edge)
            {
                graph.steps.entry(step.from).or_default().push(step);
                graph.steps.entry(step.to).or_default().push(step.back());
            }
        }
        for steps in graph.steps.values_mut() {
            steps.sort_unstable_by_key(|step| step.to);
        }
        graph
    }

    /// The steps that lead on from a concept.
    pub fn from(&self, concept: Uuid) -> &[Step] {
        self.steps.get(&concept).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where a concept is one and the same as another: the surest exact step that somebody stands behind, of those that
    /// lead where it is asked for. Only these may carry a claim on.
    pub fn same_as(&self, concept: Uuid, wanted: impl Fn(Uuid) -> bool) -> Option<&Step> {
        let vouched = |step: &&Step| step.relation == Relation::Exact && step.standing != Standing::Proposed;
        let steps = self.from(concept).iter().filter(vouched).filter(|step| wanted(step.to));
        steps.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
    }

    /// The statement that holds of two concepts, whichever way round it was made; a rejection too.
    pub fn between(&self, a: Uuid, b: Uuid) -> Option<&Edge> {
        self.settled.pairs.get(&pair(a, b))
    }

    /// Whether a reviewer said that these two are not to be mapped.
    pub fn is_rejected(&self, a: Uuid, b: Uuid) -> bool {
        !self.rejected.is_empty() && self.rejected.contains(&pair(a, b))
    }

    /// Whether anything was said against this concept that holds back a path over it into a vocabulary.
    pub fn holds_back(&self, concept: Uuid, vocabulary: Uuid) -> bool {
        self.in_rejected.contains(&concept) || self.has_no_match(concept, vocabulary)
    }

    /// Whether somebody, and not only a program, said that a concept has no match in a vocabulary.
    pub fn has_no_match(&self, concept: Uuid, vocabulary: Uuid) -> bool {
        let mut said = self.settled.no_match(concept, Some(vocabulary));
        said.any(|edge| edge.standing != Standing::Proposed)
    }

    /// Whether somebody, and not only a program, said what a concept is in a vocabulary: the same as one of its concepts, near
    /// one, or nothing. `there` tells what is of the vocabulary.
    pub fn is_settled(&self, concept: Uuid, vocabulary: Uuid, there: impl Fn(Uuid) -> bool) -> bool {
        let names = |step: &Step| {
            step.standing != Standing::Proposed
                && step.relation.strength() >= Relation::Close.strength()
                && there(step.to)
        };
        self.has_no_match(concept, vocabulary) || self.from(concept).iter().any(names)
    }

    /// Whether a program may propose a mapping: nobody decided on the two, nor that there is no match.
    pub fn may_propose(&self, subject: Uuid, object: Uuid, vocabulary: Uuid) -> bool {
        let open = |edge: &Edge| edge.standing == Standing::Proposed;
        self.between(subject, object).is_none_or(open) && !self.has_no_match(subject, vocabulary)
    }
}

fn step(edge: &Edge) -> Option<Step> {
    let Says::Relates(to, relation) = edge.says else {
        return None;
    };
    // Adding nought makes a negative one positive.
    let sure = edge.confidence.clamp(0.0, 1.0) + 0.0;
    Some(Step {
        mapping: Some(edge.id),
        from: edge.subject,
        to,
        relation,
        confidence: if sure.is_nan() { 0.0 } else { sure },
        standing: edge.standing,
    })
}
