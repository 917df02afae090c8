//! Credentials: what was awarded, the signed bytes as received, and what checking them found.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
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
    /// What it is called.
    pub name: String,
    /// What it stands for.
    pub description: Option<String>,
    /// Kind in the source's words: `Badge`, `Degree`, `License`.
    pub achievement_type: Option<String>,
    /// Identifier of what was achieved, the same for everybody who achieved it.
    pub achievement_id: Option<String>,
    /// Who issued it, where the hub knows them.
    pub issuer_organization_id: Option<Uuid>,
    /// Who issued it, as received.
    pub issuer_name: Option<String>,
    /// Day it was issued.
    pub issued_on: Option<Date>,
    /// Last day it is good for; none where it does not expire.
    pub expires_on: Option<Date>,
    /// How it stands, in the words of the rules.
    pub status: String,
    /// Format and version: `open_badges_3`.
    pub format: String,
    /// Media type of the signed bytes; empty where there are none.
    pub media_type: String,
    /// The document exactly as received; none where the source sends no document.
    pub signed_bytes: Option<Vec<u8>>,
    /// Each check (integrity, issuer key, issuer trust, revocation, validity, holder binding, schema) and its outcome.
    pub checks: Json,
    /// Whether every check that applies passed.
    pub verified: bool,
    /// Picture of it, a URL.
    pub image: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who issued it, where the hub knows them.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::IssuerOrganizationId",
        to = "super::organization::Column::Id"
    )]
    Issuer,
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
        Relation::Issuer.def()
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
