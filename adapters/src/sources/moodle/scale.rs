//! Moodle's scales: numbered steps, of which an answer tells the words that it uses.

use super::reference::Reference;
use passport::record::{Level, Scale, ScaleStep};
use serde_json::{Number, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many steps a scale may have; of a longer one none are listed.
const MOST: u64 = 100;

/// A scale with this many steps. A step whose word no answer tells is named by its number.
pub fn numbered(id: &str, steps: u64, reference: &Reference) -> Arc<Scale> {
    let none = BTreeMap::new();
    let words = reference.words(id).unwrap_or(&none);
    let word = |step: u64| words.get(&step).cloned().unwrap_or_else(|| step.to_string());
    let steps = Some(steps).filter(|steps| *steps <= MOST).unwrap_or_default();
    let steps = (1..=steps).map(|step| ScaleStep {
        code: word(step),
        label: word(step),
        ..ScaleStep::default()
    });
    Arc::new(Scale {
        key: format!("scale-{id}"),
        steps: steps.collect(),
        ..Scale::default()
    })
}

/// How many steps the configuration of a competency's scale tells. It lists those that are proficient, and these reach to
/// the top; where the last one listed is not, the top is not known.
pub fn configured(configuration: &str) -> Option<u64> {
    let entries: Vec<Value> = serde_json::from_str(configuration).ok()?;
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let steps = entries
        .iter()
        .filter_map(|entry| Some((number(entry.get("id")?)?, entry.get("proficient").and_then(number))));
    let (step, proficient) = steps.max_by_key(|(step, _)| *step)?;
    (proficient == Some(1)).then_some(step)
}

/// The level of a rating on its competency's scale.
pub fn rating(word: String, proficient: Option<bool>, competency: &str, reference: &Reference) -> Level {
    let scale = match reference.competencies.scale_of(competency) {
        Some((id, configuration)) => numbered(id, configuration.and_then(configured).unwrap_or(0), reference),
        None => Arc::new(Scale {
            key: "scale".to_owned(),
            ..Scale::default()
        }),
    };
    Level {
        value: word,
        position: None,
        met_requirement: proficient,
        scale,
    }
}

/// A number between two ends; grades with the same ends share their scale.
pub fn between(min: Option<&Number>, max: Option<&Number>) -> Arc<Scale> {
    let of = |number: Option<&Number>| number.and_then(Number::as_f64);
    let (key, name) = match (min, max) {
        (Some(min), Some(max)) => (format!("score {min} to {max}"), format!("Score {min} to {max}")),
        _ => ("score".to_owned(), "Score".to_owned()),
    };
    Arc::new(Scale {
        key,
        name,
        min: of(min),
        max: of(max),
        ..Scale::default()
    })
}

#[cfg(test)]
mod tests {
    use super::configured;

    #[test]
    fn the_proficient_steps_reach_to_the_top() {
        for (configuration, steps) in [
            (
                r#"[{"scaleid":"2"},{"id":1,"scaledefault":1,"proficient":0},{"id":2,"scaledefault":0,"proficient":1}]"#,
                Some(2),
            ),
            (
                r#"[{"scaleid":"7"},{"id":"3","proficient":"1"},{"id":"4","proficient":"1"}]"#,
                Some(4),
            ),
            (r#"[{"scaleid":"7"},{"id":1,"scaledefault":1,"proficient":0}]"#, None),
            ("[]", None),
            ("no", None),
        ] {
            assert_eq!(configured(configuration), steps, "{configuration}");
        }
    }
}
