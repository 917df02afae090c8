//! Which concepts elsewhere a vocabulary sets its own beside, as it publishes that; whether those are known here or not.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_match")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The vocabulary's own concept.
    pub concept_id: Uuid,
    /// The URI of the other one.
    pub uri: String,
    /// What the other is to it: `exact`, `close`, `broad`, `narrow` or `related`.
    pub kind: String,
    /// The number of the first version that says it.
    pub since: i32,
    /// The number of the first version that does not; none while the newest does.
    pub until: Option<i32>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The vocabulary's own concept.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::ConceptId",
        to = "super::concept::Column::Id"
    )]
    Concept,
}

impl ActiveModelBehavior for ActiveModel {}
