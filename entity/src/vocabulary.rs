//! Vocabularies: published sets of concepts, as their newest version is. `vocabulary_version` has all versions.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vocabulary")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its short name, the same in all versions: `esco`, `onet`.
    pub key: String,
    /// Its newest version, as its publisher names it.
    pub version: String,
    /// Its name to show.
    pub name: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The licence it is used under, as an SPDX identifier or URL.
    pub licence: Option<String>,
    /// The words the licence asks to be shown.
    pub attribution: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Its main language, BCP 47.
    pub language: String,
    /// Whether other vocabularies are translated through it.
    pub pivot: bool,
    /// When its newest version was loaded.
    pub created_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
