//! Which well-known scale a received level is on: by key, URI, kind or name, by the declared steps, by the value.

use super::names::{levels_called, named, named_in_value, variants};
use super::{KnownScale, ToldBy};
use crate::level::declared;
use crate::level::ladder::{Answer, Ladder, fold};
use crate::level::number::number;
use crate::record::{Level, Scale, ScaleStep};
use std::collections::HashSet;

/// A received level on a well-known scale.
pub(in crate::level) struct Recognised<'a> {
    pub(in crate::level) known: &'static KnownScale,
    /// Its levels; none where the source declares other ends than it has, which it then reads by these.
    ladder: Option<Ladder<'a>>,
    /// The level on it, without the scale's name.
    value: &'a str,
}

impl Recognised<'_> {
    pub(in crate::level) fn read(&self) -> Answer {
        let ladder = self.ladder.as_ref()?;
        variants(self.value).find_map(|value| ladder.read(value))
    }
}

/// The well-known scale of a level, as the source declares it or as the value itself names it.
pub(in crate::level) fn recognise(level: &Level) -> Option<Recognised<'_>> {
    let scale = &*level.scale;
    let declared = || named_by(scale).or_else(|| told_by_steps(scale));
    let in_value = || Some(on(scale, named_in_value(&level.value)?));
    declared()
        .map(|known| on(scale, (known, &level.value)))
        .or_else(in_value)
}

fn on<'a>(scale: &'a Scale, (known, value): (&'static KnownScale, &'a str)) -> Recognised<'a> {
    let ladder = declared_as(scale, known).unwrap_or_else(|| known.ladder());
    let ladder = Some(ladder).filter(|_| !other_ends(scale, known));
    Recognised { known, ladder, value }
}

/// Whether the source declares ends that the well-known scale does not have.
fn other_ends(scale: &Scale, known: &KnownScale) -> bool {
    let numbers = || known.levels.iter().filter_map(|level| level.number);
    let ends = numbers().reduce(f64::min).zip(numbers().reduce(f64::max));
    let declared = scale.min.zip(scale.max);
    declared.is_some() && ends.is_some() && declared != ends
}

/// What a value comes to that tells by itself which scale it is on.
pub(in crate::level) fn by_value(value: &str, told: ToldBy) -> Option<(&'static KnownScale, Answer)> {
    let candidates = || KnownScale::all().filter(|known| known.told_by == told);
    let read = |value| candidates().find_map(|known| Some((known, Some(known.ladder().read(value)?))));
    variants(value).find_map(read)
}

fn named_by(scale: &Scale) -> Option<&'static KnownScale> {
    let names = [Some(&scale.key), scale.kind.as_ref(), Some(&scale.name)];
    names.into_iter().flatten().find_map(|name| named(name))
}

fn told_by_steps(scale: &Scale) -> Option<&'static KnownScale> {
    let first = scale.steps.first()?;
    let candidates = names_of(first).flat_map(|name| levels_called(&name));
    candidates.map(|(known, _)| *known).find(|known| {
        let met = met(scale, known);
        match known.told_by {
            ToldBy::Name | ToldBy::Value => false,
            ToldBy::AllSteps => met.is_some_and(|met| met.len() == known.levels.len()),
            ToldBy::AnySteps => met.is_some_and(|met| met.len() > 2),
            ToldBy::ValueOrSteps => met.is_some(),
        }
    })
}

/// Which of the scale's levels the declared steps are, by their words; none where one of them is none of these, or a
/// level comes twice.
fn met(scale: &Scale, known: &KnownScale) -> Option<HashSet<usize>> {
    let levels: Option<HashSet<_>> = scale.steps.iter().map(|step| level_of(step, known)).collect();
    levels.filter(|levels| levels.len() == scale.steps.len())
}

fn level_of(step: &ScaleStep, known: &KnownScale) -> Option<usize> {
    names_of(step).find_map(|name| known.place_of(&name))
}

/// The names of a step in comparable form. Numbers are no names: many scales have the same.
fn names_of(step: &ScaleStep) -> impl Iterator<Item = String> {
    let names = [&step.label, &step.code]
        .into_iter()
        .filter(|name| number(name).is_none());
    names.map(|name| fold(name)).filter(|name| !name.is_empty())
}

/// The declared steps, with the bands of the well-known levels that they are; none where one of them is none.
fn declared_as<'a>(scale: &'a Scale, known: &'static KnownScale) -> Option<Ladder<'a>> {
    let rung = |step: &'a ScaleStep| {
        let level = known.levels.get(level_of(step, known)?)?;
        Some(declared::rung(step, level.interval))
    };
    let rungs: Option<Vec<_>> = scale.steps.iter().map(rung).collect();
    rungs.filter(|rungs| !rungs.is_empty()).map(|rungs| Ladder {
        rungs,
        continuous: known.continuous,
        known: None,
    })
}
