//! Results: how it went, and the score on the scale that it names.

use super::super::read::part;
use super::super::wire::{Outcome, Score};
use passport::record::{Level, Place, Reject, Scale, Sink};
use serde_json::Number;
use serde_json::value::RawValue;
use std::sync::Arc;

/// The result of a statement. What of it cannot be is told and left out.
pub fn outcome(raw: Option<&RawValue>, place: &Place, sink: &mut dyn Sink) -> Outcome {
    let mut outcome: Outcome = raw.and_then(|raw| part(raw, place, sink)).unwrap_or_default();
    if let Some(score) = &outcome.score
        && let Err((field, reason)) = check(&score.0)
    {
        let reason = format!("{reason}; the statement was read without its score");
        sink.reject(Reject::new(place.child("score").child(field), "out_of_range", reason));
        outcome.score = None;
    }
    if outcome.duration.as_deref().is_some_and(|text| !is_duration(text)) {
        let reason = "duration must be written as in ISO 8601, such as PT1H30M; the statement was read without it";
        sink.reject(Reject::new(place.child("duration"), "bad_period", reason));
        outcome.duration = None;
    }
    outcome
}

fn check(score: &Score) -> Result<(), (&'static str, &'static str)> {
    let of = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let (scaled, raw, min, max) = (of(&score.scaled), of(&score.raw), of(&score.min), of(&score.max));
    if scaled.is_some_and(|scaled| !(-1.0..=1.0).contains(&scaled)) {
        return Err(("scaled", "a scaled score lies from -1 to 1"));
    }
    if min.zip(max).is_some_and(|(min, max)| min >= max) {
        return Err(("min", "the lowest score must be below the highest"));
    }
    let below = raw.zip(min).is_some_and(|(raw, min)| raw < min);
    let above = raw.zip(max).is_some_and(|(raw, max)| raw > max);
    match below || above {
        true => Err(("raw", "the score must lie between min and max")),
        false => Ok(()),
    }
}

/// `P`, then days and larger, then `T` and smaller, each number with its letter in the order of ISO 8601; or weeks alone.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let fits = |text: &str, letters: &str| in_order(text, letters);
    let dated = fits(date, "YMD") || fits(date, "W");
    let timed = time.is_none_or(|time| !time.is_empty() && fits(time, "HMS"));
    !rest.is_empty() && dated && timed
}

fn in_order(text: &str, letters: &str) -> bool {
    let (mut rest, mut letters) = (text, letters);
    while !rest.is_empty() {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        let number = rest.strip_suffix(digits).unwrap_or_default();
        let Some(letter) = digits.chars().next() else {
            return false;
        };
        let Some((_, later)) = letters.split_once(letter) else {
            return false;
        };
        let is_number = number.starts_with(|c: char| c.is_ascii_digit())
            && number.ends_with(|c: char| c.is_ascii_digit())
            && number.matches(['.', ',']).count() <= 1;
        if !is_number {
            return false;
        }
        letters = later;
        rest = digits.strip_prefix(letter).unwrap_or_default();
    }
    true
}

/// The score as a level: the raw one on its ends, else the scaled one. Where both stand, the scaled one is its position.
pub fn level(outcome: &Outcome) -> Option<Level> {
    let score = &outcome.score.as_ref()?.0;
    let scaled = score.scaled.as_ref().and_then(Number::as_f64);
    let (value, scale) = match (&score.raw, &score.scaled) {
        (Some(raw), _) => (raw, ends(score)),
        (None, Some(scaled)) => (scaled, scale("scaled score", "Scaled score", Some(-1.0), Some(1.0))),
        (None, None) => return None,
    };
    Some(Level {
        value: value.to_string(),
        position: scaled.filter(|scaled| *scaled >= 0.0),
        met_requirement: outcome.success,
        scale: Arc::new(scale),
    })
}

/// The scale between two ends; activities with the same ends share it.
fn ends(score: &Score) -> Scale {
    let of = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    match (&score.min, &score.max) {
        (Some(min), Some(max)) => {
            let (key, name) = (format!("score {min} to {max}"), format!("Score {min} to {max}"));
            scale(&key, &name, of(&score.min), of(&score.max))
        }
        _ => scale("score", "Score", of(&score.min), of(&score.max)),
    }
}

fn scale(key: &str, name: &str, min: Option<f64>, max: Option<f64>) -> Scale {
    Scale {
        key: key.to_owned(),
        name: name.to_owned(),
        min,
        max,
        ..Scale::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Batch;
    use serde_json::json;

    #[test]
    fn a_duration_is_written_as_in_iso_8601() {
        for (text, right) in [
            ("PT1H3M4.5S", true),
            ("PT1234S", true),
            ("P1Y2M3DT4H", true),
            ("P3W", true),
            ("P", false),
            ("PT", false),
            ("P1H", false),
            ("PT1S2H", false),
            ("PT1.2.3S", false),
            ("PT.S", false),
            ("1 hour", false),
            ("", false),
        ] {
            assert_eq!(is_duration(text), right, "{text}");
        }
    }

    #[test]
    fn a_score_keeps_its_scale_or_is_told() {
        for (score, value, position, ends, code) in [
            (
                json!({"raw": 40, "min": 0, "max": 100, "scaled": 0.4}),
                Some("40"),
                Some(0.4),
                (Some(0.0), Some(100.0)),
                None,
            ),
            (json!({"raw": 7, "max": 10}), Some("7"), None, (None, Some(10.0)), None),
            (
                json!({"scaled": 0.95}),
                Some("0.95"),
                Some(0.95),
                (Some(-1.0), Some(1.0)),
                None,
            ),
            (
                json!({"scaled": -0.5}),
                Some("-0.5"),
                None,
                (Some(-1.0), Some(1.0)),
                None,
            ),
            (json!({"min": 0, "max": 5}), None, None, (None, None), None),
            (json!({"scaled": 95}), None, None, (None, None), Some("out_of_range")),
            (
                json!({"raw": 11, "max": 10}),
                None,
                None,
                (None, None),
                Some("out_of_range"),
            ),
            (
                json!({"raw": 5, "min": 5, "max": 5}),
                None,
                None,
                (None, None),
                Some("out_of_range"),
            ),
            (json!({"raw": "5"}), None, None, (None, None), Some("wrong_type")),
        ] {
            let raw = serde_json::value::to_raw_value(&json!({ "score": score })).unwrap();
            let mut told = Batch::default();
            let outcome = outcome(Some(&raw), &Place::pointer("", "/result"), &mut told);
            let level = level(&outcome);
            let found = level.as_ref().map(|level| level.value.as_str());
            assert_eq!(found, value, "{score}");
            assert_eq!(level.as_ref().and_then(|level| level.position), position, "{score}");
            let scale = level
                .map(|level| (level.scale.min, level.scale.max))
                .unwrap_or_default();
            assert_eq!(scale, ends, "{score}");
            assert_eq!(told.rejects.first().map(|reject| reject.code), code, "{score}");
        }
    }
}
