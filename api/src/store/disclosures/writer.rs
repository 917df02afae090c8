//! The task that writes disclosures, for the whole process.

use super::chain::{self, FORM};
use super::gather::{Coming, PATIENCE};
use super::kept::{self, Fresh, Written};
use super::standing::{self, Standing};
use super::{Accesses, Entry, NotRecorded, Pending};
use crate::clock::Clock;
use crate::keys::Keys;
use crate::store::events::Change;
use crate::store::{Db, StoreError, Tx, consents};
use entity::disclosure;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, SqlErr};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// Most requests that share one commit.
const SHARED: usize = 64;
/// Chain ends remembered before the memory is cleared.
const REMEMBERED: usize = 100_000;
/// How often a batch is tried when other replicas write to the same chains.
const TRIES: usize = 8;

/// The end of a holder's chain.
#[derive(Debug, Clone, Default)]
struct End {
    seq: i64,
    hash: String,
}

pub(super) struct Writer {
    db: Db,
    keys: Arc<Keys>,
    clock: Clock,
    ends: HashMap<Uuid, End>,
    standing: Option<Standing>,
    written: Written,
}

/// What one attempt adds to what is remembered, once it is committed.
struct Step {
    ends: HashMap<Uuid, End>,
    standing: Standing,
}

impl Writer {
    pub(super) fn new(db: Db, keys: Arc<Keys>, clock: Clock) -> Self {
        Writer {
            db,
            keys,
            clock,
            ends: HashMap::new(),
            standing: None,
            written: Written::default(),
        }
    }

    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<Pending>, coming: Coming) {
        let mut batch = Vec::with_capacity(SHARED);
        while inbox.recv_many(&mut batch, SHARED).await > 0 {
            gather(&mut inbox, &mut batch, &coming).await;
            // Accesses that count against a limit stand alone: one that was used up must not take others with it.
            let limits = |pending: &Pending| pending.accesses.entries.iter().any(|entry| !entry.limited.is_empty());
            let (limited, free): (Vec<_>, Vec<_>) = batch.drain(..).partition(limits);
            if !free.is_empty() {
                self.settle(free).await;
            }
            for pending in limited {
                self.settle(vec![pending]).await;
            }
        }
    }

    async fn settle(&mut self, batch: Vec<Pending>) {
        let accesses: Vec<&Accesses> = batch.iter().map(|pending| &pending.accesses).collect();
        let outcome = self.write(&accesses).await;
        for pending in batch {
            // Whoever asked may be gone; the access is recorded all the same.
            let _ = pending.done.send(outcome);
        }
    }

    async fn write(&mut self, batch: &[&Accesses]) -> Result<(), NotRecorded> {
        for _ in 0..TRIES {
            match self.try_write(batch).await {
                Ok(recorded) => return if recorded { Ok(()) } else { Err(NotRecorded::UsedUp) },
                Err(StoreError::Database(error))
                    if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {}
                Err(error) => {
                    tracing::error!(%error, "accesses could not be recorded");
                    // Whether it was committed is not known: what is remembered may be wrong, and a number must not be
                    // given out twice.
                    self.ends.clear();
                    self.standing = None;
                    return Err(NotRecorded::Failed);
                }
            }
            for entry in batch.iter().flat_map(|accesses| &accesses.entries) {
                self.ends.remove(&entry.person);
            }
        }
        tracing::error!("accesses could not be recorded: other writers were always first");
        Err(NotRecorded::Failed)
    }

    /// One attempt; false when a limited consent was used up.
    async fn try_write(&mut self, batch: &[&Accesses]) -> Result<bool, StoreError> {
        self.read_ends(batch).await?;
        let mut step = Step {
            ends: HashMap::new(),
            standing: self.stand().await?,
        };
        let (mut fresh, mut rows) = (Fresh::default(), Vec::new());
        let now = self.clock.now();
        for accesses in batch {
            let hash = accesses.asked.as_ref().map(|asked| asked.hash(&self.keys));
            if let (Some(asked), Some(hash)) = (&accesses.asked, &hash) {
                self.written.add(&mut fresh, &self.keys, hash, asked, now);
            }
            let linked = |entry| {
                self.link(entry, accesses, hash.as_deref(), &mut step)
                    .into_active_model()
            };
            rows.extend(accesses.entries.iter().map(linked));
        }
        let entries = batch.iter().flat_map(|accesses| &accesses.entries);
        let limited: Vec<_> = entries.flat_map(|entry| entry.limited.iter().copied()).collect();
        let insert = disclosure::Entity::insert_many(rows);
        if limited.is_empty() && fresh.is_empty() && !self.db.is_sqlite() {
            insert.exec_without_returning(self.db.conn()).await?;
        } else {
            let tx = self.db.begin().await?;
            let Some(used_up) = consents::count_uses(&tx, &limited).await? else {
                return Ok(false);
            };
            for entry in batch.iter().flat_map(|accesses| &accesses.entries) {
                announce(&tx, entry, &used_up);
            }
            kept::write(&tx, &fresh).await?;
            insert.exec_without_returning(tx.conn()).await?;
            tx.commit().await?;
        }
        self.ends.extend(step.ends);
        self.standing = Some(step.standing);
        self.written.remember(fresh);
        Ok(true)
    }

    /// Where this process stands; it begins with its first disclosure.
    async fn stand(&mut self) -> Result<Standing, StoreError> {
        let standing = match self.standing {
            Some(standing) => standing,
            None => standing::begin(&self.db, &self.keys, self.clock.now()).await?,
        };
        self.standing = Some(standing);
        Ok(standing)
    }

    /// Reads the ends of the chains that are not remembered.
    async fn read_ends(&mut self, batch: &[&Accesses]) -> Result<(), StoreError> {
        if self.ends.len() > REMEMBERED {
            self.ends.clear();
        }
        for entry in batch.iter().flat_map(|accesses| &accesses.entries) {
            if !self.ends.contains_key(&entry.person) {
                let end = chain_end(&self.db, entry.person).await?;
                self.ends.insert(entry.person, end);
            }
        }
        Ok(())
    }

    /// The row of an entry, next in its holder's chain and in this process's count.
    fn link(&self, entry: &Entry, accesses: &Accesses, request: Option<&str>, step: &mut Step) -> disclosure::Model {
        let before = step.ends.get(&entry.person).or_else(|| self.ends.get(&entry.person));
        let before = before.cloned().unwrap_or_default();
        step.standing.seq += 1;
        let mut row = row(entry, accesses, before, step.standing);
        row.request_hash = request.map(str::to_owned);
        row.hash = chain::hash(&self.keys, &row).unwrap_or_default();
        step.ends.insert(
            entry.person,
            End {
                seq: row.seq,
                hash: row.hash.clone(),
            },
        );
        row
    }
}

