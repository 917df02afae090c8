//! Levels of scales, and the bands of the hub they amount to.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "scale_level")]
pub struct Model {
    /// Its identity, a UUIDv7 made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The scale it belongs to.
    pub scale_id: Uuid,
    /// The level as the source writes it, unique in the scale.
    pub code: String,
    /// Its place in the scale, from 0.
    pub rank: i32,
    /// Lowest value it covers, for a scale of numbers.
    pub value_min: Option<f64>,
    /// Highest value it covers, for a scale of numbers.
    pub value_max: Option<f64>,
    /// Lowest band it can mean, 0 to 5; none where nobody has said.
    pub band_low: Option<i16>,
    /// Highest band it can mean, 0 to 5.
    pub band_high: Option<i16>,
    /// What is lost when it is told as bands: codes with a space between.
    pub loss: Option<String>,
    /// Its anchors: an object of text by language.
    pub labels: Json,
}

/// What a row refers to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The scale it belongs to.
    #[sea_orm(
        belongs_to = "super::scale::Entity",
        from = "Column::ScaleId",
        to = "super::scale::Column::Id"
    )]
    Scale,
}

impl Related<super::scale::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Scale.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
