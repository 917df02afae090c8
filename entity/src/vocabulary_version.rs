//! Versions of vocabularies, in the order in which they were loaded; never changed, but for what they lacked: languages and
//! concepts that are added.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vocabulary_version")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The vocabulary.
    pub vocabulary_id: Uuid,
    /// Its number among the versions that were loaded, from 1.
    pub number: i32,
    /// What its publisher calls it.
    pub version: String,
    /// The vocabulary's name in it.
    pub name: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The licence it is used under, as an SPDX identifier or URL.
    pub licence: Option<String>,
    /// The words the licence asks to be shown.
    pub attribution: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// The languages that it has labels in, BCP 47, as a list.
    pub languages: Json,
    /// Those of them that its own files speak, as a list: the others are as the version before had them. None means all.
    pub told: Option<Json>,
    /// How many concepts were added, changed and so on against the version before, by name.
    pub changes: Json,
    /// When it was loaded.
    pub loaded_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The vocabulary.
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
