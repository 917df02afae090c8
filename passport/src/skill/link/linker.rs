//! The linker: built once from a vocabulary, asked for one label after another.

use super::buckets::{BUCKETS, Bag};
use super::concept::Concept;
use super::encoder::{DIMENSIONS, Direction, Encoder, dot, normalised};
use super::features::{Features, Pointing, Query, Standing, weigh};
use super::index::{Index, Read};
use std::collections::BTreeSet;

/// A concept that may be meant, with what speaks for it.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// Its place in the vocabulary.
    pub concept: usize,
    /// What speaks for it.
    pub features: Features,
    /// The label that fits best.
    pub(super) entry: u32,
}

/// One version of a vocabulary, ready to be linked to.
#[derive(Debug)]
pub struct Linker {
    index: Index,
    encoder: Encoder,
    standing: Vec<Standing>,
    concepts: Vec<Direction>,
    labels: Vec<Direction>,
    descriptions: Vec<Direction>,
    terms: Vec<Direction>,
}

impl Linker {
    /// Builds.
    pub fn build(concepts: &[Concept], encoder: Option<Encoder>) -> Self {
        let index = Index::build(concepts);
        let encoder = encoder.unwrap_or_else(|| Encoder::plain(&index.bucket_weights(concepts.len()), 1));
        let most = concepts.iter().map(|concept| concept.occupations).max().unwrap_or(0);
        let standing = concepts.iter().map(|concept| Standing::of(concept, most)).collect();
        let labels: Vec<Direction> = index.entries.iter().map(|entry| {
            encoder.direction(entry.words.iter().chain(&entry.grams).copied())
        }).collect();
        let descriptions = concepts.iter().map(|concept| mean(&concept.descriptions.iter().flat_map(|d| d.split(['.', ';'])).map(|d| encoder.direction(index.read(d).bag.all())).collect::<Vec<_>>())).collect();
        let terms = index.lexicon.samples().map(|(word, stem)| encoder.direction(Bag::of_word(word, stem).all())).collect();
        let concepts = index.labels.iter().map(|range| mean(&labels[range.start as usize..range.end as usize])).collect();
        debug_assert_eq!(BUCKETS, 65536);
        Self { index, encoder, standing, concepts, labels, descriptions, terms }
    }

    /// The concepts that may be meant and what speaks for each.
    pub fn weigh(&self, label: &str) -> Vec<Weighed> {
        let read = self.index.read(label);
        let direction = self.encoder.direction(read.bag.all());
        let query = Query::new(&self.index, &read);
        let near = self.candidates(&read, &query, &direction);
        let words: Vec<Direction> = read.reading.words.iter().zip(&read.reading.stems).map(|(word, stem)| self.encoder.direction(Bag::of_word(word, *stem).all())).collect();
        near.into_iter().map(|concept| self.weigh_one(&query, &direction, &words, concept as usize)).collect()
    }

    fn weigh_one(&self, query: &Query<'_>, direction: &Direction, words: &[Direction], concept: usize) -> Weighed {
        let range = self.index.labels[concept].clone();
        let labels = &self.labels[range.start as usize..range.end as usize];
        let pointing = Pointing { query: direction, concept: &self.concepts[concept], labels, terms: &self.terms, words, description: &self.descriptions[concept] };
        let (features, entry) = weigh(&self.index, query, concept, &self.standing[concept], &pointing);
        Weighed { concept, features, entry }
    }

    fn candidates(&self, read: &Read, query: &Query<'_>, direction: &Direction) -> BTreeSet<u32> {
        let mut near: BTreeSet<u32> = self.index.exact(&read.reading.whole).iter().map(|entry| self.index.entries[*entry as usize].concept).collect();
        near.extend(self.index.abbreviated(&read.reading.whole));
        near.extend(self.by_terms(query, 16));
        near.extend(self.by_encoder(direction, 24));
        near
    }

    fn by_encoder(&self, direction: &Direction, count: usize) -> Vec<u32> {
        let mut all: Vec<(f32, u32)> = self.concepts.iter().enumerate().map(|(number, concept)| (dot(concept, direction), number as u32)).collect();
        all.sort_by(|one, other| other.0.total_cmp(&one.0));
        all.into_iter().take(count).map(|(_, concept)| concept).collect()
    }

    fn by_terms(&self, query: &Query<'_>, count: usize) -> Vec<u32> {
        let mut scores = vec![0.0f32; self.index.entries.len()];
        let mut touched = Vec::new();
        for term in query.terms() {
            let square = self.index.term_weights.of(*term as usize).powi(2);
            for entry in self.index.posted(*term) {
                if scores[*entry as usize] == 0.0 { touched.push(*entry); }
                scores[*entry as usize] += square;
            }
        }
        let mut best: std::collections::HashMap<u32, f32> = std::collections::HashMap::new();
        for entry in touched {
            let it = &self.index.entries[entry as usize];
            let cosine = scores[entry as usize] / (it.term_square * query.term_square()).sqrt().max(1e-6);
            let held = best.entry(it.concept).or_default();
            *held = held.max(cosine);
        }
        let mut all: Vec<(u32, f32)> = best.into_iter().collect();
        all.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        all.into_iter().take(count).map(|(concept, _)| concept).collect()
    }
}

fn mean(directions: &[Direction]) -> Direction {
    let mut sum = [0.0; DIMENSIONS];
    for direction in directions {
        for (sum, value) in sum.iter_mut().zip(direction) { *sum += value; }
    }
    normalised(sum)
}
