//! Processes that wrote disclosures: each states where those before it had come to, so that nothing is taken off an end unseen.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosure_writer")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its place in the order in which they began, from 1 without gaps.
    pub number: i64,
    /// The hash of the one before; empty for the first.
    pub previous_hash: String,
    /// Where earlier processes had come to: writer, number and hash of its last disclosure.
    pub ends: Json,
    /// When it wrote first.
    pub begun_at: DateTimeUtc,
    /// Keyed hash over this row and the one before.
    pub hash: String,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
