//! Mappings: which concept of another vocabulary a concept corresponds to, who says so and how sure they are.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mapping")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The concept that is translated.
    pub subject_concept_id: Uuid,
    /// The concept it is translated to; none where it is known that there is no match.
    pub object_concept_id: Option<Uuid>,
    /// SKOS relation: `exact`, `close`, `broad`, `narrow`, `related`, or `no_match`.
    pub relation: String,
    /// How it was found.
    pub method: String,
    /// How sure the author is, from 0 to 1.
    pub confidence: f64,
    /// Who made it.
    pub author: Option<String>,
    /// Who checked it.
    pub reviewer: Option<String>,
    /// When it was checked.
    pub reviewed_at: Option<DateTimeUtc>,
    /// Why it holds.
    pub justification: Option<String>,
    /// The published set it came with.
    pub mapping_set: Option<String>,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When it stopped holding; none while it does.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
