//! Organizations: schools, employers, agencies, issuers, partners.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is, in the words of the rules.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What kind of identifier it is known by: `did`, `url`, `sourcedId`.
    pub identifier_system: Option<String>,
    /// That identifier.
    pub identifier_value: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// When the hub first met it.
    pub created_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
