//! Each record once: pages overlap, and lists repeat in short what a single answer tells in full.
//!
//! Of several rows of one record the fullest is read. The others may leave fields out, but must not say otherwise.

use super::piece::Piece;
use passport::record::{Place, Reject};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::hash::Hash;

/// The row to read, for every record of a delivery.
#[derive(Debug)]
pub struct Fullest<'a, K>(HashMap<K, &'a str>);

impl<K> Default for Fullest<'_, K> {
    fn default() -> Self {
        Fullest(HashMap::new())
    }
}

impl<'a, K: Eq + Hash> Fullest<'a, K> {
    /// Takes note of a row: the longest is the fullest, the first of those that are as long.
    pub fn see(&mut self, key: K, text: &'a str) {
        let held = self.0.entry(key).or_insert(text);
        if held.len() < text.len() {
            *held = text;
        }
    }

    /// Whether there is a row of this record.
    pub fn has(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// Whether another row is read for this record. Rows that contradict each other are a fault.
    pub fn is_told_elsewhere(&self, key: &K, piece: &Piece<'_>, row: &Value) -> Result<bool, Reject> {
        let fields = row.as_object().into_iter().flatten();
        self.tells_elsewhere(key, piece.text, fields)
            .map_err(|fault| fault.at(piece.place.clone()))
    }

    /// The same of a row that is no piece, by its text and those of its fields that count.
    pub fn tells_elsewhere<'v>(
        &self,
        key: &K,
        text: &str,
        fields: impl IntoIterator<Item = (&'v String, &'v Value)>,
    ) -> Result<bool, Contradicts> {
        let Some(chosen) = self.0.get(key).filter(|chosen| !std::ptr::eq(**chosen, text)) else {
            return Ok(false);
        };
        match *chosen == text || agree(fields, chosen) {
            true => Ok(true),
            false => Err(Contradicts),
        }
    }
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

/// Whether all fields that both have are the same.
fn agree<'v>(fields: impl IntoIterator<Item = (&'v String, &'v Value)>, other: &str) -> bool {
    let other: Map<String, Value> = serde_json::from_str(other).unwrap_or_default();
    let mut fields = fields.into_iter();
    fields.all(|(name, value)| other.get(name).is_none_or(|said| said == value))
}

#[cfg(test)]
mod tests {
    use super::Fullest;
    use crate::json::piece::Piece;
    use passport::record::Place;

    #[test]
    fn the_fullest_row_is_read_and_no_other_may_contradict_it() {
        let rows = [
            (r#"{"id": 1, "name": "A"}"#, Some(true)),
            (r#"{"id": 1, "name": "A", "mail": "a"}"#, Some(false)),
            (r#"{"id": 1, "name": "B"}"#, None),
            (r#"{"id": 1, "name": "A", "mail": "a"}"#, Some(true)),
        ];
        // Texts of their own, as in a delivery: the same text once more stands elsewhere.
        let texts = rows.map(|(text, _)| text.to_owned());
        let mut fullest = Fullest::default();
        texts.iter().for_each(|text| fullest.see(1, text.as_str()));
        for (text, (_, elsewhere)) in texts.iter().zip(rows) {
            let piece = Piece {
                text,
                place: Place::default(),
            };
            let told = fullest.is_told_elsewhere(&1, &piece, &piece.value().unwrap());
            assert_eq!(told.ok(), elsewhere, "{text}");
        }
    }
}
