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
    /// The person who may act; none while nobody has accepted it.
    pub delegate_person_id: Option<Uuid>,
    /// The organization that may act.
    pub delegate_organization_id: Option<Uuid>,
    /// `guardian` or `delegate`, and so on, in the words of the rules.
    pub kind: String,
    /// The most that they may give: an array of scope strings.
    pub scopes: Json,
    /// What for: an array of purposes; none for any.
    pub purposes: Option<Json>,
    /// Where the delegate is named: `email` or `passport`.
    pub address_kind: Option<String>,
    /// The keyed hash of that address; the address itself is not kept.
    pub address_hash: Option<String>,
    /// From when it holds.
    pub starts_at: DateTimeUtc,
    /// Until when it holds.
    pub expires_at: DateTimeUtc,
    /// When the hub learned it.
    pub recorded_at: DateTimeUtc,
    /// When the person who may act accepted it.
    pub accepted_at: Option<DateTimeUtc>,
    /// When it was ended before its time; none while it holds, or where its time ended it.
    pub superseded_at: Option<DateTimeUtc>,
    /// Who ended it: `holder`, `delegate` or `steward`.
    pub ended_by: Option<String>,
    /// Of a guardian: whether the holder is of age when it runs out.
    pub of_age_after: bool,
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
