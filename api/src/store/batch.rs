//! Many rows in few statements, each within what both databases let one statement bind.

mod recordset;

use super::{StoreError, Tx};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, InsertStatement, IntoIden, OnConflict, Query, Value};
use sea_orm::{ConnectionTrait, DbBackend, DynIden, EntityTrait, IntoActiveModel, Iterable, QueryTrait};
use uuid::Uuid;

/// Most values that one statement binds: SQLite allows 32,766, PostgreSQL 65,535.
const BINDS: usize = 30_000;

/// Most entries of one list that a statement looks through, so that a few lists fit one statement.
pub(super) const LIST: usize = 5_000;

/// Most rows that one value holds, so that it stays a few megabytes.
const ROWS: usize = 5_000;

/// How many rows of this table fit one statement that binds each of their values.
fn per_statement<E: EntityTrait>() -> usize {
    BINDS / E::Column::iter().count().max(1)
}

/// Inserts all rows.
pub(super) async fn insert_all<E>(tx: &Tx, rows: Vec<E::Model>) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    insert::<E>(tx, rows, None).await
}

/// Inserts all rows; `on_conflict` says what becomes of those that are there already.
pub(super) async fn upsert_all<E>(tx: &Tx, rows: Vec<E::Model>, on_conflict: OnConflict) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    insert::<E>(tx, rows, Some(on_conflict)).await
}

async fn insert<E>(tx: &Tx, rows: Vec<E::Model>, on_conflict: Option<OnConflict>) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    for statement in inserts::<E>(tx.conn().get_database_backend(), rows, on_conflict) {
        tx.conn().execute(&statement).await?;
    }
    Ok(())
}

/// The statements that insert all rows, each made when it is asked for.
pub(super) fn inserts<E>(
    on: DbBackend,
    rows: Vec<E::Model>,
    on_conflict: Option<OnConflict>,
) -> impl Iterator<Item = InsertStatement>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let as_one_value = on == DbBackend::Postgres;
    let mut rest = rows;
    std::iter::from_fn(move || {
        let most = if as_one_value { ROWS } else { per_statement::<E>() };
        let (batch, later) = split(std::mem::take(&mut rest), most);
        rest = later;
        if batch.is_empty() {
            return None;
        }
        let statement = as_one_value.then(|| recordset::insert::<E>(&batch, on_conflict.clone()));
        statement.flatten().or_else(|| {
            let (first, others) = split(batch, per_statement::<E>());
            rest.splice(0..0, others);
            Some(bound::<E>(first, on_conflict.clone()))
        })
    })
}

/// The first so many, and the others.
fn split<T>(mut all: Vec<T>, first: usize) -> (Vec<T>, Vec<T>) {
    let others = all.split_off(first.min(all.len()));
    (all, others)
}

/// The same with each value bound by itself.
fn bound<E>(rows: Vec<E::Model>, on_conflict: Option<OnConflict>) -> InsertStatement
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut insert = E::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model)).into_query();
    on_conflict.map(|then| insert.on_conflict(then));
    insert
}

/// A change that differs from row to row: in `table`, where `key` is the first of a pair, `column` becomes the second.
/// `also` becomes the same in each of these rows.
pub(super) async fn set_each(
    tx: &Tx,
    table: &'static str,
    key: &'static str,
    column: &'static str,
    pairs: &[(Uuid, Option<Uuid>)],
    also: &[(&'static str, Value)],
) -> Result<(), StoreError> {
    for batch in pairs.chunks(LIST / 5) {
        let mut update = Query::update();
        update
            .table(name(table))
            .and_where(Expr::col(name(key)).is_in(batch.iter().map(|(key, _)| *key)));
        let some: Vec<_> = batch.iter().filter_map(|(key, to)| Some((*key, (*to)?))).collect();
        if some.is_empty() {
            update.value(name(column), Option::<Uuid>::None);
        } else {
            let case = some.into_iter().fold(CaseStatement::new(), |case, (row, to)| {
                case.case(Expr::col(name(key)).eq(row), Expr::val(to))
            });
            update.value(name(column), case);
        }
        for (column, value) in also {
            update.value(name(column), value.clone());
        }
        tx.conn().execute(&update).await?;
    }
    Ok(())
}

/// A table's or column's name as statements take it.
pub(super) fn name(name: &'static str) -> DynIden {
    name.into_iden()
}
