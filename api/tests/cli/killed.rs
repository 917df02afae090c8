//! An import that is killed at any moment, and begun again, comes to the same as one that was left alone.
//!
//! A few kills of a short import by default; `just kill-nine` makes it a hundred of a long one. `KILL_TIMES` says how many,
//! `KILL_RECORDS` of how many records, `KILL_ON` whether on `sqlite` or `postgres` alone.

#[path = "killed/content.rs"]
mod content;

use crate::console::Console;
use crate::generate::Format;
use crate::support::postgres::{self, Server};
use content::{Content, content, texts};
use passport_hub::store::Db;
use rand::Rng;
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Most kills of one import: then it is left to come to its end.
const EACH: u32 = 5;
/// Where databases are made.
enum On {
    Sqlite,
    Postgres(&'static Server),
}

/// A hub of its own, made anew from one with a source.
struct Hub {
    url: String,
    /// Kept until the story is over.
    _console: Console,
}

fn asked(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).map_or(otherwise, |number| number.parse().expect("a number"))
}

fn command(console: &Console, url: &str, arguments: &[&str]) -> Command {
    let mut command = console.command(arguments);
    command
        .env("DATABASE_URL", url)
        .env("PASSPORT_HUB_SECRET", "7".repeat(64));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

impl On {
    async fn empty(&self, console: &Console) -> String {
        match self {
            On::Sqlite => format!("sqlite:{}", console.path("hub.sqlite").display()),
            On::Postgres(server) => {
                let name = format!("killed_{}", Uuid::now_v7().simple());
                self.administers(&format!("CREATE DATABASE {name}")).await;
                server.url(&name)
            }
        }
    }

    async fn administers(&self, sql: &str) {
        if let On::Postgres(server) = self {
            let admin = Db::connect(&server.url("postgres"), 1).await.unwrap();
            admin.conn().execute_unprepared(sql).await.unwrap();
        }
    }

    async fn hub(&self) -> Hub {
        let console = Console::new();
        let url = self.empty(&console).await;
        let add = [
            "source", "add", "lms", "--name", "LMS", "--kind", "lms", "--trusts", "email",
        ];
        assert!(command(&console, &url, &add).status().unwrap().success());
        Hub { url, _console: console }
    }

    async fn gone(&self, hub: Hub) {
        if let On::Postgres(_) = self {
            let name = hub.url.split('?').next().unwrap().rsplit('/').next().unwrap();
            self.administers(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

impl Hub {
    /// Begins the import; whether it was killed before it came to its end.
    fn imports(&self, delivery: &Path, until: Option<Duration>) -> bool {
        let delivery = delivery.to_str().unwrap();
        let mut import = command(&self._console, &self.url, &["import", "--source", "lms", delivery]);
        let mut import = import.spawn().unwrap();
        if let Some(until) = until {
            std::thread::sleep(until);
            import.kill().unwrap();
        }
        let ended = import.wait().unwrap();
        assert!(
            ended.success() || (until.is_some() && ended.code().is_none()),
            "{ended:?}"
        );
        !ended.success()
    }

    /// How many runs died with some of their records saved.
    async fn died_midway(&self) -> usize {
        let db = Db::connect(&self.url, 1).await.unwrap();
        let died = "SELECT state FROM import_run WHERE error_code = 'interrupted' AND records_read > 0";
        texts(&db, died).await.len()
    }
}

/// An import that nobody disturbs, and how long it took.
struct Undisturbed {
    delivery: PathBuf,
    content: Content,
    took: Duration,
}

async fn undisturbed(on: &On, folder: &Path, format: Format, records: u32) -> Undisturbed {
    let delivery = folder.join(format.name());
    std::fs::create_dir(&delivery).unwrap();
    format.write(&delivery, records);
    let hub = on.hub().await;
    let begun = Instant::now();
    hub.imports(&delivery, None);
    let took = begun.elapsed();
    let content = content(&hub.url).await;
    on.gone(hub).await;
    assert!(
        content["claim"].0 >= records as usize && content["runs that came to no end"].0 == 0,
        "{content:?}"
    );
    Undisturbed {
        delivery,
        content,
        took,
    }
}

async fn story(on: &On) {
    let (times, records) = (asked("KILL_TIMES", 2), asked("KILL_RECORDS", 1_000));
    let folder = tempfile::tempdir().unwrap();
    let mut wholes = Vec::new();
    for format in Format::ALL {
        wholes.push(undisturbed(on, folder.path(), format, records).await);
    }
    let (mut killed, mut midway, mut rounds) = (0, 0, 0);
    while killed < times {
        let whole = &wholes[rounds % wholes.len()];
        let each = EACH.min(times.div_ceil(wholes.len() as u32)).min(times - killed);
        let hub = on.hub().await;
        let mut kills = 0;
        while kills < each {
            let until = whole.took.mul_f64(rand::rng().random_range(0.0..1.0));
            if !hub.imports(&whole.delivery, Some(until)) {
                break;
            }
            kills += 1;
        }
        hub.imports(&whole.delivery, None);
        assert_eq!(
            content(&hub.url).await,
            whole.content,
            "after {kills} kills in round {rounds}"
        );
        midway += hub.died_midway().await;
        on.gone(hub).await;
        killed += kills;
        rounds += 1;
        println!(
            "{killed} of {times} kills ({midway} with records saved) of {records} records, {rounds} imports compared"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_again_and_again_comes_to_the_same_as_one_left_alone() {
    let on = std::env::var("KILL_ON").unwrap_or_default();
    if on != "postgres" {
        story(&On::Sqlite).await;
    }
    if on != "sqlite" {
        match postgres::address().await {
            Ok(server) => story(&On::Postgres(server)).await,
            Err(why) => {
                assert!(
                    std::env::var_os("REQUIRE_POSTGRES").is_none() && on != "postgres",
                    "PostgreSQL is asked for: {why}"
                );
                println!("PostgreSQL is skipped: {why}");
            }
        }
    }
}
