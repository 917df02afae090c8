//! Each record once: overlapping pages and reads with fewer fields repeat rows.
//!
//! Of several rows of one record the fullest is read. The others may leave fields out, but must not say otherwise.

use super::answer::Answer;
use super::model::Model;
use super::row::Row;
use crate::Reject;
use passport::record::Place;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// The row to read, for every record of a delivery.
pub struct Once<'a>(HashMap<(Model, i64), &'a RawValue>);

impl<'a> Once<'a> {
    /// Chooses the longest row of each record, the first of them where several are as long.
    pub fn of(answers: impl Iterator<Item = &'a Answer<'a>>) -> Self {
        let mut chosen: HashMap<(Model, i64), &'a RawValue> = HashMap::new();
        for answer in answers {
            let Some(model) = answer.model else { continue };
            for (id, row) in answer.rows.iter().filter_map(|row| Some((id_of(row)?, *row))) {
                let held = chosen.entry((model, id)).or_insert(row);
                if held.get().len() < row.get().len() {
                    *held = row;
                }
            }
        }
        Once(chosen)
    }

    /// Whether another row is read for this record. Rows that contradict each other are an error.
    pub fn is_told_elsewhere(&self, model: Model, row: &Row, raw: &RawValue) -> Result<bool, Reject> {
        let Some(chosen) = self.0.get(&(model, row.id)) else {
            return Ok(false);
        };
        if std::ptr::eq(*chosen, raw) {
            return Ok(false);
        }
        match chosen.get() == raw.get() || row.agrees_with(chosen) {
            true => Ok(true),
            false => {
                let reason =
                    "id stands in this delivery twice with different content; the fuller row was read, send each once";
                Err(Reject::new(row.place.child("id"), "duplicate_key", reason))
            }
        }
    }
}

fn id_of(row: &RawValue) -> Option<i64> {
    Row::open(Place::default(), row).ok().map(|row| row.id)
}
