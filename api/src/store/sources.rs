//! Sources, organizations and clients: who sends and who asks.

use super::reference::SELF_SOURCE;
use super::scope::sent_by;
use super::{Db, StoreError};
use crate::caller::Whose;
use chrono::{DateTime, Utc};
use entity::{client, organization, source};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

/// A source to connect.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// Short name, unique.
    pub key: String,
    /// Name to show.
    pub name: String,
    /// `lms`, `hris`, `workforce`, `badge` or `self`.
    pub kind: String,
    /// The adapter that reads it; none where the content tells.
    pub adapter: Option<String>,
    /// Identifier systems whose values the source has verified.
    pub trusted_identifiers: Vec<String>,
}

/// Makes the source by which holders speak for themselves, once.
pub async fn ensure_self(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    let own = NewSource {
        key: SELF_SOURCE.into(),
        name: "The holder".into(),
        kind: "self".into(),
        adapter: None,
        trusted_identifiers: vec![],
    };
    ensure_source(db, own, now).await.map(|_| ())
}

/// What the built-in source keeps sealed: by it a hub knows whether it has the secret that the database was filled under.
pub async fn key_proof(db: &Db) -> Result<Option<Vec<u8>>, StoreError> {
    let own = source::Entity::find().filter(source::Column::Key.eq(SELF_SOURCE));
    Ok(own.one(db.conn()).await?.and_then(|source| source.settings_sealed))
}

/// Keeps the proof, where there is none yet.
pub async fn keep_key_proof(db: &Db, sealed: Vec<u8>) -> Result<(), StoreError> {
    let tx = db.begin().await?;
    source::Entity::update_many()
        .col_expr(source::Column::SettingsSealed, sealed.into())
        .filter(source::Column::Key.eq(SELF_SOURCE))
        .filter(source::Column::SettingsSealed.is_null())
        .exec(tx.conn())
        .await?;
    tx.commit().await
}

/// The sources that a caller may see, by key.
pub async fn seen(db: &Db, whose: Whose) -> Result<Vec<source::Model>, StoreError> {
    let theirs = Condition::all().add_option(sent_by(&source::Column::Id, whose.among()));
    let select = source::Entity::find().filter(theirs).order_by_asc(source::Column::Key);
    Ok(select.all(db.conn()).await?)
}

/// The source with this key, of no organization; made when it is not there. An existing one is left as it is.
pub async fn ensure_source(db: &Db, new: NewSource, now: DateTime<Utc>) -> Result<source::Model, StoreError> {
    ensure_source_of(db, new, None, now).await
}

