//! People: one row for each holder, known to the hub under one identity.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name to show; derived, as the names below, from what the person's subjects are called.
    pub display_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name, from the same subject as the given name.
    pub family_name: Option<String>,
    /// The language the holder prefers, BCP 47.
    pub language: Option<String>,
    /// `under_13`, `13_15`, `16_17`, `adult` or nothing known; the birth date itself is not kept.
    pub age_band: Option<String>,
    /// The person whose passport now shows what was here; none for a person of their own.
    pub merged_into: Option<Uuid>,
    /// When the hub first met them.
    pub created_at: DateTimeUtc,
    /// When the holder had everything erased; the row stays so that the identity is never given out again.
    pub erased_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
