//! A database that cannot be opened, in plain words: what is wrong, and what to do about it.

use super::output::{Failure, UNAVAILABLE, words_of};
use crate::settings::Settings;
use crate::store::reach::{Obstacle, obstacle};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Why the database could not be opened just now.
pub async fn failure(settings: &Settings) -> Failure {
    if let Some(file) = settings.sqlite_path() {
        let (what, hint) = sqlite(&file);
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

/// The first bytes of every SQLite file.
const SQLITE_MARK: &[u8] = b"SQLite format 3\0";

fn sqlite(file: &Path) -> (String, String) {
    let shown = file.display();
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
        Ok(_) => (
            format!("the SQLite database {shown} cannot be opened"),
            format!("See that you may write {shown} and its folder; if you may, it is damaged: restore the latest backup."),
        ),
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
