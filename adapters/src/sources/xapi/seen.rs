//! Each record once: pages of a store overlap.

use passport::record::{Record, Reject};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The records of a delivery so far: for each a key, and what it said, as numbers.
#[derive(Default)]
pub struct Seen(HashMap<u128, u64>);

impl Seen {
    /// The record, where it is the first with this number; none where it was told before in the same words.
    pub fn first(&mut self, number: u128, record: Record) -> Result<Option<Record>, Reject> {
        let said = said(&record);
        match self.0.insert(number, said) {
            None => Ok(Some(record)),
            Some(before) if before == said => Ok(None),
            Some(before) => {
                self.0.insert(number, before);
                let reason = "a statement with this id stood there before and said something else; the first was read";
                Err(Reject::new(record.place.child("id"), "duplicate_key", reason))
            }
        }
    }
}

fn said(record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.body.kind().hash(&mut hasher);
    record.subject.as_ref().map(|subject| &subject.key).hash(&mut hasher);
    if record.body.kind() != "withdrawn" {
        record.payload.to_string().hash(&mut hasher);
    }
    hasher.finish()
}
