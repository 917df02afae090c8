//! Skill states, and the claims they are computed from.

use super::batch::{LIST, upsert_all};
use super::{StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{claim, skill_state};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// What a state needs of one claim, as stored.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ClaimRow {
    /// Whose it is.
    pub person_id: Uuid,
    /// Who sent it.
    pub source_id: Uuid,
    /// The skill.
    pub concept_id: Option<Uuid>,
    /// The skill in the source's words.
    pub raw_label: Option<String>,
    /// The skill's code or URI.
    pub raw_code: Option<String>,
    /// Lowest band.
    pub band_low: Option<i16>,
    /// Highest band.
    pub band_high: Option<i16>,
    /// What the person has to do with the skill.
    pub role: String,
    /// What kind of statement.
    pub assertion: String,
    /// Who states it.
    pub asserted_by_kind: String,
    /// First day it was seen.
    pub observed_from: Option<NaiveDate>,
    /// Last day it was seen.
    pub observed_to: Option<NaiveDate>,
    /// First day it holds.
    pub valid_from: Option<NaiveDate>,
    /// When the hub took it in.
    pub recorded_at: DateTime<Utc>,
    /// Since when the hub held it before.
    pub known_since: Option<DateTime<Utc>>,
    /// Since when it held its level before.
    pub level_since: Option<DateTime<Utc>>,
    /// Last day it holds.
    pub valid_to: Option<NaiveDate>,
}

/// The current claims of these people.
pub async fn claims(tx: &Tx, persons: &[Uuid]) -> Result<Vec<ClaimRow>, StoreError> {
    use claim::Column::*;
    let rows = claim::Entity::find()
        .select_only()
        .columns([PersonId, SourceId, ConceptId, RawLabel, RawCode, BandLow, BandHigh])
        .columns([
            Role,
            Assertion,
            AssertedByKind,
            ObservedFrom,
            ObservedTo,
            ValidFrom,
            ValidTo,
            RecordedAt,
            KnownSince,
            LevelSince,
        ])
        .filter(PersonId.is_in(persons.iter().copied()))
        .filter(SupersededAt.is_null())
        .order_by_asc(Id);
    Ok(rows.into_model::<ClaimRow>().all(tx.conn()).await?)
}

/// The states held of these people.
pub async fn held(tx: &Tx, persons: &[Uuid]) -> Result<Vec<skill_state::Model>, StoreError> {
    let rows = skill_state::Entity::find().filter(skill_state::Column::PersonId.is_in(persons.iter().copied()));
    Ok(rows.all(tx.conn()).await?)
}

/// Writes states, new or changed, and removes those that are no more.
pub async fn replace(tx: &Tx, saved: Vec<skill_state::Model>, gone: &[Uuid]) -> Result<(), StoreError> {
    use skill_state::Column::*;
    tx.keep_plans().await?;
    for batch in gone.chunks(LIST) {
        skill_state::Entity::delete_many()
            .filter(Id.is_in(batch.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    let renew = OnConflict::column(Id)
        .update_columns([BandLow, BandHigh, StrongestAssertion, IndependentSources, Claims])
        .update_columns([Trend, LastObserved, ComputedAt])
        .to_owned();
    upsert_all::<skill_state::Entity>(tx, saved, renew).await
}
