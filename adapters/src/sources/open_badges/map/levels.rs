//! Results and the levels they give, on the scales that their descriptions declare.

use crate::sources::open_badges::wire::{Alignment, Award, Outcome, ResultDescription, RubricLevel};
use passport::record::{Direction, Level, ResultAsReceived, Scale, ScaleStep};
use std::sync::Arc;

/// What a result is called that has no name.
const UNNAMED: &str = "Result";

/// Every result of the award.
pub fn results(award: &Award) -> Vec<ResultAsReceived> {
    award.results.iter().map(|outcome| result(award, outcome)).collect()
}

fn result(award: &Award, outcome: &Outcome) -> ResultAsReceived {
    let description = description(award, outcome);
    let named = description.and_then(|d| d.name.as_deref().or(d.kind.as_deref()));
    let level = level(award, outcome);
    ResultAsReceived {
        name: named.or(outcome.description.as_deref()).unwrap_or(UNNAMED).to_owned(),
        value: outcome
            .value
            .clone()
            .or_else(|| level.as_ref().map(|level| level.value.clone())),
        status: outcome.status.clone(),
        level,
    }
}

/// The description a result is given under: the one that holds the rubric level reached, else the one it refers to.
pub fn description<'a>(award: &'a Award, outcome: &Outcome) -> Option<&'a ResultDescription> {
    reached(award, outcome).map(|(description, _)| description).or_else(|| {
        let wanted = outcome.description.as_deref()?;
        descriptions(award)
            .iter()
            .find(|description| description.id.as_deref() == Some(wanted))
    })
}

/// The rubric level reached, in the description that lists it.
pub fn reached<'a>(award: &'a Award, outcome: &Outcome) -> Option<(&'a ResultDescription, &'a RubricLevel)> {
    let wanted = outcome.achieved.as_deref()?;
    let find = |d: &'a ResultDescription| Some((d, d.rubric.iter().find(|level| level.id.as_deref() == Some(wanted))?));
    descriptions(award).iter().find_map(find)
}

fn descriptions(award: &Award) -> &[ResultDescription] {
    award
        .achievement
        .as_ref()
        .map_or(&[], |achievement| &achievement.descriptions)
}

/// The level of a result; none where no scale is declared or only a status is given.
pub fn level(award: &Award, outcome: &Outcome) -> Option<Level> {
    let description = description(award, outcome)?;
    let rubric = reached(award, outcome).map(|(_, level)| level);
    let value = rubric.and_then(RubricLevel::label).or(outcome.value.as_deref())?;
    let met = match rubric {
        Some(rubric) => rubric_met(description, rubric),
        None => value_met(description, value),
    };
    Some(Level {
        value: value.to_owned(),
        position: None,
        met_requirement: met,
        scale: Arc::new(scale(description)),
    })
}

/// The scale a description declares.
fn scale(description: &ResultDescription) -> Scale {
    let name = description
        .name
        .as_ref()
        .or(description.kind.as_ref())
        .or(description.id.as_ref());
    let number = |text: &Option<String>| text.as_deref().and_then(number);
    let step = |code: &str, label: &str, points: Option<f64>| ScaleStep {
        code: code.to_owned(),
        label: label.to_owned(),
        min: points,
        max: points,
        ..ScaleStep::default()
    };
    let rubric = ordered_rubric(description);
    let steps = if rubric.is_empty() {
        ordered_values(description)
            .into_iter()
            .map(|value| step(value, value, None))
            .collect()
    } else {
        rubric
            .iter()
            .filter_map(|l| Some(step(l.label()?, l.name.as_deref().or(l.label())?, number(&l.points))))
            .collect()
    };
    Scale {
        key: description
            .id
            .as_ref()
            .or(name)
            .cloned()
            .unwrap_or_else(|| UNNAMED.to_owned()),
        name: name.cloned().unwrap_or_else(|| UNNAMED.to_owned()),
        kind: description.kind.clone(),
        published: published(description),
        direction: Direction::Ascending,
        min: number(&description.min),
        max: number(&description.max),
        steps,
    }
}

/// The published rubric, or criterion of one, that the description is aligned with.
fn published(description: &ResultDescription) -> Option<String> {
    let rubric = |alignment: &&Alignment| {
        let target = alignment.target_type.as_deref();
        matches!(target, Some("CFRubric" | "CFRubricCriterion"))
    };
    let mut named = description.alignments.iter().filter(rubric);
    named.find_map(|alignment| alignment.url.clone().or_else(|| alignment.code.clone()))
}

/// The allowed values, lowest first. The specification wants them so; letter grades are often sent best first all the
/// same, and what is better among letters is no secret.
fn ordered_values(description: &ResultDescription) -> Vec<&str> {
    let mut values: Vec<&str> = description.allowed.iter().map(String::as_str).collect();
    if best_letter_first(&values) {
        values.reverse();
    }
    values
}

fn best_letter_first(values: &[&str]) -> bool {
    let letter = |value: &&str| matches!(value.as_bytes(), [b'A'..=b'F'] | [b'A'..=b'F', b'+' | b'-']);
    let first = |value: &str| value.bytes().next();
    values.len() > 1
        && values.iter().all(letter)
        && values.is_sorted_by_key(|value| first(value))
        && values.first().map(|value| first(value)) < values.last().map(|value| first(value))
}

