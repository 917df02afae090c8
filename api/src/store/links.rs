//! Links between subjects and people: proposed, in force, and decided against.

use super::batch::{LIST, upsert_all};
use super::scope::sent_by;
use super::{StoreError, Tx};
use crate::caller::Reviewer;
use entity::{person_link, subject};
use sea_orm::sea_query::{Condition, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The link with this id, if its subject is one that the reviewer looks after.
pub async fn link(tx: &Tx, reviewer: Reviewer, id: Uuid) -> Result<Option<person_link::Model>, StoreError> {
    let theirs = sent_by(&subject::Column::SourceId, reviewer.among());
    let one = person_link::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, person_link::Relation::Subject.def())
        .filter(Condition::all().add_option(theirs));
    Ok(one.one(tx.conn()).await?)
}

/// All links of these subjects, and those by which somebody was decided not to be one of these people.
pub async fn links(tx: &Tx, subjects: &[Uuid], persons: &[Uuid]) -> Result<Vec<person_link::Model>, StoreError> {
    use person_link::Column::{PersonId, State, SubjectId};
    let mut found: BTreeMap<Uuid, person_link::Model> = BTreeMap::new();
    for batch in subjects.chunks(LIST) {
        let rows = person_link::Entity::find()
            .filter(SubjectId.is_in(batch.iter().copied()))
            .all(tx.conn())
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    for batch in persons.chunks(LIST) {
        let rows = person_link::Entity::find()
            .filter(PersonId.is_in(batch.iter().copied()))
            .filter(State.is_in(["rejected", "unlinked"]));
        found.extend(rows.all(tx.conn()).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(found.into_values().collect())
}

/// The links of these subjects that hold, or will hold again when later ones are undone.
pub async fn in_force(tx: &Tx, subjects: &[Uuid]) -> Result<Vec<person_link::Model>, StoreError> {
    in_force_where(tx, person_link::Column::SubjectId, subjects).await
}

/// The links in force by which subjects left these people.
pub async fn leaving(tx: &Tx, persons: &[Uuid]) -> Result<Vec<person_link::Model>, StoreError> {
    in_force_where(tx, person_link::Column::PreviousPersonId, persons).await
}

async fn in_force_where(
    tx: &Tx,
    column: person_link::Column,
    ids: &[Uuid],
) -> Result<Vec<person_link::Model>, StoreError> {
    let mut found = Vec::new();
    for batch in ids.chunks(LIST) {
        let rows = person_link::Entity::find()
            .filter(column.is_in(batch.iter().copied()))
            .filter(person_link::Column::State.is_in(["active", "superseded"]));
        found.extend(rows.all(tx.conn()).await?);
    }
    Ok(found)
}

/// The subjects that stand with this person because an active link names one of these people.
pub async fn standing_through(tx: &Tx, named: &[Uuid], with: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let mut found = Vec::new();
    for batch in named.chunks(LIST) {
        let rows = person_link::Entity::find()
            .select_only()
            .column(person_link::Column::SubjectId)
            .join(JoinType::InnerJoin, person_link::Relation::Subject.def())
            .filter(person_link::Column::PersonId.is_in(batch.iter().copied()))
            .filter(person_link::Column::State.eq("active"))
            .filter(subject::Column::PersonId.eq(with));
        found.extend(rows.into_tuple::<Uuid>().all(tx.conn()).await?);
    }
    Ok(found)
}

/// Writes links, new or settled.
pub async fn save_links(tx: &Tx, links: Vec<person_link::Model>) -> Result<(), StoreError> {
    use person_link::Column::{Agreed, DecidedAt, DecidedBy, Id, PreviousPersonId, Rule, State};
    let settle = OnConflict::column(Id)
        .update_columns([State, Rule, Agreed, PreviousPersonId, DecidedAt, DecidedBy])
        .to_owned();
    upsert_all::<person_link::Entity>(tx, links, settle).await
}
