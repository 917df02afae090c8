//! How concepts stood before a version said something else of them: past versions are read from it.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_past")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The concept.
    pub concept_id: Uuid,
    /// The number of the version that said something else: so it stood until the one before.
    pub before: i32,
    /// Its code or notation.
    pub code: Option<String>,
    /// What it was.
    pub kind: String,
    /// How widely it applied.
    pub reuse_level: Option<String>,
    /// Whether it was to be used: `released`, `deprecated`.
    pub status: String,
    /// The concept to use in its place.
    pub replaced_by: Option<Uuid>,
    /// The number of the version since which it was deprecated.
    pub deprecated_since: Option<i32>,
    /// The number of the version since which it was gone; none where it was there.
    pub gone_since: Option<i32>,
    /// Where it stood as a whole on a scale of the vocabulary.
    pub level: Option<f64>,
    /// The key of that scale.
    pub level_scale: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The concept.
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
