//! Scales that a source declares itself: by the positions it gives, by its steps, by its ends.

use super::ladder::{Ladder, Reading, Rung};
use super::loss::{Loss, Losses};
use super::number::{ends, number};
use super::{Band, Interval};
use crate::record::{Direction, Scale, ScaleStep};

/// The declared steps as levels, with the rule that gives their bands: `position` where every step has one, rising,
/// else `steps`. None where there are no steps, or but one without a position.
pub(super) fn steps(scale: &Scale) -> Option<(Ladder<'_>, &'static str)> {
    let count = scale.steps.len();
    let positions = positions(scale);
    if positions.is_none() && count < 2 {
        return None;
    }
    let rungs = scale.steps.iter().enumerate().map(|(at, step)| {
        let interval = match positions.as_ref().and_then(|positions| positions.get(at)) {
            Some(position) => around(*position),
            None => share_of(upright_index(scale, at), count),
        };
        rung(step, Some(interval))
    });
    let rungs = rungs.collect();
    let basis = if positions.is_some() { "position" } else { "steps" };
    Some((
        Ladder {
            rungs,
            continuous: false,
            known: None,
        },
        basis,
    ))
}

/// A declared step as a level with these bands.
pub(super) fn rung(step: &ScaleStep, interval: Option<Interval>) -> Rung<'_> {
    let written = |text: &str| number(text).map(|number| (number, number)).or_else(|| ends(text));
    let declared = match (step.min, step.max) {
        (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
        (Some(one), None) | (None, Some(one)) => Some((one, one)),
        (None, None) => None,
    };
    Rung {
        code: &step.code,
        label: &step.label,
        span: declared
            .filter(|(low, high)| low.is_finite() && high.is_finite())
            .or_else(|| written(&step.code))
            .or_else(|| written(&step.label)),
        interval,
    }
}

/// A scale of numbers as six levels, a fifth of the way apart; none where its ends are not declared.
pub(super) fn range(scale: &Scale) -> Option<Ladder<'static>> {
    let (min, max) = (scale.min?, scale.max?);
    let real = min.is_finite() && max.is_finite() && max > min;
    real.then(|| fifths(min, max, scale.direction))
}

/// Numbers from `min` to `max`, read as positions.
pub(super) fn fifths(min: f64, max: f64, direction: Direction) -> Ladder<'static> {
    let rung = |fifth: u8| {
        let from_below = if direction == Direction::Ascending {
            fifth
        } else {
            5 - fifth
        };
        let number = match fifth {
            0 => min,
            5 => max,
            between => min + (max - min) * f64::from(between) / 5.0,
        };
        let band = band_of(i16::from(from_below));
        Rung {
            code: "",
            label: "",
            span: Some((number, number)),
            interval: Some(Interval::new(band, band)),
        }
    };
    Ladder {
        rungs: (0..=5).map(rung).collect(),
        continuous: true,
        known: None,
    }
}

/// The source's own position of a level, with 0 as the worse end.
pub(super) fn position(scale: &Scale, position: f64) -> Option<Reading> {
    let interval = around(upright(scale, position)?);
    Some(Reading {
        interval,
        losses: Losses::from([Loss::RoundedOutwards]),
    })
}

/// The positions of all steps, upright; none where one has none, or they do not rise in the order of the steps.
fn positions(scale: &Scale) -> Option<Vec<f64>> {
    let declared: Option<Vec<f64>> = scale.steps.iter().map(|step| step.position).collect();
    let declared = declared.filter(|all| !all.is_empty() && all.is_sorted())?;
    declared.into_iter().map(|position| upright(scale, position)).collect()
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

fn upright_index(scale: &Scale, at: usize) -> usize {
    match scale.direction {
        Direction::Ascending => at,
        Direction::Descending => scale.steps.len().saturating_sub(at + 1),
    }
}

/// The bands around a position: rounded outwards, because a point on one scale is no point on another.
pub(super) fn around(position: f64) -> Interval {
    let fifth = position * 5.0;
    Interval::new(band_of(fifth.floor() as i16), band_of(fifth.ceil() as i16))
}

/// The bands that a step covers, counted from the worst. One that begins exactly where a band ends belongs to the next.
fn share_of(at: usize, of: usize) -> Interval {
    let of = of.max(1);
    let number = |fifths: usize| band_of(i16::try_from(fifths).unwrap_or(5));
    Interval::new(
        number(at.saturating_mul(5) / of + 1),
        number((at + 1).saturating_mul(5).div_ceil(of)),
    )
}

fn band_of(number: i16) -> Band {
    Band::from_number(number.clamp(1, 5))
}
