//! What was read, as seen from the place of a record, and how it differs from what was read before.

use super::answer::Answer;
use super::changed::changed;
use passport::record::{Body, Fact, Place, Record, Reject, Sink, Unreadable};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Write};

/// What was read.
#[derive(Default)]
pub(super) struct Seen {
    place: Place,
    of: (&'static str, &'static str),
    /// The records of its sort at the place.
    pub(super) own: Vec<Told>,
    /// All other records by their kinds.
    others: BTreeMap<&'static str, BTreeSet<u64>>,
    rejects: BTreeSet<(String, &'static str)>,
}

/// What a record tells, but for what is kept as received.
#[derive(PartialEq)]
pub(super) struct Told {
    pub(super) facts: Vec<Fact>,
    all: Value,
}

impl Told {
    pub(super) fn of(record: Record) -> Self {
        Told {
            facts: record.facts(),
            all: serde_json::to_value(told(record)).unwrap_or_default(),
        }
    }
}

impl Seen {
    /// Nothing yet, from the place of a record of this stream and kind.
    pub(super) fn from(place: &Place, of: (&'static str, &'static str)) -> Self {
        Seen {
            place: place.clone(),
            of,
            ..Seen::default()
        }
    }

    /// What stopped the reading is a reject too.
    pub(super) fn fault(&mut self, fault: Unreadable) {
        self.rejects.insert((fault.place.to_string(), fault.code));
    }

    /// What is another in what was read after it, where the record of that number is the one that is looked at.
    pub(super) fn compare(&self, after: &Seen, at: usize) -> Answer {
        let is_gone = after.own.len() != self.own.len();
        let both = self.own.get(at).zip(after.own.get(at)).filter(|_| !is_gone);
        let facts = both.map_or_else(BTreeSet::new, |(before, now)| changed(&before.facts, &now.facts));
        let kinds = self.others.keys().chain(after.others.keys());
        let others = kinds.map(|kind| (*kind, self.others.get(kind) != after.others.get(kind)));
        Answer {
            steady: facts.clone(),
            facts,
            record: both.is_some_and(|(before, now)| before != now),
            is_gone,
            rejects: self.rejects != after.rejects,
            others: others.collect(),
            ..Answer::default()
        }
    }
}

impl Sink for Seen {
    fn record(&mut self, record: Record) {
        let of = (record.stream, record.body.kind());
        let is_own = record.place == self.place && of == self.of;
        if is_own {
            self.own.push(Told::of(record));
        } else {
            let mut hashing = Hashing::default();
            // A hasher takes all that is written to it.
            let _ = serde_json::to_writer(&mut hashing, &told(record));
            self.others.entry(of.1).or_default().insert(hashing.0.finish());
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.rejects.insert((reject.place.to_string(), reject.code));
    }
}

/// A record without its place, what is kept as received, and a key that is made of that.
fn told(mut record: Record) -> Record {
    record.payload = Value::Null;
    record.place = Place::default();
    record
        .claims
        .iter_mut()
        .for_each(|claim| claim.place = Place::default());
    if record.key.starts_with("sha256:") {
        record.key.clear();
    }
    match &mut record.body {
        Body::Credential(credential) => credential.signed = None,
        Body::Endorsement(endorsement) => endorsement.signed = None,
        _ => {}
    }
    record
}

/// What is written, as its hash: of a whole delivery there may be many records, and only whether they changed is asked.
#[derive(Default)]
struct Hashing(DefaultHasher);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
