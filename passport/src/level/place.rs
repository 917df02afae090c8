//! Placing a received level on the bands.

use super::{Band, Interval};
use crate::record::{Direction, Level, Scale};

/// A level placed on the bands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Where it lies.
    pub interval: Interval,
    /// By which rule: `cefr`, `position`, `steps`, `range`, `words`, `requirement`.
    pub basis: &'static str,
    /// What was lost on the way, for people.
    pub loss: String,
}

/// Where a received level lies on the bands; none where nothing can honestly be said.
pub fn place(level: &Level) -> Option<Placed> {
    let placed = cefr(level)
        .or_else(|| by_position(level))
        .or_else(|| by_step(level))
        .or_else(|| by_range(level))
        .or_else(|| by_word(level));
    match (placed, level.met_requirement) {
        // A level below what the issuer required shows that something is known, and nothing above competence.
        (placed, Some(false)) => placed.filter(|placed| placed.interval.high < Band::Proficient),
        (Some(placed), _) => Some(placed),
        (None, Some(true)) => Some(Placed {
            interval: Interval::new(Band::Competent, Band::Expert),
            basis: "requirement",
            loss: "only that the declared requirement was met is known".into(),
        }),
        (None, None) => None,
    }
}

/// The levels of the Common European Framework of Reference for Languages, whatever the scale is called.
const CEFR: &[(&str, Band, Band)] = &[
    ("A1", Band::Aware, Band::Beginner),
    ("A2", Band::Beginner, Band::Beginner),
    ("B1", Band::Competent, Band::Competent),
    ("B2", Band::Competent, Band::Proficient),
    ("C1", Band::Proficient, Band::Expert),
    ("C2", Band::Expert, Band::Expert),
];

fn cefr(level: &Level) -> Option<Placed> {
    let value = level.value.trim();
    let (_, low, high) = CEFR.iter().find(|(code, ..)| code.eq_ignore_ascii_case(value))?;
    Some(Placed {
        interval: Interval::new(*low, *high),
        basis: "cefr",
        loss: "six CEFR levels on five bands".into(),
    })
}

fn by_position(level: &Level) -> Option<Placed> {
    let position = level.position.or_else(|| step(level)?.1.position)?;
    Some(Placed {
        interval: around(upright(&level.scale, position)?),
        basis: "position",
        loss: format!(
            "the source's own position on “{}”, rounded outwards to bands",
            level.scale.name
        ),
    })
}

fn by_step(level: &Level) -> Option<Placed> {
    let steps = level.scale.steps.len();
    let (index, _) = step(level)?;
    if steps < 2 {
        return None;
    }
    let (low, high) = (index as f64 / steps as f64, (index + 1) as f64 / steps as f64);
    let ends = [upright(&level.scale, low)?, upright(&level.scale, high)?];
    let [low, high] = if ends[0] <= ends[1] { ends } else { [ends[1], ends[0]] };
    // An open lower edge: a step that begins exactly where a band ends belongs to the next band.
    let low = band_of((low * 5.0).floor() as i16 + 1);
    Some(Placed {
        interval: Interval::new(low, band_of((high * 5.0).ceil() as i16)),
        basis: "steps",
        loss: format!("step {} of {steps} on five bands", index + 1),
    })
}

fn by_range(level: &Level) -> Option<Placed> {
    let (min, max) = (level.scale.min?, level.scale.max?);
    let value: f64 = level.value.trim().parse().ok()?;
    if !(max > min && (min..=max).contains(&value)) {
        return None;
    }
    Some(Placed {
        interval: around(upright(&level.scale, (value - min) / (max - min))?),
        basis: "range",
        loss: format!("{min} to {max} on five bands"),
    })
}

/// Words for levels that mean the same wherever they are used.
const WORDS: &[(&str, Band, Band)] = &[
    ("novice", Band::Aware, Band::Beginner),
    ("beginner", Band::Beginner, Band::Beginner),
    ("basic", Band::Beginner, Band::Beginner),
    ("elementary", Band::Beginner, Band::Beginner),
    ("intermediate", Band::Competent, Band::Competent),
    ("competent", Band::Competent, Band::Competent),
    ("advanced", Band::Proficient, Band::Proficient),
    ("proficient", Band::Proficient, Band::Proficient),
    ("expert", Band::Expert, Band::Expert),
    ("master", Band::Expert, Band::Expert),
];

