//! How near each word of a label is to words of the vocabulary: the same, or pointing the same way.

use super::bytes::Directions;
use super::lexicon::{Term, UNKNOWN};
use super::query::Query;
use super::weighing::Weighing;

/// The words of one label against the terms of some others.
#[derive(Debug)]
pub(super) struct Nearness {
    /// For each term of the vocabulary one more than its row, 0 where it was not asked for.
    rows: Vec<u16>,
    near: Vec<f32>,
    words: usize,
}

impl Nearness {
    /// Works out what is asked for, each term once.
    pub(super) fn of(query: &Query, asked: impl Iterator<Item = Term>, vocabulary: &Directions) -> Self {
        let mut nearness = Self { rows: vec![0; vocabulary.len()], near: Vec::new(), words: query.words.len() };
        let mut count = 0u16;
        for term in asked {
            let row = &mut nearness.rows[term as usize];
            if *row == 0 && count < u16::MAX {
                count += 1;
                *row = count;
                for (word, aim) in query.reading.terms.iter().zip(&query.words) {
                    let same = *word == term && *word != UNKNOWN;
                    nearness.near.push(if same { 1.0 } else { vocabulary.agreement(term as usize, aim).max(0.0) });
                }
            }
        }
        nearness
    }

    /// How much of the query the terms cover, and how much of the terms the query covers: each word by its nearest.
    pub(super) fn covers(&self, query: &Query, terms: &[Term], weights: &Weighing) -> (f32, f32) {
        let mut of_query = vec![0.0f32; self.words];
        let mut covered = 0.0;
        let mut whole = 1e-6;
        for term in terms {
            let weight = weights.of(*term as usize);
            let near = self.near(*term);
            near.iter().zip(&mut of_query).for_each(|(near, most)| *most = most.max(*near));
            covered += weight * near.iter().copied().fold(0.0, f32::max);
            whole += weight;
        }
        let weight = |term: &Term| weights.of(*term as usize);
        let query_whole: f32 = query.reading.terms.iter().map(weight).sum();
        let query_covered: f32 = query.reading.terms.iter().zip(&of_query).map(|(term, near)| weight(term) * near).sum();
        (query_covered / query_whole.max(1e-6), covered / whole)
    }

    fn near(&self, term: Term) -> &[f32] {
        match usize::from(self.rows[term as usize]) {
            0 => &[],
            row => &self.near[(row - 1) * self.words..row * self.words],
        }
    }
}
