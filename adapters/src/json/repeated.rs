//! Each record once: pages overlap, and lists repeat in short what a single answer tells in full.
//!
//! Of several rows of one record the fullest is read. The others may leave fields out, but must not say otherwise. A delivery
//! is looked through before: which records stand in it more than once, and where there are any, once more for their rows.

use crate::seen::{Seen, number_of};
use passport::record::{Place, Reject};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The row to read, for every record of a delivery: twelve bytes for each, and for one that stands in it again 8 bytes a field.
#[derive(Debug, Default)]
pub struct Repeated {
    met: Seen,
    again: HashMap<u128, Chosen>,
}

/// The row that is read of a record that has several.
#[derive(Debug, Default)]
struct Chosen {
    /// Its number in the delivery.
    at: u64,
    length: usize,
    fields: Box<[u64]>,
}

impl Repeated {
    /// Takes note of a record.
    pub fn see(&mut self, key: &impl Hash) {
        let key = number_of(key);
        match self.met.said(key) {
            None => self.met.note(key, 1),
            Some(_) => drop(self.again.entry(key).or_default()),
        }
    }

    /// Whether no record stands in the delivery again, so that there are no rows to weigh.
    pub fn is_empty(&self) -> bool {
        self.again.is_empty()
    }

    /// Weighs a row, known by its number in the delivery: the longest is the fullest, the first of those that are as long.
    pub fn weigh(&mut self, key: &impl Hash, at: u64, text: &str) {
        let Some(held) = self.again.get_mut(&number_of(key)) else {
            return;
        };
        if held.length < text.len() {
            let fields: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
            let mut fields: Box<[u64]> = fields.iter().map(said).collect();
            fields.sort_unstable();
            let length = text.len();
            *held = Chosen { at, length, fields };
        }
    }

    /// Whether there is a row of this record.
    pub fn has(&self, key: &impl Hash) -> bool {
        self.met.said(number_of(key)).is_some()
    }

    /// Whether another row than this one is read for this record. Rows that contradict each other are a fault.
    pub fn is_told_elsewhere<'v>(
        &self,
        key: &impl Hash,
        at: u64,
        fields: impl IntoIterator<Item = (&'v String, &'v Value)>,
    ) -> Result<bool, Contradicts> {
        let chosen = match self.again.is_empty() {
            true => None,
            false => self.again.get(&number_of(key)),
        };
        // A record that was met and never weighed has no other row.
        match chosen.filter(|chosen| chosen.length > 0 && chosen.at != at) {
            None => Ok(false),
            Some(chosen) if fields.into_iter().all(|field| chosen.agrees(field)) => Ok(true),
            Some(_) => Err(Contradicts),
        }
    }
}

impl Chosen {
    /// Whether a field says the same here, or is not here at all.
    fn agrees(&self, field: (&String, &Value)) -> bool {
        let said = said(field);
        let same = self
            .fields
            .partition_point(|held| held >> VALUE_BITS < said >> VALUE_BITS);
        let held = self.fields.get(same);
        held.is_none_or(|held| held >> VALUE_BITS != said >> VALUE_BITS || *held == said)
    }
}

/// How much of what is kept of a field is of its value; the rest is of its name.
const VALUE_BITS: u32 = 24;

/// A field by its name and value, as a hash of each.
fn said((name, value): (&String, &Value)) -> u64 {
    (hash(name) >> VALUE_BITS) << VALUE_BITS | hash(value) >> (u64::BITS - VALUE_BITS)
}

fn hash(told: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    told.hash(&mut hasher);
    hasher.finish()
}

/// Two rows of one record that say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradicts;

impl Contradicts {
    /// As a fault of the row that is not read.
    pub fn at(self, place: Place) -> Reject {
        let reason =
            "this id stands in the delivery twice with different content; the fuller one was read, send each once";
        Reject::new(place, "duplicate_key", reason)
    }
}

#[cfg(test)]
mod tests {
    use super::Repeated;
    use serde_json::{Map, Value};

    #[test]
    fn the_fullest_row_is_read_and_no_other_may_contradict_it() {
        let rows = [
            (1, r#"{"id": 1, "name": "A"}"#, Some(true)),
            (1, r#"{"id": 1, "name": "A", "mail": "a"}"#, Some(false)),
            (2, r#"{"id": 2}"#, Some(false)),
            (1, r#"{"id": 1, "name": "B"}"#, None),
            (1, r#"{"id": 1, "other": "B"}"#, Some(true)),
            (1, r#"{"id": 1, "name": "A", "mail": "a"}"#, Some(true)),
        ];
        let mut repeated = Repeated::default();
        rows.iter().for_each(|(key, ..)| repeated.see(key));
        assert!(!repeated.is_empty() && repeated.has(&2) && !repeated.has(&3));
        for (at, (key, text, _)) in (0..).zip(&rows) {
            repeated.weigh(key, at, text);
        }
        for (at, (key, text, elsewhere)) in (0..).zip(rows) {
            let row: Map<String, Value> = serde_json::from_str(text).unwrap();
            assert_eq!(repeated.is_told_elsewhere(&key, at, &row).ok(), elsewhere, "{text}");
        }
    }
}
