//! What a delivery has told so far, so that nothing is told twice: documents repeat entries, pages overlap.

use crate::once::{self, Once};
use crate::seen::{Said, Seen};
use passport::record::{Record, Sink};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// The records given so far, known by hashes: twelve bytes for each.
#[derive(Debug, Default)]
pub struct Told {
    own: Once,
    made: Seen,
    /// What else was said under a key that was made more than once.
    more: HashMap<u128, HashSet<Said>>,
}

impl Told {
    /// Gives a record whose key is the source's own. The same once more says nothing new; something else under the same
    /// key is a reject.
    pub fn give(&mut self, record: Record, sink: &mut dyn Sink) {
        self.own.give(record, sink);
    }

    /// Gives a record whose key was made of what tells it from others. Where two are told apart by something else, the
    /// later one is counted: `…#2`.
    pub fn give_made(&mut self, mut record: Record, sink: &mut dyn Sink) {
        let (key, said) = (once::key(&record), once::said(&record));
        match self.made.said(key) {
            None => self.made.note(key, said),
            Some(first) if first == said => return,
            Some(_) => {
                let more = self.more.entry(key).or_default();
                if !more.insert(said) {
                    return;
                }
                record.key = format!("{}#{}", record.key, more.len() + 1);
            }
        }
        sink.record(record);
    }
}

/// A key made of what tells a record from others; it shows nothing of them.
pub fn made_key<'t>(told: impl IntoIterator<Item = &'t str>) -> String {
    let mut digest = Sha256::new();
    for words in told {
        digest.update(words.as_bytes());
        digest.update([0]);
    }
    format!("sha256:{}", hex::encode(digest.finalize()))
}

/// The source's own key, unless it is an address of a person or too long: then one made of it.
pub fn own_key(id: &str) -> String {
    const LONGEST: usize = 500;
    let fit = !id.contains('@') && id.len() <= LONGEST && !id.trim().is_empty();
    if fit { id.to_owned() } else { made_key([id]) }
}

#[cfg(test)]
mod tests {
    use super::{Told, made_key, own_key};
    use crate::json::resume::Holder;
    use passport::record::{Batch, Body, Place};
    use serde_json::json;

    #[test]
    fn nothing_is_told_twice_and_nothing_is_lost() {
        let row = |payload: i32| {
            Holder("h".to_owned()).record("s", "k".to_owned(), Body::Skill, Place::default(), json!(payload))
        };
        let (mut own, mut made) = (Batch::default(), Batch::default());
        let mut told = Told::default();
        for payload in [1, 1, 2] {
            told.give(row(payload), &mut own);
        }
        for payload in [1, 1, 2, 2, 3] {
            told.give_made(row(payload), &mut made);
        }
        let keys = |batch: &Batch| {
            batch
                .records
                .iter()
                .map(|record| record.key.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!((keys(&own), own.rejects.len()), (vec!["k".to_owned()], 1));
        assert_eq!(own.rejects[0].code, "duplicate_key");
        assert_eq!(keys(&made), ["k", "k#2", "k#3"]);
        assert!(made.rejects.is_empty());
    }

    #[test]
    fn a_key_shows_nobodys_address_and_is_short() {
        assert_eq!(own_key("5f1c"), "5f1c");
        for id in ["nia@example.org", " ", &"x".repeat(501)] {
            assert_eq!(own_key(id), made_key([id]), "{id}");
        }
        assert_ne!(made_key(["ab", "c"]), made_key(["a", "bc"]));
    }
}
