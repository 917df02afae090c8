//! Which persons there are for whom; says nothing about them.

use super::{Db, StoreError};
use crate::caller::{HolderPass, SourcePass};
use entity::{person, subject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Whether the holder has a passport here.
pub async fn holder_exists(db: &Db, pass: HolderPass) -> Result<bool, StoreError> {
    let ids: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.eq(pass.person()))
        .filter(person::Column::ErasedAt.is_null())
        .into_tuple()
        .all(db.conn())
        .await?;
    Ok(!ids.is_empty())
}

/// Which of these persons a source has contributed to.
pub async fn contributed_to(db: &Db, pass: SourcePass, persons: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let select = subject::Entity::find()
        .select_only()
        .column(subject::Column::PersonId)
        .distinct();
    let own = select.filter(subject::Column::SourceId.eq(pass.source()));
    Ok(own
        .filter(subject::Column::PersonId.is_in(persons.to_vec()))
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// A page of the persons a source has contributed to, in the order of their ids.
pub async fn contributed_page(
    db: &Db,
    pass: SourcePass,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    let mut select = subject::Entity::find()
        .select_only()
        .column(subject::Column::PersonId)
        .distinct()
        .filter(subject::Column::SourceId.eq(pass.source()))
        .order_by_asc(subject::Column::PersonId)
        .limit(limit);
    if let Some(after) = after {
        select = select.filter(subject::Column::PersonId.gt(after));
    }
    Ok(select.into_tuple().all(db.conn()).await?)
}
