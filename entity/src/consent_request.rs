//! Requests for consent: what a partner asks at an address. Whose address it is, is found when a holder looks: a request
//! at an address that is nobody's is kept like any other. The consent that answers one has its id.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_request")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller; of the consent that answers it too.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The partner that asks.
    pub partner_organization_id: Uuid,
    /// The program it asks through, where it names one.
    pub client_id: Option<Uuid>,
    /// `email` or `passport`.
    pub address_kind: String,
    /// Keyed hash of the address; of an e-mail address the same as among the identifiers of people.
    pub address_hash: String,
    /// The purpose, from the closed list of the rules.
    pub purpose: String,
    /// What is asked for: an array of objects `scope`, `required`, `reason`.
    pub scopes: Json,
    /// Until when the consent is to last; none where a number of days is asked for.
    pub until_at: Option<DateTimeUtc>,
    /// How many days the consent is to last from when it is given.
    pub for_days: Option<i32>,
    /// How many accesses it is to allow; none for any number.
    pub use_limit: Option<i32>,
    /// How long the partner would keep what it sees, in its words.
    pub retention: Option<String>,
    /// Whether the partner would pass it on, in the words of the rules.
    pub redisclosure: String,
    /// The version of the notice that the partner shows; the hub's own where it shows none.
    pub notice_version: String,
    /// The language of the request, BCP 47.
    pub language: String,
    /// When it was asked.
    pub asked_at: DateTimeUtc,
    /// Until when it may be answered.
    pub open_until: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The partner that asks.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::PartnerOrganizationId",
        to = "super::organization::Column::Id"
    )]
    Partner,
    /// The program it asks through.
    #[sea_orm(
        belongs_to = "super::client::Entity",
        from = "Column::ClientId",
        to = "super::client::Column::Id"
    )]
    Client,
}

impl Related<super::organization::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Partner.def()
    }
}

impl Related<super::client::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Client.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
