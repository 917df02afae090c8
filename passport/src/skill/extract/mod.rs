//! Skills in free text: which words of a job advert, a course description or a reflection name which concept.
//!
//! What is found is a suggestion for a person to accept; it never becomes a claim by itself. The text is cut into clauses
//! (`clauses`, `words`, `clause`); labels are found by the set of their words (`names`, `proposal`); the linker is asked about
//! phrases that no label has (`asking`); what speaks for each becomes a confidence (`evidence`, `learned.json`); of finds that
//! overlap the surer one stays (`choosing`). `docs/LINKING.md` tells it at length.

mod asking;
mod choosing;
mod clause;
mod clauses;
mod evidence;
mod learned;
mod names;
mod pages;
mod promise;
mod proposal;
mod words;

use super::link::{Linker, Method, chance, sum};
use choosing::Surest;
use names::Names;
use pages::{Asks, Pages};
use proposal::Proposal;
use std::ops::Range;
use std::sync::Arc;

pub use evidence::{EVIDENCE, EVIDENCE_NAMES, Evidence};
pub use learned::Learned;
pub use promise::{PROMISE, PROMISE_NAMES, Promise};

/// How a text is read, and which finds are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The language of the text, as a BCP 47 tag. Without one, each clause is read in the language that knows most of its
    /// words.
    pub language: Option<String>,
    /// Finds less sure are not told, 0 to 1.
    pub least_confidence: f32,
    /// At most so many are told: the surest.
    pub limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: None,
            least_confidence: 0.2,
            limit: 200,
        }
    }
}

/// A place in a text that names a concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The concept, by its place among those that the linker was built from.
    pub concept: usize,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// By what it was found.
    pub method: Method,
    /// The label that fits best, as published.
    pub matched: Box<str>,
}

/// A place that may name a concept, with what speaks for it: what fitting needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The concept, by its place.
    pub concept: usize,
    /// What speaks for it.
    pub evidence: Evidence,
    /// What spoke for asking the linker, where it was asked.
    pub promise: Option<Promise>,
}

/// Finds the concepts of one version of a vocabulary in texts.
#[derive(Debug)]
pub struct Extractor {
    linker: Arc<Linker>,
    names: Names,
    learned: Learned,
}

impl Extractor {
    /// From a linker; without what was learned, what the release ships with.
    pub fn build(linker: Arc<Linker>, learned: Option<Learned>) -> Self {
        Self {
            names: Names::build(&linker),
            learned: learned.unwrap_or_else(|| Learned::shipped(linker.is_trained())),
            linker,
        }
    }

    /// Finds skills in a text, in their order; none overlaps another.
    pub fn extract(&self, text: &str, options: &Options) -> Vec<Found> {
        let mut surest = Surest::of(options.limit);
        let mut pages = Pages::of(self, text, options.language.as_deref(), Asks::AsTheTextAllows);
        while pages.next() {
            for (clause, proposals) in pages.take() {
                for (confidence, proposal) in self.chosen(proposals, options.least_confidence) {
                    surest.push(Found {
                        range: clause.range(&clause.telling[proposal.from], &clause.telling[proposal.to]),
                        concept: proposal.concept,
                        confidence,
                        method: proposal.method,
                        matched: proposal.matched,
                    });
                }
            }
        }
        surest.in_order()
    }

    /// Everything that may name a concept, in no order, with every phrase asked about: what fitting needs.
    pub fn propose(&self, text: &str, language: Option<&str>) -> Vec<Proposed> {
        let mut all = Vec::new();
        let mut pages = Pages::of(self, text, language, Asks::All);
        while pages.next() {
            for (clause, proposals) in pages.take() {
                all.extend(proposals.into_iter().map(|proposal| Proposed {
                    range: clause.range(&clause.telling[proposal.from], &clause.telling[proposal.to]),
                    concept: proposal.concept,
                    evidence: proposal.evidence,
                    promise: proposal.promise,
                }));
            }
        }
        all
    }

    /// Those that stay, with their confidence.
    fn chosen(&self, proposals: Vec<Proposal>, least: f32) -> Vec<(f32, Proposal)> {
        let [constant, counts] = self.learned.chosen;
        let scored = proposals
            .into_iter()
            .map(|proposal| (sum(&proposal.evidence, &self.learned.find), proposal));
        let mut chosen = choosing::chosen(scored.collect());
        chosen.retain_mut(|(score, _)| {
            *score = chance(constant + counts * *score);
            *score >= least
        });
        chosen
    }
}

#[cfg(test)]
mod tests;
