//! Rows that stand in many answers of a system, such as people.

use crate::row::Row;
use crate::seen::{Said, Seen, number_of};
use passport::record::Sink;
use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Rows that stand in many answers, such as people: each is told once, by the fullest. Which one that is, is known once all
/// were met; then the delivery is read again. For each there are 16 to 18 bytes, and 4 for each field that counts.
pub struct Fullest {
    allowed: &'static [&'static str],
    /// The rows by their ids, with their numbers among those that are held.
    at: Seen,
    /// Of each its number in the delivery, and a hash of each field that counts, 0 where it has none; [`TOGETHER`] at a time,
    /// so that nothing is moved when there are more.
    held: Vec<Vec<u32>>,
    count: usize,
}

/// How many rows are held together.
const TOGETHER: usize = 1024;

impl Fullest {
    /// None yet; these fields of a row count.
    pub fn of(allowed: &'static [&'static str]) -> Self {
        Fullest {
            allowed,
            at: Seen::default(),
            held: Vec::new(),
            count: 0,
        }
    }

    /// Takes a row up by its id; `number` is its own in the delivery. One that contradicts what stood before is told.
    pub fn meet(&mut self, row: &Row, number: u64, sink: &mut dyn Sink) {
        let id = match row.need_id("id") {
            Ok(id) => id,
            Err(reject) => return sink.reject(reject),
        };
        let (key, each) = (number_of(&id), self.each());
        let said = |name: &&str| row.get(name).map_or(0, short);
        let Some(at) = self.at.said(key) else {
            return self.hold(key, number, row);
        };
        let from = at as usize % TOGETHER * each;
        let together = self.held.get_mut(at as usize / TOGETHER);
        let held = together.and_then(|held| held.get_mut(from..from + each));
        let Some((own, held)) = held.and_then(<[u32]>::split_first_mut) else {
            return;
        };
        let told = || self.allowed.iter().map(said);
        if held
            .iter()
            .zip(told())
            .any(|(held, told)| *held != 0 && told != 0 && *held != told)
        {
            let reason = "stands in this delivery twice with different content; the first was read";
            return sink.reject(row.fault("id", "duplicate_key", reason));
        }
        let filled = |held: u32| held != 0;
        if told().filter(|told| filled(*told)).count() > held.iter().filter(|held| filled(**held)).count() {
            *own = numbered(number);
            held.iter_mut().zip(told()).for_each(|(held, told)| *held = told);
        }
    }

    fn hold(&mut self, key: u128, number: u64, row: &Row) {
        let Ok(at) = Said::try_from(self.count) else {
            return;
        };
        self.at.note(key, at);
        if self.count.is_multiple_of(TOGETHER) {
            self.held.push(Vec::new());
        }
        let said = self.allowed.iter().map(|name| row.get(name).map_or(0, short));
        if let Some(together) = self.held.last_mut() {
            together.push(numbered(number));
            together.extend(said);
        }
        self.count += 1;
    }

    /// How many numbers are held of each row.
    fn each(&self) -> usize {
        self.allowed.len() + 1
    }

    /// Whether nobody was met.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether it is this row, by its number in the delivery, that tells of this id.
    pub fn is_told_by(&self, id: &str, number: u64) -> bool {
        let at = self.at.said(number_of(&id)).map(|at| at as usize);
        let together = at.and_then(|at| self.held.get(at / TOGETHER));
        let held = together
            .zip(at)
            .and_then(|(held, at)| held.get(at % TOGETHER * self.each()));
        held == Some(&numbered(number))
    }
}

/// A row's number, as it is kept: no delivery has so many that two have the same.
fn numbered(number: u64) -> u32 {
    (number & u64::from(u32::MAX)) as u32
}

/// A value as a short hash. Ids are numbers in one answer and texts in another.
fn short(value: &Value) -> u32 {
    let mut hasher = DefaultHasher::new();
    match value.as_str() {
        Some(text) => text.hash(&mut hasher),
        None => value.to_string().hash(&mut hasher),
    }
    ((hasher.finish() >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::Fullest;
    use crate::Batch;
    use crate::row::Row;
    use passport::record::Place;

    #[test]
    fn each_is_told_by_the_fullest_row_and_no_other_may_contradict_it() {
        let rows = [
            (r#"{"id": 1, "name": "A"}"#, false, None),
            (r#"{"id": "1", "name": "A", "mail": "a", "more": 1}"#, true, None),
            (r#"{"id": 2, "name": "B", "mail": null}"#, true, None),
            (r#"{"id": 1, "name": "C", "mail": "a"}"#, false, Some("duplicate_key")),
            (r#"{"id": 1, "mail": "a"}"#, false, None),
            (r#"{"name": "D"}"#, false, Some("missing_field")),
            (r#"{"id": 2, "name": "B"}"#, false, None),
        ];
        let open = |text: &str| {
            let raw = serde_json::from_str(text).unwrap();
            Row::open(raw, Place::default(), &["id", "name", "mail"]).unwrap()
        };
        let mut fullest = Fullest::of(&["id", "name", "mail"]);
        assert!(fullest.is_empty());
        for (number, (text, _, code)) in (7..).zip(&rows) {
            let mut told = Batch::default();
            fullest.meet(&open(text), number, &mut told);
            assert_eq!(told.rejects.first().map(|reject| reject.code), *code, "{text}");
        }
        for (number, (text, told, _)) in (7..).zip(&rows) {
            let id = open(text).need_id("id").unwrap_or_default();
            assert_eq!(fullest.is_told_by(&id, number), *told, "{text}");
        }
    }

    #[test]
    fn many_are_told_by_their_own_rows() {
        let row = |id: u64| {
            let raw = serde_json::value::to_raw_value(&serde_json::json!({ "id": id })).unwrap();
            Row::open(&raw, Place::default(), &["id"]).unwrap()
        };
        let (mut fullest, mut told) = (Fullest::of(&["id"]), Batch::default());
        (1..3_000).for_each(|id| fullest.meet(&row(id), id * 7, &mut told));
        (1..3_000).for_each(|id| fullest.meet(&row(id), id, &mut told));
        assert!(told.rejects.is_empty());
        assert!((1..3_000).all(|id| fullest.is_told_by(&id.to_string(), id * 7)));
        assert!(!fullest.is_told_by("2", 2) && !fullest.is_told_by("3000", 3_000));
    }
}
