//! Receipts: the signed proof of one version of a consent.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_receipt")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The consent.
    pub consent_id: Uuid,
    /// The version it is the receipt of.
    pub version: i32,
    /// The holder. No foreign key: it outlives erasure as proof.
    pub person_id: Uuid,
    /// The receipt (fields of ISO/IEC TS 27560), without its signature.
    pub body: Json,
    /// Signature over the canonical form of the body.
    pub signature: String,
    /// When it was signed.
    pub issued_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
