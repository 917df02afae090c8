//! The claims behind terms: told anew when a term means something else.

use crate::store::batch::{LIST, insert_all, set_each};
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{claim, evidence};
use passport::record::{AsserterKind, Assertion};
use passport::skill::Method;
use sea_orm::sea_query::{ExprTrait, Value};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// The ids of the claims that hang on a term and hold now.
pub async fn current(tx: &Tx, term: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let current = claim::Entity::find()
        .select_only()
        .column(claim::Column::Id)
        .filter(claim::Column::TermId.eq(term))
        .filter(claim::Column::SupersededAt.is_null())
        .order_by_asc(claim::Column::Id);
    Ok(current.into_tuple().all(tx.conn()).await?)
}

/// These claims.
pub async fn rows(tx: &Tx, ids: &[Uuid]) -> Result<Vec<claim::Model>, StoreError> {
    let rows = claim::Entity::find().filter(claim::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(tx.conn()).await?)
}

/// Current claims of sources that have no term yet, as those from before terms were kept. Not those in which holders speak for
/// themselves, as all of one source do; nor those that met a concept by its URI: of their words a claim keeps the code alone.
pub async fn without_term(tx: &Tx, but: Uuid, limit: u64) -> Result<Vec<claim::Model>, StoreError> {
    let current = claim::Entity::find()
        .filter(claim::Column::TermId.is_null())
        .filter(claim::Column::SupersededAt.is_null())
        .filter(claim::Column::SourceId.ne(but))
        .filter(claim::Column::Assertion.ne(Assertion::SelfAsserted.as_str()))
        .filter(claim::Column::AssertedByKind.ne(AsserterKind::Holder.as_str()))
        .filter(
            claim::Column::MappingMethod
                .is_null()
                .or(claim::Column::MappingMethod.ne(Method::Uri.as_str())),
        )
        .limit(limit);
    Ok(current.all(tx.conn()).await?)
}

/// Gives claims their terms. What the source said stays as it is, and so does what they mean.
pub async fn give_terms(tx: &Tx, terms: &[(Uuid, Option<Uuid>)]) -> Result<(), StoreError> {
    set_each(tx, "claim", "id", "term_id", terms, &[]).await
}

/// Puts claims in the place of others: each pair is the one that ends and the one that follows. The evidence of
/// the first hangs on the second.
pub async fn replace(tx: &Tx, pairs: Vec<(Uuid, claim::Model)>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let successors: Vec<(Uuid, Option<Uuid>)> = pairs.iter().map(|(old, new)| (*old, Some(new.id))).collect();
    insert_all::<claim::Entity>(tx, pairs.into_iter().map(|(_, new)| new).collect()).await?;
    let ended = [("superseded_at", Value::from(now))];
    set_each(tx, "claim", "id", "superseded_by", &successors, &ended).await?;
    carry_evidence(tx, &successors, now).await
}

async fn carry_evidence(tx: &Tx, successors: &[(Uuid, Option<Uuid>)], now: DateTime<Utc>) -> Result<(), StoreError> {
    for batch in successors.chunks(LIST) {
        let follows: HashMap<Uuid, Option<Uuid>> = batch.iter().copied().collect();
        let current = evidence::Entity::find()
            .filter(evidence::Column::ClaimId.is_in(batch.iter().map(|(old, _)| *old)))
            .filter(evidence::Column::SupersededAt.is_null());
        let held = current.all(tx.conn()).await?;
        let next: Vec<_> = held
            .iter()
            .map(|row| evidence::Model {
                id: Uuid::now_v7(),
                claim_id: row.claim_id.and_then(|claim| follows.get(&claim).copied().flatten()),
                recorded_at: now,
                ..row.clone()
            })
            .collect();
        let pairs: Vec<_> = held
            .iter()
            .zip(&next)
            .map(|(old, new)| (old.id, Some(new.id)))
            .collect();
        insert_all::<evidence::Entity>(tx, next).await?;
        set_each(
            tx,
            "evidence",
            "id",
            "superseded_by",
            &pairs,
            &[("superseded_at", now.into())],
        )
        .await?;
    }
    Ok(())
}
