//! Records as they arrive: fit to be kept, with their hash, and each key once in a delivery. Imports, holders' own entries
//! and dry runs all let records in by the same [`Gate`].

use adapters::seen::{Said, Seen, TOMBSTONE};
use passport::record::{Body, Record, Reject};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Longest key of a record, in bytes; indexes hold no more.
const LONGEST_KEY: usize = 1_000;

/// A record that is fit to be kept.
#[derive(Debug)]
pub(in crate::flows) struct Received {
    pub record: Record,
    /// Hash of what it says; none for a tombstone.
    pub hash: Option<String>,
}

/// What is to be done with a record that arrives.
pub(in crate::flows) enum Arrival {
    /// Its key is new: it is kept.
    First(Received),
    /// It says the same again, or what the delivery withdrew before.
    Again(Record),
    /// It withdraws what was said before in the same delivery.
    Withdrawal(Received),
    /// It cannot be kept.
    Refused(Reject),
}

/// Lets the records of one delivery in, one by one.
///
/// The first record under a key counts. That way the same delivery again meets the same record first and changes
/// nothing, which it would not if the last one counted.
#[derive(Default)]
pub(in crate::flows) struct Gate {
    seen: Seen,
    forgets: bool,
    streams: BTreeSet<&'static str>,
    partial: BTreeSet<&'static str>,
}

impl Gate {
    /// One before which somebody else tells keys apart: it remembers none from one chunk to the next, and cannot say which
    /// records came.
    pub(in crate::flows) fn of_distinct_keys() -> Self {
        Gate {
            forgets: true,
            ..Gate::default()
        }
    }

    /// Notes that what came so far is a chunk, which is saved by itself. Within one no key may stand twice, whoever tells
    /// them apart.
    pub(in crate::flows) fn cut(&mut self) {
        if self.forgets {
            self.seen = Seen::default();
        }
    }

    /// Looks at a record, and says what is to be done with it.
    pub(in crate::flows) fn meet(&mut self, record: Record) -> Arrival {
        let received = match receive(record) {
            Ok(received) => received,
            Err(reject) => return Arrival::Refused(reject),
        };
        let said = received.hash.as_deref().map_or(TOMBSTONE, short);
        let key = key_of(received.record.stream, &received.record.key);
        match self.seen.said(key) {
            None => {
                self.seen.note(key, said);
                self.streams.insert(received.record.stream);
                Arrival::First(received)
            }
            Some(before) if before == said || before == TOMBSTONE => Arrival::Again(received.record),
            Some(_) if said == TOMBSTONE => {
                self.seen.note(key, TOMBSTONE);
                Arrival::Withdrawal(received)
            }
            Some(_) => Arrival::Refused(Reject::new(
                received.record.place,
                "duplicate_key",
                "another record of this delivery has the same key and says something else; the first one counts",
            )),
        }
    }

    /// Notes that a stream holds only some of the records.
    pub(in crate::flows) fn is_partial(&mut self, stream: &'static str) {
        self.partial.insert(stream);
    }

    /// The streams of which records came, and of which there may be all.
    pub(in crate::flows) fn whole_streams(&self) -> Vec<&'static str> {
        self.streams.difference(&self.partial).copied().collect()
    }

    /// Whether a record of this key came.
    pub(in crate::flows) fn met(&self, stream: &str, key: &str) -> bool {
        self.seen.said(key_of(stream, key)).is_some()
    }
}

/// Looks at a record by itself. What a database cannot hold becomes a reject, so that it sinks no chunk.
fn receive(record: Record) -> Result<Received, Reject> {
    if record.key.trim().is_empty() || record.key.len() > LONGEST_KEY {
        let reason = format!("a record needs a key of 1 to {LONGEST_KEY} bytes");
        return Err(Reject::new(record.place, "bad_key", reason));
    }
    if holds_nul(&record) {
        return Err(Reject::new(
            record.place,
            "nul_character",
            "a text holds the character U+0000; leave it out",
        ));
    }
    let hash = (!matches!(record.body, Body::Withdrawn)).then(|| record.content_hash());
    Ok(Received { record, hash })
}

/// PostgreSQL's text and JSON hold every character but this one.
fn holds_nul(record: &Record) -> bool {
    let json = serde_json::to_string(record).unwrap_or_default();
    // The escape may itself be escaped, so what looks like it is looked at again.
    json.contains("\\u0000") && serde_json::from_str(&json).is_ok_and(|value| value_holds_nul(&value))
}

fn value_holds_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(value_holds_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name.contains('\0') || value_holds_nul(value)),
        _ => false,
    }
}

fn key_of(stream: &str, key: &str) -> u128 {
    let mut hasher = Sha256::new();
    hasher.update(stream.as_bytes());
    hasher.update([0]);
    hasher.update(key.as_bytes());
    let digest = hasher.finalize();
    digest.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

/// The beginning of a hash's digits as a number, never that of a tombstone.
fn short(hash: &str) -> Said {
    hash.get(..8)
        .and_then(|digits| Said::from_str_radix(digits, 16).ok())
        .unwrap_or(1)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn skill(key: &str, said: u32) -> Record {
        Record {
            body: Body::Skill,
            stream: "skill",
            key: key.into(),
            subject: None,
            claims: vec![],
            place: Default::default(),
            payload: json!(said),
        }
    }

    fn met(gate: &mut Gate, record: Record) -> &'static str {
        match gate.meet(record) {
            Arrival::First(_) => "first",
            Arrival::Again(_) => "again",
            Arrival::Withdrawal(_) => "withdrawal",
            Arrival::Refused(_) => "refused",
        }
    }

    #[test]
    fn what_stands_twice_is_told_within_a_chunk_by_any_gate_and_beyond_it_unless_others_tell() {
        for (mut gate, beyond) in [
            (Gate::default(), ["again", "refused"]),
            (Gate::of_distinct_keys(), ["first", "refused"]),
        ] {
            assert_eq!(met(&mut gate, skill("a", 1)), "first");
            assert_eq!(met(&mut gate, skill("a", 1)), "again");
            assert_eq!(met(&mut gate, skill("a", 2)), "refused");
            gate.cut();
            assert_eq!([met(&mut gate, skill("a", 1)), met(&mut gate, skill("a", 2))], beyond);
        }
    }
}
