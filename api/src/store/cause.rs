//! What is wrong with a database that failed, by the driver's own code. The driver's text may quote values, so it stays
//! inside.

use super::StoreError;
use sea_orm::sqlx::sqlite::SqliteError;
use sea_orm::{DbErr, RuntimeErr};

/// What is wrong with the database itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The disk that it is on is full.
    DiskFull,
    /// Its file, or the folder of its file, may not be written.
    FileReadOnly,
    /// Its server takes no writes.
    ServerReadOnly,
    /// Its file is damaged, or no database.
    Damaged,
    /// The disk that it is on fails.
    DiskFails,
    /// Its file, or one beside it, cannot be opened.
    NotOpened,
}

impl StoreError {
    /// What is wrong with the database itself, where the driver's code tells.
    pub fn cause(&self) -> Option<Cause> {
        match self {
            StoreError::Database(DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error)) => told_by(error),
            _ => None,
        }
    }
}

fn told_by(error: &RuntimeErr) -> Option<Cause> {
    let RuntimeErr::SqlxError(error) = error else {
        return None;
    };
    let error = error.as_database_error()?;
    let code = error.code()?;
    match error.try_downcast_ref::<SqliteError>() {
        Some(_) => of_sqlite(code.parse().ok()?),
        None => of_postgres(&code),
    }
}

/// `SQLITE_IOERR_SHMSIZE`: the file beside the database by which its users agree found no room.
const NO_ROOM_BESIDE: i32 = 4_874;

/// SQLite's extended codes hold the plain one in their last byte.
fn of_sqlite(code: i32) -> Option<Cause> {
    Some(match (code, code & 0xff) {
        (NO_ROOM_BESIDE, _) | (_, 13) => Cause::DiskFull,
        (_, 8) => Cause::FileReadOnly,
        (_, 10) => Cause::DiskFails,
        (_, 11 | 26) => Cause::Damaged,
        (_, 14) => Cause::NotOpened,
        _ => return None,
    })
}

fn of_postgres(code: &str) -> Option<Cause> {
    Some(match code {
        "53100" => Cause::DiskFull,
        "25006" => Cause::ServerReadOnly,
        "58030" => Cause::DiskFails,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Db;
    use super::*;
    use sea_orm::ConnectionTrait;
    use std::path::Path;

    #[test]
    fn codes_of_the_drivers_are_told_apart() {
        for (code, cause) in [
            (8, Some(Cause::FileReadOnly)),
            (1_032, Some(Cause::FileReadOnly)),
            (10, Some(Cause::DiskFails)),
            (778, Some(Cause::DiskFails)),
            (4_874, Some(Cause::DiskFull)),
            (11, Some(Cause::Damaged)),
            (779, Some(Cause::Damaged)),
            (13, Some(Cause::DiskFull)),
            (14, Some(Cause::NotOpened)),
            (26, Some(Cause::Damaged)),
            (5, None),
            (2_067, None),
        ] {
            assert_eq!(of_sqlite(code), cause, "{code}");
        }
        for (code, cause) in [
            ("53100", Some(Cause::DiskFull)),
            ("25006", Some(Cause::ServerReadOnly)),
            ("58030", Some(Cause::DiskFails)),
            ("53300", None),
            ("00008", None),
        ] {
            assert_eq!(of_postgres(code), cause, "{code}");
        }
    }

    /// Opens the database in a file and runs statements, one of which fails.
    async fn fails(file: &Path, mode: &str, statements: &[&str]) -> Option<Cause> {
        let db = Db::connect(&format!("sqlite:{}{mode}", file.display()), 1).await;
        let db = match db {
            Ok(db) => db,
            Err(error) => return error.cause(),
        };
        for statement in statements {
            if let Err(error) = db.conn().execute_unprepared(statement).await {
                return StoreError::from(error).cause();
            }
        }
        panic!("nothing fails")
    }

    #[tokio::test]
    async fn a_failure_tells_its_cause() {
        let folder = tempfile::tempdir().unwrap();
        let (file, letter) = (folder.path().join("hub.sqlite"), folder.path().join("letter.txt"));
        let fill = "INSERT INTO held VALUES (randomblob(1000000))";
        let filled = ["CREATE TABLE held (bytes BLOB)", "PRAGMA max_page_count = 1", fill];
        assert_eq!(fails(&file, "", &filled).await, Some(Cause::DiskFull));
        assert_eq!(fails(&file, "?mode=ro", &[fill]).await, Some(Cause::FileReadOnly));
        assert_eq!(
            fails(&file, "", &["CREATE TABLE held (bytes BLOB)"]).await,
            None,
            "it is there already"
        );
        std::fs::write(&letter, "Dear database, …".repeat(100)).unwrap();
        assert_eq!(fails(&letter, "", &[]).await, Some(Cause::Damaged));
        let away = folder.path().join("away/hub.sqlite");
        assert_eq!(fails(&away, "", &[]).await, Some(Cause::NotOpened));
    }
}
