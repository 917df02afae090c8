//! Skill states: what a person's claims add up to for one skill. Derived by the rules, never authoritative, made anew at any time.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skill_state")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// The skill; none where the claims name no concept.
    pub concept_id: Option<Uuid>,
    /// The normalised label that stands for the skill where there is no concept.
    pub term: Option<String>,
    /// Lowest band the claims allow, 0 to 5; none where no claim has a level.
    pub band_low: Option<i16>,
    /// Highest band the claims allow, 0 to 5.
    pub band_high: Option<i16>,
    /// The strongest kind of assertion among the claims.
    pub strongest_assertion: String,
    /// How many sources say so independently of each other.
    pub independent_sources: i32,
    /// How many claims were combined.
    pub claims: i32,
    /// Where it is going, in the words of the rules.
    pub trend: String,
    /// Last day the skill was seen.
    pub last_observed: Option<Date>,
    /// When it was computed.
    pub computed_at: DateTimeUtc,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Whose it is.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    /// The skill.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::ConceptId",
        to = "super::concept::Column::Id"
    )]
    Concept,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<super::concept::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Concept.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
