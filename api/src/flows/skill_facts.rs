//! A stored claim as the rules see it: the one place where the words of a row become facts.

use crate::store::{sections, skill_states};
use passport::level::{Band, Interval};
use passport::record::{AsserterKind, Assertion, Role};
use passport::skill::{ClaimFacts, Days, SkillKey, normalise};
use sea_orm::prelude::{Date, DateTimeUtc};
use uuid::Uuid;

/// What a skill state needs of one claim, in the words it is stored with.
#[derive(Debug, Clone, Copy)]
pub struct StoredClaim<'a> {
    /// The concept it means, where one was met.
    pub concept_id: Option<Uuid>,
    /// The skill in the source's words.
    pub raw_label: Option<&'a str>,
    /// The skill's code or URI.
    pub raw_code: Option<&'a str>,
    /// Lower and upper end of the band.
    pub band: (Option<i16>, Option<i16>),
    /// What the person has to do with the skill.
    pub role: &'a str,
    /// What kind of statement.
    pub assertion: &'a str,
    /// Who states it.
    pub asserted_by_kind: &'a str,
    /// Who sent it.
    pub source_id: Uuid,
    /// First and last day it was seen.
    pub observed: (Option<Date>, Option<Date>),
    /// First and last day it holds.
    pub valid: (Option<Date>, Option<Date>),
    /// When the hub took the row in.
    pub recorded_at: DateTimeUtc,
    /// Since when it held the statement, and its level, in rows before.
    pub held_since: (Option<DateTimeUtc>, Option<DateTimeUtc>),
}

/// Rows of claims as they are read, for whatever they are read for.
macro_rules! from_rows {
    ($($row:ty),+) => {$(
        impl<'a> From<&'a $row> for StoredClaim<'a> {
            fn from(row: &'a $row) -> Self {
                StoredClaim {
                    concept_id: row.concept_id,
                    raw_label: row.raw_label.as_deref(),
                    raw_code: row.raw_code.as_deref(),
                    band: (row.band_low, row.band_high),
                    role: &row.role,
                    assertion: &row.assertion,
                    asserted_by_kind: &row.asserted_by_kind,
                    source_id: row.source_id,
                    observed: (row.observed_from, row.observed_to),
                    valid: (row.valid_from, row.valid_to),
                    recorded_at: row.recorded_at,
                    held_since: (row.known_since, row.level_since),
                }
            }
        }
    )+};
}

from_rows!(entity::claim::Model, sections::ClaimRow, skill_states::ClaimRow);

/// Longest term that is told from others; an index takes no more.
const LONGEST_TERM: usize = 500;

impl StoredClaim<'_> {
    /// Its facts; none where it names no skill. The holder's own word stays the holder's own, whichever system sends it.
    pub fn facts(self) -> Option<ClaimFacts> {
        let assertion = Assertion::from_word(self.assertion)?;
        let by_holder = self.asserted_by_kind == AsserterKind::Holder.as_str();
        Some(ClaimFacts {
            skill: self.skill()?,
            band: interval(self.band.0, self.band.1),
            role: Role::from_word(self.role)?,
            assertion,
            source: self.source_id,
            own: by_holder || assertion == Assertion::SelfAsserted,
            observed: days(self.observed),
            valid: days(self.valid),
            known: self.since(self.held_since.0),
            level_known: self.since(self.held_since.1),
        })
    }

    fn since(&self, before: Option<DateTimeUtc>) -> Date {
        before.unwrap_or(self.recorded_at).date_naive()
    }

    fn skill(&self) -> Option<SkillKey> {
        if let Some(concept) = self.concept_id {
            return Some(SkillKey::Concept(concept));
        }
        let words = [self.raw_label, self.raw_code].into_iter().flatten().map(normalise);
        let mut term = words.into_iter().find(|term| !term.is_empty())?;
        let end = (0..=LONGEST_TERM.min(term.len()))
            .rev()
            .find(|at| term.is_char_boundary(*at));
        term.truncate(end.unwrap_or_default());
        Some(SkillKey::Term(term))
    }
}

fn days((from, to): (Option<Date>, Option<Date>)) -> Days {
    Days { from, to }
}

/// The interval between two stored bands.
pub fn interval(low: Option<i16>, high: Option<i16>) -> Option<Interval> {
    Some(Interval::new(Band::from_number(low?), Band::from_number(high?)))
}
