//! Import runs and rejects, as their source, its organization and the stewards see them.

use super::scope::sent_by;
use super::{Db, StoreError};
use crate::caller::Whose;
use entity::{import_run, reject};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A page of runs, newest first.
pub async fn runs(
    db: &Db,
    whose: Whose,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<import_run::Model>, StoreError> {
    let mut select = import_run::Entity::find()
        .filter(theirs(&import_run::Column::SourceId, whose))
        .order_by_desc(import_run::Column::Id)
        .limit(limit);
    if let Some(before) = before {
        select = select.filter(import_run::Column::Id.lt(before));
    }
    Ok(select.all(db.conn()).await?)
}

/// One run.
pub async fn run(db: &Db, whose: Whose, id: Uuid) -> Result<Option<import_run::Model>, StoreError> {
    let one = import_run::Entity::find_by_id(id).filter(theirs(&import_run::Column::SourceId, whose));
    Ok(one.one(db.conn()).await?)
}

/// A page of rejects, newest first.
pub async fn rejects(
    db: &Db,
    whose: Whose,
    run: Option<Uuid>,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<reject::Model>, StoreError> {
    let mut select = reject::Entity::find()
        .filter(theirs(&reject::Column::SourceId, whose))
        .order_by_desc(reject::Column::Id)
        .limit(limit);
    if let Some(run) = run {
        select = select.filter(reject::Column::ImportRunId.eq(run));
    }
    if let Some(before) = before {
        select = select.filter(reject::Column::Id.lt(before));
    }
    Ok(select.all(db.conn()).await?)
}

/// One reject.
pub async fn reject(db: &Db, whose: Whose, id: Uuid) -> Result<Option<reject::Model>, StoreError> {
    let one = reject::Entity::find_by_id(id).filter(theirs(&reject::Column::SourceId, whose));
    Ok(one.one(db.conn()).await?)
}

fn theirs<C: ColumnTrait>(source: &C, whose: Whose) -> Condition {
    Condition::all().add_option(sent_by(source, whose.among()))
}
