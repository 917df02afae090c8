//! The encoder before it has learned anything: random vectors, longer for what tells more.

use super::{DIMENSIONS, Encoder};
use crate::skill::link::buckets::{BUCKETS, WORD_BUCKETS};
use crate::skill::link::hash::Dice;

/// A label has some ten times as many n-grams as words; this makes them weigh alike.
const GRAM_SHARE: f32 = 0.3;

impl Encoder {
    /// An encoder under which labels agree as far as they share words and n-grams. `weights` has one for each bucket.
    pub(in crate::skill::link) fn plain(weights: &[f32], seed: u64) -> Self {
        Self::pack(&random_vectors(weights, seed), false)
    }
}

/// A random vector for each bucket, as long as its weight says.
pub(super) fn random_vectors(weights: &[f32], seed: u64) -> Vec<f32> {
    let mut dice = Dice::new(seed);
    let mut vectors = Vec::with_capacity(BUCKETS * DIMENSIONS);
    for (bucket, weight) in weights.iter().enumerate() {
        let share = if bucket < WORD_BUCKETS { 1.0 } else { GRAM_SHARE };
        let length = weight * share / (DIMENSIONS as f32 / 3.0).sqrt();
        vectors.extend((0..DIMENSIONS).map(|_| dice.around_zero() * length));
    }
    vectors
}
