//! What stories share: a hub on each database, and the roles that act in it.

#![allow(dead_code, reason = "each test binary uses the part it needs")]

pub mod members;
pub mod postgres;
pub mod roles;
pub mod sources;

use passport_hub::caller::{Bearer, Caller, HolderPass, StewardPass};
use passport_hub::clock::Clock;
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use sea_orm::sqlx::ConnectOptions;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use uuid::Uuid;

/// A hub of a story's own.
pub struct Stage {
    pub hub: Hub,
    /// `SQLite` or `PostgreSQL`.
    pub database: &'static str,
}

/// Tells a story on SQLite, and again on PostgreSQL where there is one.
pub async fn on_both(story: impl AsyncFn(&Stage)) {
    on_sqlite(&story).await;
    match postgres::address().await {
        Ok(server) => on_postgres(&story, server).await,
        Err(why) => {
            assert!(
                std::env::var_os("REQUIRE_POSTGRES").is_none(),
                "PostgreSQL is asked for: {why}"
            );
            println!("PostgreSQL is skipped: {why}");
        }
    }
}

/// Tells a story on SQLite only.
pub async fn on_sqlite(story: impl AsyncFn(&Stage)) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&format!("sqlite://{}", folder.path().join("hub.db").display()), 4)
        .await
        .unwrap();
    story(&Stage {
        hub: open(db).await,
        database: "SQLite",
    })
    .await;
}

async fn on_postgres(story: impl AsyncFn(&Stage), server: &postgres::Server) {
    let name = format!("story_{}", Uuid::now_v7().simple());
    let admin = Db::connect(&server.url("postgres"), 1).await.unwrap();
    admin
        .conn()
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let db = Db::connect(&server.url(&name), 4).await.unwrap();
    let stage = Stage {
        hub: open(db).await,
        database: "PostgreSQL",
    };
    story(&stage).await;
    drop(stage);
    let _ = admin
        .conn()
        .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await;
}

async fn open(db: Db) -> Hub {
    Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap()
}

impl Stage {
    /// A steward of the hub.
    pub fn steward(&self) -> StewardPass {
        match self.caller(Bearer::Steward(Uuid::from_u128(1))) {
            Caller::Steward(pass) => pass,
            other => panic!("no steward: {other:?}"),
        }
    }

    /// Another process on the same database. On SQLite, which has one process, it is a hub on the same connections.
    pub async fn another_hub(&self) -> Stage {
        let db = if self.hub.db.is_sqlite() {
            self.hub.db.clone()
        } else {
            let pool = self.hub.db.conn().get_postgres_connection_pool();
            let url = pool.connect_options().to_url_lossy();
            Db::connect(url.as_str(), 4).await.unwrap()
        };
        Stage {
            hub: Box::pin(open(db)).await,
            database: self.database,
        }
    }

    /// The holder of this person's passport.
    pub fn holder(&self, person: Uuid) -> HolderPass {
        match self.caller(Bearer::Holder(person)) {
            Caller::Holder(pass) => pass,
            other => panic!("no holder: {other:?}"),
        }
    }

    /// Whoever this bearer's token makes.
    pub fn caller(&self, bearer: Bearer) -> Caller {
        let token = self.hub.tokens.issue(bearer, chrono::Duration::hours(1)).unwrap();
        self.hub.tokens.caller(Some(&token)).unwrap()
    }

    /// The one column of a query, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.query(sql).await;
        rows.iter()
            .map(|row| row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default())
            .collect()
    }

    /// How many rows: `claim WHERE superseded_at IS NULL`.
    pub async fn count(&self, rows: &str) -> i64 {
        self.query(&format!("SELECT COUNT(*) FROM {rows}")).await[0]
            .try_get_by_index(0)
            .unwrap()
    }

    /// An id as SQL writes it.
    pub fn id(&self, id: Uuid) -> String {
        if self.hub.db.is_sqlite() {
            format!("x'{}'", id.simple())
        } else {
            format!("'{id}'")
        }
    }

    /// The ids that a query gives.
    pub async fn ids(&self, sql: &str) -> Vec<Uuid> {
        self.query(sql)
            .await
            .iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// Does to the rows what no flow of the hub does.
    pub async fn run(&self, sql: &str) {
        self.hub.db.conn().execute_unprepared(sql).await.unwrap();
    }

    async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let backend = self.hub.db.conn().get_database_backend();
        self.hub
            .db
            .conn()
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
    }

    /// The rows of a table, as text, in the order of their ids.
    pub async fn table(&self, table: &str, only: &str) -> Vec<String> {
        if !self.hub.db.is_sqlite() {
            return self
                .texts(&format!(
                    "SELECT to_jsonb(t)::text FROM {table} t WHERE {only} ORDER BY id"
                ))
                .await;
        }
        let columns = self
            .texts(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .await;
        let quoted: Vec<String> = columns
            .iter()
            .map(|name| format!("'{name}: ' || quote(\"{name}\")"))
            .collect();
        let row = quoted.join(" || ', ' || ");
        self.texts(&format!("SELECT {row} FROM {table} WHERE {only} ORDER BY id"))
            .await
    }

    /// Every row of people and passports, as text, table by table.
    pub async fn everything(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut all = Vec::new();
        for table in TABLES {
            all.push((table, self.table(table, "TRUE").await));
        }
        all
    }
}

/// The tables that a delivery may change.
const TABLES: [&str; 16] = [
    "organization",
    "person",
    "subject",
    "person_identifier",
    "person_link",
    "source_record",
    "credential",
    "experience",
    "learning",
    "programme_participation",
    "goal",
    "claim",
    "evidence",
    "endorsement",
    "opportunity",
    "skill_state",
];
