//! Claims: atomic, immutable statements that a holder has, develops or was taught one skill.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
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
    /// Since when the hub holds what it states, in rows that this one followed; none where that is since `recorded_at`.
    pub known_since: Option<DateTimeUtc>,
    /// Since when the hub holds its level, in such rows; none where that is since `recorded_at`.
    pub level_since: Option<DateTimeUtc>,
    /// When the hub stopped holding it true; none while it does.
    pub superseded_at: Option<DateTimeUtc>,
    /// The row that took its place; none where it was withdrawn.
    pub superseded_by: Option<Uuid>,
    /// The skill meant; none where no vocabulary has it.
    pub concept_id: Option<Uuid>,
    /// The source's term for it; none for what holders say of themselves.
    pub term_id: Option<Uuid>,
    /// The skill's name exactly as received.
    pub raw_label: Option<String>,
    /// The skill's code or URI exactly as received.
    pub raw_code: Option<String>,
    /// The vocabulary exactly as the source names it.
    pub raw_framework: Option<String>,
    /// The level exactly as received.
    pub raw_level: Option<String>,
    /// The scale of that level exactly as the source names it.
    pub raw_scale: Option<String>,
    /// Lowest band the level can mean, 0 to 5; none where no level was given.
    pub band_low: Option<i16>,
    /// Highest band the level can mean, 0 to 5.
    pub band_high: Option<i16>,
    /// What the bands rest on, in the words of the rules.
    pub band_basis: Option<String>,
    /// What was lost when the level was told as bands, or why it gives none: codes with a space between.
    pub band_loss: Option<String>,
    /// `holds`, `develops`, `taught` or `required`.
    pub role: String,
    /// `self`, `endorsed`, `observed`, `assessed`, `certified`, `licensed` or `inferred`.
    pub assertion: String,
    /// `self`, `peer`, `system`, `organization`, `authority` or `unknown`.
    pub asserted_by_kind: String,
    /// Who states it, as received.
    pub asserted_by_name: Option<String>,
    /// The organization that states it, where the hub knows it.
    pub asserted_by_organization_id: Option<Uuid>,
    /// First day the skill was seen or taught.
    pub observed_from: Option<Date>,
    /// Last day the skill was seen or taught.
    pub observed_to: Option<Date>,
    /// How exact both days are: `day`, `month` or `year`.
    pub observed_precision: Option<String>,
    /// First day the statement holds; none where not limited.
    pub valid_from: Option<Date>,
    /// Last day the statement holds; none where not limited.
    pub valid_to: Option<Date>,
    /// How it was read, in the words of the rules: stated by the source, or drawn from its text.
    pub extraction: String,
    /// The mapping that led to the concept; none where the source named the concept itself.
    pub mapping_id: Option<Uuid>,
    /// The relation of that mapping when it was used.
    pub mapping_relation: Option<String>,
    /// The method of that mapping when it was used.
    pub mapping_method: Option<String>,
    /// The confidence of that mapping when it was used, from 0 to 1.
    pub mapping_confidence: Option<f64>,
    /// Whether its evidence was checked and every check that applies passed.
    pub verified: bool,
    /// Each check and its outcome; none where nothing can be checked.
    pub checks: Option<Json>,
    /// The credential that says so.
    pub credential_id: Option<Uuid>,
    /// The experience it was shown in.
    pub experience_id: Option<Uuid>,
    /// The learning that taught it.
    pub learning_id: Option<Uuid>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The skill meant.
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
    /// The record it was read from.
    #[sea_orm(
        belongs_to = "super::source_record::Entity",
        from = "Column::SourceRecordId",
        to = "super::source_record::Column::Id"
    )]
    SourceRecord,
    /// The credential that says so.
    #[sea_orm(
        belongs_to = "super::credential::Entity",
        from = "Column::CredentialId",
        to = "super::credential::Column::Id"
    )]
    Credential,
    /// The experience it was shown in.
    #[sea_orm(
        belongs_to = "super::experience::Entity",
        from = "Column::ExperienceId",
        to = "super::experience::Column::Id"
    )]
    Experience,
    /// The learning that taught it.
    #[sea_orm(
        belongs_to = "super::learning::Entity",
        from = "Column::LearningId",
        to = "super::learning::Column::Id"
    )]
    Learning,
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

impl Related<super::source_record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SourceRecord.def()
    }
}

impl Related<super::credential::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Credential.def()
    }
}

impl Related<super::experience::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Experience.def()
    }
}

impl Related<super::learning::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Learning.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
