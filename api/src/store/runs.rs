//! Import runs and rejects, as their source and the stewards see them.

use super::{Db, StoreError};
use entity::{import_run, reject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Whose runs: one source's, or all for a steward.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// One source's.
    Source(Uuid),
    /// Everybody's.
    Everybody,
}

/// A page of runs, newest first.
pub async fn runs(
    db: &Db,
    whose: Whose,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<import_run::Model>, StoreError> {
    let mut select = import_run::Entity::find()
        .order_by_desc(import_run::Column::Id)
        .limit(limit);
    if let Whose::Source(source) = whose {
        select = select.filter(import_run::Column::SourceId.eq(source));
    }
    if let Some(before) = before {
        select = select.filter(import_run::Column::Id.lt(before));
    }
    Ok(select.all(db.conn()).await?)
}

/// One run.
pub async fn run(db: &Db, whose: Whose, id: Uuid) -> Result<Option<import_run::Model>, StoreError> {
    let found = import_run::Entity::find_by_id(id).one(db.conn()).await?;
    Ok(
        found
            .filter(|row| matches!(whose, Whose::Everybody) || matches!(whose, Whose::Source(s) if s == row.source_id)),
    )
}

/// A page of rejects, newest first.
pub async fn rejects(
    db: &Db,
    whose: Whose,
    run: Option<Uuid>,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<reject::Model>, StoreError> {
    let mut select = reject::Entity::find().order_by_desc(reject::Column::Id).limit(limit);
    if let Whose::Source(source) = whose {
        select = select.filter(reject::Column::SourceId.eq(source));
    }
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
    let found = reject::Entity::find_by_id(id).one(db.conn()).await?;
    Ok(
        found
            .filter(|row| matches!(whose, Whose::Everybody) || matches!(whose, Whose::Source(s) if s == row.source_id)),
    )
}
