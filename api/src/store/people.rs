//! Which persons there are for whom; says nothing about them.

use super::people_lookup::holder_of;
use super::scope::sent_by;
use super::{Db, StoreError};
use crate::caller::{Contributor, HolderPass};
use chrono::{DateTime, Utc};
use entity::subject;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// The holder as things stand now: the pass of the person who stands for them after all mergers; none where they have no
/// passport here. A token outlives a merger, and is its holder's own again when that is undone.
pub async fn standing(db: &Db, pass: HolderPass) -> Result<Option<HolderPass>, StoreError> {
    let person = holder_of(db, pass.person()).await?;
    Ok(person.map(|person| pass.standing_as(person)))
}

/// Which of these persons a source, or an organization's sources, contributed to; by a moment of the past, where one is given.
pub async fn contributed_to(
    db: &Db,
    by: Contributor,
    persons: &[Uuid],
    past: Option<DateTime<Utc>>,
) -> Result<Vec<Uuid>, StoreError> {
    let select = subject::Entity::find()
        .select_only()
        .column(subject::Column::PersonId)
        .distinct();
    let own = select.filter(met(by, past));
    Ok(own
        .filter(subject::Column::PersonId.is_in(persons.to_vec()))
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// The subjects that they spoke of, by a moment of the past where one is given.
fn met(by: Contributor, past: Option<DateTime<Utc>>) -> Condition {
    let own = Condition::all().add_option(sent_by(&subject::Column::SourceId, by.among()));
    own.add_option(past.map(|moment| subject::Column::CreatedAt.lte(moment)))
}

/// A page of the persons they contributed to, in the order of their ids; by a moment of the past, where one is
/// given.
pub async fn contributed_page(
    db: &Db,
    by: Contributor,
    past: Option<DateTime<Utc>>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    let mut select = subject::Entity::find()
        .select_only()
        .column(subject::Column::PersonId)
        .distinct()
        .filter(met(by, past))
        .order_by_asc(subject::Column::PersonId)
        .limit(limit);
    if let Some(after) = after {
        select = select.filter(subject::Column::PersonId.gt(after));
    }
    Ok(select.into_tuple().all(db.conn()).await?)
}
