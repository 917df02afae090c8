//! Import runs while they go on, and those that came to no end.

use super::{Db, StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{import_run, source, source_record, subject};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// PostgreSQL's key of the lock that writers of passports take turns by.
const TURN: &str = "SELECT pg_advisory_xact_lock(7270073696420602)";

/// A transaction that may decide whose a record is. Such transactions take turns, on every replica: two that settled the
/// same person at the same time would each make a new one. On SQLite every writer waits its turn as it is.
pub async fn begin_turn(db: &Db) -> Result<Tx, StoreError> {
    let tx = db.begin().await?;
    if !db.is_sqlite() {
        tx.conn().execute_unprepared(TURN).await?;
    }
    tx.plan_anew().await?;
    Ok(tx)
}

/// Writes a run that has just begun.
pub async fn begin(db: &Db, run: &import_run::Model) -> Result<(), StoreError> {
    let tx = db.begin().await?;
    import_run::Entity::insert(run.clone().into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    tx.commit().await
}

/// Brings a run's row up to date.
pub async fn update(tx: &Tx, run: &import_run::Model) -> Result<(), StoreError> {
    import_run::Entity::update(run.clone().into_active_model().reset_all())
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// How the error of a run begins that did not come to its end.
pub const INTERRUPTED: &str = "interrupted:";

/// An earlier run of the same delivery.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Earlier {
    /// Which run.
    pub id: Uuid,
    /// `running`, `finished` or `failed`.
    pub state: String,
    /// Why it failed.
    pub error: Option<String>,
    /// How many records it read.
    pub records_read: i64,
}

/// Most earlier runs of a delivery that are looked at.
const EARLIER: u64 = 100;

/// The runs of a source that read the very same delivery before, the newest first.
pub async fn earlier(db: &Db, source: Uuid, hash: &str, except: Uuid) -> Result<Vec<Earlier>, StoreError> {
    use import_run::Column::{DeliveryHash, Error, Id, RecordsRead, SourceId, State};
    Ok(import_run::Entity::find()
        .select_only()
        .columns([Id, State, Error, RecordsRead])
        .filter(SourceId.eq(source))
        .filter(DeliveryHash.eq(hash))
        .filter(Id.ne(except))
        .order_by_desc(Id)
        .limit(EARLIER)
        .into_model()
        .all(db.conn())
        .await?)
}

/// Whether this run is one of the source.
pub async fn is_of(db: &Db, source: Uuid, run: Uuid) -> Result<bool, StoreError> {
    let run = import_run::Entity::find_by_id(run).filter(import_run::Column::SourceId.eq(source));
    Ok(run.count(db.conn()).await? > 0)
}

/// Whether each of these runs read one file.
pub async fn are_of_one_file(db: &Db, runs: &[Uuid]) -> Result<bool, StoreError> {
    let files = import_run::Entity::find()
        .select_only()
        .column(import_run::Column::Files)
        .filter(import_run::Column::Id.is_in(runs.iter().copied()))
        .into_tuple::<serde_json::Value>()
        .all(db.conn())
        .await?;
    Ok(files
        .iter()
        .all(|files| files.as_array().is_some_and(|files| files.len() == 1)))
}

/// What runs of a source left that never came to their end.
#[derive(Debug, Default)]
pub struct LeftBehind {
    /// The people whose records they received.
    pub people: Vec<Uuid>,
    /// Those of the runs that have been silent too long to be alive.
    pub dead: Vec<Uuid>,
}

/// What other open runs of this source left. A run that was at work after `silent_since` may still be going.
pub async fn left_behind(
    db: &Db,
    source: Uuid,
    except: Uuid,
    silent_since: DateTime<Utc>,
) -> Result<LeftBehind, StoreError> {
    use import_run::Column::{AliveAt, Id, SourceId, State};
    let open = import_run::Entity::find()
        .select_only()
        .columns([Id, AliveAt])
        .filter(SourceId.eq(source))
        .filter(State.eq("running"))
        .filter(Id.ne(except))
        .into_tuple::<(Uuid, Option<DateTime<Utc>>)>()
        .all(db.conn())
        .await?;
    if open.is_empty() {
        return Ok(LeftBehind::default());
    }
    let silent = |alive_at: &Option<DateTime<Utc>>| alive_at.is_none_or(|at| at < silent_since);
    Ok(LeftBehind {
        people: people_of(db, open.iter().map(|(run, _)| *run)).await?,
        dead: open.iter().filter(|(_, at)| silent(at)).map(|(run, _)| *run).collect(),
    })
}

/// The people whose records these runs received.
pub async fn people_of(db: &Db, runs: impl Iterator<Item = Uuid>) -> Result<Vec<Uuid>, StoreError> {
    let subjects = Query::select()
        .column(source_record::Column::SubjectId)
        .from(source_record::Entity)
        .and_where(source_record::Column::ImportRunId.is_in(runs))
        .and_where(source_record::Column::SubjectId.is_not_null())
        .to_owned();
    Ok(subject::Entity::find()
        .select_only()
        .column(subject::Column::PersonId)
        .distinct()
        .filter(subject::Column::Id.in_subquery(subjects))
        .into_tuple::<Uuid>()
        .all(db.conn())
        .await?)
}

/// Ends runs that another run took over, where they are still open; of those that were ended as interrupted it is told.
pub async fn end_left_behind(tx: &Tx, runs: &[Uuid], by: &import_run::Model) -> Result<(), StoreError> {
    use import_run::Column::{Error, Id, State};
    if runs.is_empty() {
        return Ok(());
    }
    let told = import_run::ActiveModel {
        error: sea_orm::Set(Some(format!("{INTERRUPTED} taken over by run {}", by.id))),
        ..Default::default()
    };
    let ended = import_run::ActiveModel {
        state: sea_orm::Set("failed".into()),
        finished_at: sea_orm::Set(by.finished_at),
        ..told.clone()
    };
    for (change, which) in [
        (ended, State.eq("running")),
        (told, State.eq("failed").and(Error.starts_with(INTERRUPTED))),
    ] {
        let these = import_run::Entity::update_many()
            .set(change)
            .filter(Id.is_in(runs.iter().copied()));
        these.filter(which).exec(tx.conn()).await?;
    }
    Ok(())
}

/// Notes that a run is alive, where it is still open.
pub async fn still_alive(db: &Db, run: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    let tx = db.begin().await?;
    let alive = import_run::ActiveModel {
        alive_at: sea_orm::Set(Some(now)),
        ..Default::default()
    };
    import_run::Entity::update_many()
        .set(alive)
        .filter(import_run::Column::Id.eq(run))
        .filter(import_run::Column::State.eq("running"))
        .exec(tx.conn())
        .await?;
    tx.commit().await
}

/// A run that has said nothing for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentRun {
    /// Which run.
    pub id: Uuid,
    /// The key of its source.
    pub source: String,
    /// When it was last at work.
    pub last: DateTime<Utc>,
}

/// Open runs of any source that were not at work after `since`, the oldest first.
pub async fn silent(db: &Db, since: DateTime<Utc>) -> Result<Vec<SilentRun>, StoreError> {
    let rows = import_run::Entity::find()
        .find_also_related(source::Entity)
        .filter(is_silent(since))
        .order_by_asc(import_run::Column::Id)
        .all(db.conn())
        .await?;
    let silent = |(run, source): (import_run::Model, Option<source::Model>)| SilentRun {
        id: run.id,
        source: source.map(|source| source.key).unwrap_or_default(),
        last: run.alive_at.unwrap_or(run.started_at),
    };
    Ok(rows.into_iter().map(silent).collect())
}

fn is_silent(since: DateTime<Utc>) -> Condition {
    use import_run::Column::{AliveAt, State};
    Condition::all()
        .add(State.eq("running"))
        .add(Condition::any().add(AliveAt.is_null()).add(AliveAt.lt(since)))
}

/// Ends these runs, except those that were heard of after all.
pub async fn end_silent(tx: &Tx, runs: &[Uuid], since: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let ended = import_run::ActiveModel {
        state: sea_orm::Set("failed".into()),
        finished_at: sea_orm::Set(Some(now)),
        error: sea_orm::Set(Some(format!(
            "{INTERRUPTED} its process was not heard of any more; send the same delivery again to go on"
        ))),
        ..Default::default()
    };
    let done = import_run::Entity::update_many()
        .set(ended)
        .filter(import_run::Column::Id.is_in(runs.iter().copied()))
        .filter(is_silent(since))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}
