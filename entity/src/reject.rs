//! Rejects: records that could not be read, kept so that they can be mended and replayed.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reject")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The run that met it.
    pub import_run_id: Uuid,
    /// The source that sent it.
    pub source_id: Uuid,
    /// The adapter and version that could not read it.
    pub adapter: String,
    /// The file it is in.
    pub file: Option<String>,
    /// Where in it: a JSON pointer, or row and column.
    pub place: String,
    /// Stable code of the reason.
    pub code: String,
    /// The reason in words; no personal data.
    pub reason: String,
    /// When it was met.
    pub recorded_at: DateTimeUtc,
    /// When it was settled by a replay, or by hand; none while open.
    pub resolved_at: Option<DateTimeUtc>,
    /// How: `replayed`, `again` or `settled`; none while open.
    pub resolution: Option<String>,
    /// By whom or what, such as `run:…` or `steward:…`; none while open.
    pub resolved_by: Option<String>,
    /// Why, as whoever settled it by hand says; no personal data.
    pub note: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The run that met it.
    #[sea_orm(
        belongs_to = "super::import_run::Entity",
        from = "Column::ImportRunId",
        to = "super::import_run::Column::Id"
    )]
    ImportRun,
    /// The source that sent it.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
}

impl Related<super::import_run::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::ImportRun.def()
    }
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
