//! A label that is to be linked, prepared for comparing with many.

use super::buckets::{BUCKETS, Bag};
use super::bytes::Aim;
use super::encoder::Encoder;
use super::index::Index;
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
    gram_square: f32,
    /// A bit for each n-gram that it has.
    has: Vec<u64>,
}

impl Query {
    /// Reads a label.
    pub(super) fn of(label: &str, index: &Index, encoder: &Encoder) -> Self {
        let reading = index.lexicon.read(label);
        let bag = Bag::of(&reading);
        let known = super::distinct(reading.terms.iter().copied().filter(|term| *term != UNKNOWN));
        let known_square = index.term_weights.square(&known);
        let unknown = reading.terms.iter().filter(|term| **term == UNKNOWN).count();
        let term_square = known_square + unknown as f32 * index.term_weights.of(usize::MAX).powi(2);
        let words = reading.words.iter().zip(&reading.stems);
        Self {
            aim: Aim::at(&encoder.direction(&bag)),
            words: words.map(|(word, stem)| Aim::at(&encoder.direction(&Bag::of_word(word, *stem)))).collect(),
            letters: Letters::of(&reading.whole),
            term_square,
            known_share: known_square / term_square.max(1e-6),
            gram_square: index.gram_weights.square(&bag.grams),
            has: marked(&bag),
            known,
            reading,
        }
    }

    /// How far n-grams agree: the cosine of the two bags, each n-gram by its weight.
    pub(super) fn gram_agreement(&self, index: &Index, entry: &super::index::Entry) -> f32 {
        let has = |gram: &&u16| self.has[usize::from(**gram >> 6)] & (1 << (**gram & 63)) != 0;
        let shared = index.grams(entry).iter().filter(has);
        let shared: f32 = shared.map(|gram| index.gram_weights.of(usize::from(*gram)).powi(2)).sum();
        shared / (self.gram_square * entry.gram_square).sqrt().max(1e-6)
    }
}

fn marked(bag: &Bag) -> Vec<u64> {
    let mut has = vec![0u64; BUCKETS / 64];
    for gram in &bag.grams {
        has[usize::from(gram >> 6)] |= 1 << (gram & 63);
    }
    has
}
