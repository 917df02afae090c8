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
        let mut rows = vec![0u16; vocabulary.len()];
        let mut terms = Vec::new();
        for term in asked {
            let row = &mut rows[term as usize];
            if *row == 0 && terms.len() < usize::from(u16::MAX) {
                terms.push(term);
                *row = terms.len() as u16;
            }
        }
        let words = query.words.len();
        let mut near = vec![0.0; terms.len() * words];
        for (place, (word, aim)) in query.reading.terms.iter().zip(&query.words).enumerate() {
            for (row, agreement) in vocabulary.agreements_of(&terms, aim).into_iter().enumerate() {
                let same = *word == terms[row] && *word != UNKNOWN;
                near[row * words + place] = if same { 1.0 } else { agreement.max(0.0) };
            }
        }
        Self { rows, near, words }
    }

    /// How much of the query the terms cover, and how much of the terms the query covers: each word by its nearest.
    pub(super) fn covers(&self, query: &Query, terms: &[Term], weights: &Weighing) -> (f32, f32) {
        let mut of_query = vec![0.0f32; self.words];
        let mut covered = 0.0;
        let mut whole = 1e-6;
        for term in terms {
            let weight = weights.of(*term as usize);
            let near = self.near(*term);
            near.iter()
                .zip(&mut of_query)
                .for_each(|(near, most)| *most = most.max(*near));
            covered += weight * near.iter().copied().fold(0.0, f32::max);
            whole += weight;
        }
        let weight = |term: &Term| weights.of(*term as usize);
        let query_whole: f32 = query.reading.terms.iter().map(weight).sum();
        let query_covered: f32 = query
            .reading
            .terms
            .iter()
            .zip(&of_query)
            .map(|(term, near)| weight(term) * near)
            .sum();
        (query_covered / query_whole.max(1e-6), covered / whole)
    }

    fn near(&self, term: Term) -> &[f32] {
        match usize::from(self.rows[term as usize]) {
            0 => &[],
            row => &self.near[(row - 1) * self.words..row * self.words],
        }
    }
}