/// The source with this key; made when it is not there, as a system of this organization. An existing one is left as it is.
pub async fn ensure_source_of(
    db: &Db,
    new: NewSource,
    organization: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<source::Model, StoreError> {
    let row = source::Model {
        id: Uuid::now_v7(),
        key: new.key.clone(),
        name: new.name,
        kind: new.kind,
        adapter: new.adapter,
        organization_id: organization,
        trusted_identifiers: serde_json::json!(new.trusted_identifiers),
        settings_sealed: None,
        cursor: None,
        created_at: now,
        disabled_at: None,
    };
    source::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing_on([source::Column::Key])
        .exec_without_returning(db.conn())
        .await?;
    let held = source::Entity::find()
        .filter(source::Column::Key.eq(new.key))
        .one(db.conn())
        .await?;
    held.ok_or(StoreError::Corrupt("a source that was just written"))
}

/// Writes what an operator may change of a source: name, kind, adapter, whose it is, what it is trusted for, and whether it
/// is switched off.
pub async fn change_source(db: &Db, row: source::Model) -> Result<(), StoreError> {
    let change = source::ActiveModel {
        id: Unchanged(row.id),
        name: Set(row.name),
        kind: Set(row.kind),
        adapter: Set(row.adapter),
        organization_id: Set(row.organization_id),
        disabled_at: Set(row.disabled_at),
        trusted_identifiers: Set(row.trusted_identifiers),
        ..Default::default()
    };
    source::Entity::update(change).exec(db.conn()).await?;
    Ok(())
}

/// How an organization that takes part in the hub is identified: by its name, as the operator gives it. Organizations that
/// records name are identified in other systems, so neither is ever taken for the other.
pub const PARTY: &str = "partner";
/// The kind of a party that asks holders for consent.
const PARTNER: &str = "partner";
/// The kind of a party that has sources or members, and asks for nothing.
const INSTITUTION: &str = "institution";

/// The partner organization with this name; made when it is not there. A party that was an institution alone is a partner
/// from then on, and remains one and the same.
pub async fn ensure_partner(db: &Db, name: &str, now: DateTime<Utc>) -> Result<Uuid, StoreError> {
    let party = ensure_party(db, name, PARTNER, now).await?;
    if party.kind == PARTNER {
        return Ok(party.id);
    }
    let change = organization::ActiveModel {
        id: Unchanged(party.id),
        kind: Set(PARTNER.into()),
        ..Default::default()
    };
    organization::Entity::update(change).exec(db.conn()).await?;
    Ok(party.id)
}

/// The party with this name, a partner or not; made as an institution when it is not there.
pub async fn ensure_institution(db: &Db, name: &str, now: DateTime<Utc>) -> Result<Uuid, StoreError> {
    Ok(ensure_party(db, name, INSTITUTION, now).await?.id)
}

async fn ensure_party(db: &Db, name: &str, kind: &str, now: DateTime<Utc>) -> Result<organization::Model, StoreError> {
    let row = organization::Model {
        id: Uuid::now_v7(),
        kind: kind.into(),
        name: name.into(),
        identifier_system: Some(PARTY.into()),
        identifier_value: Some(passport::skill::normalise(name)),
        url: None,
        created_at: now,
    };
    let value = row.identifier_value.clone();
    let columns = [
        organization::Column::IdentifierSystem,
        organization::Column::IdentifierValue,
    ];
    organization::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing_on(columns)
        .exec_without_returning(db.conn())
        .await?;
    let held = organization::Entity::find()
        .filter(organization::Column::IdentifierSystem.eq(PARTY))
        .filter(organization::Column::IdentifierValue.eq(value))
        .one(db.conn())
        .await?;
    held.ok_or(StoreError::Corrupt("an organization that was just written"))
}

/// The client of a partner with this key; made when it is not there.
pub async fn ensure_client(db: &Db, organization: Uuid, key: &str, now: DateTime<Utc>) -> Result<Uuid, StoreError> {
    let row = client::Model {
        id: Uuid::now_v7(),
        organization_id: organization,
        key: key.into(),
        name: key.into(),
        kind: "partner".into(),
        secret_hash: None,
        created_at: now,
        disabled_at: None,
    };
    client::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing_on([client::Column::Key])
        .exec_without_returning(db.conn())
        .await?;
    let held = client::Entity::find()
        .filter(client::Column::Key.eq(key))
        .one(db.conn())
        .await?;
    held.map(|row| row.id)
        .ok_or(StoreError::Corrupt("a client that was just written"))
}

/// Switches the client with this key off or on. One that is off already stays off since then. Gives whose it is; none where
/// there is no such client.
pub async fn switch_client(db: &Db, key: &str, on: bool, now: DateTime<Utc>) -> Result<Option<Uuid>, StoreError> {
    let of_key = client::Entity::find().filter(client::Column::Key.eq(key));
    let Some(row) = of_key.one(db.conn()).await? else {
        return Ok(None);
    };
    let change = client::ActiveModel {
        id: Unchanged(row.id),
        disabled_at: Set(if on { None } else { row.disabled_at.or(Some(now)) }),
        ..Default::default()
    };
    client::Entity::update(change).exec(db.conn()).await?;
    Ok(Some(row.organization_id))
}
