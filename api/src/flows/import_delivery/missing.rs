//! What a full delivery does not hold is gone at its source, and withdrawn.

use super::reading::Chunk;
use crate::flows::save_records::{Gate, Received};
use crate::store::{Db, StoreError, records};
use adapters::{Delivery, Reject};
use passport::record::{Body, Place, Record};
use uuid::Uuid;

/// How much of what a source has a delivery holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// Some of it: what is not in it stays.
    #[default]
    Part,
    /// All of it, of each stream that it holds a record of: what is not in it is withdrawn.
    Full,
    /// All of it, and much may be gone.
    FullHoweverLittle,
}

/// How many keys are looked at in one statement.
const PAGE: u64 = 500;
/// From how many records on it is asked twice before most of them go.
const MANY: u64 = 100;

/// The records that a delivery did not hold, page by page.
pub(super) struct Missing {
    gate: Gate,
    source: Uuid,
    place: Place,
    streams: Vec<&'static str>,
    /// The last key looked at of the last stream.
    after: Option<String>,
}

impl Missing {
    /// Of the delivery that came through this gate.
    pub(super) fn of(gate: Gate, source: Uuid, delivery: &Delivery<'_>) -> Self {
        let place = Place::file(delivery.name());
        let streams = gate.streams();
        Missing {
            gate,
            source,
            place,
            streams,
            after: None,
        }
    }

    /// Why nothing is withdrawn, though something is missing: it may stand in what could not be read, or it is most of what
    /// there is.
    pub(super) async fn withheld(&self, db: &Db, rejected: u64, extent: Extent) -> Result<Option<Reject>, StoreError> {
        let (mut held, mut missing) = (0, 0);
        for stream in &self.streams {
            let mut after = None;
            while let Some(page) = self.page(db, stream, after.as_deref()).await? {
                held += page.len() as u64;
                missing += page.iter().filter(|key| !self.gate.met(stream, key)).count() as u64;
                after = page.into_iter().next_back();
            }
        }
        let why = if missing == 0 {
            return Ok(None);
        } else if rejected > 0 {
            format!(
                "{missing} of {held} records are missing in this full delivery, and may be among the {rejected} that could not be read: nothing was withdrawn; send it again when they are mended"
            )
        } else if held >= MANY && missing * 2 > held && extent != Extent::FullHoweverLittle {
            format!(
                "{missing} of {held} records are missing in this full delivery: nothing was withdrawn; if they are gone indeed, say so with the delivery"
            )
        } else {
            return Ok(None);
        };
        Ok(Some(Reject::new(self.place.clone(), "not_withdrawn", why)))
    }

    /// The next records to withdraw; none when all are.
    pub(super) async fn next(&mut self, db: &Db) -> Result<Option<Chunk>, StoreError> {
        while let Some(stream) = self.streams.last().copied() {
            let Some(page) = self.page(db, stream, self.after.as_deref()).await? else {
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

    async fn page(&self, db: &Db, stream: &str, after: Option<&str>) -> Result<Option<Vec<String>>, StoreError> {
        let page = records::held_keys(db, self.source, stream, after, PAGE).await?;
        Ok((!page.is_empty()).then_some(page))
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
