//! Each record once: a credential may stand in several envelopes of one delivery, and alone beside them, written with other
//! white space. The hub would take that for two that contradict each other.

use super::map::CREDENTIAL;
use crate::once;
use crate::seen::{Said, TOMBSTONE};
use passport::record::{Body, Record, Reject, Signed, Sink};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Lets the first record of each key through: what repeats it is passed over, what contradicts it is a reject. What the
/// delivery withdraws is nothing but withdrawn, whichever of the two stands first.
pub struct Once<'s> {
    sink: &'s mut dyn Sink,
    withdrawn: Withdrawn,
    once: once::Once,
}

impl<'s> Once<'s> {
    /// In front of a sink.
    pub fn before(sink: &'s mut dyn Sink, withdrawn: Withdrawn) -> Self {
        Once {
            sink,
            withdrawn,
            once: once::Once::default(),
        }
    }
}

impl Sink for Once<'_> {
    fn record(&mut self, record: Record) {
        let said = said(&record);
        if said != TOMBSTONE && self.withdrawn.holds(&record) {
            return;
        }
        match self.once.take_saying(record, said) {
            Ok(first) => first.into_iter().for_each(|record| self.sink.record(record)),
            Err(reject) => self.sink.reject(reject),
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.sink.reject(reject);
    }
}

/// The keys that a delivery withdraws. As a sink it takes note of those, and of nothing else.
#[derive(Default)]
pub struct Withdrawn(HashSet<String>);

impl Withdrawn {
    fn holds(&self, record: &Record) -> bool {
        record.stream == CREDENTIAL && self.0.contains(&record.key)
    }
}

impl Sink for Withdrawn {
    fn record(&mut self, record: Record) {
        if matches!(record.body, Body::Withdrawn) {
            self.0.insert(record.key);
        }
    }

    fn reject(&mut self, _: Reject) {}
}

/// A hash of the document, written with any white space; of its payload where it is not kept.
fn said(record: &Record) -> Said {
    if matches!(record.body, Body::Withdrawn) {
        return TOMBSTONE;
    }
    let mut hash = Sha256::new();
    match signed(&record.body) {
        Some(signed) => {
            let words = signed.bytes.split(u8::is_ascii_whitespace);
            words.for_each(|word| hash.update(word));
        }
        None => hash.update(record.payload.to_string()),
    }
    let short = hash
        .finalize()
        .iter()
        .take(4)
        .fold(0, |said, byte| said << 8 | Said::from(*byte));
    short.max(1)
}

fn signed(body: &Body) -> Option<&Signed> {
    match body {
        Body::Credential(credential) => credential.signed.as_ref(),
        Body::Endorsement(endorsement) => endorsement.signed.as_ref(),
        _ => None,
    }
}
