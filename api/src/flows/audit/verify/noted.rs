//! What an earlier check printed and somebody kept elsewhere: whether it is still in the log.
//!
//! Nothing in the log is ever taken out by the hub, so what was its end once stays in it at its number. Who empties the log,
//! or puts an older copy of it in place, cannot empty what was kept elsewhere.

use super::{Verified, Wrong, of_nobody};
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::disclosures::{WriterEnd, proof};
use serde::Deserialize;

/// What an earlier check stated, as `audit verify --json` prints it.
#[derive(Debug, Clone, Deserialize)]
pub struct Noted {
    /// Where the processes had come to.
    pub ends: Vec<WriterEnd>,
    /// How many disclosures without a key it met: no process counted them.
    pub keyless: u64,
}

/// What came of the ends that were noted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Against {
    /// How many there are.
    pub ends: u64,
    /// How many of them are not there.
    pub missing: u64,
    /// At how many of them is something else.
    pub other: u64,
}

impl Noted {
    /// Holds the log to what was noted. `all` where every disclosure was looked at: only then can they be counted.
    pub async fn hold(&self, hub: &Hub, all: bool, verified: &mut Verified) -> Result<(), StoreError> {
        let mut against = Against::default();
        for end in &self.ends {
            let there = proof::hashes(&hub.db, end.writer, &[end.seq]).await?;
            against.ends += 1;
            let wrong = match there.get(&end.seq) {
                Some(hash) if *hash == end.hash => continue,
                Some(_) => Wrong::NotedOther,
                None => Wrong::NotedMissing,
            };
            against.missing += u64::from(wrong == Wrong::NotedMissing);
            against.other += u64::from(wrong == Wrong::NotedOther);
            verified.add(of_nobody(wrong, (end.seq, end.seq), (None, None)));
        }
        if all && verified.keyless < self.keyless {
            let numbers = [verified.keyless + 1, self.keyless].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
            verified.add(of_nobody(Wrong::NotedFewer, numbers.into(), (None, None)));
        }
        verified.against = Some(against);
        Ok(())
    }
}
