//! Opportunities: jobs and training on offer. They belong to nobody's passport.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunity")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The source that offers it.
    pub source_id: Uuid,
    /// The record it was read from.
    pub source_record_id: Option<Uuid>,
    /// Whose offer it is, where the hub knows them.
    pub organization_id: Option<Uuid>,
    /// What is on offer: a job, training, in the words of the rules.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Where it is, as received.
    pub location: Option<String>,
    /// First day it is open.
    pub valid_from: Option<Date>,
    /// Last day it is open.
    pub valid_to: Option<Date>,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When it was changed or withdrawn; none while it stands.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose offer it is, where the hub knows them.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
    /// The source that offers it.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organization.def()
    }
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
