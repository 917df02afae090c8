//! Placing a received level on the bands.

use super::declared;
use super::known::{Measures, Recognised, ToldBy, by_value, recognise};
use super::ladder::{Answer, Reading};
use super::loss::{Loss, Losses};
use super::number::{percent, share};
use super::published::{PublishedScales, on_published};
use super::{Band, Interval};
use crate::record::{Assertion, Claim, Direction, Level};

/// A level placed on the bands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Where it lies.
    pub interval: Interval,
    /// By which rule: the key of a well-known scale such as `cefr`, or `position`, `steps`, `range`, `points`,
    /// `requirement`.
    pub basis: &'static str,
    /// What was lost on the way.
    pub losses: Losses,
}

/// Where a received level lies on the bands; or why nothing can honestly be said.
pub fn place(level: &Level) -> Result<Placed, Loss> {
    settle(read(level, recognise(level).as_ref()), level.met_requirement)
}

/// Where the level of a claim lies on the bands. A grade is a level only where the claim says that an outcome was
/// assessed. None where the claim has no level.
pub fn place_claim(claim: &Claim, scales: &dyn PublishedScales) -> Option<Result<Placed, Loss>> {
    let level = &*on_published(claim.level.as_ref()?, scales);
    let recognised = recognise(level);
    let graded = recognised
        .as_ref()
        .is_some_and(|on| on.known.measures == Measures::Grade);
    let placed = if graded && claim.assertion < Assertion::Assessed {
        Err(Loss::CourseGrade)
    } else {
        read(level, recognised.as_ref())
    };
    Some(settle(placed, level.met_requirement))
}

/// What an assessment against a declared requirement adds, and takes.
fn settle(placed: Result<Placed, Loss>, met: Option<bool>) -> Result<Placed, Loss> {
    match (placed, met) {
        // A level below what the issuer required shows that something is known, and nothing above competence.
        (Ok(placed), Some(false)) if placed.interval.high >= Band::Proficient => Err(Loss::BelowRequirement),
        (Err(_), Some(true)) => Ok(Placed {
            interval: Interval::new(Band::Competent, Band::Expert),
            basis: "requirement",
            losses: Losses::from([Loss::RequirementAlone]),
        }),
        (placed, _) => placed,
    }
}

/// The rules in their order; the first that speaks of the value decides.
fn read(level: &Level, recognised: Option<&Recognised<'_>>) -> Result<Placed, Loss> {
    by_known(recognised)
        .or_else(|| by_code(level))
        .or_else(|| by_position(level))
        .or_else(|| by_steps(level))
        .or_else(|| by_range(level))
        .or_else(|| by_percent(level))
        .or_else(|| by_share(level))
        .or_else(|| by_word(level))
        .unwrap_or_else(|| Err(unread(level, recognised)))
}

/// A rule's answer, as placed; none where the rule does not speak of the value.
type Rule = Option<Result<Placed, Loss>>;

fn placed(answer: Answer, basis: &'static str, also: Losses) -> Rule {
    Some(answer?.map(|Reading { interval, mut losses }| {
        losses.extend(also);
        Placed {
            interval,
            basis,
            losses,
        }
    }))
}

fn by_known(recognised: Option<&Recognised<'_>>) -> Rule {
    let on = recognised?;
    match on.known.measures {
        Measures::Else(loss) => Some(Err(loss)),
        _ => placed(on.read(), on.known.key, on.known.losses()),
    }
}

/// A code that means the same wherever it stands, on a scale that declares no steps of its own.
fn by_code(level: &Level) -> Rule {
    if !level.scale.steps.is_empty() {
        return None;
    }
    let (known, answer) = by_value(&level.value, ToldBy::ValueOrSteps)?;
    placed(answer, known.key, known.losses())
}

fn by_position(level: &Level) -> Rule {
    let reading = declared::position(&level.scale, level.position?)?;
    placed(Some(Ok(reading)), "position", Losses::new())
}

fn by_steps(level: &Level) -> Rule {
    let (ladder, basis) = declared::steps(&level.scale)?;
    placed(ladder.read(&level.value), basis, Losses::from([Loss::RoundedOutwards]))
}

fn by_range(level: &Level) -> Rule {
    let answer = declared::range(&level.scale)?.read(&level.value);
    placed(answer, "range", Losses::from([Loss::RoundedOutwards]))
}

fn by_percent(level: &Level) -> Rule {
    percent(&level.value)?;
    let answer = declared::fifths(0.0, 100.0, level.scale.direction).read(&level.value);
    placed(answer, "percent", Losses::from([Loss::RoundedOutwards]))
}

/// Points of a most that the value itself names. Where they begin is not known: at none or at one; both are meant.
fn by_share(level: &Level) -> Rule {
    let (reached, most) = share(&level.value, true).filter(|_| level.scale.direction == Direction::Ascending)?;
    if reached > most {
        return Some(Err(Loss::OutOfRange));
    }
    let from_none = declared::around(reached / most);
    let from_one = if most > 1.0 {
        declared::around(((reached - 1.0) / (most - 1.0)).max(0.0))
    } else {
        from_none
    };
    let losses = Losses::from([Loss::RoundedOutwards, Loss::LowestUnknown]);
    placed(
        Some(Ok(Reading {
            interval: from_none.hull(from_one),
            losses,
        })),
        "points",
        Losses::new(),
    )
}

fn by_word(level: &Level) -> Rule {
    let (known, answer) = by_value(&level.value, ToldBy::Value)?;
    let losses = known.losses().into_iter().chain([Loss::WordAlone]).collect();
    placed(answer, known.key, losses)
}

fn unread(level: &Level, recognised: Option<&Recognised<'_>>) -> Loss {
    let scale = &level.scale;
    let declared = recognised.is_some() || !scale.steps.is_empty() || (scale.min.is_some() && scale.max.is_some());
    if declared {
        Loss::NotOnScale
    } else {
        Loss::ScaleNotDeclared
    }
}
