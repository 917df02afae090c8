//! What was decided that terms mean; one decision of a term holds at a time.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "term_decision")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The term.
    pub term_id: Uuid,
    /// The concept it means; none where none is meant.
    pub concept_id: Option<Uuid>,
    /// What the concept is to the term: `exact`, `close`, `broad`, `narrow`, `related`, or `none`.
    pub relation: String,
    /// Who decided: `steward:…`, `member:…` or `source:…`.
    pub decided_by: String,
    /// What they wrote beside it.
    pub note: Option<String>,
    /// When.
    pub recorded_at: DateTimeUtc,
    /// When another took its place, or it was taken back.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
