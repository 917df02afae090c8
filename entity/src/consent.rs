//! Consents: one row for each immutable version. Uses are counted from the disclosures, not here.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The consent, the same in all versions.
    pub consent_id: Uuid,
    /// Its version, from 1.
    pub version: i32,
    /// The holder. No foreign key: it outlives erasure as proof.
    pub person_id: Uuid,
    /// The partner it is for.
    pub partner_organization_id: Uuid,
    /// The partner's only program it is for; none for all of them.
    pub client_id: Option<Uuid>,
    /// The purpose, from the closed list of the rules.
    pub purpose: String,
    /// `requested`, `granted`, `refused`, `paused` or `withdrawn`.
    pub state: String,
    /// What may be seen: an array of scope strings.
    pub scopes: Json,
    /// What may not be seen whatever the scopes say: an array of scope strings.
    pub denies: Json,
    /// From when it holds.
    pub starts_at: DateTimeUtc,
    /// Until when it holds.
    pub expires_at: DateTimeUtc,
    /// How many accesses it allows; none for any number.
    pub use_limit: Option<i32>,
    /// How long the partner may keep what it saw, as an ISO 8601 duration.
    pub retention: Option<String>,
    /// Whether the partner may pass it on, in the words of the rules.
    pub redisclosure: Option<String>,
    /// The version of the notice the holder was shown.
    pub notice_version: String,
    /// The language of that notice, BCP 47.
    pub notice_language: String,
    /// Who decided: `holder`, `guardian` or `delegate`.
    pub given_by_kind: String,
    /// The person who decided; none while nobody has.
    pub given_by: Option<Uuid>,
    /// The delegation under which they decided; none where the holder did. No foreign key: it outlives it as proof.
    pub delegation_id: Option<Uuid>,
    /// Why it was refused, paused or withdrawn, in the holder's words.
    pub reason: Option<String>,
    /// When this version was made.
    pub recorded_at: DateTimeUtc,
    /// When the next version took its place; none for the current one.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The partner it is for.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::PartnerOrganizationId",
        to = "super::organization::Column::Id"
    )]
    Partner,
    /// The partner's only program it is for.
    #[sea_orm(
        belongs_to = "super::client::Entity",
        from = "Column::ClientId",
        to = "super::client::Column::Id"
    )]
    Client,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Partner.def()
    }
}

impl Related<super::client::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Client.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
