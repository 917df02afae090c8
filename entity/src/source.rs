//! Sources: connected systems, and how to reach them.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its short name, chosen by the steward; unique.
    pub key: String,
    /// Its name to show.
    pub name: String,
    /// `lms`, `hris`, `workforce`, `badge`, `self` or `partner`.
    pub kind: String,
    /// The adapter that reads it; none where each delivery is recognised by its content.
    pub adapter: Option<String>,
    /// Whose system it is.
    pub organization_id: Option<Uuid>,
    /// Identifier systems whose values this source has verified: an array of strings.
    pub trusted_identifiers: Json,
    /// Address, secrets and options for asking it, sealed; none for a source that only sends.
    pub settings_sealed: Option<Vec<u8>>,
    /// Where asking it stands; written by the import, read by the adapter.
    pub cursor: Option<Json>,
    /// When it was connected.
    pub created_at: DateTimeUtc,
    /// When it was switched off; none while it is on.
    pub disabled_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose system it is.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organization.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
