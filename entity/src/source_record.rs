//! Source records: what a source sent, one row for each version of each record.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source_record")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The source that sent it.
    pub source_id: Uuid,
    /// The kind of record in the source's words: `enrollments`, `assertions`.
    pub stream: String,
    /// Its key within the stream.
    pub key: String,
    /// Hash of what it says; the same hash again changes nothing.
    pub content_hash: String,
    /// What it says, allow-listed fields only.
    pub payload: Json,
    /// Whom it is about; none where it is about nobody, as an opportunity.
    pub subject_id: Option<Uuid>,
    /// The run that received it; none where it was entered by hand.
    pub import_run_id: Option<Uuid>,
    /// Whether the source says that it is gone.
    pub tombstone: bool,
    /// When it was received.
    pub received_at: DateTimeUtc,
    /// When a newer version took its place; none for the current one.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The source that sent it.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
    /// Whom it is about.
    #[sea_orm(
        belongs_to = "super::subject::Entity",
        from = "Column::SubjectId",
        to = "super::subject::Column::Id"
    )]
    Subject,
    /// The run that received it.
    #[sea_orm(
        belongs_to = "super::import_run::Entity",
        from = "Column::ImportRunId",
        to = "super::import_run::Column::Id"
    )]
    ImportRun,
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl Related<super::subject::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Subject.def()
    }
}

impl Related<super::import_run::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ImportRun.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
