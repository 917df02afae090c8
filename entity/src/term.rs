//! Terms: what sources call skills, each once for a source.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "term")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The source that sent it.
    pub source_id: Uuid,
    /// What makes it the same as another: framework, code, URI and normalised label; a hash where that is long.
    pub key: String,
    /// The label as it first came.
    pub label: Option<String>,
    /// The code as it first came.
    pub code: Option<String>,
    /// The URI as it first came.
    pub uri: Option<String>,
    /// The framework that was named.
    pub framework: Option<String>,
    /// The language that was named, BCP 47.
    pub language: Option<String>,
    /// The concept that it means now, and with it all its claims; none where it means none.
    pub concept_id: Option<Uuid>,
    /// What the concept is to it: `exact`, `close`, `broad`, `narrow`, `related`.
    pub relation: Option<String>,
    /// By what it was met; `reviewed` where somebody decided, also that it means nothing.
    pub method: Option<String>,
    /// How sure that is, 0 to 1.
    pub confidence: Option<f64>,
    /// The mapping that led on into the pivot vocabulary, where one did.
    pub mapping_id: Option<Uuid>,
    /// When it first came.
    pub first_seen_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
