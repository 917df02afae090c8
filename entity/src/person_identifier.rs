//! Identifiers of people, such as an e-mail address or a student number: searchable by keyed hash, readable only unsealed.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_identifier")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is now.
    pub person_id: Uuid,
    /// The subject that brought it; none where the holder gave it.
    pub subject_id: Option<Uuid>,
    /// What kind of identifier it is: `email`, `did`, or the URI of the issuing system.
    pub system: String,
    /// Keyed hash of the normalised value, to look it up.
    pub value_hash: String,
    /// The value, sealed.
    pub value_sealed: Vec<u8>,
    /// Whether somebody the hub trusts checked that it is theirs.
    pub verified: bool,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When it stopped holding; none while it does.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose it is now.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// The subject that brought it.
    #[sea_orm(
        belongs_to = "super::subject::Entity",
        from = "Column::SubjectId",
        to = "super::subject::Column::Id"
    )]
    Subject,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<super::subject::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Subject.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
