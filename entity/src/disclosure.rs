//! Disclosures: one row for each access to a passport, in a hash chain per holder. Rows are added, never changed.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosure")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The holder. No foreign key: it outlives erasure as proof.
    pub person_id: Uuid,
    /// Its place in the holder's chain, from 1 without gaps.
    pub seq: i64,
    /// The hash of the entry before; none for the first.
    pub previous_hash: Option<String>,
    /// Hash over this entry and the one before; `form` says how it is made.
    pub hash: String,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// Who asked: `holder`, `partner`, `source`, `steward`, in the words of the rules.
    pub caller_kind: String,
    /// The organization that asked.
    pub organization_id: Option<Uuid>,
    /// The program that asked.
    pub client_id: Option<Uuid>,
    /// The source that asked or wrote.
    pub source_id: Option<Uuid>,
    /// The purpose claimed.
    pub purpose: Option<String>,
    /// The consents, with their versions, that it rested on.
    pub consents: Json,
    /// The operation asked for.
    pub operation: String,
    /// What was returned: the types and how many rows of each.
    pub types: Json,
    /// How many rows were returned in all.
    pub rows_returned: i32,
    /// Whether it was granted or refused, and which refusal.
    pub decision: String,
    /// The request, as it stands in the log.
    pub request_id: String,
    /// Hash of the answer as it left; none for entries of the first form.
    pub answer_hash: Option<String>,
    /// How the hash of this entry is made: 1 without a key, 2 with one.
    pub form: i16,
    /// The request that was answered, by its keyed hash; none where it is not told.
    pub request_hash: Option<String>,
    /// Short hashes of the parts of the answer, by path, to say later which part differs.
    pub answer_parts: Option<Json>,
    /// The process that wrote it; none for entries of the first form.
    pub writer_id: Option<Uuid>,
    /// Its place among everything that process wrote, from 1 without gaps.
    pub writer_seq: Option<i64>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
