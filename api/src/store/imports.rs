//! Import runs while they go on, and those that came to no end.

use super::{Db, StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{import_run, source, source_record, subject};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, NotSet, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

/// The lock that writers of passports take turns by on PostgreSQL; and every statement from here on is planned for the tables
/// as they are. A plan kept from when a table was empty reads it from end to end, and an import fills it within seconds.
const TURN: &str = "SELECT pg_advisory_xact_lock(7270073696420602); SET LOCAL plan_cache_mode = force_custom_plan";

/// A transaction that may decide whose a record is. Such transactions take turns, on every replica: two that settled the
/// same person at the same time would each make a new one. On SQLite every writer waits its turn as it is.
pub async fn begin_turn(db: &Db) -> Result<Tx, StoreError> {
    begin_with(db, TURN).await
}

/// A turn whose commit does not wait for the disk, for chunks of a run. Any commit that waits makes durable what came before
/// it, so a run that has written its end has all its chunks on disk. If the database crashes, or a process of it, the chunks
/// of the last second are undone with their counts: a hub that still runs finds its run's row behind ([`update`]) and stops,
/// and the run is gone on with like any that died. On SQLite every commit waits.
pub async fn begin_chunk(db: &Db) -> Result<Tx, StoreError> {
    begin_with(db, &format!("{TURN}; SET LOCAL synchronous_commit = off")).await
}

async fn begin_with(db: &Db, first: &str) -> Result<Tx, StoreError> {
    let tx = db.begin().await?;
    if !db.is_sqlite() {
        tx.conn().execute_unprepared(first).await?;
    }
    Ok(tx)
}

/// Writes a run that has just begun. Gives the other runs of the same delivery that were there before: runs begin one after
/// another, so that of two each knows which came first, whatever their clocks say.
pub async fn begin(db: &Db, run: &import_run::Model) -> Result<Vec<import_run::Model>, StoreError> {
    let tx = begin_turn(db).await?;
    let before = match &run.delivery_hash {
        Some(hash) => of_delivery_on(tx.conn(), run.source_id, hash, run.id).await?,
        None => Vec::new(),
    };
    import_run::Entity::insert(run.clone().into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(before)
}

/// What a run's row says it has read, rejected and withdrawn: more with each chunk.
pub type Marks = [i64; 3];

/// The marks of a run's row.
pub fn marks(run: &import_run::Model) -> Marks {
    [run.records_read, run.records_rejected, run.records_withdrawn]
}

/// Brings a run's row up to date, where it says what it said last. Else the database has stopped, and lost chunks that were
/// not on its disk: nothing may be written on top of that.
pub async fn update(tx: &Tx, run: &import_run::Model, last: Marks) -> Result<(), StoreError> {
    use import_run::Column::{Id, RecordsRead, RecordsRejected, RecordsWithdrawn};
    let [read, rejected, withdrawn] = last;
    let mut row = run.clone().into_active_model().reset_all();
    row.id = NotSet;
    let updated = import_run::Entity::update_many()
        .set(row)
        .filter(Id.eq(run.id))
        .filter(RecordsRead.eq(read))
        .filter(RecordsRejected.eq(rejected))
        .filter(RecordsWithdrawn.eq(withdrawn))
        .exec(tx.conn())
        .await?;
    match updated.rows_affected {
        0 => Err(StoreError::Undone),
        _ => Ok(()),
    }
}

/// Ends a run that cannot go on, or leaves it to be ended by another. Its counts stay those of the chunks that are kept.
pub async fn give_up(db: &Db, run: &import_run::Model) -> Result<(), StoreError> {
    let row = import_run::ActiveModel {
        id: Set(run.id),
        state: Set(run.state.clone()),
        finished_at: Set(run.finished_at),
        error: Set(run.error.clone()),
        error_code: Set(run.error_code.clone()),
        ..Default::default()
    };
    let tx = db.begin().await?;
    import_run::Entity::update(row).exec(tx.conn()).await?;
    tx.commit().await
}

/// The code of a run that did not come to its end.
pub const INTERRUPTED: &str = "interrupted";

/// Most other runs of a delivery that are looked at.
const OTHERS: u64 = 100;

/// The other runs of a source that read the very same delivery, the newest first.
pub async fn of_delivery(
    db: &Db,
    source: Uuid,
    hash: &str,
    except: Uuid,
) -> Result<Vec<import_run::Model>, StoreError> {
    of_delivery_on(db.conn(), source, hash, except).await
}

async fn of_delivery_on(
    conn: &impl ConnectionTrait,
    source: Uuid,
    hash: &str,
    except: Uuid,
) -> Result<Vec<import_run::Model>, StoreError> {
    use import_run::Column::{DeliveryHash, Id, SourceId};
    Ok(import_run::Entity::find()
        .filter(SourceId.eq(source))
        .filter(DeliveryHash.eq(hash))
        .filter(Id.ne(except))
        .order_by_desc(Id)
        .limit(OTHERS)
        .all(conn)
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

/// A run that came to no end yet, and the key of its source.
pub type OpenRun = (import_run::Model, String);

/// Runs that came to no end yet, of one source or of all, the oldest first.
pub async fn open(db: &Db, source: Option<Uuid>) -> Result<Vec<OpenRun>, StoreError> {
    use import_run::Column::{Id, SourceId, State};
    let of_source = Condition::all().add_option(source.map(|source| SourceId.eq(source)));
    let rows = import_run::Entity::find()
        .find_also_related(source::Entity)
        .filter(State.eq("running"))
        .filter(of_source)
        .order_by_asc(Id)
        .all(db.conn())
        .await?;
    let with_key = |(run, source): (import_run::Model, Option<source::Model>)| (run, source.map(|source| source.key));
    let keyed = rows.into_iter().map(with_key);
    Ok(keyed.map(|(run, key)| (run, key.unwrap_or_default())).collect())
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
pub async fn end_taken_over(tx: &Tx, runs: &[Uuid], by: &import_run::Model) -> Result<(), StoreError> {
    use import_run::Column::{ErrorCode, Id, State};
    if runs.is_empty() {
        return Ok(());
    }
    let told = import_run::ActiveModel {
        error: Set(Some(format!("{INTERRUPTED}: taken over by run {}", by.id))),
        ..Default::default()
    };
    let ended = import_run::ActiveModel {
        state: Set("failed".into()),
        finished_at: Set(by.finished_at),
        error_code: Set(Some(INTERRUPTED.into())),
        ..told.clone()
    };
    for (change, which) in [
        (ended, State.eq("running")),
        (told, State.eq("failed").and(ErrorCode.eq(INTERRUPTED))),
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
        alive_at: Set(Some(now)),
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

/// Ends these runs as interrupted, except those that were heard of after `looked_at`; how many were ended.
pub async fn end_dead(tx: &Tx, runs: &[Uuid], looked_at: DateTime<Utc>, why: &str) -> Result<u64, StoreError> {
    use import_run::Column::{AliveAt, Id, State};
    let ended = import_run::ActiveModel {
        state: Set("failed".into()),
        finished_at: Set(Some(looked_at)),
        error: Set(Some(format!("{INTERRUPTED}: {why}"))),
        error_code: Set(Some(INTERRUPTED.into())),
        ..Default::default()
    };
    let done = import_run::Entity::update_many()
        .set(ended)
        .filter(Id.is_in(runs.iter().copied()))
        .filter(State.eq("running"))
        .filter(Condition::any().add(AliveAt.is_null()).add(AliveAt.lte(looked_at)))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}
