//! How the database itself stands, for `passport-hub doctor`.

use super::{Db, StoreError};
use entity::{concept, skill_state, vocabulary};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

/// What the hub relies on in SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteState {
    /// `wal` where readers do not wait for the writer.
    pub journal_mode: String,
    /// Whether references between rows are enforced.
    pub foreign_keys: bool,
    /// `ok`, or the first damage found.
    pub integrity: String,
}

/// What is on in this SQLite database; none on PostgreSQL.
pub async fn sqlite_state(db: &Db) -> Result<Option<SqliteState>, StoreError> {
    if !db.is_sqlite() {
        return Ok(None);
    }
    Ok(Some(SqliteState {
        journal_mode: text(db, "PRAGMA journal_mode").await?,
        foreign_keys: number(db, "PRAGMA foreign_keys").await? == 1,
        integrity: text(db, "PRAGMA quick_check(1)").await?,
    }))
}

/// Whether the database takes writes: one that writes nothing is tried, as SQLite begins any transaction in a file that
/// may only be read.
pub async fn takes_writes(db: &Db) -> Result<(), StoreError> {
    let tx = db.begin().await?;
    let nothing = "UPDATE import_run SET state = state WHERE 1 = 0";
    tx.conn().execute_unprepared(nothing).await?;
    Ok(())
}

/// How many vocabularies and concepts there are.
pub async fn vocabulary_counts(db: &Db) -> Result<(u64, u64), StoreError> {
    let vocabularies = vocabulary::Entity::find().count(db.conn()).await?;
    Ok((vocabularies, concept::Entity::find().count(db.conn()).await?))
}

/// Some people of whom skill states are stored: ids alone.
pub async fn people_with_states(db: &Db, most: u64) -> Result<Vec<Uuid>, StoreError> {
    use skill_state::Column::PersonId;
    let some = skill_state::Entity::find()
        .select_only()
        .column(PersonId)
        .distinct()
        .order_by_desc(PersonId)
        .limit(most);
    Ok(some.into_tuple().all(db.conn()).await?)
}

async fn text(db: &Db, sql: &str) -> Result<String, StoreError> {
    let row = db.conn().query_one_raw(statement(db, sql)).await?;
    let value = row.and_then(|row| row.try_get_by_index::<String>(0).ok());
    value.ok_or(StoreError::Corrupt("the database's own state"))
}

async fn number(db: &Db, sql: &str) -> Result<i64, StoreError> {
    let row = db.conn().query_one_raw(statement(db, sql)).await?;
    let value = row.and_then(|row| row.try_get_by_index::<i64>(0).ok());
    value.ok_or(StoreError::Corrupt("the database's own state"))
}

fn statement(db: &Db, sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(db.conn().get_database_backend(), sql.to_owned())
}
