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

use super::buckets::{BUCKETS, Bucket};

pub use kept::NotAnEncoder;
pub use train::Schedule;
pub(super) use vectors::dot;

/// How many dimensions a direction has.
pub(super) const DIMENSIONS: usize = 128;

/// A direction of length one, or nothing where a text has no bucket.
pub(super) type Direction = [f32; DIMENSIONS];

/// Vectors of all buckets, in a byte a dimension.
#[derive(Debug, Clone)]
pub struct Encoder {
    bytes: Vec<i8>,
    scales: Vec<f32>,
    trained: bool,
}

impl Encoder {
    /// Whether it has learned from a vocabulary.
    pub fn is_trained(&self) -> bool {
        self.trained
    }

    /// Where a text points.
    pub(super) fn direction(&self, buckets: impl Iterator<Item = Bucket>) -> Direction {
        let mut sum = [0.0; DIMENSIONS];
        for bucket in buckets {
            let place = usize::from(bucket);
            let scale = self.scales[place];
            for (sum, byte) in sum.iter_mut().zip(&self.bytes[place * DIMENSIONS..][..DIMENSIONS]) {
                *sum += scale * f32::from(*byte);
            }
        }
        normalised(sum)
    }

    fn pack(vectors: &[f32], trained: bool) -> Self {
        let mut bytes = Vec::with_capacity(vectors.len());
        let mut scales = Vec::with_capacity(BUCKETS);
        for vector in vectors.chunks_exact(DIMENSIONS) {
            let most = vector.iter().fold(1e-12f32, |most, value| most.max(value.abs()));
            scales.push(most / 127.0);
            bytes.extend(vector.iter().map(|value| (value / most * 127.0).round() as i8));
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
