//! Import runs, as their source, its organization and the stewards see them.

use super::scope::sent_by;
use super::{Db, StoreError};
use crate::caller::Whose;
use entity::import_run;
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

fn theirs<C: ColumnTrait>(source: &C, whose: Whose) -> Condition {
    Condition::all().add_option(sent_by(source, whose.among()))
}
