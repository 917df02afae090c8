//! A label that is to be linked, prepared for comparing with many.

use super::buckets::{BUCKETS, Bag};
use super::bytes::{Aim, Directions};
use super::encoder::Encoder;
use super::index::{Entry, Index};
use super::lexicon::{Reading, Term, UNKNOWN};
use super::spelling::Letters;

/// The label at hand.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) reading: Reading,
    /// Its known terms, each once.
    pub(super) known: Vec<Term>,
    /// Where it points.
    pub(super) aim: Aim,
    /// Where each of its words points.
    pub(super) words: Vec<Aim>,
    pub(super) letters: Letters,
    /// Sum of squared weights of its terms.
    pub(super) term_square: f32,
    /// The share of it that is words of the vocabulary, by weight.
    pub(super) known_share: f32,
    /// How many n-grams it has.
    grams: usize,
    /// For each term of the vocabulary its squared weight, 0 where the label does not have it.
    pub(super) weights: Vec<f32>,
    /// A bit for each n-gram that it has.
    has: Vec<u64>,
}

impl Query {
    /// Reads a label.
    pub(super) fn of(label: &str, index: &Index, encoder: &Encoder, vocabulary: &Directions) -> Self {
        let reading = index.lexicon.read(label);
        let bag = Bag::of(&reading);
        let known = super::distinct(reading.terms.iter().copied().filter(|term| *term != UNKNOWN));
        let known_square = index.term_weights.square(&known);
        let unknown = reading.terms.iter().filter(|term| **term == UNKNOWN).count();
        let term_square = known_square + unknown as f32 * index.term_weights.of(usize::MAX).powi(2);
        let word = |place: usize| match reading.terms[place] {
            UNKNOWN => Aim::at(&encoder.direction(&Bag::of_word(&reading.words[place], reading.stems[place]))),
            term => vocabulary.aim(term as usize),
        };
        Self {
            aim: Aim::at(&encoder.direction(&bag)),
            words: (0..reading.words.len()).map(word).collect(),
            letters: Letters::of(&reading.whole),
            term_square,
            known_share: known_square / term_square.max(1e-6),
            grams: bag.grams.len(),
            has: marked(&bag),
            weights: weights(&known, index),
            known,
            reading,
        }
    }

    /// How far n-grams agree: the cosine of the two sets.
    pub(super) fn gram_agreement(&self, index: &Index, entry: &Entry) -> f32 {
        let grams = index.grams(entry);
        let mut shared = 0;
        for gram in grams {
            shared += (self.has[usize::from(gram >> 6)] >> (gram & 63)) & 1;
        }
        shared as f32 / ((self.grams * grams.len()) as f32).sqrt().max(1.0)
    }
}

fn weights(known: &[Term], index: &Index) -> Vec<f32> {
    let mut weights = vec![0.0; index.lexicon.len()];
    for term in known {
        weights[*term as usize] = index.term_weights.of(*term as usize).powi(2);
    }
    weights
}

fn marked(bag: &Bag) -> Vec<u64> {
    let mut has = vec![0u64; BUCKETS / 64];
    for gram in &bag.grams {
        has[usize::from(gram >> 6)] |= 1 << (gram & 63);
    }
    has
}
