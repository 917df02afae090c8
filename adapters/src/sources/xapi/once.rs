//! Each record once: pages of a store overlap.

use crate::seen::{Said, Seen, TOMBSTONE};
use passport::record::{Body, Record, Reject};
use sha2::{Digest, Sha256};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The statements of a delivery so far.
#[derive(Default)]
pub struct Once(Seen);

impl Once {
    /// The record, where it is the first with its key; none where it was told before in the same words.
    pub fn first(&mut self, record: Record) -> Result<Option<Record>, Reject> {
        let (key, said) = (key(&record), said(&record));
        match self.0.said(key) {
            None => {
                self.0.note(key, said);
                Ok(Some(record))
            }
            Some(before) if before == said => Ok(None),
            Some(_) => {
                let reason = "a statement with this id stood there before and said something else; the first was read";
                Err(Reject::new(record.place.child("id"), "duplicate_key", reason))
            }
        }
    }
}

fn key(record: &Record) -> u128 {
    let digest = Sha256::digest(record.key.as_bytes());
    digest
        .iter()
        .take(16)
        .fold(0, |number, byte| number << 8 | u128::from(*byte))
}

fn said(record: &Record) -> Said {
    if matches!(record.body, Body::Withdrawn) {
        return TOMBSTONE;
    }
    let mut hasher = DefaultHasher::new();
    record.body.kind().hash(&mut hasher);
    record.subject.as_ref().map(|subject| &subject.key).hash(&mut hasher);
    record.payload.to_string().hash(&mut hasher);
    // Half of it says enough.
    ((hasher.finish() >> 32) as Said).max(1)
}
