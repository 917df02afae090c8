//! Concepts: skills, knowledge, occupations and the like, each of one vocabulary and the same through its versions.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concept")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The vocabulary that it belongs to.
    pub vocabulary_id: Uuid,
    /// Its URI, unique in the vocabulary.
    pub uri: String,
    /// Its code or notation.
    pub code: Option<String>,
    /// What it is: `skill`, `knowledge`, `occupation` and so on, in the words of the rules.
    pub kind: String,
    /// How widely it applies, as the vocabulary says: `transversal`, `cross-sector`.
    pub reuse_level: Option<String>,
    /// Whether it is to be used: `released`, `deprecated`.
    pub status: String,
    /// The concept to use in its place.
    pub replaced_by: Option<Uuid>,
    /// The number of the version since which it is deprecated.
    pub deprecated_since: Option<i32>,
    /// The number of the first version that holds it.
    pub since: i32,
    /// The number of the first version that does not; none while the newest does.
    pub until: Option<i32>,
    /// Where it stands as a whole on a scale of the vocabulary, such as the job zone of an occupation.
    pub level: Option<f64>,
    /// The key of that scale.
    pub level_scale: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The vocabulary that it belongs to.
    #[sea_orm(
        belongs_to = "super::vocabulary::Entity",
        from = "Column::VocabularyId",
        to = "super::vocabulary::Column::Id"
    )]
    Vocabulary,
}

impl Related<super::vocabulary::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Vocabulary.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
