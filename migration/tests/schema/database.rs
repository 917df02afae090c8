//! The databases the stories run on: a new SQLite file, and a new schema in PostgreSQL where `TEST_POSTGRES_URL` says so.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::{collections::BTreeSet, env};
use uuid::Uuid;

/// Tells the story on each database that is at hand, each empty at its beginning.
pub async fn on_each(story: impl AsyncFn(DatabaseConnection)) {
    on_sqlite(&story).await;
    if let Ok(url) = env::var("TEST_POSTGRES_URL") {
        on_postgres(&url, &story).await;
    }
}

/// As [`on_each`], with all changes made.
pub async fn on_each_migrated(story: impl AsyncFn(DatabaseConnection)) {
    on_each(async move |db: DatabaseConnection| {
        Migrator::up(&db, None).await.unwrap();
        story(db).await;
    })
    .await;
}

/// The tables of the hub that the database has.
pub async fn tables(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND type = 'table'"
        }
        _ => "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    let rows = db.query_all_raw(statement(db, sql)).await.unwrap();
    let names = rows.iter().map(|row| row.try_get("", "name").unwrap());
    names.filter(|name| name != "seaql_migrations").collect()
}

/// The indexes of the hub's tables that the database has.
pub async fn indexes(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND type = 'index'"
        }
        _ => {
            "SELECT indexname::text AS name FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%_pkey'"
        }
    };
    let rows = db.query_all_raw(statement(db, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

/// What refers to what, as `table.column -> table`.
async fn references(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            "SELECT t.name || '.' || f.\"from\" || ' -> ' || f.\"table\" AS name
             FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'"
        }
        _ => {
            "SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) AS name FROM pg_constraint
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        }
    };
    let rows = db.query_all_raw(statement(db, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

/// Tables, indexes and references.
pub async fn shape(db: &DatabaseConnection) -> [BTreeSet<String>; 3] {
    [tables(db).await, indexes(db).await, references(db).await]
}

/// SQL as it stands.
pub fn statement(db: &DatabaseConnection, sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(db.get_database_backend(), sql)
}

async fn on_sqlite(story: impl AsyncFn(DatabaseConnection)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("hub.db").display());
    story(Database::connect(url).await.unwrap()).await;
}

/// A story that fails leaves its schema behind, to be looked at.
async fn on_postgres(url: &str, story: impl AsyncFn(DatabaseConnection)) {
    let schema = format!("schema_test_{}", Uuid::now_v7().simple());
    let outside = Database::connect(url).await.unwrap();
    outside
        .execute_unprepared(&format!("CREATE SCHEMA {schema}"))
        .await
        .unwrap();
    let inside = ConnectOptions::new(url).set_schema_search_path(&schema).to_owned();
    story(Database::connect(inside).await.unwrap()).await;
    outside
        .execute_unprepared(&format!("DROP SCHEMA {schema} CASCADE"))
        .await
        .unwrap();
}
