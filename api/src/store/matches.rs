//! Uncertain matches, with the little that a steward needs to settle them.

use super::{Db, StoreError};
use crate::caller::StewardPass;
use entity::{person, person_link, subject};
use sea_orm::prelude::{DateTimeUtc, Json};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

/// A subject of a source who may be a person known already.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct MatchRow {
    /// The link.
    pub id: Uuid,
    /// The source that knows the subject.
    pub source_id: Uuid,
    /// Whose passport the subject's records are in now.
    pub subject_person_id: Uuid,
    /// The subject's name, as the source gave it.
    pub subject_name: Option<String>,
    /// The person known already.
    pub person_id: Uuid,
    /// That person's name.
    pub person_name: Option<String>,
    /// By which rule.
    pub rule: String,
    /// Which fields agreed.
    pub agreed: Json,
    /// Where it stands.
    pub state: String,
    /// Since when it waits.
    pub proposed_at: DateTimeUtc,
}

/// A page of the matches that wait, the oldest first.
pub async fn waiting(db: &Db, _: StewardPass, after: Option<Uuid>, limit: u64) -> Result<Vec<MatchRow>, StoreError> {
    let mut select = person_link::Entity::find()
        .select_only()
        .columns([
            person_link::Column::Id,
            person_link::Column::PersonId,
            person_link::Column::Rule,
        ])
        .columns([
            person_link::Column::Agreed,
            person_link::Column::State,
            person_link::Column::ProposedAt,
        ])
        .column(subject::Column::SourceId)
        .column_as(subject::Column::PersonId, "subject_person_id")
        .column_as(subject::Column::DisplayName, "subject_name")
        .column_as(person::Column::DisplayName, "person_name")
        .join(JoinType::InnerJoin, person_link::Relation::Subject.def())
        .join(JoinType::InnerJoin, person_link::Relation::Person.def())
        .filter(person_link::Column::State.eq("proposed"))
        .order_by_asc(person_link::Column::Id)
        .limit(limit);
    if let Some(after) = after {
        select = select.filter(person_link::Column::Id.gt(after));
    }
    Ok(select.into_model().all(db.conn()).await?)
}
