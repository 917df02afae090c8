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
    /// How it was found, in the words of the rules: `manual`, `lexical`, `review`, ….
    pub method: String,
    /// How sure its author is, from 0 to 1.
    pub confidence: f64,
    /// Who made it: identifiers and names, with `|` between them.
    pub author: Option<String>,
    /// Who checked it.
    pub reviewer: Option<String>,
    /// When it was checked.
    pub reviewed_at: Option<DateTimeUtc>,
    /// Why it holds, as its author writes it: `semapv:LexicalMatching`.
    pub justification: Option<String>,
    /// The published set it came with.
    pub mapping_set: Option<String>,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When it stopped holding; none while it does.
    pub superseded_at: Option<DateTimeUtc>,
    /// `proposed`, `published`, `accepted`, `corrected` or `rejected`.
    pub standing: String,
    /// Whether its author says how sure they are; else the confidence is what the rules take for it.
    pub confidence_stated: bool,
    /// The vocabulary that has no match; none where it has an object, or no vocabulary has a match.
    pub object_vocabulary_id: Option<Uuid>,
    /// The statement that it takes the place of.
    pub replaces_id: Option<Uuid>,
    /// The version of the published set.
    pub mapping_set_version: Option<String>,
    /// The licence of the published set.
    pub licence: Option<String>,
    /// The program that found it.
    pub tool: Option<String>,
    /// The program's version.
    pub tool_version: Option<String>,
    /// The day it was made.
    pub made_on: Option<Date>,
    /// Addresses of pages that say more, as a list.
    pub see_also: Option<Json>,
    /// What its author or reviewer remarks.
    pub comment: Option<String>,
    /// Which properties of the subject were compared, such as `skos:prefLabel`, with `|` between them.
    pub subject_match_field: Option<String>,
    /// Which properties of the object were.
    pub object_match_field: Option<String>,
    /// The texts that met, as a list.
    pub match_string: Option<Json>,
    /// How alike the two are by the measure named, 0 to 1; other than the confidence, no chance of being right.
    pub similarity_score: Option<f64>,
    /// By what measure.
    pub similarity_measure: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
