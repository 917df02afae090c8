//! What was learned from a vocabulary, to link labels to it; one a vocabulary, for all its versions.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vocabulary_encoder")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller; another whenever it was trained anew.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The vocabulary it learned from.
    pub vocabulary_id: Uuid,
    /// The version it learned from.
    pub version: String,
    /// How many concepts it learned from.
    pub concepts: i32,
    /// The encoder as bytes; the rules know their shape.
    pub bytes: Vec<u8>,
    /// When it was trained.
    pub trained_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The vocabulary it learned from.
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
