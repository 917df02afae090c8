//! Well-known scales: what they are called, whose they are, and the bands that their levels come to. Reviewed data, one
//! file a family; docs/LEVELS.md shows the same rows.

mod frameworks;
mod grades;
mod languages;
mod names;
mod no_levels;
mod platforms;
mod recognise;
mod words;

pub(super) use recognise::{Recognised, by_value, recognise};

use super::ladder::{Ladder, Rung, fold};
use super::loss::{Loss, Losses};
use super::{Band, Interval};

/// A well-known scale.
#[derive(Debug)]
pub struct KnownScale {
    /// Its stable key, also the basis of what is placed by it.
    pub key: &'static str,
    /// Its name in English.
    pub name: &'static str,
    /// Other names by which sources declare it; compared as labels of skills are.
    pub names: &'static [&'static str],
    /// How the URIs of it and of its levels begin, without the scheme.
    pub uris: &'static [&'static str],
    /// Whose it is, as an attribution.
    pub source: &'static str,
    /// What it measures.
    pub measures: Measures,
    /// By what it is recognised besides its name.
    pub told_by: ToldBy,
    /// Whether numbers between two levels are as usual as those on them.
    pub continuous: bool,
    /// What is lost whichever level it is.
    pub losses: &'static [Loss],
    /// Its levels, weakest first.
    pub levels: &'static [KnownLevel],
}

/// What a scale measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measures {
    /// How well somebody does something.
    Mastery,
    /// How an outcome was graded: a level only where an outcome was assessed.
    Grade,
    /// Something else: never a level, for this reason.
    Else(Loss),
}

/// By what a scale is recognised besides its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToldBy {
    /// Nothing: its levels are called like many others.
    Name,
    /// A declared scale with exactly its levels.
    AllSteps,
    /// A declared scale of three or more steps, all of them its levels.
    AnySteps,
    /// One level alone, on a scale that declares no steps.
    Value,
    /// One level alone, and any two declared steps that are its levels.
    ValueOrSteps,
}

/// A level of a well-known scale.
#[derive(Debug, Clone, Copy)]
pub struct KnownLevel {
    /// How it is written.
    pub code: &'static str,
    /// Other ways of writing it, in any language.
    pub also: &'static [&'static str],
    /// Its number, where the scale's levels have one.
    pub number: Option<f64>,
    /// The bands it comes to; none where it says that nothing was seen.
    pub interval: Option<Interval>,
}

impl KnownScale {
    /// Every well-known scale.
    pub fn all() -> impl Iterator<Item = &'static KnownScale> {
        let families = [
            languages::SCALES,
            frameworks::SCALES,
            platforms::SCALES,
            words::SCALES,
            grades::SCALES,
            no_levels::SCALES,
        ];
        families.into_iter().flatten()
    }

    /// The scale of this key, name or URI.
    pub fn find(name: &str) -> Option<&'static KnownScale> {
        names::named(name)
    }

    /// Its level of this code or name.
    pub fn level(&self, name: &str) -> Option<&KnownLevel> {
        self.levels.get(self.place_of(&fold(name))?)
    }

    /// The place of the level of this name, which is in comparable form, counted from the weakest.
    pub(super) fn place_of(&self, folded: &str) -> Option<usize> {
        let mut levels = names::levels_called(folded).iter();
        levels.find(|(known, _)| known.key == self.key).map(|(_, at)| *at)
    }

    pub(super) fn losses(&self) -> Losses {
        self.losses.iter().copied().collect()
    }

    pub(super) fn ladder(&'static self) -> Ladder<'static> {
        Ladder {
            rungs: self.levels.iter().map(KnownLevel::rung).collect(),
            continuous: self.continuous,
            known: Some(self),
        }
    }
}

impl KnownLevel {
    fn rung(&self) -> Rung<'static> {
        Rung {
            code: self.code,
            label: self.code,
            span: self.number.map(|number| (number, number)),
            interval: self.interval,
        }
    }

    const fn at(self, number: f64) -> Self {
        KnownLevel {
            number: Some(number),
            ..self
        }
    }

    const fn also(self, also: &'static [&'static str]) -> Self {
        KnownLevel { also, ..self }
    }
}

/// A level that comes to the bands from `low` to `high`.
const fn level(code: &'static str, low: u8, high: u8) -> KnownLevel {
    let interval = Some(Interval {
        low: band(low),
        high: band(high),
    });
    KnownLevel {
        code,
        also: &[],
        number: None,
        interval,
    }
}

/// A level that says that nothing was seen.
const fn nothing_seen(code: &'static str) -> KnownLevel {
    KnownLevel {
        code,
        also: &[],
        number: None,
        interval: None,
    }
}

const fn band(number: u8) -> Band {
    match number {
        1 => Band::Aware,
        2 => Band::Beginner,
        3 => Band::Competent,
        4 => Band::Proficient,
        5 => Band::Expert,
        _ => Band::Unknown,
    }
}

/// A scale of which nothing is said yet.
const BLANK: KnownScale = KnownScale {
    key: "",
    name: "",
    names: &[],
    uris: &[],
    source: "",
    measures: Measures::Mastery,
    told_by: ToldBy::Name,
    continuous: false,
    losses: &[],
    levels: &[],
};
