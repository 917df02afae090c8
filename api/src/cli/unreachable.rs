//! A database that cannot be opened, or fails, in plain words: what is wrong, and what to do about it.

use super::output::{Failure, UNAVAILABLE, shown, words_of};
use crate::settings::Settings;
use crate::store::StoreError;
use crate::store::cause::Cause;
use crate::store::reach::{Obstacle, obstacle};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Why the database could not be opened just now: with this error.
pub async fn failure(settings: &Settings, error: &StoreError) -> Failure {
    if let Some(file) = settings.sqlite_path() {
        let (what, hint) = sqlite(&file, error.cause());
        return Failure::new(UNAVAILABLE, what).hint(hint);
    }
    postgres(settings).await.unwrap_or_else(|| {
        let what = format!("the database {} did not answer in time", settings.shown_database());
        Failure::new(UNAVAILABLE, what).hint("It answers now: try again.")
    })
}

/// What is in the way of PostgreSQL; none where nothing is, or where the database is none.
pub async fn postgres(settings: &Settings) -> Option<Failure> {
    if !settings.database_url.starts_with("postgres") {
        return None;
    }
    let (what, hint) = in_words(obstacle(&settings.database_url).await?, &settings.shown_database());
    Some(Failure::new(UNAVAILABLE, what).hint(hint))
}

/// What is wrong with a database, which is called so, and what to do. Of damage and backups only where it is damaged: who
/// restores a backup loses what came since.
pub fn by_cause(cause: Cause, called: &str) -> (String, String) {
    let (what, hint) = match cause {
        Cause::DiskFull => (
            "cannot be written: the disk is full",
            "Free some space and run the same command again; what was committed stays.",
        ),
        Cause::FileReadOnly => (
            "is read-only",
            "See that you may write its file and the folder of that, that the disk is mounted for writing, and that \
             DATABASE_URL does not say mode=ro.",
        ),
        Cause::ServerReadOnly => (
            "is read-only",
            "See that DATABASE_URL names the primary server, and that the user's transactions may write.",
        ),
        Cause::Damaged => (
            "is damaged",
            "Stop the hub and restore the latest backup; keep the damaged file apart.",
        ),
        Cause::DiskFails => (
            "cannot be read or written: the disk does not do what it is told",
            "See whether the disk is full, over its quota, gone or failing, and run the same command again; what was \
             committed stays.",
        ),
        Cause::NotOpened => (
            "cannot be opened",
            "See that its folder is there, that you may read and write its file and the folder, and that the disk has \
             room and is mounted for writing.",
        ),
    };
    (format!("{called} {what}"), hint.to_owned())
}

/// The first bytes of every SQLite file.
const SQLITE_MARK: &[u8] = b"SQLite format 3\0";

fn sqlite(file: &Path, cause: Option<Cause>) -> (String, String) {
    let shown = shown(file);
    if file.is_dir() {
        return (
            format!("{shown} is a folder"),
            "Name a file in it: DATABASE_URL=sqlite:FOLDER/passport-hub.sqlite".into(),
        );
    }
    match head_of(file) {
        Ok(head) if !head.is_empty() && head != SQLITE_MARK => (
            format!("{shown} is no SQLite database"),
            "Name the hub's own file in DATABASE_URL; it is made when it is not there. If this was it, restore the latest backup."
                .into(),
        ),
        Ok(_) => match cause {
            Some(cause) => by_cause(cause, &format!("the SQLite database {shown}")),
            None => (
                format!("the SQLite database {shown} cannot be opened"),
                "See that no other program holds it. PASSPORT_HUB_LOG=debug shows the database's own words.".into(),
            ),
        },
        Err(error) => (
            format!("{shown} cannot be opened: {}", words_of(&error)),
            "See that its folder is there, and that you may read and write both.".into(),
        ),
    }
}

fn head_of(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(file)?
        .take(SQLITE_MARK.len() as u64)
        .read_to_end(&mut head)?;
    Ok(head)
}

fn in_words(obstacle: Obstacle, shown: &str) -> (String, String) {
    match obstacle {
        Obstacle::Address => (
            "DATABASE_URL cannot be understood".into(),
            "Write postgres://user:password@host:5432/database; characters such as @ or / in a password are percent-encoded."
                .into(),
        ),
        Obstacle::NobodyListens(place) => (
            format!("nobody listens at {place}, where DATABASE_URL looks for PostgreSQL"),
            "Start PostgreSQL, or put the right host and port into DATABASE_URL.".into(),
        ),
        Obstacle::NoSuchHost(host) => (
            format!("no machine is called {host}, where DATABASE_URL looks for PostgreSQL"),
            "Put the right host into DATABASE_URL.".into(),
        ),
        Obstacle::NoAnswer(place) => (
            format!("PostgreSQL at {place} does not answer"),
            "See that the host is right, that the machine runs, and that no firewall is in between.".into(),
        ),
        Obstacle::NotLetIn => (
            format!("PostgreSQL at {shown} does not let this user in"),
            "Put the right user and password into DATABASE_URL, or let the user in by pg_hba.conf.".into(),
        ),
        Obstacle::NoSuchDatabase(name) => (
            format!("PostgreSQL has no database called {name}"),
            format!("Make it with createdb {name}, or put the right name at the end of DATABASE_URL."),
        ),
        Obstacle::Full => (
            format!("PostgreSQL at {shown} has no connection left"),
            "Close other programs that use it, raise its max_connections, or lower pool_size.".into(),
        ),
        Obstacle::Other(code) => (
            match code {
                Some(code) => format!("the database {shown} cannot be opened (its code for that is {code})"),
                None => format!("the database {shown} cannot be opened"),
            },
            "PASSPORT_HUB_LOG=debug shows the database's own words.".into(),
        ),
    }
}
