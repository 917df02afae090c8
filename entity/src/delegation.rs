//! Delegations: somebody who may act for a holder.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delegation")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The holder acted for.
    pub person_id: Uuid,
    /// The person who may act.
    pub delegate_person_id: Option<Uuid>,
    /// The organization that may act.
    pub delegate_organization_id: Option<Uuid>,
    /// `guardian` or `delegate`, and so on, in the words of the rules.
    pub kind: String,
    /// What they may do: an array of scope strings.
    pub scopes: Json,
    /// From when it holds.
    pub starts_at: DateTimeUtc,
    /// Until when it holds.
    pub expires_at: DateTimeUtc,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When it was changed or ended; none while it holds.
    pub superseded_at: Option<DateTimeUtc>,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The holder acted for.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
