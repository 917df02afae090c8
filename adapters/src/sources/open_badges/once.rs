//! Each record once: a credential may stand in several envelopes of one delivery, and alone beside them, written with other
//! white space. The hub would take that for two that contradict each other.

use passport::record::{Body, Place, Record, Reject, Signed, Sink};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Lets the first record of each key through. What an envelope repeats is passed over, what contradicts the first is a
/// reject. Repeats outside of envelopes go on to the hub, which counts them.
pub struct Once<'s> {
    sink: &'s mut dyn Sink,
    seen: HashMap<(&'static str, String), First>,
}

struct First {
    said: [u8; 32],
    alone: bool,
}

impl<'s> Once<'s> {
    /// In front of a sink.
    pub fn before(sink: &'s mut dyn Sink) -> Self {
        Once {
            sink,
            seen: HashMap::new(),
        }
    }
}

impl Sink for Once<'_> {
    fn record(&mut self, record: Record) {
        let (said, alone) = (said(&record), stands_alone(&record.place));
        let first = match self.seen.entry((record.stream, record.key.clone())) {
            Entry::Vacant(free) => {
                free.insert(First { said, alone });
                return self.sink.record(record);
            }
            Entry::Occupied(first) => first,
        };
        if alone && first.get().alone {
            self.sink.record(record);
        } else if first.get().said != said {
            let reason = "this id stood in this delivery before with other content; the first was read, send each once";
            self.sink.reject(Reject::new(record.place, "duplicate_key", reason));
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.sink.reject(reject);
    }
}

/// Whether a document is a whole part or an element of its array, and in no envelope.
fn stands_alone(place: &Place) -> bool {
    let pointer = place.pointer.as_deref().unwrap_or_default();
    pointer
        .trim_start_matches('/')
        .bytes()
        .all(|sign| sign.is_ascii_digit())
}

/// A hash of the document, written with any white space; of its payload where it is not kept.
fn said(record: &Record) -> [u8; 32] {
    match signed(&record.body) {
        Some(signed) => {
            let mut hash = Sha256::new();
            let words = signed.bytes.split(u8::is_ascii_whitespace);
            words.for_each(|word| hash.update(word));
            hash.finalize().into()
        }
        None => Sha256::digest(record.payload.to_string().as_bytes()).into(),
    }
}

fn signed(body: &Body) -> Option<&Signed> {
    match body {
        Body::Credential(credential) => credential.signed.as_ref(),
        Body::Endorsement(endorsement) => endorsement.signed.as_ref(),
        _ => None,
    }
}
