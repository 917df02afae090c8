//! What finding skills in text needs of a linker: its names, and how it reads a word.

use super::concept::Rank;
use super::lexicon::Term;
use super::linker::Linker;
pub(in crate::skill) use super::words::idle;

/// One label of one concept, as it was read.
#[derive(Debug, Clone, Copy)]
pub(in crate::skill) struct Name<'a> {
    /// The concept, by its place in the vocabulary.
    pub(in crate::skill) concept: usize,
    pub(in crate::skill) rank: Rank,
    /// As published.
    pub(in crate::skill) text: &'a str,
    /// Normalised.
    pub(in crate::skill) whole: &'a str,
    /// The terms of the words that tell something, in their order.
    pub(in crate::skill) terms: &'a [Term],
}

impl Linker {
    /// Whether its encoder has learned from a vocabulary.
    pub(in crate::skill) fn is_trained(&self) -> bool {
        self.encoder.is_trained()
    }

    /// How many labels there are.
    pub(in crate::skill) fn names(&self) -> usize {
        self.index.entries.len()
    }

    /// One label, by its place among all.
    pub(in crate::skill) fn name(&self, place: usize) -> Name<'_> {
        let entry = &self.index.entries[place];
        Name {
            concept: entry.concept as usize,
            rank: entry.rank,
            text: &entry.text,
            whole: &entry.whole,
            terms: self.index.terms(place),
        }
    }

    /// How many languages there are labels of.
    pub(in crate::skill) fn languages(&self) -> usize {
        self.index.lexicon.languages()
    }

    /// The language of a BCP 47 tag, where there are labels of it.
    pub(in crate::skill) fn language_of(&self, tag: &str) -> Option<usize> {
        self.index.lexicon.language_of(tag)
    }

    /// Whether a label of the language has this normalised word.
    pub(in crate::skill) fn knows(&self, language: usize, word: &str) -> bool {
        self.index.lexicon.knows(language, word)
    }

    /// The term of a normalised word, where any label has it.
    pub(in crate::skill) fn term(&self, language: usize, word: &str) -> Option<Term> {
        self.index.lexicon.term(language, word)
    }

    /// How much a term tells, 0 to 1: the fewer concepts have it, the more, and most where none has it.
    pub(in crate::skill) fn weight(&self, term: Option<Term>) -> f32 {
        self.index
            .term_weights
            .of(term.map_or(usize::MAX, |term| term as usize))
            / self.index.term_weights.of(usize::MAX)
    }

    /// How many occupations require a concept: 0 for none, 1 for the most that any has, by their logarithm.
    pub(in crate::skill) fn demand(&self, concept: usize) -> f32 {
        self.standing[concept].occupations
    }
}
