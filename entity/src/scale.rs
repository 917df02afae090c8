//! Scales: ordered sets of levels as sources and vocabularies use them.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scale")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The source that uses it; none for a scale of a vocabulary or of the hub.
    pub source_id: Option<Uuid>,
    /// The vocabulary that declares it; none for a scale of a source or of the hub.
    pub vocabulary_id: Option<Uuid>,
    /// Its short name.
    pub key: String,
    /// Its URI, where a vocabulary publishes it by one.
    pub uri: Option<String>,
    /// Its name to show.
    pub name: String,
    /// `ascending` where the highest rank is the strongest, else `descending`.
    pub direction: String,
    /// What its values are, in the words of the rules.
    pub kind: String,
    /// When it was declared.
    pub created_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The source that uses it.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
    /// The vocabulary that declares it.
    #[sea_orm(
        belongs_to = "super::vocabulary::Entity",
        from = "Column::VocabularyId",
        to = "super::vocabulary::Column::Id"
    )]
    Vocabulary,
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl Related<super::vocabulary::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Vocabulary.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
