//! What a full delivery does not hold is gone at its source, and withdrawn.
//!
//! Only what was held before the run began is: what others bring meanwhile is not missing.

use super::reading::Chunk;
use super::run::Run;
use crate::flows::save_records::{Gate, Received};
use crate::store::records::{Earlier, earlier_keys, earlier_keys_in};
use crate::store::rejects::NOT_WITHDRAWN;
use crate::store::{Db, StoreError, Tx};
use adapters::{Adapter, Delivery, Reject};
use passport::record::{Body, Place, Record};

/// How much of what a source has a delivery holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// Some of it: what is not in it stays.
    #[default]
    Part,
    /// All of it, of each stream that it holds a record of: what is not in it is withdrawn.
    Full,
    /// All of it, even where something could not be read, or most would go.
    FullHoweverLittle,
}

/// How many keys are looked at in one statement.
const PAGE: u64 = 500;
/// From how many missing records of a stream on it is asked twice before most of them go.
const SEVERAL: u64 = 3;

/// Whether so many missing records of a stream, of those that were held, are withdrawn only where that is said twice: three at
/// least, and more than stay.
pub fn asks_twice(missing: u64, held: u64) -> bool {
    missing >= SEVERAL && missing > held.saturating_sub(missing)
}

fn some(page: Vec<String>) -> Option<Vec<String>> {
    (!page.is_empty()).then_some(page)
}

/// Of a stream's earlier records, how many did not come through this gate, and how many there are.
pub(in crate::flows) async fn count_missing(
    db: &Db,
    earlier: Earlier<'_>,
    gate: &Gate,
    stream: &str,
) -> Result<(u64, u64), StoreError> {
    let (mut missing, mut all, mut after) = (0, 0, None);
    while let Some(page) = some(earlier_keys(db, earlier, stream, after.as_deref(), PAGE).await?) {
        missing += page.iter().filter(|key| !gate.met(stream, key)).count() as u64;
        all += page.len() as u64;
        after = page.into_iter().next_back();
    }
    Ok((missing, all))
}

/// The records that a delivery did not hold, page by page.
pub(super) struct Missing<'a> {
    gate: Gate,
    earlier: Earlier<'a>,
    place: Place,
    streams: Vec<&'static str>,
    /// The last key looked at of the last stream.
    after: Option<String>,
}

impl<'a> Missing<'a> {
    /// Of the delivery that came through this gate.
    pub(super) fn of(gate: Gate, run: &Run<'_>, adapter: &'a dyn Adapter, delivery: &Delivery<'_>) -> Self {
        let earlier = Earlier {
            source: run.source().id,
            adapter: adapter.profile().key,
            before: run.began(),
        };
        let streams = gate.whole_streams();
        Missing {
            gate,
            earlier,
            place: Place::file(delivery.name()),
            streams,
            after: None,
        }
    }

    /// Why nothing is withdrawn, though something is missing: it may stand in what could not be read, or it is most of what
    /// there was of a stream.
    pub(super) async fn withheld(&self, db: &Db, run: &Run<'_>) -> Result<Option<Reject>, StoreError> {
        let (mut all, mut most) = (0, None);
        for stream in &self.streams {
            let (missing, _) = count_missing(db, self.earlier, &self.gate, stream).await?;
            let known = run.told().known.get(stream).copied().unwrap_or_default();
            if asks_twice(missing, missing + known) {
                most = Some((stream, missing, missing + known));
            }
            all += missing;
        }
        let lost = run.told().lost;
        let why = match most {
            _ if all == 0 => return Ok(None),
            _ if lost > 0 => format!(
                "records that were held are missing in this full delivery ({all}), and {lost} could not be read, which may be some of them: nothing was withdrawn; send it again when they are mended, or say that it is full all the same"
            ),
            Some((stream, missing, held)) => format!(
                "{missing} of {held} records of “{stream}” are missing in this full delivery: nothing was withdrawn; if they are gone indeed, say that it is full all the same"
            ),
            None => return Ok(None),
        };
        Ok(Some(Reject::new(self.place.clone(), NOT_WITHDRAWN, why)))
    }

    /// The next records to withdraw, looked up in the transaction that withdraws them; none when all are.
    pub(super) async fn next(&mut self, tx: &Tx) -> Result<Option<Chunk>, StoreError> {
        while let Some(stream) = self.streams.last().copied() {
            let Some(page) = some(earlier_keys_in(tx, self.earlier, stream, self.after.as_deref(), PAGE).await?) else {
                self.streams.pop();
                self.after = None;
                continue;
            };
            let gone = page.iter().filter(|key| !self.gate.met(stream, key));
            let received: Vec<_> = gone.map(|key| self.withdrawn(stream, key)).collect();
            self.after = page.into_iter().next_back();
            if !received.is_empty() {
                return Ok(Some(Chunk {
                    received,
                    ..Chunk::default()
                }));
            }
        }
        Ok(None)
    }

    fn withdrawn(&self, stream: &'static str, key: &str) -> Received {
        Received {
            record: Record {
                body: Body::Withdrawn,
                stream,
                key: key.to_owned(),
                subject: None,
                claims: Vec::new(),
                place: self.place.clone(),
                payload: serde_json::Value::Null,
            },
            hash: None,
        }
    }
}
