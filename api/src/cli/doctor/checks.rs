//! The checks, one function each.

use super::super::open;
use super::super::output::Failure;
use super::{Finding, Status};
use crate::clock::Clock;
use crate::flows::recompute_states::recompute_within;
use crate::hub::Hub;
use crate::keys::Keys;
use crate::settings::{Settings, secret_from_environment};
use crate::store::{Db, health};
use std::net::{TcpListener, ToSocketAddrs};
use std::path::Path;

/// All checks, in the order in which a hub needs what they look at.
pub async fn all(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![
        Finding::ok("settings", "every setting is known and in its form"),
        adapters(),
        secret(settings),
    ];
    findings.extend(sharing(settings));
    findings.extend(database(settings).await);
    findings.push(address(&settings.listen));
    findings.extend(openness(settings));
    findings
}

fn adapters() -> Finding {
    let keys: Vec<&str> = adapters::sources::all()
        .iter()
        .map(|adapter| adapter.profile().key)
        .collect();
    Finding::ok("adapters", keys.join(", "))
}

fn secret(settings: &Settings) -> Finding {
    const MAKE: &str = "Make a secret with: openssl rand -base64 32";
    if let Some(text) = secret_from_environment() {
        return match Keys::from_text(&text, "PASSPORT_HUB_SECRET") {
            Ok(keys) => Finding::ok("secret", format!("from PASSPORT_HUB_SECRET, key id {}", keys.kid())),
            Err(error) => Finding::fail("secret", error.to_string(), MAKE),
        };
    }
    let path = settings.key_path();
    let shown = path.display();
    if !path.exists() {
        return Finding::ok(
            "secret",
            format!("the key file {shown} is not there yet; the hub makes it when it first starts"),
        );
    }
    match Keys::from_file(&path) {
        Err(error) => Finding::fail(
            "secret",
            error.to_string(),
            "Put the right key file back: without it nothing sealed opens.",
        ),
        Ok(_) if others_may_read(&path) => Finding::fail(
            "secret",
            format!("others on this machine may read the key file {shown}"),
            format!("chmod 600 {shown}, and take the secret for known if others are on this machine"),
        ),
        Ok(keys) => Finding::ok(
            "secret",
            format!("the key file {shown}, key id {}; keep a copy of it apart", keys.kid()),
        ),
    }
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

/// Several hubs over one PostgreSQL need one secret; a key file that each makes by itself is not that.
fn sharing(settings: &Settings) -> Option<Finding> {
    let alone = settings.database_url.starts_with("sqlite:") || settings.key_file.is_some();
    (!alone && secret_from_environment().is_none()).then(|| {
        Finding::warn(
            "secret",
            "on PostgreSQL, and each hub would make a key file of its own",
            "Set PASSPORT_HUB_SECRET, or key_file, to the same secret for every hub on this database.",
        )
    })
}

async fn database(settings: &Settings) -> Vec<Finding> {
    let shown = settings.shown_database();
    if let Some(missing) = settings.sqlite_path().filter(|path| !path.exists()) {
        return vec![not_there_yet(&missing)];
    }
    let db = match open::database(settings).await {
        Ok(db) => db,
        Err(failure) => return vec![unreachable(failure)],
    };
    let kind = if db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let mut findings = vec![Finding::ok("database", format!("{kind} answers at {shown}"))];
    findings.extend(sqlite(&db).await);
    match db.pending_migrations().await {
        Err(_) => findings.push(Finding::fail(
            "schema",
            "the state of the schema cannot be read, or it was changed by a newer version of the hub",
            "Run this version's passport-hub migrate status, and see that no newer hub uses this database.",
        )),
        Ok(0) => {
            findings.push(Finding::ok("schema", "up to date"));
            let vocabulary = vocabulary(&db).await;
            if vocabulary.status == Status::Ok {
                findings.extend(states(settings, db).await);
            }
            findings.push(vocabulary);
        }
        Ok(pending) => findings.push(Finding::warn(
            "schema",
            format!("{pending} changes are pending"),
            "passport-hub migrate up; serve does it by itself when it starts.",
        )),
    }
    findings
}

fn not_there_yet(file: &Path) -> Finding {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let shown = file.display();
    if !folder.is_dir() {
        let what = format!("the folder of the SQLite file {shown} is not there");
        return Finding::fail("database", what, format!("mkdir -p {}", folder.display()));
    }
    if folder.metadata().is_ok_and(|about| about.permissions().readonly()) {
        return Finding::fail(
            "database",
            format!("nobody may write beside the SQLite file {shown}"),
            "Change the folder's permissions.",
        );
    }
    Finding::ok(
        "database",
        format!("the SQLite file {shown} is not there yet; the hub makes it when it first starts"),
    )
}

fn unreachable(failure: Failure) -> Finding {
    match failure {
        Failure::Said { what, hint, .. } => Finding::fail("database", what, hint.unwrap_or_default()),
        Failure::ReaderLeft => Finding::fail("database", "it cannot be opened", ""),
    }
}

async fn sqlite(db: &Db) -> Vec<Finding> {
    let state = match health::sqlite_state(db).await {
        Ok(None) => return Vec::new(),
        Ok(Some(state)) => state,
        Err(_) => {
            return vec![Finding::fail(
                "sqlite",
                "it does not say how it stands",
                "Is the file a SQLite database?",
            )];
        }
    };
    let mut findings = Vec::new();
    if state.integrity != "ok" {
        findings.push(Finding::fail(
            "sqlite",
            "the file is damaged",
            "Stop the hub and restore the latest backup.",
        ));
    }
    if state.journal_mode != "wal" {
        findings.push(Finding::warn(
            "sqlite",
            format!(
                "its journal mode is {}, not WAL: readers wait for the writer",
                state.journal_mode
            ),
            "Keep the file on a local disk; network file systems do not allow WAL.",
        ));
    }
    if !state.foreign_keys {
        findings.push(Finding::fail(
            "sqlite",
            "foreign keys are off",
            "This build of SQLite is not fit for the hub.",
        ));
    }
    if findings.is_empty() {
        findings.push(Finding::ok("sqlite", "WAL and foreign keys are on, the file is whole"));
    }
    findings
}

async fn vocabulary(db: &Db) -> Finding {
    match health::vocabulary_counts(db).await {
        Ok((0, _) | (_, 0)) => Finding::warn(
            "vocabulary",
            "no vocabulary is loaded: skills would stay untranslated",
            "Start the hub once, or run passport-hub vocabulary list: the starter vocabulary loads by itself.",
        ),
        Ok((vocabularies, concepts)) => Finding::ok(
            "vocabulary",
            format!("{vocabularies} vocabularies with {concepts} concepts"),
        ),
        Err(_) => Finding::fail(
            "vocabulary",
            "the vocabularies cannot be read",
            "passport-hub migrate status says more.",
        ),
    }
}

/// How many people's skill states are computed anew and compared.
const SAMPLE: u64 = 20;

/// Whether stored skill states are what their claims add up to; computed in a transaction that is never committed.
async fn states(settings: &Settings, db: Db) -> Option<Finding> {
    const CHECK: &str = "states";
    let people = health::people_with_states(&db, SAMPLE)
        .await
        .ok()
        .filter(|people| !people.is_empty())?;
    // A key file that is not there is none of this check's business, and it makes none.
    if secret_from_environment().is_none() && !settings.key_path().exists() {
        return None;
    }
    let hub = Box::pin(Hub::open(db, settings.keys().ok()?, Clock::default()))
        .await
        .ok()?;
    let tx = hub.db.begin().await.ok()?;
    let changed = Box::pin(recompute_within(&tx, &hub, &people)).await;
    drop(tx);
    Some(match changed {
        Ok(0) => Finding::ok(
            CHECK,
            format!(
                "skill states of {} people are what their claims add up to",
                people.len()
            ),
        ),
        Ok(changed) => Finding::warn(
            CHECK,
            format!(
                "{changed} skill states of {} people are not what their claims add up to today",
                people.len()
            ),
            "Time alone does that: trends age. Answers are computed from claims; the next delivery renews the states.",
        ),
        Err(_) => Finding::fail(
            CHECK,
            "skill states cannot be computed",
            "PASSPORT_HUB_LOG=debug shows the database's own words.",
        ),
    })
}

fn address(listen: &str) -> Finding {
    let todo = "Choose another with PASSPORT_HUB_LISTEN or serve --listen.";
    let addresses = match listen.to_socket_addrs() {
        Ok(addresses) => addresses.collect::<Vec<_>>(),
        Err(_) => {
            return Finding::fail(
                "address",
                format!("{listen} is no address; it is written host:port"),
                todo,
            );
        }
    };
    match TcpListener::bind(addresses.as_slice()) {
        Ok(_) => Finding::ok("address", format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Finding::warn(
            "address",
            format!("somebody listens on {listen} already, perhaps this hub itself"),
            todo,
        ),
        Err(error) => Finding::fail("address", format!("cannot listen on {listen}: {error}"), todo),
    }
}

/// The hub speaks plain HTTP: beyond this machine it wants a proxy in front.
fn openness(settings: &Settings) -> Option<Finding> {
    let local = |address: &std::net::SocketAddr| address.ip().is_loopback();
    let beyond = settings
        .listen
        .to_socket_addrs()
        .is_ok_and(|mut addresses| addresses.any(|address| !local(&address)));
    beyond.then(|| {
        Finding::warn(
            "address",
            "the hub would be reached from other machines, and it speaks plain HTTP",
            "Put a proxy with TLS in front of it, or listen on 127.0.0.1.",
        )
    })
}
