//! What the proof of the chains reads: every disclosure in the order of its chain, and every process's count.

use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use entity::disclosure::{self, Column};
use entity::{consent_use, disclosed_request};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// How many disclosures are read at a time.
pub const PAGE: u64 = 1000;

/// How many disclosures there are, of these persons or of all.
pub async fn count(db: &Db, of: Option<&[Uuid]>) -> Result<u64, StoreError> {
    let mut select = disclosure::Entity::find();
    if let Some(persons) = of {
        select = select.filter(Column::PersonId.is_in(persons.to_vec()));
    }
    Ok(select.count(db.conn()).await?)
}

/// The next disclosures in the order of persons and chains, of these persons or of all.
pub async fn page(
    db: &Db,
    of: Option<&[Uuid]>,
    after: Option<(Uuid, i64)>,
) -> Result<Vec<disclosure::Model>, StoreError> {
    let mut select = disclosure::Entity::find()
        .order_by_asc(Column::PersonId)
        .order_by_asc(Column::Seq)
        .limit(PAGE);
    if let Some(persons) = of {
        select = select.filter(Column::PersonId.is_in(persons.to_vec()));
    }
    if let Some((person, seq)) = after {
        let place = Expr::tuple([Expr::col(Column::PersonId), Expr::col(Column::Seq)]);
        select = select.filter(place.gt(Expr::tuple([Expr::val(person), Expr::val(seq)])));
    }
    Ok(select.all(db.conn()).await?)
}

/// How many disclosures each process wrote, by what is there, and the number of the last.
pub async fn counts(db: &Db) -> Result<HashMap<Uuid, (i64, i64)>, StoreError> {
    let select = disclosure::Entity::find()
        .select_only()
        .column(Column::WriterId)
        .column_as(Column::Id.count(), "n")
        .column_as(Column::WriterSeq.max(), "last")
        .filter(Column::WriterId.is_not_null())
        .group_by(Column::WriterId);
    let rows: Vec<(Uuid, i64, i64)> = select.into_tuple().all(db.conn()).await?;
    Ok(rows.into_iter().map(|(writer, n, last)| (writer, (n, last))).collect())
}

/// The next numbers of a process's count, each with its moment.
pub async fn numbers(db: &Db, writer: Uuid, after: i64) -> Result<Vec<(i64, DateTime<Utc>)>, StoreError> {
    let select = disclosure::Entity::find()
        .select_only()
        .columns([Column::WriterSeq, Column::OccurredAt])
        .filter(Column::WriterId.eq(writer))
        .filter(Column::WriterSeq.gt(after))
        .order_by_asc(Column::WriterSeq)
        .limit(PAGE);
    Ok(select.into_tuple().all(db.conn()).await?)
}

/// The hashes of a process's disclosures with these numbers.
pub async fn hashes(db: &Db, writer: Uuid, numbers: &[i64]) -> Result<HashMap<i64, String>, StoreError> {
    let select = disclosure::Entity::find()
        .select_only()
        .columns([Column::WriterSeq, Column::Hash])
        .filter(Column::WriterId.eq(writer))
        .filter(Column::WriterSeq.is_in(numbers.to_vec()));
    let rows: Vec<(i64, String)> = select.into_tuple().all(db.conn()).await?;
    Ok(rows.into_iter().collect())
}

/// How often each limited consent was used, as it is counted beside the disclosures.
pub async fn uses(db: &Db) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let select = consent_use::Entity::find()
        .select_only()
        .columns([consent_use::Column::ConsentId, consent_use::Column::Uses])
        .filter(consent_use::Column::Uses.gt(0));
    Ok(select.into_tuple().all(db.conn()).await?)
}

/// Requests that are kept and that no disclosure names.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Unnamed {
    /// How many.
    pub count: i64,
    /// When the first of them was asked first.
    pub first: Option<DateTime<Utc>>,
    /// When the last of them was.
    pub last: Option<DateTime<Utc>>,
}

/// Requests that are kept and that no disclosure names; none where each is named. One statement, so what is written
/// meanwhile is seen with its disclosure or not at all.
pub async fn unnamed_requests(db: &Db) -> Result<Option<Unnamed>, StoreError> {
    use disclosed_request::Column::{Hash, Id, RecordedAt};
    // Not as NOT IN: beyond what PostgreSQL may hash in memory, that reads all disclosures for each request.
    let named = Query::select()
        .expr(Expr::val(1))
        .from(disclosure::Entity)
        .and_where(Expr::col((disclosure::Entity, Column::RequestHash)).equals((disclosed_request::Entity, Hash)))
        .take();
    let select = disclosed_request::Entity::find()
        .select_only()
        .column_as(Id.count(), "count")
        .column_as(RecordedAt.min(), "first")
        .column_as(RecordedAt.max(), "last")
        .filter(Expr::exists(named).not());
    let unnamed = select.into_model::<Unnamed>().one(db.conn()).await?;
    Ok(unnamed.filter(|unnamed| unnamed.count > 0))
}
