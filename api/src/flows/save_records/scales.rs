//! Scales as sources declare them, with the bands that their steps come to.

use super::combine::Arrived;
use super::{Intake, indexable};
use crate::store::scales::{self as store, Declared, ENDS, Owner};
use crate::store::{StoreError, Tx};
use entity::{scale, scale_level};
use passport::level;
use passport::record::{Body, Level, Record, Scale};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Keeps the scales that these records use, each once; `kept` remembers those of chunks before.
pub(super) async fn keep(
    tx: &Tx,
    intake: &Intake,
    kept: &mut HashSet<String>,
    arrived: &[Arrived],
) -> Result<(), StoreError> {
    let mut scales: BTreeMap<String, &Arc<Scale>> = BTreeMap::new();
    for level in arrived.iter().flat_map(|arrived| levels_in(&arrived.record)) {
        let key = key_of(&level.scale);
        if !key.is_empty() && !kept.contains(&key) {
            scales.entry(key).or_insert(&level.scale);
        }
    }
    kept.extend(scales.keys().cloned());
    let rows = scales
        .into_iter()
        .map(|(key, scale)| rows_of(intake, key, scale))
        .collect();
    store::keep(tx, Owner::Source(intake.source.id), rows).await
}

fn key_of(scale: &Scale) -> String {
    let key = if scale.key.trim().is_empty() {
        &scale.name
    } else {
        &scale.key
    };
    indexable(key.trim())
}

fn levels_in(record: &Record) -> Vec<&Level> {
    let main: Vec<&Level> = match &record.body {
        Body::Learning(learning) => learning.result.iter().collect(),
        Body::Credential(credential) => credential
            .results
            .iter()
            .filter_map(|result| result.level.as_ref())
            .collect(),
        _ => Vec::new(),
    };
    main.into_iter()
        .chain(record.claims.iter().filter_map(|claim| claim.level.as_ref()))
        .collect()
}

fn rows_of(intake: &Intake, key: String, declared: &Arc<Scale>) -> Declared {
    let kind = match (declared.steps.is_empty(), declared.min.or(declared.max)) {
        (false, _) => "steps",
        (true, Some(_)) => "range",
        (true, None) => "words",
    };
    let row = scale::Model {
        id: Uuid::now_v7(),
        source_id: Some(intake.source.id),
        vocabulary_id: None,
        key,
        uri: declared.published.clone(),
        name: declared.name.clone(),
        direction: declared.direction.as_str().into(),
        kind: kind.into(),
        created_at: intake.now,
    };
    let mut levels: Vec<_> = (0..)
        .zip(&declared.steps)
        .map(|(rank, step)| step_row(row.id, rank, step, declared))
        .collect();
    levels.extend((kind == "range").then(|| range_row(row.id, declared)));
    Declared {
        scale: row,
        levels: each_code_once(levels),
    }
}

/// Of two steps with one code the first counts.
fn each_code_once(mut levels: Vec<scale_level::Model>) -> Vec<scale_level::Model> {
    let mut seen = HashSet::new();
    levels.retain(|level| seen.insert(level.code.clone()));
    levels
}

fn step_row(
    scale_id: Uuid,
    rank: i32,
    step: &passport::record::ScaleStep,
    declared: &Arc<Scale>,
) -> scale_level::Model {
    let level = Level {
        value: step.code.clone(),
        position: step.position,
        met_requirement: None,
        scale: Arc::clone(declared),
    };
    let placed = level::place(&level).ok();
    scale_level::Model {
        id: Uuid::now_v7(),
        scale_id,
        code: indexable(&step.code),
        rank,
        value_min: step.min,
        value_max: step.max,
        band_low: placed.as_ref().map(|placed| placed.interval.low.number()),
        band_high: placed.as_ref().map(|placed| placed.interval.high.number()),
        loss: placed.and_then(|placed| level::loss::stored(&placed.losses)),
        labels: serde_json::json!({ "und": step.label }),
    }
}

/// A scale of numbers has no steps: one row holds its ends.
fn range_row(scale_id: Uuid, declared: &Scale) -> scale_level::Model {
    scale_level::Model {
        id: Uuid::now_v7(),
        scale_id,
        code: ENDS.into(),
        rank: 0,
        value_min: declared.min,
        value_max: declared.max,
        band_low: None,
        band_high: None,
        loss: None,
        labels: serde_json::json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_steps_with_one_code_the_first_counts() {
        let level = |code: &str, rank: i32| scale_level::Model {
            id: Uuid::now_v7(),
            scale_id: Uuid::nil(),
            code: code.into(),
            rank,
            value_min: None,
            value_max: None,
            band_low: None,
            band_high: None,
            loss: None,
            labels: serde_json::json!({}),
        };
        let levels = each_code_once(vec![level("A", 0), level("B", 1), level("A", 2)]);
        let left: Vec<_> = levels.iter().map(|level| (level.code.as_str(), level.rank)).collect();
        assert_eq!(left, [("A", 0), ("B", 1)]);
    }
}
