//! A small dual encoder: a label becomes a direction in space, and labels that mean the same point the same way.
//!
//! The direction is the sum of a learned vector for each bucket of the label (stems, pairs, character n-grams). Without
//! training the vectors are random, and directions agree as far as labels share buckets. Trained on a vocabulary, they
//! agree as far as labels name the same concept.

mod kept;
mod lessons;
mod plain;
mod train;
mod vectors;

use super::buckets::{BUCKETS, Bag};
use super::index::Index;
use super::lexicon::Lexicon;
use super::weighing::Tally;
use vectors::add_rows;
pub(super) use vectors::agreement;

pub use kept::NotAnEncoder;
pub use train::Schedule;

/// How many dimensions a direction has.
pub(super) const DIMENSIONS: usize = 128;

/// Where a sentence of a description ends.
const SENTENCE_ENDS: [char; 3] = ['.', ';', '\n'];

/// A direction of length one, or nothing where a text has no bucket.
pub(super) type Direction = [f32; DIMENSIONS];

/// Vectors of all buckets, in a byte a dimension.
#[derive(Debug, Clone)]
pub struct Encoder {
    bytes: Vec<[i8; DIMENSIONS]>,
    scales: Vec<f32>,
    trained: bool,
}

impl Encoder {
    /// Whether it has learned from a vocabulary.
    pub fn is_trained(&self) -> bool {
        self.trained
    }

    /// An encoder under which labels agree as far as they share words and n-grams that tell much.
    pub(super) fn plain_for(index: &Index) -> Self {
        let mut having = Tally::new(BUCKETS);
        for (place, entry) in index.entries.iter().enumerate() {
            index
                .bag(place)
                .all()
                .for_each(|bucket| having.count(usize::from(bucket), entry.concept));
        }
        let weighing = having.weighing(index.concepts() as usize);
        let weights: Vec<f32> = (0..BUCKETS).map(|bucket| weighing.of(bucket)).collect();
        Self::plain(&weights, 0)
    }

    /// Where a label points.
    pub(super) fn direction(&self, bag: &Bag) -> Direction {
        let mut sum = [0.0; DIMENSIONS];
        add_rows(&self.bytes, &self.scales, &bag.words, &mut sum);
        add_rows(&self.bytes, &self.scales, &bag.grams, &mut sum);
        normalised(sum)
    }

    /// Where a description points: the mean of its sentences.
    pub(super) fn of_text(&self, texts: &[String], lexicon: &Lexicon) -> Direction {
        let sentences = texts.iter().flat_map(|text| text.split(SENTENCE_ENDS));
        let directions = sentences.map(|sentence| self.direction(&Bag::of(&lexicon.read(sentence))));
        mean(&directions.collect::<Vec<_>>())
    }

    fn pack(vectors: &[f32], trained: bool) -> Self {
        let mut bytes = Vec::with_capacity(BUCKETS);
        let mut scales = Vec::with_capacity(BUCKETS);
        for vector in vectors.chunks_exact(DIMENSIONS) {
            let most = vector.iter().fold(1e-12f32, |most, value| most.max(value.abs()));
            scales.push(most / 127.0);
            bytes.push(std::array::from_fn(|place| {
                (vector[place] / most * 127.0).round() as i8
            }));
        }
        Self { bytes, scales, trained }
    }
}

pub(super) fn normalised(mut vector: Direction) -> Direction {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

/// The direction in the middle of some.
pub(super) fn mean(directions: &[Direction]) -> Direction {
    let mut sum = [0.0; DIMENSIONS];
    for direction in directions {
        sum.iter_mut().zip(direction).for_each(|(sum, value)| *sum += value);
    }
    normalised(sum)
}
