//! The checks of the database: whether it is there, and whether what is in it holds together.

use super::super::open;
use super::super::output::{Failure, shown};
use super::checks::others_may_read;
use super::{Finding, Status};
use crate::clock::Clock;
use crate::flows::recompute_states::recompute_within;
use crate::hub::Hub;
use crate::keys::KeyError;
use crate::settings::{Settings, secret_from_environment};
use crate::store::{Db, health, sources};
use std::path::{Path, PathBuf};

/// Whether the database answers, and how it stands.
pub async fn database(settings: &Settings) -> Vec<Finding> {
    let shown = settings.shown_database();
    if let Some(missing) = settings.sqlite_path().filter(|path| !path.exists()) {
        return vec![not_there_yet(&missing)];
    }
    // Looked at by one connection first: the pool would try for long what cannot come about.
    if let Some(failure) = super::super::unreachable::postgres(settings).await {
        return vec![unreachable(failure)];
    }
    let db = match open::database(settings).await {
        Ok(db) => db,
        Err(failure) => return vec![unreachable(failure)],
    };
    let kind = if db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let mut findings = vec![Finding::ok("database", format!("{kind} answers at {shown}"))];
    findings.extend(settings.sqlite_path().as_deref().and_then(readable_by_others));
    findings.extend(sqlite(&db).await);
    match db.pending_migrations().await {
        Err(error) => findings.push(Finding::failed(
            "schema",
            &error,
            "the state of the schema cannot be read, or it was changed by a newer version of the hub",
            "Run this version's passport-hub migrate status, and see that no newer hub uses this database.",
        )),
        Ok(0) => {
            findings.push(Finding::ok("schema", "up to date"));
            findings.extend(takes_no_writes(&db).await);
            findings.extend(other_secret(settings, &db).await);
            findings.push(super::runs::imports(&db).await);
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

/// Whether the database was filled under another secret than the one that is set.
async fn other_secret(settings: &Settings, db: &Db) -> Option<Finding> {
    let proof = sources::key_proof(db).await.ok().flatten()?;
    let there = secret_from_environment().is_some() || settings.key_path().exists();
    // Looking makes nothing: a key file that is not there is not made, and is not the right one.
    let other = if there {
        settings.keys().is_ok_and(|keys| !keys.made(&proof))
    } else {
        true
    };
    other.then(|| {
        Finding::fail(
            "secret",
            KeyError::Another.to_string(),
            "Put the right PASSPORT_HUB_SECRET or key file back, or take another database.",
        )
    })
}

fn not_there_yet(file: &Path) -> Finding {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = shown(file);
    if !folder.is_dir() {
        let what = format!("the folder of the SQLite file {name} is not there");
        return Finding::fail("database", what, format!("mkdir -p {}", shown(folder)));
    }
    if folder.metadata().is_ok_and(|about| about.permissions().readonly()) {
        return Finding::fail(
            "database",
            format!("nobody may write beside the SQLite file {name}"),
            "Change the folder's permissions.",
        );
    }
    Finding::ok(
        "database",
        format!("the SQLite file {name} is not there yet; the hub makes it when it first starts"),
    )
}

fn unreachable(failure: Failure) -> Finding {
    match failure {
        Failure::Said { what, hint, .. } => Finding::fail("database", what, hint.unwrap_or_default()),
        Failure::ReaderLeft => Finding::fail("database", "it cannot be opened", "Look at DATABASE_URL."),
    }
}

/// The SQLite file, and those beside it, hold everybody's records: they are nobody else's to read.
fn readable_by_others(file: &Path) -> Option<Finding> {
    let beside = |ending: &str| {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        PathBuf::from(path)
    };
    let open: Vec<String> = ["", "-wal", "-shm"]
        .map(beside)
        .iter()
        .filter(|path| others_may_read(path))
        .map(|path| shown(path))
        .collect();
    (!open.is_empty()).then(|| {
        Finding::warn(
            "database",
            format!("others on this machine may read {}", open.join(", ")),
            format!("chmod 600 {}", open.join(" ")),
        )
    })
}

/// Why nothing can be written, where the database itself is the reason: that another writes for long is none.
async fn takes_no_writes(db: &Db) -> Option<Finding> {
    let refused = health::takes_writes(db).await.err();
    let error = refused.filter(|error| error.cause().is_some())?;
    Some(Finding::failed("database", &error, "", ""))
}

async fn sqlite(db: &Db) -> Vec<Finding> {
    let state = match health::sqlite_state(db).await {
        Ok(None) => return Vec::new(),
        Ok(Some(state)) => state,
        Err(error) => {
            return vec![Finding::failed(
                "sqlite",
                &error,
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
        Err(error) => Finding::failed(
            "vocabulary",
            &error,
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
        Err(error) => Finding::failed(
            CHECK,
            &error,
            "skill states cannot be computed",
            "PASSPORT_HUB_LOG=debug shows the database's own words.",
        ),
    })
}
