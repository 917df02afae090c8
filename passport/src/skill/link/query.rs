//! A label that is to be linked, prepared for comparing with many.

use super::buckets::{BUCKETS, Bag};
use super::bytes::{Aim, Directions};
use super::encoder::Encoder;
use super::index::{Entry, Index};
use super::lexicon::{Reading, Term, UNKNOWN};
use super::spelling::Letters;
use super::weighing::Weighing;

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
    /// Its known terms, to be looked for among those of other labels.
    pub(super) sought: Sought,
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
            sought: Sought::of(&known, &index.term_weights),
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

/// A few terms that are looked for among many. Nearly all that are met are none of them, and a mark tells it at once.
#[derive(Debug)]
pub(super) struct Sought {
    marks: [u64; 16],
    terms: Vec<(Term, f32)>,
}

impl Sought {
    fn of(terms: &[Term], weights: &Weighing) -> Self {
        let square = |term: &Term| (*term, weights.of(*term as usize).powi(2));
        let mut sought = Self {
            marks: [0; 16],
            terms: terms.iter().map(square).collect(),
        };
        for term in terms {
            let (word, bit) = mark(*term);
            sought.marks[word] |= bit;
        }
        sought
    }

    /// Whether it may be one of them; whatever is, may be.
    #[inline]
    pub(super) fn may_have(&self, term: Term) -> bool {
        let (word, bit) = mark(term);
        self.marks[word] & bit != 0
    }

    /// The squared weight of a term; 0 where it is none of them.
    #[inline]
    pub(super) fn square(&self, term: Term) -> f32 {
        if !self.may_have(term) {
            return 0.0;
        }
        let held = self.terms.iter().find(|(held, _)| *held == term);
        held.map_or(0.0, |(_, square)| *square)
    }
}

/// The word and the bit in it that mark a term.
#[inline]
fn mark(term: Term) -> (usize, u64) {
    ((term >> 6) as usize % 16, 1 << (term % 64))
}

fn marked(bag: &Bag) -> Vec<u64> {
    let mut has = vec![0u64; BUCKETS / 64];
    for gram in &bag.grams {
        has[usize::from(gram >> 6)] |= 1 << (gram & 63);
    }
    has
}
