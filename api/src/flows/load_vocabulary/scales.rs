//! The scales that a vocabulary's numbers and levels are on.

use crate::flows::save_records::indexable;
use crate::store::scales::{Declared, ENDS};
use adapters::vocabulary::{Contents, Scale, Step};
use chrono::{DateTime, Utc};
use entity::{scale, scale_level};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// The scales as rows, each with its levels. What a step means for one concept alone is not among them. Of two scales
/// with one key the first counts.
pub(super) fn declared(contents: &Contents, vocabulary: Uuid, now: DateTime<Utc>) -> Vec<Declared> {
    let scales = contents.scales.iter();
    let mut all: Vec<Declared> = scales.map(|declared| rows_of(declared, vocabulary, now)).collect();
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert(one.scale.key.clone()));
    all
}

fn rows_of(declared: &Scale, vocabulary: Uuid, now: DateTime<Utc>) -> Declared {
    let steps = steps(declared);
    let row = scale::Model {
        id: Uuid::now_v7(),
        source_id: None,
        vocabulary_id: Some(vocabulary),
        key: indexable(&declared.key),
        uri: declared.uri.clone(),
        name: declared.name.clone().unwrap_or_else(|| declared.key.clone()),
        direction: "ascending".into(),
        kind: if steps.is_empty() { "range" } else { "steps" }.into(),
        created_at: now,
    };
    let mut levels: Vec<_> = (0..)
        .zip(steps)
        .map(|(rank, (code, (value, labels)))| level(row.id, code, rank, (value, value), labels))
        .collect();
    if declared.lowest.is_some() || declared.highest.is_some() {
        levels.push(level(
            row.id,
            ENDS.into(),
            0,
            (declared.lowest, declared.highest),
            Map::new(),
        ));
    }
    Declared { scale: row, levels }
}

/// What a step is called, by language.
type Labels = Map<String, Value>;

/// The steps that hold for all concepts, by code in the order of the scale.
fn steps(declared: &Scale) -> Vec<(String, (Option<f64>, Labels))> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut steps: Vec<(String, (Option<f64>, Labels))> = Vec::new();
    for step in declared.steps.iter().filter(|step| step.concept.is_none()) {
        let Some(code) = code(step) else { continue };
        // Two steps with one number, said in one language, are two: the second goes by its words.
        let said = |place: &usize| {
            steps
                .get(*place)
                .is_some_and(|(_, (_, labels))| labels.contains_key(&*step.language))
        };
        let code = match (places.get(&code).is_some_and(said), &step.label) {
            (true, Some(label)) => beside_ends(label),
            _ => code,
        };
        let place = *places.entry(code.clone()).or_insert(steps.len());
        if place == steps.len() {
            steps.push((code, (step.value, Labels::new())));
        }
        let words = step.label.as_ref().or(step.text.as_ref());
        if let (Some((_, (_, labels))), Some(words)) = (steps.get_mut(place), words) {
            labels
                .entry(step.language.to_string())
                .or_insert_with(|| words.as_str().into());
        }
    }
    // Numbers are in their order; steps that have none are in that of the files.
    steps.sort_by(|(_, (one, _)), (_, (other, _))| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    steps
}

fn code(step: &Step) -> Option<String> {
    let code = step.value.map(|value| value.to_string()).or_else(|| step.label.clone());
    code.map(|code| beside_ends(&code))
}

/// A step's code; a step that is called as the row of the ends is leaves that its code.
fn beside_ends(code: &str) -> String {
    match code {
        ENDS => format!("{ENDS} (step)"),
        _ => indexable(code),
    }
}

fn level(
    scale_id: Uuid,
    code: String,
    rank: i32,
    (value_min, value_max): (Option<f64>, Option<f64>),
    labels: Labels,
) -> scale_level::Model {
    scale_level::Model {
        id: Uuid::now_v7(),
        scale_id,
        code,
        rank,
        value_min,
        value_max,
        band_low: None,
        band_high: None,
        loss: None,
        labels: Value::Object(labels),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_scales_with_one_key_the_first_counts() {
        let scale = |key: &str, name: &str| Scale {
            key: key.into(),
            name: Some(name.into()),
            ..Scale::default()
        };
        let contents = Contents {
            scales: vec![scale("LV", "Level"), scale("IM", "Importance"), scale("LV", "Another")],
            ..Contents::default()
        };
        let declared = declared(&contents, Uuid::nil(), DateTime::UNIX_EPOCH);
        let names: Vec<_> = declared.iter().map(|one| one.scale.name.as_str()).collect();
        assert_eq!(names, ["Level", "Importance"]);
    }

    #[test]
    fn steps_stand_in_their_order_with_words_in_each_language() {
        let step = |value: Option<f64>, label: &str, language: &str, concept| Step {
            value,
            label: Some(label.to_owned()),
            text: None,
            language: language.into(),
            concept,
        };
        let declared = Scale {
            key: "IM".into(),
            lowest: Some(1.0),
            highest: Some(5.0),
            steps: vec![
                step(Some(2.0), "somewhat", "en", None),
                step(Some(1.0), "not", "en", None),
                step(Some(2.0), "etwas", "de", None),
                step(Some(2.0), "partly", "en", None),
                step(Some(4.0), "reads a memo", "en", Some(3)),
                step(Some(2.0), "range", "en", None),
            ],
            ..Scale::default()
        };
        let Declared { scale: row, levels } = rows_of(&declared, Uuid::nil(), DateTime::UNIX_EPOCH);
        assert_eq!((row.name.as_str(), row.kind.as_str()), ("IM", "steps"));
        let told: Vec<_> = levels
            .iter()
            .map(|level| (level.code.as_str(), level.rank, level.labels.to_string()))
            .collect();
        assert_eq!(
            told,
            [
                ("1", 0, r#"{"en":"not"}"#.to_owned()),
                ("2", 1, r#"{"de":"etwas","en":"somewhat"}"#.to_owned()),
                ("partly", 2, r#"{"en":"partly"}"#.to_owned()),
                ("range (step)", 3, r#"{"en":"range"}"#.to_owned()),
                ("range", 0, "{}".to_owned()),
            ]
        );
    }
}
