//! Every label of a vocabulary as an entry that can be compared with another label.

use super::buckets::{Bag, Bucket};
use super::concept::{Concept, Rank};
use super::lexicon::{Lexicon, Reading, Term};
use super::query::Sought;
use super::weighing::{Tally, Weighing};
use std::hint::black_box;
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
    /// How many letters and spaces that has.
    pub(super) length: u32,
    grams: Range<u32>,
}

/// All labels, those of a concept side by side, preferred ones first.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) lexicon: Lexicon,
    pub(super) entries: Vec<Entry>,
    pub(super) term_weights: Weighing,
    /// Where the labels of each concept stand, and where those end that are preferred.
    labels: Vec<(Range<u32>, u32)>,
    /// For each label the sum of squared weights of its terms.
    squares: Vec<f32>,
    /// For each label where its terms end.
    ends: Vec<u32>,
    terms: Vec<Term>,
    /// For each term of each label, the word that it was, hashed.
    surfaces: Vec<u32>,
    grams: Vec<Bucket>,
}

impl Index {
    /// Reads every label. `meet` is shown each entry with the buckets of its label.
    pub(super) fn build(concepts: &[Concept]) -> Self {
        let mut index = Self::default();
        for (number, concept) in concepts.iter().enumerate() {
            let start = index.entries.len() as u32;
            index.read_labels(number as u32, concept);
            let end = index.entries.len() as u32;
            let preferred = index.entries[start as usize..].partition_point(|entry| entry.rank == Rank::Preferred);
            index.labels.push((start..end, start + preferred as u32));
        }
        index.weigh(concepts.len());
        index
    }

    /// The places of a concept's labels among all entries.
    pub(super) fn labels(&self, concept: u32) -> Range<usize> {
        let (range, _) = &self.labels[concept as usize];
        range.start as usize..range.end as usize
    }

    /// Where the preferred ones of a concept's labels end.
    pub(super) fn preferred_end(&self, concept: u32) -> usize {
        self.labels[concept as usize].1 as usize
    }

    /// How many concepts there are.
    pub(super) fn concepts(&self) -> u32 {
        self.labels.len() as u32
    }

    /// The terms of a label in their order.
    pub(super) fn terms(&self, place: usize) -> &[Term] {
        &self.terms[self.words(place)]
    }

    /// The words of a label in their order, hashed.
    pub(super) fn surfaces(&self, place: usize) -> &[u32] {
        &self.surfaces[self.words(place)]
    }

    /// The sum of squared weights of a label's terms.
    pub(super) fn term_square(&self, place: usize) -> f32 {
        self.squares[place]
    }

    /// The sum of the squared weights of those of a label's terms that are sought, each term once.
    pub(super) fn shared(&self, place: usize, sought: &Sought) -> f32 {
        let terms = self.terms(place);
        let mut shared = 0.0;
        for (number, term) in terms.iter().enumerate() {
            let square = sought.square(*term);
            if square > 0.0 && !terms[..number].contains(term) {
                shared += square;
            }
        }
        shared
    }

    /// Whether any of some labels side by side may have a term that is sought.
    pub(super) fn may_share(&self, labels: Range<usize>, sought: &Sought) -> bool {
        let Some(last) = labels.clone().last() else {
            return false;
        };
        let terms = &self.terms[self.words(labels.start).start..self.words(last).end];
        terms.iter().any(|term| sought.may_have(*term))
    }

    /// Looks at where the labels of concepts stand, before they are compared one after another: memory answers many
    /// questions asked together in the time of one.
    pub(super) fn meet_labels(&self, concepts: &[u32]) {
        let mut seen = 0u32;
        for concept in concepts {
            let labels = self.labels(*concept);
            let Some(last) = labels.clone().last() else { continue };
            for place in (self.words(labels.start).start..self.words(last).end).step_by(16) {
                seen ^= self.terms[place];
            }
            seen ^= self.squares[labels.start].to_bits();
        }
        black_box(seen);
    }

    /// The same for what labels are compared by at the second look.
    pub(super) fn meet_entries(&self, places: impl Iterator<Item = usize>) {
        let mut seen = 0u32;
        for place in places {
            let entry = &self.entries[place];
            for gram in self.grams(entry).iter().step_by(32) {
                seen ^= u32::from(*gram);
            }
            let letters = entry.whole.as_bytes();
            seen ^= letters.first().map_or(0, |letter| u32::from(*letter));
            seen ^= self.surfaces(place).first().copied().unwrap_or(0);
        }
        black_box(seen);
    }

    fn words(&self, place: usize) -> Range<usize> {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        start as usize..self.ends[place] as usize
    }

    /// The character n-grams of a label, ascending.
    pub(super) fn grams(&self, entry: &Entry) -> &[Bucket] {
        &self.grams[entry.grams.start as usize..entry.grams.end as usize]
    }

    /// The bag of a label, as it was when it was read.
    pub(super) fn bag(&self, place: usize) -> Bag {
        let stems: Vec<u64> = self.terms(place).iter().map(|term| self.lexicon.hash(*term)).collect();
        Bag::from_parts(&stems, self.grams(&self.entries[place]).to_vec())
    }

    fn read_labels(&mut self, number: u32, concept: &Concept) {
        let mut labels: Vec<_> = concept.labels.iter().collect();
        labels.sort_by_key(|label| label.rank);
        let first = self.entries.len();
        for label in labels {
            let reading = self.lexicon.learn(&label.text, &label.language);
            let known = self.entries[first..].iter().any(|entry| *entry.whole == reading.whole);
            if !reading.whole.is_empty() && !known {
                self.keep(number, label.rank, &label.text, reading);
            }
        }
    }

    fn keep(&mut self, concept: u32, rank: Rank, text: &str, reading: Reading) {
        let grams = Bag::of(&reading).grams;
        let first_gram = self.grams.len() as u32;
        self.terms.extend(&reading.terms);
        self.surfaces.extend(&reading.surfaces);
        self.grams.extend(grams);
        self.ends.push(self.terms.len() as u32);
        self.entries.push(Entry {
            concept,
            rank,
            text: text.into(),
            length: reading.whole.chars().count() as u32,
            whole: reading.whole.into(),
            grams: first_gram..self.grams.len() as u32,
        });
    }

    /// A concept has what any of its labels has.
    fn weigh(&mut self, concepts: usize) {
        let mut terms = Tally::new(self.lexicon.len());
        for (place, entry) in self.entries.iter().enumerate() {
            self.terms(place)
                .iter()
                .for_each(|term| terms.count(*term as usize, entry.concept));
        }
        self.term_weights = terms.weighing(concepts);
        self.squares = (0..self.entries.len())
            .map(|place| self.term_weights.square(self.terms(place)))
            .collect();
    }
}
