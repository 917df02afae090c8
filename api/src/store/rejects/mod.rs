//! What could not be read: kept, found, and settled.

mod again;

pub use again::{met_again, stay_settled};

use super::batch::{LIST, insert_all};
use super::scope::sent_by;
use super::{Db, StoreError, Tx};
use crate::caller::Whose;
use chrono::{DateTime, Utc};
use entity::reject::{self, Column};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, Order, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

/// Keeps what could not be read.
pub async fn add(tx: &Tx, rejects: Vec<reject::Model>) -> Result<(), StoreError> {
    insert_all::<reject::Entity>(tx, rejects).await
}

/// Which rejects are meant.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this run alone.
    pub run: Option<Uuid>,
    /// Of this source alone.
    pub source: Option<Uuid>,
    /// With this code alone.
    pub code: Option<String>,
    /// Those that are open, or those that are not.
    pub open: Option<bool>,
}

impl Wanted {
    fn condition(&self, whose: Whose) -> Condition {
        let open = |open: bool| match open {
            true => Column::ResolvedAt.is_null(),
            false => Column::ResolvedAt.is_not_null(),
        };
        theirs(whose)
            .add_option(self.run.map(|run| Column::ImportRunId.eq(run)))
            .add_option(self.source.map(|source| Column::SourceId.eq(source)))
            .add_option(self.code.as_deref().map(|code| Column::Code.eq(code)))
            .add_option(self.open.map(open))
    }
}

fn theirs(whose: Whose) -> Condition {
    Condition::all().add_option(sent_by(&Column::SourceId, whose.among()))
}

/// A page of rejects, newest first.
pub async fn page(
    db: &Db,
    whose: Whose,
    wanted: &Wanted,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<reject::Model>, StoreError> {
    let mut select = reject::Entity::find()
        .filter(wanted.condition(whose))
        .order_by_desc(Column::Id)
        .limit(limit);
    if let Some(before) = before {
        select = select.filter(Column::Id.lt(before));
    }
    Ok(select.all(db.conn()).await?)
}

/// One reject.
pub async fn one(db: &Db, whose: Whose, id: Uuid) -> Result<Option<reject::Model>, StoreError> {
    let one = reject::Entity::find_by_id(id).filter(theirs(whose));
    Ok(one.one(db.conn()).await?)
}

/// Rejects with one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub count: i64,
    /// The newest of them.
    pub newest: reject::Model,
}

/// Rejects by their codes, the most frequent first; one statement however many there are.
pub async fn groups(db: &Db, whose: Whose, wanted: &Wanted, most: u64) -> Result<Vec<Group>, StoreError> {
    let (count, nth, ranked) = (Alias::new("met"), Alias::new("nth"), Alias::new("ranked"));
    let each = Query::select()
        .columns(Column::iter())
        .expr_as(Expr::cust("COUNT(*) OVER (PARTITION BY code)"), count.clone())
        .expr_as(
            Expr::cust("ROW_NUMBER() OVER (PARTITION BY code ORDER BY id DESC)"),
            nth.clone(),
        )
        .from(reject::Entity)
        .cond_where(wanted.condition(whose))
        .to_owned();
    let first = Query::select()
        .columns(Column::iter())
        .column(count.clone())
        .from_subquery(each, ranked)
        .and_where(Expr::col(nth).eq(1))
        .order_by(count, Order::Desc)
        .order_by(Column::Code, Order::Asc)
        .limit(most)
        .to_owned();
    let rows = db.conn().query_all(&first).await?;
    rows.iter()
        .map(|row| {
            Ok(Group {
                count: row.try_get("", "met")?,
                newest: reject::Model::from_query_result(row, "")?,
            })
        })
        .collect()
}

/// Where an open reject stands.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Open {
    /// Which reject.
    pub id: Uuid,
    /// The file it is in.
    pub file: Option<String>,
    /// Where in it.
    pub place: String,
}

/// The warning that records of a full delivery were missing and kept: no record settles it.
pub const NOT_WITHDRAWN: &str = "not_withdrawn";

/// Open rejects of these runs that a record may settle, the oldest first, at most so many.
pub async fn open_of(db: &Db, runs: &[Uuid], most: u64) -> Result<Vec<Open>, StoreError> {
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    Ok(reject::Entity::find()
        .select_only()
        .columns([Column::Id, Column::File, Column::Place])
        .filter(Column::ImportRunId.is_in(runs.iter().copied()))
        .filter(Column::ResolvedAt.is_null())
        .filter(Column::Code.ne(NOT_WITHDRAWN))
        .order_by_asc(Column::Id)
        .limit(most)
        .into_model()
        .all(db.conn())
        .await?)
}

/// How a reject was settled, when, by what or whom, and why.
#[derive(Debug, Clone)]
pub struct Settled {
    /// `replayed`, `again` or `settled`.
    pub how: &'static str,
    /// Such as `run:…`.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in words.
    pub note: Option<String>,
}

impl Settled {
    fn row(&self) -> reject::ActiveModel {
        reject::ActiveModel {
            resolved_at: Set(Some(self.at)),
            resolution: Set(Some(self.how.into())),
            resolved_by: Set(Some(self.by.clone())),
            note: Set(self.note.clone()),
            ..Default::default()
        }
    }
}

/// Settles these rejects, where they are still open; how many were.
pub async fn settle(tx: &Tx, ids: &[Uuid], settled: &Settled) -> Result<u64, StoreError> {
    let mut count = 0;
    for ids in ids.chunks(LIST) {
        let update = reject::Entity::update_many()
            .set(settled.row())
            .filter(Column::Id.is_in(ids.iter().copied()))
            .filter(Column::ResolvedAt.is_null());
        count += update.exec(tx.conn()).await?.rows_affected;
    }
    Ok(count)
}

/// Settles all open rejects that are meant and theirs; how many were.
pub async fn settle_all(
    tx: &Tx,
    whose: Whose,
    only: Option<Uuid>,
    wanted: &Wanted,
    settled: &Settled,
) -> Result<u64, StoreError> {
    let mut update = reject::Entity::update_many()
        .set(settled.row())
        .filter(wanted.condition(whose))
        .filter(Column::ResolvedAt.is_null());
    if let Some(only) = only {
        update = update.filter(Column::Id.eq(only));
    }
    Ok(update.exec(tx.conn()).await?.rows_affected)
}
