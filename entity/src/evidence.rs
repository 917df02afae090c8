//! Evidence: what backs a claim, a credential or an experience.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
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
    /// The claim it backs.
    pub claim_id: Option<Uuid>,
    /// The credential it backs.
    pub credential_id: Option<Uuid>,
    /// The experience it backs.
    pub experience_id: Option<Uuid>,
    /// What it is, in the words of the rules.
    pub kind: String,
    /// What it is called.
    pub title: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// What it shows, as received.
    pub description: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The claim it backs.
    #[sea_orm(
        belongs_to = "super::claim::Entity",
        from = "Column::ClaimId",
        to = "super::claim::Column::Id"
    )]
    Claim,
    /// The credential it backs.
    #[sea_orm(
        belongs_to = "super::credential::Entity",
        from = "Column::CredentialId",
        to = "super::credential::Column::Id"
    )]
    Credential,
    /// The experience it backs.
    #[sea_orm(
        belongs_to = "super::experience::Entity",
        from = "Column::ExperienceId",
        to = "super::experience::Column::Id"
    )]
    Experience,
    /// The source that said so.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
}

impl Related<super::claim::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Claim.def()
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

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
