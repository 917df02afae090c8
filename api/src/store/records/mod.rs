//! What sources said, and the rows of passports read from it.

pub mod moving;
pub mod supersede;
pub mod told;

use super::batch::{LIST, inserts};
use super::{Db, StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{
    claim, credential, endorsement, evidence, experience, goal, import_run, learning, opportunity,
    opportunity_requirement, programme_participation, source_record,
};
use sea_orm::sea_query::{InsertStatement, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{BTreeMap, HashMap};
use tokio::sync::mpsc;
use uuid::Uuid;

/// The tables of what belongs to a person, each with the columns of `NewTable::person_owned`. What others refer to
/// comes first.
pub(super) const PERSON_OWNED: [&str; 8] = [
    "credential",
    "experience",
    "learning",
    "programme_participation",
    "goal",
    "claim",
    "evidence",
    "endorsement",
];

/// A record as it is held now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRecord {
    /// Its row.
    pub id: Uuid,
    /// Hash of what it says.
    pub hash: String,
    /// Whom it is about.
    pub subject: Option<Uuid>,
    /// Whether its source withdrew it.
    pub tombstone: bool,
    /// The run that brought it.
    pub run: Option<Uuid>,
}

/// Rows to add.
#[derive(Debug, Default)]
pub struct Rows {
    /// What was received.
    pub source_records: Vec<source_record::Model>,
    /// Credentials.
    pub credentials: Vec<credential::Model>,
    /// Experiences.
    pub experiences: Vec<experience::Model>,
    /// Learning.
    pub learning: Vec<learning::Model>,
    /// Participation in programmes.
    pub programmes: Vec<programme_participation::Model>,
    /// Goals.
    pub goals: Vec<goal::Model>,
    /// Claims.
    pub claims: Vec<claim::Model>,
    /// Evidence.
    pub evidence: Vec<evidence::Model>,
    /// Endorsements.
    pub endorsements: Vec<endorsement::Model>,
    /// Opportunities.
    pub opportunities: Vec<opportunity::Model>,
    /// What opportunities ask for.
    pub requirements: Vec<opportunity_requirement::Model>,
}

/// The records that a source's streams hold under these keys, by stream and key.
pub async fn held(
    tx: &Tx,
    source: Uuid,
    keys: &BTreeMap<&str, Vec<&str>>,
) -> Result<HashMap<(String, String), HeldRecord>, StoreError> {
    use source_record::Column::{
        ContentHash, Id, ImportRunId, Key, SourceId, Stream, SubjectId, SupersededAt, Tombstone,
    };
    let mut found = HashMap::new();
    for (stream, keys) in keys {
        for batch in keys.chunks(LIST) {
            let rows = source_record::Entity::find()
                .select_only()
                .columns([Id, Key, ContentHash, SubjectId, Tombstone, ImportRunId])
                .filter(SourceId.eq(source))
                .filter(Stream.eq(*stream))
                .filter(Key.is_in(batch.iter().copied()))
                .filter(SupersededAt.is_null())
                .into_tuple::<(Uuid, String, String, Option<Uuid>, bool, Option<Uuid>)>()
                .all(tx.conn())
                .await?;
            found.extend(rows.into_iter().map(|(id, key, hash, subject, tombstone, run)| {
                (
                    ((*stream).to_owned(), key),
                    HeldRecord {
                        id,
                        hash,
                        subject,
                        tombstone,
                        run,
                    },
                )
            }));
        }
    }
    Ok(found)
}

/// Which of a source's records are looked through.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The source.
    pub source: Uuid,
    /// Read by this adapter: others call their streams the same.
    pub adapter: &'a str,
    /// Received before this.
    pub before: DateTime<Utc>,
}

/// Keys of a stream under which records hold, in their order, after one of them; as they are now.
pub async fn earlier_keys(
    db: &Db,
    of: Earlier<'_>,
    stream: &str,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    earlier_keys_on(db.conn(), of, stream, after, limit).await
}

/// The same, as a transaction sees them.
pub async fn earlier_keys_in(
    tx: &Tx,
    of: Earlier<'_>,
    stream: &str,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    earlier_keys_on(tx.conn(), of, stream, after, limit).await
}

async fn earlier_keys_on(
    conn: &impl ConnectionTrait,
    of: Earlier<'_>,
    stream: &str,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    use source_record::Column::{ImportRunId, Key, ReceivedAt, SourceId, Stream, SupersededAt, Tombstone};
    let runs = Query::select()
        .column(import_run::Column::Id)
        .from(import_run::Entity)
        .and_where(import_run::Column::SourceId.eq(of.source))
        .and_where(import_run::Column::Adapter.eq(of.adapter))
        .to_owned();
    let mut select = source_record::Entity::find()
        .select_only()
        .column(Key)
        .filter(SourceId.eq(of.source))
        .filter(Stream.eq(stream))
        .filter(SupersededAt.is_null())
        .filter(Tombstone.eq(false))
        .filter(ReceivedAt.lt(of.before))
        .filter(ImportRunId.in_subquery(runs))
        .order_by_asc(Key)
        .limit(limit);
    if let Some(after) = after {
        select = select.filter(Key.gt(after));
    }
    Ok(select.into_tuple().all(conn).await?)
}

/// Adds rows, each after what it refers to. While the database writes those of one table, the next statement is made.
pub async fn save(tx: &Tx, rows: Rows) -> Result<(), StoreError> {
    tx.keep_plans().await?;
    let (made, mut statements) = mpsc::channel(1);
    let on = tx.conn().get_database_backend();
    let making = tokio::task::spawn_blocking(move || make(rows, on, &made));
    while let Some(statement) = statements.recv().await {
        tx.conn().execute(&statement).await?;
    }
    making
        .await
        .map_err(|_| StoreError::Corrupt("rows that cannot be written"))?;
    Ok(())
}

/// Makes the statements in the order in which they can be run; stops when nobody takes them any more.
fn make(rows: Rows, on: DbBackend, made: &mpsc::Sender<InsertStatement>) -> Option<()> {
    hand_on::<source_record::Entity>(rows.source_records, on, made)?;
    hand_on::<credential::Entity>(rows.credentials, on, made)?;
    hand_on::<experience::Entity>(rows.experiences, on, made)?;
    hand_on::<learning::Entity>(rows.learning, on, made)?;
    hand_on::<programme_participation::Entity>(rows.programmes, on, made)?;
    hand_on::<goal::Entity>(rows.goals, on, made)?;
    hand_on::<claim::Entity>(rows.claims, on, made)?;
    hand_on::<evidence::Entity>(rows.evidence, on, made)?;
    hand_on::<endorsement::Entity>(rows.endorsements, on, made)?;
    hand_on::<opportunity::Entity>(rows.opportunities, on, made)?;
    hand_on::<opportunity_requirement::Entity>(rows.requirements, on, made)
}

fn hand_on<E>(rows: Vec<E::Model>, on: DbBackend, made: &mpsc::Sender<InsertStatement>) -> Option<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    inserts::<E>(on, rows, None).try_for_each(|statement| made.blocking_send(statement).ok())
}