/// The rubric levels, lowest first, as the specification wants them. Where all carry points, the points decide: falling,
/// they were sent best first; neither rising nor falling, their order cannot be told, and none is given.
fn ordered_rubric(description: &ResultDescription) -> Vec<&RubricLevel> {
    let mut levels: Vec<&RubricLevel> = description.rubric.iter().collect();
    let points: Option<Vec<f64>> = levels
        .iter()
        .map(|level| level.points.as_deref().and_then(number))
        .collect();
    let Some(points) = points.filter(|points| points.len() > 1) else {
        return levels;
    };
    let all = |ordered: fn(&f64, &f64) -> bool| points.windows(2).all(|p| matches!(p, [a, b] if ordered(a, b)));
    match (all(|a, b| a < b), all(|a, b| a > b)) {
        (true, _) => {}
        (_, true) => levels.reverse(),
        _ => levels.clear(),
    }
    levels
}

/// Whether the rubric level reached is at least the one required.
fn rubric_met(description: &ResultDescription, reached: &RubricLevel) -> Option<bool> {
    let required = description.required_level.as_deref()?;
    if reached.id.as_deref() == Some(required) {
        return Some(true);
    }
    let levels = ordered_rubric(description);
    let at = |id: Option<&str>| levels.iter().position(|level| level.id.as_deref() == id);
    let (have, need) = (at(reached.id.as_deref())?, at(Some(required))?);
    Some(have > need)
}

/// Whether the value is at least the one required: by the order of the allowed values, else as numbers.
fn value_met(description: &ResultDescription, value: &str) -> Option<bool> {
    let required = description.required_value.as_deref()?;
    if value == required {
        return Some(true);
    }
    let values = ordered_values(description);
    let at = |wanted: &str| values.iter().position(|value| *value == wanted);
    match (at(value), at(required)) {
        (Some(have), Some(need)) => Some(have > need),
        _ => number(value)?
            .partial_cmp(&number(required)?)
            .map(std::cmp::Ordering::is_ge),
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim()
        .trim_end_matches('%')
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{best_letter_first, scale, value_met};
    use crate::sources::open_badges::{node::Node, wire::ResultDescription};
    use passport::record::Place;
    use serde_json::{Value, json};

    fn description(value: &Value) -> ResultDescription {
        let value = json!({"resultDescription": value});
        ResultDescription::all(&Node {
            value: &value,
            place: Place::default(),
        })
        .unwrap()
        .remove(0)
    }

    #[test]
    fn a_requirement_is_met_only_where_the_scale_says_so() {
        for (declared, value, met) in [
            (
                json!({"allowedValue": ["D", "C", "B", "A"], "requiredValue": "C"}),
                "A",
                Some(true),
            ),
            (
                json!({"allowedValue": ["D", "C", "B", "A"], "requiredValue": "C"}),
                "D",
                Some(false),
            ),
            (
                json!({"allowedValue": ["A", "B", "C", "D", "F"], "requiredValue": "C"}),
                "A",
                Some(true),
            ),
            (
                json!({"allowedValue": ["basic", "good"], "requiredValue": "good"}),
                "basic",
                Some(false),
            ),
            (
                json!({"valueMin": "0", "valueMax": "100", "requiredValue": "70"}),
                "92",
                Some(true),
            ),
            (
                json!({"valueMin": "0", "valueMax": "100", "requiredValue": "70"}),
                "69.5",
                Some(false),
            ),
            (json!({"requiredValue": "pass"}), "pass", Some(true)),
            (json!({"requiredValue": "pass"}), "distinction", None),
            (json!({"allowedValue": ["A", "B"]}), "A", None),
        ] {
            assert_eq!(value_met(&description(&declared), value), met, "{declared} {value}");
        }
    }

    #[test]
    fn steps_stand_lowest_first() {
        let rubric = json!([{"level": "Expert", "points": "3"}, {"level": "Novice", "points": "1"}]);
        for (declared, steps) in [
            (
                json!({"allowedValue": ["A", "B+", "B", "F"]}),
                vec!["F", "B", "B+", "A"],
            ),
            (json!({"allowedValue": ["low", "high"]}), vec!["low", "high"]),
            (json!({"rubricCriterionLevel": rubric}), vec!["Novice", "Expert"]),
            (
                json!({"rubricCriterionLevel": [{"level": "Low"}, {"level": "High"}]}),
                vec!["Low", "High"],
            ),
            (
                json!({"rubricCriterionLevel": [{"level": "A", "points": 4}, {"level": "B", "points": "4"}]}),
                vec![],
            ),
        ] {
            let scale = scale(&description(&declared));
            assert_eq!(
                scale.steps.iter().map(|step| step.code.as_str()).collect::<Vec<_>>(),
                steps
            );
        }
        assert!(!best_letter_first(&["A", "A"]) && !best_letter_first(&["F", "A"]) && !best_letter_first(&[]));
    }
}
