//! Every label of a vocabulary as an entry that can be found by its words and compared with another label.

use super::buckets::{BUCKETS, Bag, Bucket};
use super::concept::{Concept, Rank};
use super::lexicon::{Lexicon, Reading, Term};
use super::weighing::Weighing;
use std::collections::HashMap;
use std::ops::Range;

/// One label of one concept.
#[derive(Debug)]
pub(super) struct Entry {
    /// The concept, by its place in the vocabulary.
    pub(super) concept: u32,
    pub(super) rank: Rank,
    /// As published.
    pub(super) text: Box<str>,
    /// Normalised.
    pub(super) whole: Box<str>,
    pub(super) language: u8,
    /// Its terms in their order.
    pub(super) terms: Box<[Term]>,
    /// Buckets of its stems and pairs.
    pub(super) words: Box<[Bucket]>,
    /// Its character n-grams, ascending.
    pub(super) grams: Box<[Bucket]>,
    /// Sum of squared weights of its terms, each once.
    pub(super) term_square: f32,
    /// Sum of squared weights of its n-grams.
    pub(super) gram_square: f32,
}

/// All labels, and the ways to find them.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) lexicon: Lexicon,
    /// Labels, those of a concept side by side, preferred ones first.
    pub(super) entries: Vec<Entry>,
    /// Where the labels of each concept stand.
    pub(super) labels: Vec<Range<u32>>,
    /// The terms of each concept's descriptions, ascending.
    pub(super) described: Vec<Box<[Term]>>,
    pub(super) term_weights: Weighing,
    pub(super) gram_weights: Weighing,
    /// Which entries have a term.
    postings: Vec<Vec<u32>>,
    exact: HashMap<Box<str>, Vec<u32>>,
    short: HashMap<Box<str>, Vec<u32>>,
}

/// A label read, with its bag of buckets.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) reading: Reading,
    pub(super) bag: Bag,
}

impl Index {
    /// Reads every label.
    pub(super) fn build(concepts: &[Concept]) -> Self {
        let mut index = Self::default();
        for (number, concept) in concepts.iter().enumerate() {
            let start = index.entries.len() as u32;
            index.read_labels(number as u32, concept);
            index.labels.push(start..index.entries.len() as u32);
        }
        index.weigh(concepts.len());
        index.describe(concepts);
        index.post();
        index
    }

    /// Reads a label that is to be linked.
    pub(super) fn read(&self, label: &str) -> Read {
        let reading = self.lexicon.read(label);
        let bag = Bag::of(&reading);
        Read { reading, bag }
    }

    /// The entries that are this label but for case and punctuation.
    pub(super) fn exact(&self, whole: &str) -> &[u32] {
        self.exact.get(whole).map_or(&[], Vec::as_slice)
    }

    /// The concepts that have a label of one word whose capitals are this.
    pub(super) fn abbreviated(&self, whole: &str) -> impl Iterator<Item = u32> {
        self.short.get(whole).into_iter().flatten().copied().take(8)
    }

    /// The entries that have this term.
    pub(super) fn posted(&self, term: Term) -> &[u32] {
        self.postings.get(term as usize).map_or(&[], Vec::as_slice)
    }

    /// How much each bucket tells, by how few concepts have it.
    pub(super) fn bucket_weights(&self, concepts: usize) -> Vec<f32> {
        let mut buckets = Tally::new(BUCKETS);
        for entry in &self.entries {
            entry.words.iter().chain(&entry.grams).for_each(|bucket| buckets.count(usize::from(*bucket), entry.concept));
        }
        let weighing = Weighing::new(&buckets.having, concepts);
        (0..BUCKETS).map(|bucket| weighing.of(bucket)).collect()
    }

    fn read_labels(&mut self, number: u32, concept: &Concept) {
        let mut labels: Vec<_> = concept.labels.iter().collect();
        labels.sort_by_key(|label| label.rank);
        let first = self.entries.len();
        for label in labels {
            let reading = self.lexicon.learn(&label.text, &label.language);
            if reading.whole.is_empty() || self.entries[first..].iter().any(|entry| *entry.whole == reading.whole) {
                continue;
            }
            let bag = Bag::of(&reading);
            self.entries.push(Entry {
                concept: number,
                rank: label.rank,
                text: label.text.as_str().into(),
                whole: reading.whole.into(),
                language: reading.language,
                terms: reading.terms.into(),
                words: bag.words.into(),
                grams: bag.grams.into(),
                term_square: 0.0,
                gram_square: 0.0,
            });
        }
    }

    /// A concept has what any of its labels has.
    fn weigh(&mut self, concepts: usize) {
        let mut terms = Tally::new(self.lexicon.len());
        let mut grams = Tally::new(BUCKETS);
        for entry in &self.entries {
            entry.terms.iter().for_each(|term| terms.count(*term as usize, entry.concept));
            entry.grams.iter().for_each(|gram| grams.count(usize::from(*gram), entry.concept));
        }
        self.term_weights = Weighing::new(&terms.having, concepts);
        self.gram_weights = Weighing::new(&grams.having, concepts);
        for entry in &mut self.entries {
            entry.term_square = self.term_weights.square(&distinct(&entry.terms));
            entry.gram_square = self.gram_weights.square(&entry.grams);
        }
    }

    fn describe(&mut self, concepts: &[Concept]) {
        let terms = |text: &String| self.lexicon.read(text).terms;
        let known = |term: &Term| (*term as usize) < self.lexicon.len();
        self.described = concepts
            .iter()
            .map(|concept| distinct(&concept.descriptions.iter().flat_map(terms).filter(known).collect::<Vec<_>>()).into())
            .collect();
    }

    fn post(&mut self) {
        self.postings = vec![Vec::new(); self.lexicon.len()];
        for (number, entry) in self.entries.iter().enumerate() {
            for term in distinct(&entry.terms) {
                self.postings[term as usize].push(number as u32);
            }
            let caps: String = entry.text.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect();
            if (2..=6).contains(&caps.chars().count()) && !entry.text.contains(' ') && caps != *entry.whole {
                let held = self.short.entry(caps.into()).or_default();
                if held.last() != Some(&entry.concept) { held.push(entry.concept); }
            }
            self.exact.entry(entry.whole.clone()).or_default().push(number as u32);
        }
    }
}

/// Each once, ascending.
pub(super) fn distinct<T: Ord + Copy>(things: &[T]) -> Vec<T> {
    let mut things = things.to_vec();
    things.sort_unstable();
    things.dedup();
    things
}

/// Counts how many concepts have each thing. Concepts come in their order.
struct Tally {
    having: Vec<u32>,
    last: Vec<u32>,
}

impl Tally {
    fn new(things: usize) -> Self {
        Self { having: vec![0; things], last: vec![u32::MAX; things] }
    }

    fn count(&mut self, thing: usize, concept: u32) {
        if self.last[thing] != concept {
            self.last[thing] = concept;
            self.having[thing] += 1;
        }
    }
}
