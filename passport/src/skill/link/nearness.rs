//! How near each word of a label is to words of the vocabulary: the same, or pointing the same way.

use super::bytes::Directions;
use super::lexicon::{Term, UNKNOWN};
use super::query::Query;
use super::weighing::Weighing;

/// The words of one label against the terms of some others.
#[derive(Debug)]
pub(super) struct Nearness {
    rows: Rows,
    near: Vec<f32>,
    words: usize,
    /// The weight of each word of the label, and of all.
    weights: Vec<f32>,
    whole: f32,
    /// Room for how near each word of the label is to the nearest term.
    nearest: Vec<f32>,
}

impl Nearness {
    /// Works out what is asked for, each term once.
    pub(super) fn of(
        query: &Query,
        asked: impl Iterator<Item = Term>,
        vocabulary: &Directions,
        weights: &Weighing,
    ) -> Self {
        let (rows, terms) = Rows::of(asked.collect());
        let words = query.words.len();
        let mut near = vec![0.0; terms.len() * words];
        for (place, (word, aim)) in query.reading.terms.iter().zip(&query.words).enumerate() {
            for (row, agreement) in vocabulary.agreements_of(&terms, aim).into_iter().enumerate() {
                let same = *word == terms[row] && *word != UNKNOWN;
                near[row * words + place] = if same { 1.0 } else { agreement.max(0.0) };
            }
        }
        let weight = |term: &Term| weights.of(*term as usize);
        let weights: Vec<f32> = query.reading.terms.iter().map(weight).collect();
        Self {
            rows,
            near,
            words,
            whole: weights.iter().sum(),
            weights,
            nearest: vec![0.0; words],
        }
    }

    /// How much of the query the terms cover, and how much of the terms the query covers: each word by its nearest.
    pub(super) fn covers(&mut self, terms: &[Term], weights: &Weighing) -> (f32, f32) {
        let mut nearest = std::mem::take(&mut self.nearest);
        nearest.fill(0.0);
        let mut covered = 0.0;
        let mut whole = 1e-6;
        for term in terms {
            let weight = weights.of(*term as usize);
            let near = self.near(*term);
            near.iter()
                .zip(&mut nearest)
                .for_each(|(near, most)| *most = most.max(*near));
            covered += weight * near.iter().copied().fold(0.0, f32::max);
            whole += weight;
        }
        let query_covered: f32 = self
            .weights
            .iter()
            .zip(&nearest)
            .map(|(weight, near)| weight * near)
            .sum();
        self.nearest = nearest;
        (query_covered / self.whole.max(1e-6), covered / whole)
    }

    fn near(&self, term: Term) -> &[f32] {
        match self.rows.of_term(term) {
            None => &[],
            Some(row) => &self.near[row * self.words..(row + 1) * self.words],
        }
    }
}

/// Which row each of some terms has: a table with room for twice as many, so that a term stands where its number says or
/// a little further.
#[derive(Debug)]
struct Rows {
    slots: Vec<(Term, u32)>,
}

impl Rows {
    /// The terms, each once, with the row of each.
    fn of(asked: Vec<Term>) -> (Self, Vec<Term>) {
        let mut rows = Self {
            slots: vec![(UNKNOWN, 0); (asked.len() * 2).next_power_of_two()],
        };
        let mut terms = Vec::with_capacity(asked.len());
        for term in asked {
            let slot = rows.slot(term);
            if rows.slots[slot].0 == UNKNOWN {
                rows.slots[slot] = (term, terms.len() as u32);
                terms.push(term);
            }
        }
        (rows, terms)
    }

    fn of_term(&self, term: Term) -> Option<usize> {
        let (held, row) = self.slots[self.slot(term)];
        (held == term).then_some(row as usize)
    }

    /// Where a term stands, or would.
    #[inline]
    fn slot(&self, term: Term) -> usize {
        let most = self.slots.len() - 1;
        let mut slot = term as usize & most;
        while self.slots[slot].0 != term && self.slots[slot].0 != UNKNOWN {
            slot = (slot + 1) & most;
        }
        slot
    }
}
