//! Subjects: a person as one source knows them.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subject")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The source that knows them.
    pub source_id: Uuid,
    /// Keyed hash of the source's own key for the person, to find it again.
    pub key_hash: String,
    /// That key, sealed, to ask the source by it.
    pub key_sealed: Vec<u8>,
    /// The person it is taken for now.
    pub person_id: Uuid,
    /// The person it was made with, or was given when its first link was undone.
    pub home_person_id: Option<Uuid>,
    /// The name the source gives, as shown.
    pub display_name: Option<String>,
    /// The given name that the source gives.
    pub given_name: Option<String>,
    /// The family name that the source gives.
    pub family_name: Option<String>,
    /// The language that they prefer by the source's account, BCP 47.
    pub language: Option<String>,
    /// When the source last gave another name or language; none where it never did.
    pub named_at: Option<DateTimeUtc>,
    /// When the source first spoke of them.
    pub created_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The person it is taken for now.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// The source that knows them.
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<super::source::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Source.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
