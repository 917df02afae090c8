//! Organizations that records name, and the scales of sources.

use super::batch::{LIST, upsert_all};
use super::{StoreError, Tx};
use entity::{organization, scale, scale_level};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// Identifier system and value, by which an organization is one and the same.
pub type PartyKey = (String, String);

/// Adds organizations that are not there yet, and gives the ids of all. Those in `told` come from records of their own:
/// they also bring name, page and kind up to date.
pub async fn ensure(
    tx: &Tx,
    met: Vec<organization::Model>,
    told: Vec<organization::Model>,
) -> Result<HashMap<PartyKey, Uuid>, StoreError> {
    use organization::Column::{IdentifierSystem, IdentifierValue, Kind, Name, Url};
    let key = OnConflict::columns([IdentifierSystem, IdentifierValue]);
    let keys: Vec<PartyKey> = met.iter().chain(&told).filter_map(party_key).collect();
    upsert_all::<organization::Entity>(tx, met, key.clone().do_nothing().to_owned()).await?;
    upsert_all::<organization::Entity>(tx, told, key.clone().update_columns([Kind, Name, Url]).to_owned()).await?;
    by_key(tx, &keys).await
}

fn party_key(row: &organization::Model) -> Option<PartyKey> {
    Some((row.identifier_system.clone()?, row.identifier_value.clone()?))
}

async fn by_key(tx: &Tx, keys: &[PartyKey]) -> Result<HashMap<PartyKey, Uuid>, StoreError> {
    use organization::Column::{Id, IdentifierSystem, IdentifierValue};
    let mut found = HashMap::new();
    for batch in keys.chunks(LIST) {
        let rows = organization::Entity::find()
            .select_only()
            .columns([Id, IdentifierSystem, IdentifierValue])
            .filter(IdentifierSystem.is_in(batch.iter().map(|(system, _)| system)))
            .filter(IdentifierValue.is_in(batch.iter().map(|(_, value)| value)))
            .into_tuple::<(Uuid, String, String)>()
            .all(tx.conn())
            .await?;
        found.extend(rows.into_iter().map(|(id, system, value)| ((system, value), id)));
    }
    Ok(found)
}

/// Adds scales of a source that are not there yet, and the levels of each that are not.
pub async fn ensure_scales(tx: &Tx, scales: Vec<(scale::Model, Vec<scale_level::Model>)>) -> Result<(), StoreError> {
    let (scales, levels): (Vec<_>, Vec<_>) = scales.into_iter().unzip();
    let Some(source) = scales.first().and_then(|scale| scale.source_id) else {
        return Ok(());
    };
    let keys: HashMap<Uuid, String> = scales.iter().map(|scale| (scale.id, scale.key.clone())).collect();
    let once = OnConflict::columns([scale::Column::SourceId, scale::Column::Key])
        .do_nothing()
        .to_owned();
    upsert_all::<scale::Entity>(tx, scales, once).await?;
    let held: HashMap<String, Uuid> = scale::Entity::find()
        .select_only()
        .columns([scale::Column::Key, scale::Column::Id])
        .filter(scale::Column::SourceId.eq(source))
        .filter(scale::Column::Key.is_in(keys.values()))
        .into_tuple::<(String, Uuid)>()
        .all(tx.conn())
        .await?
        .into_iter()
        .collect();
    let levels = levels.into_iter().flatten().filter_map(|level| {
        let scale_id = *held.get(keys.get(&level.scale_id)?)?;
        Some(scale_level::Model { scale_id, ..level })
    });
    let once = OnConflict::columns([scale_level::Column::ScaleId, scale_level::Column::Code])
        .do_nothing()
        .to_owned();
    upsert_all::<scale_level::Entity>(tx, levels.collect(), once).await
}
