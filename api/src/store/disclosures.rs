//! Disclosures: who saw what, written durably before the answer leaves, in one hash chain per holder.
//!
//! One task writes for the whole process, so that requests that come together share a statement and a commit. Chains
//! are kept apart from other replicas by the unique (person, seq): who comes second reads the chain's end anew.

use super::events::Change;
use super::{Db, StoreError, Tx, consents};
use chrono::{DateTime, SecondsFormat, Utc};
use entity::disclosure;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, SqlErr};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// One access to one passport.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Whose passport.
    pub person: Uuid,
    /// When.
    #[serde(serialize_with = "micros")]
    pub at: DateTime<Utc>,
    /// `partner`, `source` or `steward`.
    pub caller: &'static str,
    /// Which organization.
    pub organization: Option<Uuid>,
    /// Through which client.
    pub client: Option<Uuid>,
    /// Which source.
    pub source: Option<Uuid>,
    /// What for.
    pub purpose: Option<&'static str>,
    /// Under which consents, `id@version`.
    pub consents: Vec<String>,
    /// Name of the operation, as the caller named it.
    pub operation: String,
    /// How many rows of which section were returned.
    pub types: BTreeMap<&'static str, i64>,
    /// `granted` or `refused`.
    pub decision: &'static str,
    /// The request, as in the log.
    pub request_id: String,
    /// Consents with a use limit that this access counts against.
    #[serde(skip)]
    pub limited: Vec<(Uuid, i32)>,
}

fn micros<S: serde::Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
}

/// Why an access could not be recorded; the answer is then refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The database did not take it.
    #[error("the access could not be recorded")]
    Failed,
    /// A consent was used up by another request meanwhile.
    #[error("the consent was used up")]
    UsedUp,
}

/// Where accesses are recorded.
#[derive(Clone)]
pub struct Disclosures {
    queue: mpsc::Sender<Pending>,
}

struct Pending {
    entries: Vec<Entry>,
    done: oneshot::Sender<Result<(), NotRecorded>>,
}

/// The end of a holder's chain.
#[derive(Debug, Clone)]
struct End {
    seq: i64,
    hash: String,
}

/// Most requests that share one commit.
const SHARED: usize = 64;
/// Chain ends remembered before the memory is cleared.
const REMEMBERED: usize = 100_000;
/// How often a batch is tried when other replicas write to the same chains.
const TRIES: usize = 8;

impl Disclosures {
    /// Starts the task that writes.
    pub fn start(db: Db) -> Self {
        let (queue, inbox) = mpsc::channel(1024);
        tokio::spawn(
            Writer {
                db,
                ends: HashMap::new(),
            }
            .run(inbox),
        );
        Disclosures { queue }
    }

    /// Records accesses; answers when they are durable.
    pub async fn record(&self, entries: Vec<Entry>) -> Result<(), NotRecorded> {
        if entries.is_empty() {
            return Ok(());
        }
        let (done, answer) = oneshot::channel();
        self.queue
            .send(Pending { entries, done })
            .await
            .map_err(|_| NotRecorded::Failed)?;
        answer.await.unwrap_or(Err(NotRecorded::Failed))
    }
}

struct Writer {
    db: Db,
    ends: HashMap<Uuid, End>,
}

impl Writer {
    async fn run(mut self, mut inbox: mpsc::Receiver<Pending>) {
        let mut batch = Vec::with_capacity(SHARED);
        while inbox.recv_many(&mut batch, SHARED).await > 0 {
            // Accesses that count against a limit stand alone: one that was used up must not take others with it.
            let (limited, free): (Vec<_>, Vec<_>) = batch
                .drain(..)
                .partition(|pending| pending.entries.iter().any(|entry| !entry.limited.is_empty()));
            if !free.is_empty() {
                self.settle(free).await;
            }
            for pending in limited {
                self.settle(vec![pending]).await;
            }
        }
    }

    async fn settle(&mut self, batch: Vec<Pending>) {
        let outcome = self.write(&batch).await;
        for pending in batch {
            // Whoever asked may be gone; the access is recorded all the same.
            let _ = pending.done.send(outcome);
        }
    }

