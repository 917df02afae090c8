//! Labels of concepts, in each language.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_label")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The concept it names.
    pub concept_id: Uuid,
    /// Its language, BCP 47.
    pub language: String,
    /// `preferred`, `alternative` or `hidden`.
    pub kind: String,
    /// The label as published.
    pub text: String,
    /// The label as the rules normalise it, to find it by.
    pub normalised: String,
    /// The number of the first version that holds it.
    pub since: i32,
    /// The number of the first version that does not; none while the newest does.
    pub until: Option<i32>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The concept it names.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::ConceptId",
        to = "super::concept::Column::Id"
    )]
    Concept,
}

impl Related<super::concept::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Concept.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
