//! Goals: the occupation or skill a holder aims for.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goal")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is now; moves when people are linked or unlinked.
    pub person_id: Uuid,
    /// The person as the source knows them; none where it was not received from a source about a subject.
    pub subject_id: Option<Uuid>,
    /// The source that said so.
    pub source_id: Uuid,
    /// The record it was read from; none where there is none, as for what a holder enters by hand.
    pub source_record_id: Option<Uuid>,
    /// Where in the delivery it stands: a JSON pointer, or row and column.
    pub pointer: String,
    /// The adapter and version that read it: `open_badges@1`.
    pub adapter: String,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When the hub stopped holding it true; none while it does.
    pub superseded_at: Option<DateTimeUtc>,
    /// The row that took its place; none where it was withdrawn.
    pub superseded_by: Option<Uuid>,
    /// What is aimed for: an occupation or a skill, in the words of the rules.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The occupation or skill, where a vocabulary has it.
    pub concept_id: Option<Uuid>,
    /// The band aimed for, 0 to 5; none where any will do.
    pub target_band: Option<i16>,
    /// By when.
    pub due_on: Option<Date>,
    /// In the holder's words.
    pub note: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The occupation or skill, where a vocabulary has it.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::ConceptId",
        to = "super::concept::Column::Id"
    )]
    Concept,
    /// The source that said so.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
}

impl Related<super::concept::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Concept.def()
    }
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
