//! Import runs: one row for each delivery brought in, with what it changed.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The source it came from.
    pub source_id: Uuid,
    /// The adapter that read it; none before it was recognised.
    pub adapter: Option<String>,
    /// That adapter's version.
    pub adapter_version: Option<String>,
    /// `running`, `finished` or `failed`.
    pub state: String,
    /// The files of the delivery: names, sizes, and how far each was read.
    pub files: Json,
    /// Hash of the whole delivery; none where it was read as a stream.
    pub delivery_hash: Option<String>,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// When it ended; none while it runs.
    pub finished_at: Option<DateTimeUtc>,
    /// Records read.
    pub records_read: i64,
    /// Records not held before.
    pub records_new: i64,
    /// Records held with other content.
    pub records_changed: i64,
    /// Records held with the same content.
    pub records_unchanged: i64,
    /// Records withdrawn by a tombstone.
    pub records_withdrawn: i64,
    /// Records that could not be read.
    pub records_rejected: i64,
    /// People whose passport changed.
    pub passports_touched: i64,
    /// Skill states that came out differently.
    pub states_changed: i64,
    /// Why it failed, in words with its place; no personal data.
    pub error: Option<String>,
    /// Why it failed, as a stable code.
    pub error_code: Option<String>,
    /// When it was last at work; none for runs from before this was noted.
    pub alive_at: Option<DateTimeUtc>,
    /// The process it is at work in, so that others on the same machine see when that is gone; none where unknown.
    pub process: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The source it came from.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
