//! Organizations that records name.

use super::batch::{LIST, upsert_all};
use super::{StoreError, Tx};
use entity::organization;
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
