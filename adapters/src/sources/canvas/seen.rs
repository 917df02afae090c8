//! Each record once: pages and reads for one course and for one person overlap.

use passport::record::{Record, Reject, Sink};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The records of a delivery so far, by stream and key, with what they said.
#[derive(Default)]
pub struct Seen(HashMap<(&'static str, String), u64>);

impl Seen {
    /// Gives the record on, where it is the first with its key; another one with that key is told.
    pub fn give(&mut self, record: Record, sink: &mut dyn Sink) {
        let mut hasher = DefaultHasher::new();
        (record.body.kind(), record.payload.to_string()).hash(&mut hasher);
        record.subject.as_ref().map(|subject| &subject.key).hash(&mut hasher);
        let said = hasher.finish();
        match self.0.get(&(record.stream, record.key.clone())) {
            None => {
                self.0.insert((record.stream, record.key.clone()), said);
                sink.record(record);
            }
            Some(before) if *before == said => {}
            Some(_) => {
                let reason = "the same record stands in this delivery twice with different content; the first was read";
                sink.reject(Reject::new(record.place, "duplicate_key", reason));
            }
        }
    }
}
