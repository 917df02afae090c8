//! One proposal: a concept that may correspond to the one asked for, and how it was found.

use super::super::{Justification, Relation};
use super::namesakes::name;
use crate::skill::link::{Method, Rank};

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

impl Proposal {
    /// What says more goes first, then what is surer. Confidence is never negative, so its bits are in its order.
    pub(super) fn weight(&self) -> (u8, u64) {
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
