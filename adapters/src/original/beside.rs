//! Records of a delivery beside the words that they were made of.

use super::compared::Compared;
use super::fate::{Fate, said_by};
use super::find::{cuts, files};
use super::probe::Budget;
use super::weight::is_telling;
use crate::{Adapter, Delivery, Profile};
use passport::record::{Fact, Place, Record, Reject, Sink};
use std::collections::HashMap;

/// A record beside its source's own words.
#[derive(Debug, Clone)]
pub struct Beside {
    /// What it became.
    pub record: Record,
    /// The same in the terms of a passport.
    pub facts: Vec<Fact>,
    /// The source's words at its place; none where they could not be found again.
    pub words: Option<Vec<Word>>,
    /// How many words more there are than are shown.
    pub more: usize,
}

impl Beside {
    /// What a word with this fate becomes: the label of the first of its facts, or the kind of the other record.
    pub fn becomes(&self, fate: &Fate) -> Option<&'static str> {
        match fate {
            Fate::Elsewhere(kind) => Some(kind),
            fate => self.facts.get(*fate.facts().first()?).map(|fact| fact.label),
        }
    }
}

/// A word of the source and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The way to it from the record's place.
    pub path: String,
    /// What it says; none where it is left out or unclear, for it may be nobody's to read.
    pub text: Option<String>,
    /// What became of it.
    pub fate: Fate,
}

/// Compares records with their source. What else the delivery holds must be read into it, for a word may be carried by
/// another record than the one at its place.
pub struct Comparison<'p> {
    profile: &'p Profile,
    compared: Vec<Compared>,
    /// Telling words that nobody carries yet: who waits for them.
    waiting: HashMap<String, Vec<(usize, usize)>>,
}

impl<'p> Comparison<'p> {
    /// Finds the words of these records of a delivery, and tries them: each is changed alone, and what the adapter then
    /// makes of it shows what hangs on it.
    pub fn of(adapter: &'p dyn Adapter, delivery: &Delivery<'_>, records: Vec<Record>) -> Self {
        let profile = adapter.profile();
        let delivery = delivery.in_utf8();
        let files = files(&delivery);
        let places: Vec<Place> = records.iter().map(|record| record.place.clone()).collect();
        let compared = records.into_iter().zip(cuts(&files, &places));
        let budget = Budget::of(&files, places.len());
        let compared = compared.map(|(record, cut)| Compared::of((adapter, &files, budget), record, cut));
        let compared: Vec<_> = compared.collect();
        let mut waiting: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (at, one) in compared.iter().enumerate() {
            let words = one.words.iter().enumerate();
            for (word, judged) in words.filter(|(_, word)| word.fate.is_none() && is_telling(&word.leaf)) {
                waiting.entry(judged.form.folded.clone()).or_default().push((at, word));
            }
        }
        Comparison {
            profile,
            compared,
            waiting,
        }
    }

    /// Tells those who wait for a word, and are not the record itself, that this one says it.
    fn tell_waiting(&mut self, word: &str, record: &Record) {
        let Some(waiting) = self.waiting.get_mut(word) else {
            return;
        };
        waiting.retain(|(at, word)| {
            let Some(one) = self.compared.get_mut(*at).filter(|one| !one.is(record)) else {
                return true;
            };
            let word = one.words.get_mut(*word).filter(|word| word.fate.is_none());
            word.into_iter()
                .for_each(|word| word.fate = Some(Fate::Elsewhere(record.body.kind())));
            false
        });
        if waiting.is_empty() {
            self.waiting.remove(word);
        }
    }

    /// Whether some word is not accounted for yet, so that the rest of the delivery matters.
    pub fn is_open(&self) -> bool {
        let mut words = self.compared.iter().flat_map(|one| &one.words);
        words.any(|word| word.fate.is_none())
    }

    /// What came of it.
    pub fn finish(self) -> Vec<Beside> {
        let profile = self.profile;
        self.compared.into_iter().map(|one| one.finish(profile)).collect()
    }
}

impl Sink for Comparison<'_> {
    fn record(&mut self, record: Record) {
        let mut said = None;
        for one in self.compared.iter_mut().filter(|one| !one.is(&record)) {
            if let Some(inside) = one.meets(&record.place) {
                one.leave_to(inside);
                let said = said.get_or_insert_with(|| said_by(&record));
                let open = one.words.iter_mut().filter(|word| word.fate.is_none());
                let kind = record.body.kind();
                for word in open.filter(|word| word.may_be_of(kind) && said.finds(&word.form).is_some()) {
                    word.fate = Some(Fate::Elsewhere(kind));
                }
            }
        }
        if self.waiting.is_empty() {
            return;
        }
        let said = said.unwrap_or_else(|| said_by(&record));
        for word in said.words() {
            self.tell_waiting(word, &record);
        }
    }

    fn reject(&mut self, _: Reject) {}
}
