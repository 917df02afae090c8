//! Skills that an opportunity asks for.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunity_requirement")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The opportunity that asks.
    pub opportunity_id: Uuid,
    /// The skill; none where no vocabulary has it.
    pub concept_id: Option<Uuid>,
    /// The skill's name exactly as received.
    pub raw_label: Option<String>,
    /// Lowest band that will do, 0 to 5; none where the offer names no level.
    pub band_low: Option<i16>,
    /// Whether it must be there, rather than be welcome.
    pub essential: bool,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The opportunity that asks.
    #[sea_orm(
        belongs_to = "super::opportunity::Entity",
        from = "Column::OpportunityId",
        to = "super::opportunity::Column::Id"
    )]
    Opportunity,
    /// The skill.
    #[sea_orm(
        belongs_to = "super::concept::Entity",
        from = "Column::ConceptId",
        to = "super::concept::Column::Id"
    )]
    Concept,
}

impl Related<super::opportunity::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Opportunity.def()
    }
}

impl Related<super::concept::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Concept.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
