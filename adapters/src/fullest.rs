//! Rows that stand in many answers of a system, such as people.

use crate::row::Row;
use passport::record::Sink;
use serde_json::Value;
use std::collections::HashMap;

/// Rows that stand in many answers, such as people: each is told once, by the fullest, in the order in which they were met.
pub struct Fullest {
    allowed: &'static [&'static str],
    rows: Vec<(String, Row)>,
    at: HashMap<String, usize>,
}

impl Fullest {
    /// None yet; these fields of a row count.
    pub fn of(allowed: &'static [&'static str]) -> Self {
        Fullest {
            allowed,
            rows: Vec::new(),
            at: HashMap::new(),
        }
    }

    /// Takes a row up by its id. One that contradicts what stood before is told.
    pub fn meet(&mut self, row: Row, sink: &mut dyn Sink) {
        let id = match row.need_id("id") {
            Ok(id) => id,
            Err(reject) => return sink.reject(reject),
        };
        let Some((_, held)) = self.at.get(&id).and_then(|at| self.rows.get_mut(*at)) else {
            self.at.insert(id.clone(), self.rows.len());
            self.rows.push((id, row));
            return;
        };
        let differs = |name: &&&str| held.get(name).zip(row.get(name)).is_some_and(|(a, b)| !is_same(a, b));
        if self.allowed.iter().any(|name| differs(&name)) {
            let reason = "stands in this delivery twice with different content; the first was read";
            return sink.reject(row.fault("id", "duplicate_key", reason));
        }
        if filled(&row, self.allowed) > filled(held, self.allowed) {
            *held = row;
        }
    }

    /// Every row with its id.
    pub fn all(&self) -> impl Iterator<Item = &(String, Row)> {
        self.rows.iter()
    }
}

/// Ids are numbers in one answer and texts in another.
fn is_same(one: &Value, other: &Value) -> bool {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    plain(one) == plain(other)
}

fn filled(row: &Row, allowed: &[&str]) -> usize {
    allowed.iter().filter(|name| row.get(name).is_some()).count()
}
