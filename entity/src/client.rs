//! Clients: programs of an organization that may ask for tokens.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose program it is.
    pub organization_id: Uuid,
    /// The client id it signs in with; unique.
    pub key: String,
    /// Its name to show.
    pub name: String,
    /// What it may act as: a partner, a source, in the words of the rules.
    pub kind: String,
    /// Password hash of its secret; none where a trusted issuer vouches for it.
    pub secret_hash: Option<String>,
    /// When it was registered.
    pub created_at: DateTimeUtc,
    /// When it was shut out; none while it may sign in.
    pub disabled_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose program it is.
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
