//! Relations between concepts as their vocabulary publishes them.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_relation")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The concept it starts from: the narrower one, or the skill.
    pub from_id: Uuid,
    /// The concept it leads to: the broader one, or the occupation.
    pub to_id: Uuid,
    /// `broader`, `essential_for`, `optional_for` or `related`.
    pub kind: String,
    /// How important, on the vocabulary's own scale.
    pub importance: Option<f64>,
    /// Which level is needed, on the vocabulary's own scale.
    pub level: Option<f64>,
    /// The number of the first version that holds it.
    pub since: i32,
    /// The number of the first version that does not; none while the newest does.
    pub until: Option<i32>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The concept it starts from.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::FromId",
        to = "super::concept::Column::Id"
    )]
    From,
}

impl ActiveModelBehavior for ActiveModel {}
