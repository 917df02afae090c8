//! What a state needs to know of one claim, and when it counts.

use super::SkillKey;
use crate::level::Interval;
use crate::record::{Assertion, Role};
use chrono::NaiveDate;
use uuid::Uuid;

/// What a state needs to know of one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimFacts {
    /// Which skill.
    pub skill: SkillKey,
    /// Where the level lies, where one was given.
    pub band: Option<Interval>,
    /// What the holder has to do with the skill.
    pub role: Role,
    /// What kind of statement.
    pub assertion: Assertion,
    /// Which source sent it.
    pub source: Uuid,
    /// Whether the source is the holder.
    pub own: bool,
    /// The days on which the skill was seen.
    pub observed: Days,
    /// The days on which the statement holds.
    pub valid: Days,
    /// The day on which the hub first held this statement.
    pub known: NaiveDate,
    /// The day on which the hub first held its level.
    pub level_known: NaiveDate,
}

/// First and last of some days; an open end is unknown or still running.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Option<NaiveDate>,
    /// The last.
    pub to: Option<NaiveDate>,
}

/// Why a claim counts for nothing on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aside {
    /// It is what a job requires, not what somebody can do.
    Required,
    /// It had run out by then.
    RanOut,
    /// It did not hold yet, or the hub did not know of it yet and it speaks of later days or of none.
    NotYet,
}

crate::record::words!(Aside { Required => "required", RanOut => "ran_out", NotYet => "not_yet" });

impl ClaimFacts {
    /// Why it counts for nothing on this day; none where it counts.
    ///
    /// Within its validity a statement counts from the first day that it speaks of, or from the day on which the hub held it, whichever is
    /// earlier: what nobody dated is not said to have been true before anybody said it.
    pub fn aside(&self, day: NaiveDate) -> Option<Aside> {
        let begins = [self.observed.from, self.observed.to, self.valid.from];
        let begins = begins.into_iter().flatten().min();
        if self.role == Role::Required {
            Some(Aside::Required)
        } else if self.valid.to.is_some_and(|end| end < day) {
            Some(Aside::RanOut)
        } else if self.valid.from.is_some_and(|begins| begins > day)
            || self.known > day && begins.is_none_or(|begins| begins > day)
        {
            Some(Aside::NotYet)
        } else {
            None
        }
    }

    /// Where the level lies, as far as it was told by this day: at the end of what was seen, or as soon as the hub held it.
    pub fn band_by(&self, day: NaiveDate) -> Option<Interval> {
        let told = self.observed.to.or(self.observed.from).or(self.valid.from);
        let is_told = self.level_known <= day || told.is_some_and(|told| told <= day);
        self.band.filter(|_| is_told)
    }

    /// The last day up to this one on which the skill was seen; none where no day is known. What is still running was seen
    /// when the hub was first told so.
    pub fn seen_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        let last = match (self.observed.from, self.observed.to) {
            (_, Some(to)) => to,
            (Some(from), None) => from.max(self.known),
            (None, None) => return None,
        };
        let first = self.observed.from.map_or(last, |from| from.min(last));
        (first <= day).then(|| last.min(day))
    }
}
