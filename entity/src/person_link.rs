//! Links: that a subject is, may be, or is not a certain person. Each can be undone.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_link")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The subject in question.
    pub subject_id: Uuid,
    /// The person it may be.
    pub person_id: Uuid,
    /// `proposed`, `active`, `superseded`, `rejected` or `unlinked`; of a subject's links one at most is active.
    pub state: String,
    /// The identity rule that proposed it.
    pub rule: String,
    /// The fields that agreed, by name; never their values.
    pub agreed: Json,
    /// The person the subject stood with before, to whom it returns when unlinked; none where it was somebody else's from
    /// the first.
    pub previous_person_id: Option<Uuid>,
    /// When the rule found it.
    pub proposed_at: DateTimeUtc,
    /// When it was settled; none while open.
    pub decided_at: Option<DateTimeUtc>,
    /// Who settled it: `rule`, `holder`, or the name of a steward.
    pub decided_by: Option<String>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The subject in question.
    #[sea_orm(
        belongs_to = "super::subject::Entity",
        from = "Column::SubjectId",
        to = "super::subject::Column::Id"
    )]
    Subject,
    /// The person it may be.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::subject::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Subject.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
