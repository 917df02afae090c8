//! The terms of sources, what was decided that they mean, and the claims that hang on them.

pub mod claims;
pub mod decided;
pub mod queue;

use super::batch::{LIST, insert_all, upsert_all};
use super::scope::sent_by;
use super::{StoreError, Tx};
use crate::caller::Whose;
use chrono::{DateTime, Utc};
use entity::{claim, term, term_decision};
use sea_orm::sea_query::{Condition, Expr, LockType, OnConflict, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// The terms of a source with these keys, by key.
pub async fn known(tx: &Tx, source: Uuid, keys: &[&str]) -> Result<HashMap<String, term::Model>, StoreError> {
    let mut known = HashMap::new();
    for keys in keys.chunks(LIST) {
        let rows = term::Entity::find()
            .filter(term::Column::SourceId.eq(source))
            .filter(term::Column::Key.is_in(keys.iter().copied()));
        known.extend(rows.all(tx.conn()).await?.into_iter().map(|row| (row.key.clone(), row)));
    }
    Ok(known)
}

/// Adds terms that are not there yet; one that somebody else added meanwhile stays as it is.
pub async fn add(tx: &Tx, terms: Vec<term::Model>) -> Result<(), StoreError> {
    let once = OnConflict::columns([term::Column::SourceId, term::Column::Key])
        .do_nothing()
        .to_owned();
    upsert_all::<term::Entity>(tx, terms, once).await
}

/// The decisions that hold, by term.
pub async fn decisions(tx: &Tx, terms: &[Uuid]) -> Result<HashMap<Uuid, term_decision::Model>, StoreError> {
    queue::decisions(tx.conn(), terms).await
}

/// Terms in the order of their ids, those after one.
pub async fn stretch(tx: &Tx, after: Option<Uuid>, limit: u64) -> Result<Vec<term::Model>, StoreError> {
    let mut all = term::Entity::find().order_by_asc(term::Column::Id).limit(limit);
    if let Some(after) = after {
        all = all.filter(term::Column::Id.gt(after));
    }
    Ok(all.all(tx.conn()).await?)
}

/// A term that is somebody's to decide on; whoever else decides on it waits for the end of the transaction.
pub async fn held(tx: &Tx, whose: Whose, term: Uuid) -> Result<Option<term::Model>, StoreError> {
    let theirs = Condition::all().add_option(sent_by(&term::Column::SourceId, whose.among()));
    let one = term::Entity::find_by_id(term).filter(theirs).lock(LockType::Update);
    Ok(one.one(tx.conn()).await?)
}

/// Writes what a term means now.
pub async fn mean(tx: &Tx, term: term::Model) -> Result<(), StoreError> {
    term.into_active_model().reset_all().update(tx.conn()).await?;
    Ok(())
}

/// Writes a decision in the place of the one that held; with none, that one is only taken back. How many held: one or none.
pub async fn decide(
    tx: &Tx,
    term: Uuid,
    decision: Option<term_decision::Model>,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let ended = term_decision::Entity::update_many()
        .col_expr(term_decision::Column::SupersededAt, Expr::value(now))
        .filter(term_decision::Column::TermId.eq(term))
        .filter(term_decision::Column::SupersededAt.is_null())
        .exec(tx.conn())
        .await?;
    insert_all::<term_decision::Entity>(tx, decision.into_iter().collect()).await?;
    Ok(ended.rows_affected)
}

/// The terms on which claims of these people hang, current and past.
pub async fn of_people(tx: &Tx, people: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let theirs = claim::Entity::find()
        .select_only()
        .column(claim::Column::TermId)
        .filter(claim::Column::PersonId.is_in(people.iter().copied()))
        .filter(claim::Column::TermId.is_not_null())
        .distinct();
    Ok(theirs.into_tuple().all(tx.conn()).await?)
}

/// Deletes those of these terms on which no claim hangs any more, current or past, with what was decided of them: they may be
/// words about somebody who is gone.
pub async fn forget_unused(tx: &Tx, terms: &[Uuid]) -> Result<(), StoreError> {
    for terms in terms.chunks(LIST) {
        let used = Query::select()
            .column(claim::Column::TermId)
            .from(claim::Entity)
            .and_where(claim::Column::TermId.is_in(terms.iter().copied()))
            .to_owned();
        term::Entity::delete_many()
            .filter(term::Column::Id.is_in(terms.iter().copied()))
            .filter(term::Column::Id.not_in_subquery(used))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
