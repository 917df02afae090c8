//! Combining what arrives with what is held: what is news, and what it takes the place of.

use super::people::People;
use super::{Intake, Received, Saved};
use crate::flows::import_delivery::Counts;
use crate::store::records::{self, HeldRecord, Rows, supersede};
use crate::store::{StoreError, Tx};
use passport::claim::{Change, change};
use passport::record::{Place, Record, Reject};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What differs from what is held.
pub(super) struct News {
    /// Records that say something new.
    pub arrived: Vec<Arrived>,
    /// Records that are withdrawn.
    pub gone: Vec<Gone>,
    /// Where each of the records received stands, in their order.
    pub order: Vec<Standing>,
}

/// A record that says something new.
pub(super) struct Arrived {
    pub record: Record,
    pub hash: String,
    /// The row it gets.
    pub row: Uuid,
    /// The record it takes the place of.
    pub replaces: Option<Uuid>,
    /// Whether that record still held.
    pub changed: bool,
}

/// A record that is withdrawn.
pub(super) struct Gone {
    pub record: Record,
    pub row: Uuid,
    pub held: HeldRecord,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It arrived, under this row.
    Arrived(Uuid),
    /// It is held under this row, unchanged.
    Held(Uuid),
    /// It is gone.
    Gone,
}

impl News {
    /// Leaves out what is about people who had everything erased: nothing of them comes back by itself.
    pub(super) fn without_erased(mut self, people: &People, saved: &mut Saved) -> Self {
        let (erased, arrived): (Vec<_>, Vec<_>) = self.arrived.into_iter().partition(|a| people.is_erased(&a.record));
        self.arrived = arrived;
        for Arrived {
            record, row, changed, ..
        } in erased
        {
            let count = if changed {
                &mut saved.counts.changed
            } else {
                &mut saved.counts.new
            };
            *count = count.saturating_sub(1);
            let reason = "the person had everything erased while this was being read; nothing of it was taken";
            saved.rejects.push(Reject::new(record.place, "erased", reason));
            self.order
                .iter_mut()
                .filter(|s| **s == Standing::Arrived(row))
                .for_each(|s| *s = Standing::Gone);
        }
        self
    }
}

/// Records as they are held, by stream and key.
pub(super) type Held = HashMap<(String, String), HeldRecord>;

/// The records that are held under the keys of these.
pub(super) async fn held(tx: &Tx, intake: &Intake, received: &[Received]) -> Result<Held, StoreError> {
    let mut keys: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Received { record, .. } in received {
        keys.entry(record.stream).or_default().push(&record.key);
    }
    records::held(tx, intake.source.id, &keys).await
}

/// Where those of the records stand that one of these runs wrote as they are.
pub(super) fn written_before(received: &[Received], held: &Held, runs: &[Uuid]) -> Vec<Place> {
    if runs.is_empty() {
        return Vec::new();
    }
    let is_written = |received: &&Received| {
        let key = (received.record.stream.to_owned(), received.record.key.clone());
        let held = held.get(&key).filter(|held| !held.tombstone);
        held.is_some_and(|held| {
            let by = held.run.is_some_and(|run| runs.contains(&run));
            by && Some(&held.hash) == received.hash.as_ref()
        })
    };
    let written = received.iter().filter(is_written);
    written.map(|received| received.record.place.clone()).collect()
}

/// Compares records with those held under the same keys.
pub(super) fn compare(received: Vec<Received>, mut held: Held, saved: &mut Saved) -> News {
    let mut news = News {
        arrived: Vec::new(),
        gone: Vec::new(),
        order: Vec::new(),
    };
    for Received { record, hash } in received {
        let held = held.remove(&(record.stream.to_owned(), record.key.clone()));
        let standing = held
            .as_ref()
            .filter(|held| !held.tombstone)
            .map(|held| held.hash.as_str());
        let change = change(standing, hash.as_deref());
        if matches!(change, Change::Changed | Change::Unchanged) {
            *saved.known.entry(record.stream).or_default() += 1;
        }
        news.add(record, hash.unwrap_or_default(), held, change, &mut saved.counts);
    }
    news
}

impl News {
    fn add(&mut self, record: Record, hash: String, held: Option<HeldRecord>, change: Change, counts: &mut Counts) {
        let row = Uuid::now_v7();
        let standing = match (change, held) {
            (Change::New | Change::Changed, held) => {
                let changed = change == Change::Changed;
                *(if changed { &mut counts.changed } else { &mut counts.new }) += 1;
                self.arrived.push(Arrived {
                    record,
                    hash,
                    row,
                    replaces: held.map(|held| held.id),
                    changed,
                });
                Standing::Arrived(row)
            }
            (Change::Withdrawn, Some(held)) => {
                counts.withdrawn += 1;
                self.gone.push(Gone { record, row, held });
                Standing::Gone
            }
            (Change::Unchanged, Some(held)) => {
                counts.unchanged += 1;
                Standing::Held(held.id)
            }
            (Change::Unchanged | Change::Withdrawn | Change::AlreadyGone, _) => {
                counts.unchanged += 1;
                Standing::Gone
            }
        };
        self.order.push(standing);
    }
}

/// Ends the rows that the news takes the place of.
pub(super) async fn end_what_is_replaced(
    tx: &Tx,
    intake: &Intake,
    news: &News,
    rows: &mut Rows,
    saved: &mut Saved,
) -> Result<(), StoreError> {
    let successors: HashMap<Uuid, Uuid> = news
        .arrived
        .iter()
        .filter_map(|arrived| Some((arrived.replaces?, arrived.row)))
        .collect();
    let ended: Vec<Uuid> = successors
        .keys()
        .copied()
        .chain(news.gone.iter().map(|gone| gone.held.id))
        .collect();
    if ended.is_empty() {
        return Ok(());
    }
    let held = supersede::read_from(tx, &ended).await?;
    saved.touched.extend(held.iter().map(|row| row.person));
    supersede::end(tx, &ended, &held, &successors, rows, intake.now).await
}
