//! Each record once: pages overlap, and lists repeat in short what a single answer tells in full.
//!
//! Of several rows of one record the fullest is read. The others may leave fields out, but must not say otherwise.

use super::piece::Piece;
use passport::record::Reject;
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
        let Some(chosen) = self.0.get(key).filter(|chosen| !std::ptr::eq(**chosen, piece.text)) else {
            return Ok(false);
        };
        if *chosen == piece.text || agree(row, chosen) {
            return Ok(true);
        }
        Err(Reject::new(
            piece.place.clone(),
            "duplicate_key",
            "this id stands in the delivery twice with different content; the fuller one was read, send each once",
        ))
    }
}

/// Whether all fields that both have are the same.
fn agree(row: &Value, other: &str) -> bool {
    let other: Map<String, Value> = serde_json::from_str(other).unwrap_or_default();
    let fields = row.as_object().into_iter().flatten();
    fields
        .into_iter()
        .all(|(name, value)| other.get(name).is_none_or(|said| said == value))
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
