//! The scales of vocabularies.

use crate::store::batch::upsert_all;
use crate::store::{StoreError, Tx};
use entity::{scale, scale_level};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// Adds scales of a vocabulary that are not there yet, and the levels of each that are not.
pub async fn keep_scales(tx: &Tx, scales: Vec<(scale::Model, Vec<scale_level::Model>)>) -> Result<(), StoreError> {
    let (scales, levels): (Vec<_>, Vec<_>) = scales.into_iter().unzip();
    let Some(vocabulary) = scales.first().and_then(|scale| scale.vocabulary_id) else {
        return Ok(());
    };
    let keys: HashMap<Uuid, String> = scales.iter().map(|scale| (scale.id, scale.key.clone())).collect();
    let once = OnConflict::columns([scale::Column::VocabularyId, scale::Column::Key])
        .target_and_where(Expr::col(scale::Column::SourceId).is_null())
        .do_nothing()
        .to_owned();
    upsert_all::<scale::Entity>(tx, scales, once).await?;
    let held = scale::Entity::find()
        .select_only()
        .columns([scale::Column::Key, scale::Column::Id])
        .filter(scale::Column::VocabularyId.eq(vocabulary))
        .into_tuple::<(String, Uuid)>();
    let held: HashMap<String, Uuid> = held.all(tx.conn()).await?.into_iter().collect();
    let levels = levels.into_iter().flatten().filter_map(|level| {
        let scale_id = *held.get(keys.get(&level.scale_id)?)?;
        Some(scale_level::Model { scale_id, ..level })
    });
    let once = OnConflict::columns([scale_level::Column::ScaleId, scale_level::Column::Code])
        .do_nothing()
        .to_owned();
    upsert_all::<scale_level::Entity>(tx, levels.collect(), once).await
}