    async fn write(&mut self, batch: &[Pending]) -> Result<(), NotRecorded> {
        let entries: Vec<&Entry> = batch.iter().flat_map(|pending| &pending.entries).collect();
        for _ in 0..TRIES {
            match self.try_write(&entries).await {
                Ok(recorded) => return if recorded { Ok(()) } else { Err(NotRecorded::UsedUp) },
                Err(StoreError::Database(error))
                    if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {}
                Err(error) => {
                    tracing::error!(%error, "accesses could not be recorded");
                    self.ends.clear();
                    return Err(NotRecorded::Failed);
                }
            }
            for entry in &entries {
                self.ends.remove(&entry.person);
            }
        }
        tracing::error!("accesses could not be recorded: other writers were always first");
        Err(NotRecorded::Failed)
    }

    /// One attempt; false when a limited consent was used up.
    async fn try_write(&mut self, entries: &[&Entry]) -> Result<bool, StoreError> {
        self.read_ends(entries).await?;
        let mut ends = HashMap::new();
        let rows: Vec<_> = entries
            .iter()
            .map(|entry| self.link(entry, &mut ends).into_active_model())
            .collect();
        let limited: Vec<_> = entries.iter().flat_map(|entry| entry.limited.iter().copied()).collect();
        let insert = disclosure::Entity::insert_many(rows);
        if limited.is_empty() && !self.db.is_sqlite() {
            insert.exec_without_returning(self.db.conn()).await?;
        } else {
            let tx = self.db.begin().await?;
            let Some(used_up) = consents::count_uses(&tx, &limited).await? else {
                return Ok(false);
            };
            entries.iter().for_each(|entry| announce(&tx, entry, &used_up));
            insert.exec_without_returning(tx.conn()).await?;
            tx.commit().await?;
        }
        self.ends.extend(ends);
        Ok(true)
    }

    /// Reads the ends of the chains that are not remembered.
    async fn read_ends(&mut self, entries: &[&Entry]) -> Result<(), StoreError> {
        if self.ends.len() > REMEMBERED {
            self.ends.clear();
        }
        for entry in entries {
            if !self.ends.contains_key(&entry.person) {
                let end = chain_end(&self.db, entry.person).await?;
                self.ends.insert(entry.person, end);
            }
        }
        Ok(())
    }

    fn link(&self, entry: &Entry, ends: &mut HashMap<Uuid, End>) -> disclosure::Model {
        let before = ends
            .get(&entry.person)
            .or_else(|| self.ends.get(&entry.person))
            .cloned();
        let (seq, previous) = before.map_or((0, String::new()), |end| (end.seq, end.hash));
        let hash = chained(&previous, seq + 1, entry);
        ends.insert(
            entry.person,
            End {
                seq: seq + 1,
                hash: hash.clone(),
            },
        );
        row(entry, seq + 1, previous, hash)
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
    Ok(last.map_or(
        End {
            seq: 0,
            hash: String::new(),
        },
        |(seq, hash)| End { seq, hash },
    ))
}

/// SHA-256 (hex) over the hash before, the number in the chain, and everything the entry says.
fn chained(previous: &str, seq: i64, entry: &Entry) -> String {
    let mut digest = Sha256::new();
    digest.update(previous.as_bytes());
    digest.update(seq.to_be_bytes());
    digest.update(serde_json::to_vec(entry).unwrap_or_default());
    hex::encode(digest.finalize())
}

fn row(entry: &Entry, seq: i64, previous: String, hash: String) -> disclosure::Model {
    disclosure::Model {
        id: Uuid::now_v7(),
        person_id: entry.person,
        seq,
        previous_hash: Some(previous).filter(|hash| !hash.is_empty()),
        hash,
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
        answer_hash: None,
    }
}

/// The disclosures of a holder's passport, newest first, before a number in the chain.
pub async fn of_holder(
    db: &Db,
    pass: crate::caller::HolderPass,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<disclosure::Model>, StoreError> {
    let mut select = disclosure::Entity::find()
        .filter(disclosure::Column::PersonId.eq(pass.person()))
        .order_by_desc(disclosure::Column::Seq)
        .limit(limit);
    if let Some(before) = before {
        select = select.filter(disclosure::Column::Seq.lt(before));
    }
    Ok(select.all(db.conn()).await?)
}

/// One disclosure of a holder's passport.
pub async fn one_of_holder(
    db: &Db,
    pass: crate::caller::HolderPass,
    id: Uuid,
) -> Result<Option<disclosure::Model>, StoreError> {
    let own = disclosure::Entity::find_by_id(id).filter(disclosure::Column::PersonId.eq(pass.person()));
    Ok(own.one(db.conn()).await?)
}
