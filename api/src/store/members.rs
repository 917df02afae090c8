//! Members of organizations, and whether what a token names still stands; one indexed statement each.

use super::{Db, StoreError};
use crate::caller::{Member, MemberRole, SourcePass};
use chrono::{DateTime, Utc};
use entity::{member, source};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A member by their token, as they stand now; none where there is no such member.
pub async fn named(db: &Db, member: Member) -> Result<Option<member::Model>, StoreError> {
    Ok(member::Entity::find_by_id(member.id()).one(db.conn()).await?)
}

/// Whether a source is connected and switched on.
pub async fn is_connected(db: &Db, pass: SourcePass) -> Result<bool, StoreError> {
    let on = source::Entity::find_by_id(pass.source())
        .select_only()
        .column(source::Column::Id)
        .filter(source::Column::DisabledAt.is_null());
    Ok(on.into_tuple::<Uuid>().one(db.conn()).await?.is_some())
}

/// Adds a member.
pub async fn add(
    db: &Db,
    organization: Uuid,
    role: MemberRole,
    name: &str,
    now: DateTime<Utc>,
) -> Result<member::Model, StoreError> {
    let row = member::Model {
        id: Uuid::now_v7(),
        organization_id: organization,
        role: role.as_str().into(),
        name: name.into(),
        created_at: now,
        ended_at: None,
    };
    member::Entity::insert(row.clone().into_active_model())
        .exec_without_returning(db.conn())
        .await?;
    Ok(row)
}

/// All members there are or were, in the order in which they were added; for the operator at the console.
pub async fn all(db: &Db) -> Result<Vec<member::Model>, StoreError> {
    let select = member::Entity::find().order_by_asc(member::Column::Id);
    Ok(select.all(db.conn()).await?)
}

/// The member with this id; for the operator at the console.
pub async fn by_id(db: &Db, id: Uuid) -> Result<Option<member::Model>, StoreError> {
    Ok(member::Entity::find_by_id(id).one(db.conn()).await?)
}

/// Ends a member's role. One that has ended stays as it is.
pub async fn end(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    let change = member::ActiveModel {
        ended_at: Set(Some(now)),
        ..Default::default()
    };
    member::Entity::update_many()
        .set(change)
        .filter(member::Column::Id.eq(id))
        .filter(member::Column::EndedAt.is_null())
        .exec(db.conn())
        .await?;
    Ok(())
}