/// Waits a little for others that are on their way: a commit costs as much for one as for many.
async fn gather(inbox: &mut mpsc::Receiver<Pending>, batch: &mut Vec<Pending>, coming: &Coming) {
    let end = Instant::now() + PATIENCE;
    while !coming.is_enough(batch.len(), SHARED) {
        match timeout_at(end, inbox.recv()).await {
            Ok(Some(pending)) => batch.push(pending),
            Ok(None) | Err(_) => return,
        }
    }
}

async fn chain_end(db: &Db, person: Uuid) -> Result<End, StoreError> {
    let last: Option<(i64, String)> = disclosure::Entity::find()
        .select_only()
        .columns([disclosure::Column::Seq, disclosure::Column::Hash])
        .filter(disclosure::Column::PersonId.eq(person))
        .order_by_desc(disclosure::Column::Seq)
        .limit(1)
        .into_tuple()
        .one(db.conn())
        .await?;
    Ok(last.map(|(seq, hash)| End { seq, hash }).unwrap_or_default())
}

fn row(entry: &Entry, accesses: &Accesses, before: End, standing: Standing) -> disclosure::Model {
    let parts = &accesses.answered.parts;
    disclosure::Model {
        id: Uuid::now_v7(),
        person_id: entry.person,
        seq: before.seq + 1,
        previous_hash: Some(before.hash).filter(|hash| !hash.is_empty()),
        hash: String::new(),
        occurred_at: entry.at,
        caller_kind: entry.caller.into(),
        organization_id: entry.organization,
        client_id: entry.client,
        source_id: entry.source,
        purpose: entry.purpose.map(Into::into),
        consents: serde_json::json!(entry.consents),
        operation: entry.operation.clone(),
        types: serde_json::json!(entry.types),
        rows_returned: i32::try_from(entry.types.values().sum::<i64>()).unwrap_or(i32::MAX),
        decision: entry.decision.into(),
        request_id: entry.request_id.clone(),
        answer_hash: Some(accesses.answered.hash.clone()),
        form: FORM,
        request_hash: None,
        answer_parts: (!parts.is_empty()).then(|| serde_json::json!(parts)),
        writer_id: Some(standing.writer),
        writer_seq: Some(standing.seq),
    }
}

/// Announces the consents of which this access was the last.
fn announce(tx: &Tx, entry: &Entry, used_up: &[Uuid]) {
    let last = entry.limited.iter().filter(|(consent, _)| used_up.contains(consent));
    let Some(partner) = entry.organization else { return };
    for (consent, _) in last {
        tx.announce(Change::Consent {
            consent: *consent,
            person: entry.person,
            partner,
        });
    }
}
