//! The counts of the processes that wrote disclosures.

use super::{Verified, Wrong, of_nobody};
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::disclosures::{self as log, proof};
use chrono::{DateTime, Utc};
use entity::disclosure_writer;
use std::collections::HashMap;
use uuid::Uuid;

/// Whether each process's row is what it stated, its count without gaps, and what others stated of it still there.
pub(super) async fn look_at(hub: &Hub, verified: &mut Verified) -> Result<(), StoreError> {
    // A process writes its row before its first disclosure: read in this order, one that begins meanwhile is no finding.
    let counts = proof::counts(&hub.db).await?;
    let writers = log::writers(&hub.db).await?;
    let (mut number, mut hash) = (0, String::new());
    for row in &writers {
        let whole =
            row.number == number + 1 && row.previous_hash == hash && log::writer_hash(&hub.keys, row) == row.hash;
        if !whole {
            verified.add(of_nobody(
                Wrong::Writer,
                (row.number, row.number),
                (None, Some(row.begun_at)),
            ));
        }
        (number, hash) = (row.number, row.hash.clone());
    }
    for (writer, (count, last)) in &counts {
        if !writers.iter().any(|row| row.id == *writer) {
            verified.add(of_nobody(Wrong::Writer, (1, *last), (None, None)));
        }
        if count != last {
            find_gaps(hub, *writer, verified).await?;
        }
    }
    hold_to_ends(hub, &writers, verified).await
}

/// The numbers that are missing in a process's count.
async fn find_gaps(hub: &Hub, writer: Uuid, verified: &mut Verified) -> Result<(), StoreError> {
    let (mut seq, mut when) = (0, None);
    loop {
        let numbers = proof::numbers(&hub.db, writer, seq).await?;
        if numbers.is_empty() {
            return Ok(());
        }
        for (number, at) in numbers {
            if number != seq + 1 {
                verified.add(of_nobody(Wrong::Gap, (seq + 1, number - 1), (when, Some(at))));
            }
            (seq, when) = (number, Some(at));
        }
    }
}

/// What later processes stated of earlier ones is still there.
async fn hold_to_ends(
    hub: &Hub,
    writers: &[disclosure_writer::Model],
    verified: &mut Verified,
) -> Result<(), StoreError> {
    let mut stated: HashMap<Uuid, Vec<(i64, String, DateTime<Utc>)>> = HashMap::new();
    for row in writers {
        for end in log::ends_stated(row) {
            stated
                .entry(end.writer)
                .or_default()
                .push((end.seq, end.hash, row.begun_at));
        }
    }
    for (writer, ends) in stated {
        let numbers: Vec<i64> = ends.iter().map(|(seq, ..)| *seq).collect();
        let there = proof::hashes(&hub.db, writer, &numbers).await?;
        for (seq, hash, begun) in ends {
            if there.get(&seq) != Some(&hash) {
                verified.add(of_nobody(Wrong::Shortened, (seq, seq), (None, Some(begun))));
            }
        }
    }
    Ok(())
}
