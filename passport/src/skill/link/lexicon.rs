//! The words of a vocabulary: each with the stem it comes down to in its language, each stem with a number.

use super::hash::hash;
use super::language::{Stem, primary, stemmer};
use super::words::Wording;
use std::collections::HashMap;

/// The number of a stem; [`UNKNOWN`] for a stem that no label has.
pub(super) type Term = u32;

/// The term of a word that no label has.
pub(super) const UNKNOWN: Term = Term::MAX;

/// Keeps hashes of stems apart from those of words as written.
const STEMS: u64 = 1;
const SURFACES: u64 = 4;

/// A label as the linker reads it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// Normalised, whole.
    pub(super) whole: String,
    /// The words that carry meaning, as written.
    pub(super) words: Vec<String>,
    /// Their terms, one for each.
    pub(super) terms: Vec<Term>,
    /// Hashes of their stems, one for each.
    pub(super) stems: Vec<u64>,
    /// Hashes of the words as written, one for each.
    pub(super) surfaces: Vec<u32>,
}

#[derive(Debug)]
struct Language {
    primary: String,
    stem: Stem,
    /// Every word that a label of this language has.
    words: HashMap<Box<str>, Term>,
}

/// The words of all labels.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    languages: Vec<Language>,
    stems: HashMap<Box<str>, Term>,
    hashes: Vec<u64>,
    /// For each term a word that comes down to it.
    samples: Vec<Box<str>>,
}

impl Lexicon {
    /// For each term a word that comes down to it, and the hash of its stem.
    pub(super) fn samples(&self) -> impl Iterator<Item = (&str, u64)> {
        self.samples.iter().map(AsRef::as_ref).zip(self.hashes.iter().copied())
    }

    /// Reads a label of the vocabulary in its own language and keeps its words.
    pub(super) fn learn(&mut self, label: &str, tag: &str) -> Reading {
        let Wording { whole, words } = Wording::of(label);
        let language = self.language(tag);
        let terms: Vec<Term> = words.iter().map(|word| self.learn_word(language, word)).collect();
        let stems = terms.iter().map(|term| self.hashes[*term as usize]).collect();
        Reading {
            whole,
            terms,
            stems,
            surfaces: surfaces(&words),
            words,
        }
    }

    /// Reads any label, in the language that knows most of its words.
    pub(super) fn read(&self, label: &str) -> Reading {
        let Wording { whole, words } = Wording::of(label);
        let language = self.likely_language(&words);
        let (terms, stems) = words.iter().map(|word| self.term_and_hash(language, word)).unzip();
        Reading {
            whole,
            terms,
            stems,
            surfaces: surfaces(&words),
            words,
        }
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The hash of a stem.
    pub(super) fn hash(&self, term: Term) -> u64 {
        self.hashes[term as usize]
    }

    /// How many languages there are labels of.
    pub(super) fn languages(&self) -> usize {
        self.languages.len()
    }

    /// The language of a tag, where there are labels of it.
    pub(super) fn language_of(&self, tag: &str) -> Option<usize> {
        let primary = primary(tag);
        self.languages.iter().position(|language| language.primary == primary)
    }

    /// Whether a label of the language has this word.
    pub(super) fn knows(&self, language: usize, word: &str) -> bool {
        self.languages
            .get(language)
            .is_some_and(|language| language.words.contains_key(word))
    }

    /// The term of a word, where any label has it.
    pub(super) fn term(&self, language: usize, word: &str) -> Option<Term> {
        Some(self.term_and_hash(language, word).0).filter(|term| *term != UNKNOWN)
    }

    fn language(&mut self, tag: &str) -> usize {
        let primary = primary(tag);
        if let Some(known) = self.languages.iter().position(|language| language.primary == primary) {
            return known;
        }
        let stem = stemmer(&primary);
        self.languages.push(Language {
            primary,
            stem,
            words: HashMap::new(),
        });
        self.languages.len() - 1
    }

    fn learn_word(&mut self, language: usize, word: &str) -> Term {
        if let Some(term) = self.languages[language].words.get(word) {
            return *term;
        }
        let stem = (self.languages[language].stem)(word);
        let next = self.hashes.len() as Term;
        let term = *self.stems.entry(stem.as_ref().into()).or_insert(next);
        if term == next {
            self.hashes.push(hash(stem.as_bytes(), STEMS));
            self.samples.push(word.into());
        }
        self.languages[language].words.insert(word.into(), term);
        term
    }

    /// The first language wins a tie.
    fn likely_language(&self, words: &[String]) -> usize {
        let known = |language: &Language| {
            words
                .iter()
                .filter(|word| language.words.contains_key(word.as_str()))
                .count()
        };
        let mut best = (0, 0);
        for (number, language) in self.languages.iter().enumerate().take(usize::from(u8::MAX)) {
            let count = known(language);
            if count > best.1 {
                best = (number, count);
            }
            if count == words.len() {
                break;
            }
        }
        best.0
    }

    fn term_and_hash(&self, language: usize, word: &str) -> (Term, u64) {
        let Some(language) = self.languages.get(language) else {
            return (UNKNOWN, hash(word.as_bytes(), STEMS));
        };
        if let Some(term) = language.words.get(word) {
            return (*term, self.hashes[*term as usize]);
        }
        let stem = (language.stem)(word);
        match self.stems.get(stem.as_ref()) {
            Some(term) => (*term, self.hashes[*term as usize]),
            None => (UNKNOWN, hash(stem.as_bytes(), STEMS)),
        }
    }
}

fn surfaces(words: &[String]) -> Vec<u32> {
    words
        .iter()
        .map(|word| (hash(word.as_bytes(), SURFACES) >> 32) as u32)
        .collect()
}
