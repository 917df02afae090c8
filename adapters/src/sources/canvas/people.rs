//! Users: they are listed, and stand in enrolments and submissions beside. Each is told once, by the fullest.

use super::wire::USER;
use crate::row::Row;
use passport::record::Sink;
use serde_json::Value;
use std::collections::HashMap;

/// The users of a delivery, in the order in which they were met.
#[derive(Default)]
pub struct People {
    rows: Vec<(String, Row)>,
    at: HashMap<String, usize>,
}

impl People {
    /// Takes a user up. One that contradicts what stood before is told.
    pub fn meet(&mut self, user: Row, sink: &mut dyn Sink) {
        let id = match user.need_id("id") {
            Ok(id) => id,
            Err(reject) => return sink.reject(reject),
        };
        let Some((_, held)) = self.at.get(&id).and_then(|at| self.rows.get_mut(*at)) else {
            self.at.insert(id.clone(), self.rows.len());
            self.rows.push((id, user));
            return;
        };
        let differs = |name: &&&str| held.get(name).zip(user.get(name)).is_some_and(|(a, b)| !is_same(a, b));
        if USER.iter().find(differs).is_some() {
            let reason = "stands in this delivery twice with different content; the first was read";
            return sink.reject(user.fault("id", "duplicate_key", reason));
        }
        if filled(&user) > filled(held) {
            *held = user;
        }
    }

    /// Every user with their id.
    pub fn all(&self) -> impl Iterator<Item = &(String, Row)> {
        self.rows.iter()
    }
}

/// Ids are numbers in one answer and texts in another.
fn is_same(one: &Value, other: &Value) -> bool {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    plain(one) == plain(other)
}

fn filled(user: &Row) -> usize {
    USER.iter().filter(|name| user.get(name).is_some()).count()
}
