//! The tables of docs/LEVELS.md, and what holds of any text and any scale.

mod known;
mod properties;
mod table;

use super::*;
use crate::record::{Direction, Level, Scale, ScaleStep};
use std::sync::Arc;

/// The page that shows the same rows.
const PAGE: &str = include_str!("../../../../docs/LEVELS.md");

/// A scale by its name, with what else a row says of it.
fn scale(name: &str) -> Scale {
    Scale {
        key: "s".into(),
        name: name.into(),
        ..Scale::default()
    }
}

/// A step's name, its position, and the numbers it covers.
type Step<'a> = (&'a str, Option<f64>, Option<(f64, f64)>);

fn with_steps(steps: &[Step<'_>]) -> Scale {
    let step = |(code, position, span): &Step<'_>| ScaleStep {
        code: (*code).into(),
        label: (*code).into(),
        position: *position,
        min: span.map(|span| span.0),
        max: span.map(|span| span.1),
    };
    Scale {
        steps: steps.iter().map(step).collect(),
        ..scale("S")
    }
}

fn names(steps: &[&str]) -> Scale {
    with_steps(&steps.iter().map(|step| (*step, None, None)).collect::<Vec<_>>())
}

fn range(min: f64, max: f64) -> Scale {
    Scale {
        min: Some(min),
        max: Some(max),
        ..scale("S")
    }
}

fn descending(scale: Scale) -> Scale {
    Scale {
        direction: Direction::Descending,
        ..scale
    }
}

fn level(value: &str, scale: &Scale) -> Level {
    Level {
        value: value.into(),
        position: None,
        met_requirement: None,
        scale: Arc::new(scale.clone()),
    }
}

/// A placement in one line: `3-4 cefr finer_scale`, or `none out_of_range`.
fn told(placed: Result<Placed, Loss>) -> String {
    match placed {
        Ok(Placed {
            interval,
            basis,
            losses,
        }) => {
            let (low, high) = (interval.low.number(), interval.high.number());
            let losses = loss::stored(&losses).unwrap_or_default();
            format!("{low}-{high} {basis} {losses}").trim_end().to_owned()
        }
        Err(loss) => format!("none {}", loss.as_str()),
    }
}
