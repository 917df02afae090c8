//! Experiences: what the holder did, paid or not.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "experience")]
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
    /// `job`, `education`, `project`, `volunteering`, `care`, `gig`, `military`, `apprenticeship` or `life`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where, if the hub knows the organization.
    pub organization_id: Option<Uuid>,
    /// Where, as received.
    pub organization_name: Option<String>,
    /// In which role.
    pub role_title: Option<String>,
    /// Code of the occupation, as received.
    pub occupation_code: Option<String>,
    /// The occupation, where a vocabulary has it.
    pub occupation_concept_id: Option<Uuid>,
    /// First day; the first of the month or year where no more is known.
    pub period_from: Option<Date>,
    /// Last day, the last of the month or year where no more is known; none while it lasts or where the source does not say.
    pub period_to: Option<Date>,
    /// How exact both days are: `day`, `month` or `year`.
    pub period_precision: Option<String>,
    /// In the holder's or source's words.
    pub narrative: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Where, if the hub knows the organization.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
    /// The occupation, where a vocabulary has it.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::OccupationConceptId",
        to = "super::concept::Column::Id"
    )]
    Occupation,
    /// The source that said so.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
    /// The record it was read from.
    #[sea_orm(
        belongs_to = "super::source_record::Entity",
        from = "Column::SourceRecordId",
        to = "super::source_record::Column::Id"
    )]
    SourceRecord,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organization.def()
    }
}

impl Related<super::concept::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Occupation.def()
    }
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl Related<super::source_record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SourceRecord.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
