//! The database: SQLite or PostgreSQL by its address, one writer on SQLite, statements counted.

use super::events::{self, Change, Events};
use crate::private_file;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sea_query::{Expr, Query},
    sqlx::sqlite::SqliteConnectOptions,
};
use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Cell, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// A connection pool.
#[derive(Clone)]
pub struct Db {
    pool: DatabaseConnection,
    writer: Option<Arc<Mutex<()>>>,
    statements: Arc<AtomicU64>,
    events: Events,
}

/// The database failed. The text is for the log, never for a caller.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The driver's error.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// A stored value that the hub cannot read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(&'static str),
    /// What was committed before is gone: the database crashed before it was on its disk.
    #[error("the database crashed, and lost what was written last")]
    Undone,
}

/// A transaction that writes. Dropping it without [`Tx::commit`] undoes it.
pub struct Tx {
    inner: DatabaseTransaction,
    turn: Option<OwnedMutexGuard<()>>,
    events: Events,
    announced: Cell<BTreeSet<Change>>,
}

impl Tx {
    /// Where its statements run.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Has PostgreSQL keep its plans from here on: what rows refer to is looked up by one plan for each of them.
    pub(super) async fn keep_plans(&self) -> Result<(), StoreError> {
        if self.turn.is_none() {
            let keep = "SET LOCAL plan_cache_mode = auto";
            self.inner.execute_unprepared(keep).await?;
        }
        Ok(())
    }

    /// Announces what it changes: heard when it is committed, however often it is announced, and never otherwise.
    pub fn announce(&self, change: Change) {
        let mut announced = self.announced.lock().unwrap_or_else(PoisonError::into_inner);
        announced.insert(change);
    }

    /// Makes it hold, and what it announced heard. It is durable too, unless it is a chunk's (`imports::begin_chunk`).
    pub async fn commit(self) -> Result<(), StoreError> {
        let announced = self.announced.into_inner().unwrap_or_else(PoisonError::into_inner);
        if self.turn.is_none() {
            events::say(&self.inner, announced).await?;
            return Ok(self.inner.commit().await?);
        }
        self.inner.commit().await?;
        self.events.tell(announced);
        Ok(())
    }
}

impl Db {
    /// Connects. `max_connections` counts for PostgreSQL and for SQLite's readers alike.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        let url = with_create_mode(url);
        make_private(&url);
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(max_connections)
            .min_connections(1)
            .connect_timeout(Duration::from_secs(10))
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                // What is deleted is gone from the file too.
                .pragma("secure_delete", "ON")
                .pragma("busy_timeout", "5000")
                .pragma("cache_size", "-16384")
        });
        let mut pool = Database::connect(options).await?;
        let statements = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&statements);
        pool.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        let sqlite = pool.get_database_backend() == DbBackend::Sqlite;
        Ok(Db {
            events: Events::new(&pool, !sqlite),
            pool,
            writer: sqlite.then(Arc::default),
            statements,
        })
    }

    /// Where reads run.
    pub fn conn(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// What changes, for those who follow it.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// Whether this is SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.writer.is_some()
    }

    /// How many statements have run since it was opened; tests hold requests to a number of them.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Begins a transaction that writes. On SQLite writers queue here, in order, instead of meeting a busy database.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let turn = match &self.writer {
            Some(writer) => Some(Arc::clone(writer).lock_owned().await),
            None => None,
        };
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: Some(AccessMode::ReadWrite).filter(|_| turn.is_none()),
            sqlite_transaction_mode: turn.is_some().then_some(SqliteTransactionMode::Immediate),
        };
        Ok(Tx {
            inner: self.pool.begin_with_options(options).await?,
            turn,
            events: self.events.clone(),
            announced: Cell::default(),
        })
    }

    /// Brings the schema up to date. Replicas that start together take turns.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let lock = if self.is_sqlite() {
            None
        } else {
            Some(self.pool.begin().await?)
        };
        if let Some(lock) = &lock {
            lock.execute_unprepared("SELECT pg_advisory_xact_lock(7270073696420601)")
                .await?;
        }
        Migrator::up(&self.pool, None).await?;
        if let Some(lock) = lock {
            lock.commit().await?;
        }
        Ok(())
    }

    /// How many changes of the schema have not been made yet.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        Ok(Migrator::get_pending_migrations(&self.pool).await?.len())
    }

    /// Whether no change of the schema was ever made: there is no hub in it.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.pending_migrations().await? == Self::all_migrations())
    }

    /// How many changes of the schema there are in all.
    pub fn all_migrations() -> usize {
        Migrator::migrations().len()
    }

    /// What undoing the last `steps` changes would drop: each change, latest first, with its tables and their rows.
    pub async fn undone_by(&self, steps: u32) -> Result<Vec<Undone>, StoreError> {
        let applied = Migrator::get_applied_migrations(&self.pool).await?;
        let mut undone = Vec::new();
        for change in applied.iter().rev().take(steps as usize) {
            let mut tables = Vec::new();
            for table in migration::tables_of(change.name()) {
                let count = Query::select().expr(Expr::cust("COUNT(*)")).from(table).take();
                let row = self.pool.query_one(&count).await?;
                let rows: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
                tables.push((table, rows.unsigned_abs()));
            }
            undone.push(Undone {
                change: change.name().to_owned(),
                tables,
            });
        }
        Ok(undone)
    }

    /// Undoes the last `steps` changes of the schema.
    pub async fn migrate_down(&self, steps: u32) -> Result<(), StoreError> {
        Ok(Migrator::down(&self.pool, Some(steps)).await?)
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.pool.ping().await?)
    }
}

/// A change of the schema that is to be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// Its name.
    pub change: String,
    /// The tables that go with it, and how many rows each holds now.
    pub tables: Vec<(&'static str, u64)>,
}

/// A SQLite file that is not there yet is made, unless the address says otherwise.
fn with_create_mode(url: &str) -> String {
    let bare = url.starts_with("sqlite:") && !url.contains("mode=") && !url.contains(":memory:");
    match (bare, url.contains('?')) {
        (true, true) => format!("{url}&mode=rwc"),
        (true, false) => format!("{url}?mode=rwc"),
        _ => url.to_owned(),
    }
}

/// Makes the file of a SQLite database that is to be made: for its owner alone, as it holds everybody's records. SQLite
/// gives the files beside it the same rights. Where it cannot be made, opening it tells why.
fn make_private(url: &str) {
    if url.starts_with("sqlite:")
        && url.contains("mode=rwc")
        && let Ok(options) = SqliteConnectOptions::from_str(url)
    {
        let _ = private_file::make(options.get_filename());
    }
}
