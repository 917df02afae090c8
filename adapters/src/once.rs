//! Each record of a delivery once: pages overlap, and the same thing stands in many answers.

use crate::seen::{self, Said, Seen, TOMBSTONE};
use passport::record::{Body, Record, Reject, Sink};
use sha2::{Digest, Sha256};

/// The records of a delivery so far: twelve bytes for each.
#[derive(Debug, Default)]
pub struct Once(Seen);

impl Once {
    /// The record, where it is the first with its key; none where it was told before in the same words. Another one with
    /// that key is a reject.
    pub fn take(&mut self, record: Record) -> Result<Option<Record>, Reject> {
        let said = said(&record);
        self.take_saying(record, said)
    }

    /// The same, where the source tells by something of its own whether two records say the same.
    pub fn take_saying(&mut self, record: Record, said: Said) -> Result<Option<Record>, Reject> {
        let key = key(&record);
        match self.0.said(key) {
            None => {
                self.0.note(key, said);
                Ok(Some(record))
            }
            Some(before) if before == said => Ok(None),
            Some(_) => {
                let reason = "the same key stood there before, and says something else here; the first was read";
                Err(Reject::new(record.place, "duplicate_key", reason))
            }
        }
    }

    /// Gives the record on, where it is the first with its key.
    pub fn give(&mut self, record: Record, sink: &mut dyn Sink) {
        match self.take(record) {
            Ok(first) => first.into_iter().for_each(|record| sink.record(record)),
            Err(reject) => sink.reject(reject),
        }
    }
}

/// The number of a record's key in its stream.
pub(crate) fn key(record: &Record) -> u128 {
    let mut hasher = Sha256::new();
    hasher.update(record.stream.as_bytes());
    hasher.update([0]);
    hasher.update(record.key.as_bytes());
    seen::number(&hasher.finalize())
}

/// What a record says, shortened.
pub(crate) fn said(record: &Record) -> Said {
    if matches!(record.body, Body::Withdrawn) {
        return TOMBSTONE;
    }
    let hash = record.content_hash();
    let digits = hash.get(..8).unwrap_or_default();
    Said::from_str_radix(digits, 16).unwrap_or(1).max(1)
}
