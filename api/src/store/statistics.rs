//! What PostgreSQL knows of its tables, by which it chooses how to read them.

use super::{Db, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Tables that an import fills, and looks up in while it does.
const FILLED: &str = "'source_record', 'person', 'subject', 'person_identifier', 'person_link', 'organization', 'term', \
                      'claim', 'evidence', 'credential', 'experience', 'learning', 'skill_state'";

/// Has PostgreSQL look anew at tables of which half or more is news to it. By itself it does so once a minute, and until
/// then reads a table that an import fills as if it were as small as before. SQLite's plans do not depend on it.
pub async fn look_anew(db: &Db) -> Result<(), StoreError> {
    if db.is_sqlite() {
        return Ok(());
    }
    let grown = format!(
        "SELECT relname::text FROM pg_stat_user_tables JOIN pg_class USING (relname) \
         WHERE relid = oid AND relname IN ({FILLED}) AND schemaname = current_schema() \
         AND n_mod_since_analyze > 500 AND n_mod_since_analyze > reltuples / 2"
    );
    for row in db
        .conn()
        .query_all_raw(Statement::from_string(DbBackend::Postgres, grown))
        .await?
    {
        let table: String = row.try_get("", "relname")?;
        db.conn().execute_unprepared(&format!("ANALYZE \"{table}\"")).await?;
    }
    Ok(())
}
