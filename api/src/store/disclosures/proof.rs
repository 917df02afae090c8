//! What the proof of the chains reads: every disclosure in the order of its chain, and every process's count.

use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use entity::disclosure::{self, Column};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
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
