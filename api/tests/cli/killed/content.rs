//! What a database holds, told so that two hubs that were sent the same tell the same.

use passport_hub::store::Db;
use sea_orm::{ConnectionTrait, Statement};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Ids, times and what is sealed differ from run to run, and are told by the names of their columns.
const OWN: [&str; 4] = ["_id", "_at", "_since", "_sealed"];
const OWN_TOO: [&str; 3] = ["id", "superseded_by", "merged_into"];
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
    "claim",
    "evidence",
    "skill_state",
    "term",
    "scale",
    "scale_level",
    "reject",
];
/// What belongs together, told without ids.
const TOGETHER: [(&str, &str); 3] = [
    (
        "claims of records of people",
        "SELECT r.stream || ' ' || r.key || ' ' || r.content_hash || ' ' || c.pointer || ' ' || COALESCE(c.raw_label, '')
            || ' ' || COALESCE(s.display_name, '') || ' ' || CASE WHEN s.person_id = c.person_id THEN 'theirs' ELSE 'moved' END
         FROM claim c JOIN source_record r ON r.id = c.source_record_id JOIN subject s ON s.id = c.subject_id
         WHERE c.superseded_at IS NULL AND r.superseded_at IS NULL",
    ),
    (
        "claims of skill states",
        "SELECT COALESCE(p.display_name, '') || ' ' || COALESCE(k.term, '') || ' ' || CAST(k.claims AS text)
         FROM skill_state k JOIN person p ON p.id = k.person_id",
    ),
    (
        "runs that came to no end",
        "SELECT state FROM import_run WHERE state = 'running'",
    ),
];

/// Of each table how many rows, and a hash over them.
pub type Content = BTreeMap<String, (usize, String)>;

/// What the database at this address holds, but for what is every hub's own.
pub async fn content(url: &str) -> Content {
    let db = Db::connect(url, 1).await.unwrap();
    let mut content = Content::new();
    for table in TABLES {
        let columns = if db.is_sqlite() {
            format!("SELECT name FROM pragma_table_info('{table}')")
        } else {
            format!("SELECT CAST(column_name AS text) FROM information_schema.columns WHERE table_name = '{table}'")
        };
        let columns = texts(&db, &columns).await;
        let kept = columns.iter().filter(|name| !is_own(name));
        let told: Vec<_> = kept
            .map(|name| match db.is_sqlite() {
                true => format!("'{name}=' || quote({name})"),
                false => format!("'{name}=' || COALESCE(CAST({name} AS text), '-')"),
            })
            .collect();
        assert!(!told.is_empty(), "{table}");
        // Whether a row holds counts, and not since when.
        let holds = columns.iter().any(|name| name == "superseded_at");
        let holds = if holds {
            "CASE WHEN superseded_at IS NULL THEN 'holds' ELSE 'held' END"
        } else {
            "''"
        };
        let rows = format!("SELECT {} || {holds} FROM {table}", told.join(" || ' ' || "));
        content.insert(table.into(), hashed(texts(&db, &rows).await));
    }
    for (name, sql) in TOGETHER {
        content.insert(name.into(), hashed(texts(&db, sql).await));
    }
    content
}

fn is_own(column: &str) -> bool {
    OWN.iter().any(|end| column.ends_with(end)) || OWN_TOO.contains(&column)
}

/// The one column of a query.
pub async fn texts(db: &Db, sql: &str) -> Vec<String> {
    let backend = db.conn().get_database_backend();
    let rows = db
        .conn()
        .query_all_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

fn hashed(mut rows: Vec<String>) -> (usize, String) {
    rows.sort();
    let mut hasher = Sha256::new();
    for row in &rows {
        hasher.update((row.len() as u64).to_be_bytes());
        hasher.update(row);
    }
    (rows.len(), hex::encode(hasher.finalize()))
}
