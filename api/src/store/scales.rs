//! Scales with their levels: those of sources, and those of vocabularies.

use super::batch::{LIST, upsert_all};
use super::{StoreError, Tx};
use entity::{scale, scale_level};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// What the row of a scale's ends is called among its levels.
pub const ENDS: &str = "range";

/// Whose scales they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A source's.
    Source(Uuid),
    /// A vocabulary's.
    Vocabulary(Uuid),
}

/// A scale as it is declared now, the only one of its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// Its row.
    pub scale: scale::Model,
    /// Its levels, in their order, each code once.
    pub levels: Vec<scale_level::Model>,
}

/// A scale as it is kept: its row, and its levels by code.
type Kept = (scale::Model, HashMap<String, scale_level::Model>);

/// Keeps scales as they are declared now: ends and levels that a scale had before, and has no more, go. What its levels
/// are called in languages that are not spoken now stays, and so do scales that are not declared. Two statements where
/// nothing changed.
pub async fn keep(tx: &Tx, owner: Owner, declared: Vec<Declared>) -> Result<(), StoreError> {
    let keyed = declared.into_iter().map(|one| (one.scale.key.clone(), one));
    let mut declared: BTreeMap<String, Declared> = keyed.collect();
    let before = kept(tx, owner, &declared).await?;
    declared.retain(|key, one| before.get(key).is_none_or(|kept| one.differs(kept)));
    if declared.is_empty() {
        return Ok(());
    }
    // Whoever changes a scale holds its row, and looks again at what stands there.
    let rows = declared.values().map(|one| one.scale.clone()).collect();
    upsert_all::<scale::Entity>(tx, rows, anew(owner)).await?;
    let before = kept(tx, owner, &declared).await?;
    let (mut levels, mut gone) = (Vec::new(), Vec::new());
    for (key, one) in &declared {
        if let Some(kept) = before.get(key) {
            let wanted = one.wanted(kept);
            let stay: HashSet<&String> = wanted.iter().map(|level| &level.code).collect();
            let left = kept.1.values().filter(|level| !stay.contains(&level.code));
            gone.extend(left.map(|level| level.id));
            levels.extend(wanted);
        }
    }
    for batch in gone.chunks(LIST) {
        scale_level::Entity::delete_many()
            .filter(scale_level::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    upsert_all::<scale_level::Entity>(tx, levels, levels_anew()).await
}

/// The keys of all their scales.
pub async fn keys(tx: &Tx, owner: Owner) -> Result<HashSet<String>, StoreError> {
    let keys = scale::Entity::find().select_only().column(scale::Column::Key);
    let keys = keys.filter(of(owner)).into_tuple::<String>().all(tx.conn()).await?;
    Ok(keys.into_iter().collect())
}

fn of(owner: Owner) -> SimpleExpr {
    match owner {
        Owner::Source(id) => scale::Column::SourceId.eq(id),
        Owner::Vocabulary(id) => scale::Column::VocabularyId.eq(id),
    }
}

impl Declared {
    /// Whether what is kept is something else.
    fn differs(&self, kept: &Kept) -> bool {
        let row = scale::Model {
            id: kept.0.id,
            created_at: kept.0.created_at,
            ..self.scale.clone()
        };
        let wanted = self.wanted(kept);
        row != kept.0
            || wanted.len() != kept.1.len()
            || wanted.iter().any(|level| kept.1.get(&level.code) != Some(level))
    }

    /// Its levels as they are to be kept: each under the id that it has already.
    fn wanted(&self, (scale, kept): &Kept) -> Vec<scale_level::Model> {
        let levels = self.levels.iter();
        let as_kept = |level: &scale_level::Model| {
            let before = kept.get(&level.code);
            scale_level::Model {
                id: before.map_or(level.id, |before| before.id),
                scale_id: scale.id,
                labels: before.map_or_else(|| level.labels.clone(), |before| both(&before.labels, &level.labels)),
                ..level.clone()
            }
        };
        levels.map(as_kept).collect()
    }
}

/// Words by language, the later ones first.
fn both(before: &serde_json::Value, now: &serde_json::Value) -> serde_json::Value {
    let mut all = before.as_object().cloned().unwrap_or_default();
    all.extend(now.as_object().cloned().unwrap_or_default());
    all.into()
}

async fn kept(
    tx: &Tx,
    owner: Owner,
    declared: &BTreeMap<String, Declared>,
) -> Result<HashMap<String, Kept>, StoreError> {
    let keys: Vec<&String> = declared.keys().collect();
    let mut all: HashMap<Uuid, Kept> = HashMap::new();
    for batch in keys.chunks(LIST) {
        let rows = scale::Entity::find()
            .filter(of(owner))
            .filter(scale::Column::Key.is_in(batch.iter().copied()));
        for row in rows.all(tx.conn()).await? {
            all.insert(row.id, (row, HashMap::new()));
        }
    }
    let ids: Vec<Uuid> = all.keys().copied().collect();
    for batch in ids.chunks(LIST) {
        let rows = scale_level::Entity::find().filter(scale_level::Column::ScaleId.is_in(batch.iter().copied()));
        for row in rows.all(tx.conn()).await? {
            if let Some((_, levels)) = all.get_mut(&row.scale_id) {
                levels.insert(row.code.clone(), row);
            }
        }
    }
    Ok(all.into_values().map(|kept| (kept.0.key.clone(), kept)).collect())
}

fn anew(owner: Owner) -> OnConflict {
    use scale::Column::{Direction, Key, Kind, Name, SourceId, Uri, VocabularyId};
    let mut once = match owner {
        Owner::Source(_) => OnConflict::columns([SourceId, Key]),
        Owner::Vocabulary(_) => OnConflict::columns([VocabularyId, Key])
            .target_and_where(Expr::col(SourceId).is_null())
            .to_owned(),
    };
    once.update_columns([Name, Direction, Kind, Uri]).to_owned()
}

fn levels_anew() -> OnConflict {
    use scale_level::Column::{BandHigh, BandLow, Code, Labels, Loss, Rank, ScaleId, ValueMax, ValueMin};
    OnConflict::columns([ScaleId, Code])
        .update_columns([Rank, ValueMin, ValueMax, BandLow, BandHigh, Loss, Labels])
        .to_owned()
}
