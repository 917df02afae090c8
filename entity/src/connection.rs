//! Connections: whether a holder lets a source write into the passport, by the subject as which the source knows them.
//! Versions are immutable; a subject without one waits for the holder's word.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "connection")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The subject.
    pub subject_id: Uuid,
    /// `accepted`, `refused` or `ended`, in the words of the rules.
    pub state: String,
    /// The person who decided.
    pub decided_by: Option<Uuid>,
    /// When.
    pub recorded_at: DateTimeUtc,
    /// When it was decided otherwise; none while it holds.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The subject.
    #[sea_orm(
        belongs_to = "super::subject::Entity",
        from = "Column::SubjectId",
        to = "super::subject::Column::Id"
    )]
    Subject,
}

impl Related<super::subject::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Subject.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
