//! The second count: where this process stands among everything it wrote.
//!
//! A process numbers its disclosures from 1, whoever's they are. When it writes first it also writes down, under the
//! hub's key, where the processes before it had come to. So a disclosure that is taken off the end of a holder's chain
//! leaves a gap here, and one that is taken off the end of a process's is missed by the next process.

use super::chain::moment;
use crate::keys::Keys;
use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use entity::{disclosure, disclosure_writer};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// Where this process stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) writer: Uuid,
    pub(super) seq: i64,
}

/// Where a process had come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriterEnd {
    /// Which process.
    pub writer: Uuid,
    /// The number of its last disclosure.
    pub seq: i64,
    /// The hash of that disclosure.
    pub hash: String,
}

/// Begins this process's count. Whoever begins at the same time meets the unique number, and reads anew.
pub(super) async fn begin(db: &Db, keys: &Keys, now: DateTime<Utc>) -> Result<Standing, StoreError> {
    let earlier = writers(db).await?;
    let mut stated: HashMap<Uuid, i64> = HashMap::new();
    for end in earlier.iter().flat_map(ends_stated) {
        stated.insert(end.writer, end.seq);
    }
    let mut ends = ends(db).await?;
    ends.retain(|end| stated.get(&end.writer) != Some(&end.seq));
    let last = earlier.last();
    let mut row = disclosure_writer::Model {
        id: Uuid::now_v7(),
        number: last.map_or(1, |last| last.number + 1),
        previous_hash: last.map(|last| last.hash.clone()).unwrap_or_default(),
        ends: serde_json::json!(ends),
        begun_at: now,
        hash: String::new(),
    };
    row.hash = writer_hash(keys, &row);
    let writer = row.id;
    disclosure_writer::Entity::insert(row.into_active_model())
        .exec_without_returning(db.conn())
        .await?;
    Ok(Standing { writer, seq: 0 })
}

/// The processes that wrote disclosures, in the order in which they began.
pub async fn writers(db: &Db) -> Result<Vec<disclosure_writer::Model>, StoreError> {
    let all = disclosure_writer::Entity::find().order_by_asc(disclosure_writer::Column::Number);
    Ok(all.all(db.conn()).await?)
}

/// Where earlier processes had come to, by this row.
pub fn ends_stated(row: &disclosure_writer::Model) -> Vec<WriterEnd> {
    serde_json::from_value(row.ends.clone()).unwrap_or_default()
}

/// The hash that a writer's row has to have.
pub fn writer_hash(keys: &Keys, row: &disclosure_writer::Model) -> String {
    let ends = ends_stated(row);
    let ends: Vec<String> = ends
        .iter()
        .map(|end| format!("{} {} {}", end.writer, end.seq, end.hash))
        .collect();
    keys.chained(&[
        b"writer",
        row.previous_hash.as_bytes(),
        &row.number.to_be_bytes(),
        row.id.as_bytes(),
        moment(row.begun_at).as_bytes(),
        ends.join("\n").as_bytes(),
    ])
}

/// Where each process has come to; one statement, by the index on (writer, seq).
pub async fn ends(db: &Db) -> Result<Vec<WriterEnd>, StoreError> {
    use disclosure::Column::{Hash, WriterId, WriterSeq};
    let (inner, writer) = (Alias::new("inner"), disclosure_writer::Entity);
    let last: SelectStatement = Query::select()
        .expr(Expr::col((inner.clone(), WriterSeq)).max())
        .from_as(disclosure::Entity, inner.clone())
        .and_where(Expr::col((inner, WriterId)).equals((writer, disclosure_writer::Column::Id)))
        .to_owned();
    let query = Query::select()
        .columns([WriterId, WriterSeq, Hash].map(|column| (disclosure::Entity, column)))
        .from(writer)
        .inner_join(
            disclosure::Entity,
            Expr::col((disclosure::Entity, WriterId))
                .equals((writer, disclosure_writer::Column::Id))
                .and(Expr::col((disclosure::Entity, WriterSeq)).eq(Expr::SubQuery(None, Box::new(last.into())))),
        )
        .to_owned();
    let rows = db.conn().query_all(&query).await?;
    let end = |row: &sea_orm::QueryResult| {
        Ok(WriterEnd {
            writer: row.try_get_by_index(0)?,
            seq: row.try_get_by_index(1)?,
            hash: row.try_get_by_index(2)?,
        })
    };
    rows.iter().map(end).collect()
}
