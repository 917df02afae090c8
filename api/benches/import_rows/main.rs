//! How fast records become claims and skill states: `cargo bench --bench import_rows`.
//!
//! Needs PostgreSQL, as the other benches do. Generated xAPI statements and OneRoster results are brought in, and again. Told
//! are, each as a ratio within one run: the claims a second against `COPY` into a staging table and a merge of the same rows
//! by PostgreSQL itself, with the references to other tables that claims have and without, the time of the identical delivery again, and the peak of memory against that of 10,000 records.
//! `IMPORT_ROWS` sets how many records (100,000; a million takes minutes).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints what it measured, and ends when it cannot"
)]

mod generate;
mod memory;
#[path = "../support/mod.rs"]
mod support;

use adapters::delivery::{Content, Opens};
use adapters::{Delivery, Part};
use generate::Format;
use passport_hub::clock::Clock;
use passport_hub::flows::import_delivery::{ImportRequest, ImportSummary, Unwatched, import_delivery};
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use passport_hub::store::sources::{NewSource, ensure_source};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use support::{seed, with_database};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The few that memory is compared with.
const FEW: u32 = 10_000;

#[tokio::main]
async fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let many = std::env::var("IMPORT_ROWS").map_or(100_000, |rows| rows.parse().expect("IMPORT_ROWS is a number"));
    println!(
        "| format | records | claims | claims against COPY and merge | without references | again | peak of memory against {FEW} |"
    );
    println!("|--|--|--|--|--|--|--|");
    for format in Format::ALL {
        let few = measured(format, FEW).await;
        let all = measured(format, many).await;
        println!(
            "| {} | {many} | {} | {:.2} | {:.2} | {:.2} | {:.2} |",
            format.name(),
            all.claims,
            all.limit / all.first,
            all.unreferring / all.first,
            all.again / all.first,
            all.peak as f64 / few.peak as f64,
        );
    }
}

/// Seconds, and kilobytes.
#[derive(Default)]
struct Measured {
    claims: i64,
    first: f64,
    again: f64,
    limit: f64,
    unreferring: f64,
    peak: u64,
}

async fn measured(format: Format, records: u32) -> Measured {
    let folder = tempfile::tempdir().unwrap();
    format.write(folder.path(), records);
    let mut measured = Measured::default();
    let each = async |db: Db| measured = Box::pin(measure(db, folder.path(), records)).await;
    Box::pin(with_database(each)).await;
    measured
}

async fn measure(db: Db, folder: &Path, records: u32) -> Measured {
    let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
    memory::forget_peak();
    let (summary, first) = timed(Box::pin(import(&hub, delivery(folder)))).await;
    let peak = memory::peak();
    assert_eq!(
        (summary.rejected, summary.new >= u64::from(records)),
        (0, true),
        "{summary:?}"
    );
    let (same, again) = timed(Box::pin(import(&hub, delivery(folder)))).await;
    assert_eq!(
        (same.new, same.changed, same.unchanged),
        (0, 0, summary.new),
        "{same:?}"
    );
    let (claims, limit, unreferring) = copy_and_merge(&hub).await;
    Measured {
        claims,
        first,
        again,
        limit,
        unreferring,
        peak,
    }
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, f64) {
    let begun = Instant::now();
    let done = work.await;
    (done, begun.elapsed().as_secs_f64())
}

/// The claims copied into a staging table, and from there into one like theirs: how many, and the seconds with and without
/// their references to other tables. PostgreSQL itself follows each reference of each row.
async fn copy_and_merge(hub: &Hub) -> (i64, f64, f64) {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let conn = hub.db.conn();
    let run = async |sql: String| conn.execute_unprepared(&sql).await.unwrap();
    // The server writes it, as its own user: what is left of it is emptied, not removed.
    let file = std::env::temp_dir().join(format!("claims_{}.copy", uuid::Uuid::now_v7().simple()));
    let file = file.display();
    run(format!("COPY claim TO '{file}' (FORMAT binary)")).await;
    run("CREATE TABLE claim_unreferring (LIKE claim INCLUDING ALL)".into()).await;
    run("CREATE TABLE claim_merged (LIKE claim INCLUDING ALL)".into()).await;
    run(REFERENCES.into()).await;
    run("CREATE UNLOGGED TABLE claim_staged (LIKE claim)".into()).await;
    let (_, copying) = timed(run(format!("COPY claim_staged FROM '{file}' (FORMAT binary)"))).await;
    let merge = |into: &str| {
        run(format!(
            "INSERT INTO {into} SELECT * FROM claim_staged ON CONFLICT DO NOTHING"
        ))
    };
    let (_, unreferring) = timed(merge("claim_unreferring")).await;
    let (_, referring) = timed(merge("claim_merged")).await;
    run(format!("COPY (SELECT 1) TO '{file}'")).await;
    let count = Statement::from_string(
        conn.get_database_backend(),
        "SELECT count(*) AS count FROM claim_merged",
    );
    let count = Count::find_by_statement(count).one(conn).await.unwrap().unwrap().count;
    (count, copying + referring, copying + unreferring)
}

/// Gives the table of merged claims the references that claims have.
const REFERENCES: &str = "DO $$ DECLARE one record; BEGIN \
    FOR one IN SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint \
        WHERE conrelid = 'claim'::regclass AND contype = 'f' LOOP \
        EXECUTE format('ALTER TABLE claim_merged ADD CONSTRAINT %I %s', one.conname, one.said); \
    END LOOP; END $$";

async fn import(hub: &Hub, delivery: Delivery<'static>) -> ImportSummary {
    let new = NewSource {
        key: "lms".into(),
        name: "LMS".into(),
        kind: "lms".into(),
        adapter: None,
        trusted_identifiers: vec!["email".into()],
    };
    let source = ensure_source(&hub.db, new, hub.clock.now()).await.unwrap();
    hub.shelf.reload_parties(&hub.db).await.unwrap();
    let request = ImportRequest {
        source: seed::source_pass(hub, source.id),
        adapter: None,
        delivery,
        files: vec![],
        extent: Default::default(),
        on_behalf_of: None,
        replays: None,
    };
    import_delivery(hub, request, &Unwatched).await.unwrap()
}

/// A file that is read where it stands, as the command reads it.
#[derive(Debug)]
struct OnDisk(PathBuf);

impl Opens for OnDisk {
    fn open(&self) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(&self.0)?))
    }
}

fn delivery(folder: &Path) -> Delivery<'static> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let part = |path: PathBuf| Part {
        name: path.file_name().unwrap().to_string_lossy().into_owned().into(),
        bytes: Content::elsewhere(Arc::new(OnDisk(path.clone())), path.metadata().unwrap().len()).unwrap(),
    };
    Delivery::several("bench", files.map(part).collect())
}
