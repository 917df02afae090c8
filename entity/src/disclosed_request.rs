//! Requests that disclosures answered, each kept once however often it was sent.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosed_request")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Keyed hash of the document and of what was asked with it; disclosures name it.
    pub hash: String,
    /// The document, by its keyed hash.
    pub document_hash: String,
    /// Variables and operation name, sealed, for they may name people; none once they were erased.
    pub question_sealed: Option<Vec<u8>>,
    /// When it was first answered.
    pub recorded_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
