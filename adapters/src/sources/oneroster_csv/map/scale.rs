//! Scores and the scales they are given on.

use super::super::held::LineItemHeld;
use super::super::wire::{ScoreScale, list, pair};
use passport::record::{Direction, Level, Scale, ScaleStep};
use std::sync::Arc;

/// A scale of `scoreScales.csv`. Its values map one side to the other, `{90:A}`; the order is that of the side that is
/// numbers. Where neither is, the source gives no order, and the scale has no steps. A range (`80-89`) is what a step covers,
/// a number alone the one number that it stands for.
pub fn declared(id: &str, scale: &ScoreScale<'_>) -> Arc<Scale> {
    Arc::new(Scale {
        key: id.to_owned(),
        name: scale.title.or(scale.kind).unwrap_or(id).to_owned(),
        direction: Direction::Ascending,
        steps: steps(scale.values),
        ..Scale::default()
    })
}

fn steps(values: Option<&str>) -> Vec<ScaleStep> {
    let pairs: Vec<_> = list(values).filter_map(pair).collect();
    let numbered: Option<Vec<_>> = pairs.iter().map(|(number, word)| step(number, word)).collect();
    let swapped = || pairs.iter().map(|(word, number)| step(number, word)).collect();
    let mut steps: Vec<ScaleStep> = numbered.or_else(swapped).unwrap_or_default();
    let lowest = |step: &ScaleStep| step.min.unwrap_or_default();
    steps.sort_by(|a, b| lowest(a).total_cmp(&lowest(b)));
    steps
}

fn step(number: &str, word: &str) -> Option<ScaleStep> {
    let (min, max) = covered(number)?;
    Some(ScaleStep {
        code: word.to_owned(),
        label: format!("{word} ({number})"),
        min: Some(min),
        max: Some(max),
        ..ScaleStep::default()
    })
}

/// The numbers that a value or a range (`90-100`, `90%`) covers.
fn covered(text: &str) -> Option<(f64, f64)> {
    let (min, rest) = leading(text)?;
    let rest = rest.trim_start_matches(['%', ' ']).strip_prefix(['-', '–']);
    let max = rest
        .and_then(|rest| leading(rest.trim_start()))
        .map_or(min, |(max, _)| max);
    Some((min, max.max(min)))
}

/// The number that a text begins with, and the rest.
fn leading(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    Some((text.get(..end)?.parse().ok()?, text.get(end..)?))
}

/// A result's level: the grade on the scale declared for it, else the score on the line item's range.
pub fn result(
    scale: Option<&Arc<Scale>>,
    item: Option<&LineItemHeld>,
    score: Option<&str>,
    text: Option<&str>,
) -> Option<Level> {
    let level = |value: String, scale| Level {
        value,
        position: None,
        met_requirement: None,
        scale,
    };
    if let (Some(scale), Some(value)) = (scale, text) {
        return Some(level(value.to_owned(), Arc::clone(scale)));
    }
    match (score, text) {
        (Some(score), _) => Some(level(score.to_owned(), range(item))),
        (None, Some(text)) => Some(level(text.to_owned(), named("grade", "Grade"))),
        (None, None) => None,
    }
}

/// The range of a line item. Line items of the same range share a scale.
fn range(item: Option<&LineItemHeld>) -> Arc<Scale> {
    match item.map(|item| (item.min, item.max)) {
        Some((min, Some(max))) => {
            let shown = format!("{} to {max}", min.map_or("up".to_owned(), |min| min.to_string()));
            Arc::new(Scale {
                key: format!("score {shown}"),
                name: format!("Score {shown}"),
                min,
                max: Some(max),
                ..Scale::default()
            })
        }
        _ => named("score", "Score"),
    }
}

/// A scale that the source does not describe.
pub fn named(key: &str, name: &str) -> Arc<Scale> {
    Arc::new(Scale {
        key: key.to_owned(),
        name: name.to_owned(),
        ..Scale::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_covers_the_numbers_it_is_given() {
        for (text, covers) in [
            ("90", Some((90.0, 90.0))),
            ("80-89", Some((80.0, 89.0))),
            ("90% – 100%", Some((90.0, 100.0))),
            ("4.0 or so", Some((4.0, 4.0))),
            ("A", None),
        ] {
            assert_eq!(covered(text), covers, "{text}");
        }
    }

    #[test]
    fn steps_stand_in_the_order_of_their_numbers_or_not_at_all() {
        for (values, codes) in [
            ("{90:A},{80:B},{0:F}", vec!["F", "B", "A"]),
            ("{90-100%:A},{80-89%:B}", vec!["B", "A"]),
            ("{A:4.0},{B:3.0}", vec!["B", "A"]),
            ("{A:excellent},{B:good}", vec![]),
            ("no pairs", vec![]),
        ] {
            let found: Vec<_> = steps(Some(values)).into_iter().map(|step| step.code).collect();
            assert_eq!(found, codes, "{values}");
        }
    }
}