fn by_word(level: &Level) -> Option<Placed> {
    let value = level.value.trim().to_lowercase();
    let (_, low, high) = WORDS.iter().find(|(word, ..)| *word == value)?;
    Some(Placed {
        interval: Interval::new(*low, *high),
        basis: "words",
        loss: "the word alone; the scale is not declared".into(),
    })
}

/// The step that the level names, with its place from the lowest.
fn step(level: &Level) -> Option<(usize, &crate::record::ScaleStep)> {
    level
        .scale
        .steps
        .iter()
        .enumerate()
        .find(|(_, step)| step.code == level.value || step.label == level.value)
}

/// The position with 1 as the better end; none for what is no position.
fn upright(scale: &Scale, position: f64) -> Option<f64> {
    let position = (0.0..=1.0).contains(&position).then_some(position)?;
    Some(if scale.direction == Direction::Ascending {
        position
    } else {
        1.0 - position
    })
}

/// The bands around a position: rounded outwards, because a point on one scale is no point on another.
fn around(position: f64) -> Interval {
    let fifth = position * 5.0;
    Interval::new(
        band_of((fifth.floor() as i16).max(1)),
        band_of((fifth.ceil() as i16).max(1)),
    )
}

fn band_of(number: i16) -> Band {
    Band::from_number(number.clamp(1, 5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::ScaleStep;
    use std::sync::Arc;

    fn scale(steps: &[&str], range: Option<(f64, f64)>, direction: Direction) -> Arc<Scale> {
        let step = |code: &&str| ScaleStep {
            code: (*code).into(),
            label: (*code).into(),
            position: None,
        };
        Arc::new(Scale {
            key: "s".into(),
            name: "S".into(),
            direction,
            min: range.map(|r| r.0),
            max: range.map(|r| r.1),
            steps: steps.iter().map(step).collect(),
        })
    }

    fn placed(
        value: &str,
        position: Option<f64>,
        met: Option<bool>,
        scale: &Arc<Scale>,
    ) -> Option<(i16, i16, &'static str)> {
        let level = Level {
            value: value.into(),
            position,
            met_requirement: met,
            scale: Arc::clone(scale),
        };
        place(&level).map(|p| (p.interval.low.number(), p.interval.high.number(), p.basis))
    }

    #[test]
    fn levels_are_placed_by_the_table() {
        use Direction::*;
        let plain = scale(&[], None, Ascending);
        let four = scale(&["low", "mid", "high", "top"], None, Ascending);
        let grades = scale(&[], Some((0.0, 100.0)), Ascending);
        let german = scale(&[], Some((1.0, 6.0)), Descending);
        for (value, position, met, scale, expected) in [
            ("B2", Some(0.6), None, &plain, Some((3, 4, "cefr"))),
            ("Expert", Some(1.0), None, &plain, Some((5, 5, "position"))),
            ("Weak", Some(0.15), None, &plain, Some((1, 1, "position"))),
            ("Half", Some(0.5), None, &plain, Some((2, 3, "position"))),
            ("low", None, None, &four, Some((1, 2, "steps"))),
            ("top", None, None, &four, Some((4, 5, "steps"))),
            ("93", None, None, &grades, Some((4, 5, "range"))),
            ("1", None, None, &german, Some((5, 5, "range"))),
            ("140", None, None, &grades, None),
            ("advanced", None, None, &plain, Some((4, 4, "words"))),
            ("Ranger", None, None, &plain, None),
            ("Ranger", None, Some(true), &plain, Some((3, 5, "requirement"))),
            ("Ranger", None, Some(false), &plain, None),
            ("x", Some(f64::NAN), None, &plain, None),
        ] {
            assert_eq!(
                placed(value, position, met, scale),
                expected,
                "{value} at {position:?}, met {met:?}"
            );
        }
    }
}
