//! What the claims about one skill add up to: derived, recomputable, never authoritative.

use crate::level::Interval;
use crate::record::{Assertion, Role, words};
use chrono::NaiveDate;
use std::collections::BTreeMap;
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
    /// When it was last observed.
    pub observed: Option<NaiveDate>,
    /// Until when it holds.
    pub valid_to: Option<NaiveDate>,
}

/// What a state is about: a concept, or a term that met none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkillKey {
    /// A concept of a vocabulary.
    Concept(Uuid),
    /// A normalised label that met no concept.
    Term(String),
}

/// What the claims about one skill add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillState {
    /// Which skill.
    pub skill: SkillKey,
    /// Band of the strongest statements; none where no statement gave a level.
    pub band: Option<Interval>,
    /// The strongest kind of statement.
    pub strongest: Assertion,
    /// How many sources other than the holder state it.
    pub independent_sources: usize,
    /// How the band moved over time.
    pub trend: Trend,
    /// When it was last observed.
    pub last_observed: Option<NaiveDate>,
    /// Which of the claims contribute, as positions in the slice given.
    pub claims: Vec<usize>,
}

impl SkillState {
    /// How strongly the skill is evidenced, for ordering: kind of statement, then independent sources, then band.
    pub fn strength(&self) -> (Assertion, usize, Option<crate::level::Band>) {
        (self.strongest, self.independent_sources, self.band.map(|band| band.low))
    }
}

/// How a band moved between the first and the last observation that gave one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trend {
    /// The last lies wholly above the first.
    Rising,
    /// Neither lies wholly above the other.
    Steady,
    /// The last lies wholly below the first.
    Falling,
    /// Fewer than two dated levels.
    Unknown,
}

words!(Trend { Rising => "rising", Steady => "steady", Falling => "falling", Unknown => "unknown" });

/// The states that these claims add up to on `today`. Claims that have run out, and requirements of a job, do not count.
pub fn states(claims: &[ClaimFacts], today: NaiveDate) -> Vec<SkillState> {
    let mut groups: BTreeMap<&SkillKey, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        let current = claim.valid_to.is_none_or(|end| end >= today);
        if current && claim.role != Role::Required {
            groups.entry(&claim.skill).or_default().push(index);
        }
    }
    groups
        .into_iter()
        .map(|(skill, members)| state(skill.clone(), members, claims))
        .collect()
}

fn state(skill: SkillKey, members: Vec<usize>, claims: &[ClaimFacts]) -> SkillState {
    let of = || members.iter().filter_map(|&index| claims.get(index));
    let mut sources: Vec<Uuid> = of().filter(|c| !c.own).map(|c| c.source).collect();
    sources.sort_unstable();
    sources.dedup();
    SkillState {
        skill,
        band: band(of()),
        strongest: of().map(|c| c.assertion).max().unwrap_or(Assertion::Inferred),
        independent_sources: sources.len(),
        trend: trend(of()),
        last_observed: of().filter_map(|c| c.observed).max(),
        claims: members,
    }
}

/// The claims that say how well, each with its level. Being taught a skill says nothing of its level.
fn levelled<'a>(claims: impl Iterator<Item = &'a ClaimFacts>) -> impl Iterator<Item = (&'a ClaimFacts, Interval)> {
    claims
        .filter(|claim| claim.role != Role::Taught)
        .filter_map(|claim| Some((claim, claim.band?)))
}

/// The hull of the levels given by the strongest kind of statement that gave any, the latest of each source.
fn band<'a>(claims: impl Iterator<Item = &'a ClaimFacts>) -> Option<Interval> {
    let levelled: Vec<_> = levelled(claims).map(|(claim, _)| claim).collect();
    let strongest = levelled.iter().map(|c| c.assertion).max()?;
    let mut latest: BTreeMap<Uuid, &ClaimFacts> = BTreeMap::new();
    for claim in levelled.into_iter().filter(|c| c.assertion == strongest) {
        let held = latest.entry(claim.source).or_insert(claim);
        if claim.observed > held.observed {
            *held = claim;
        }
    }
    latest.values().filter_map(|c| c.band).reduce(Interval::hull)
}

fn trend<'a>(claims: impl Iterator<Item = &'a ClaimFacts>) -> Trend {
    let mut dated: Vec<_> = levelled(claims)
        .filter_map(|(c, band)| Some((c.observed?, band)))
        .collect();
    dated.sort_by_key(|(day, _)| *day);
    match dated.as_slice() {
        [(first_day, first), .., (last_day, last)] if first_day < last_day => {
            if last.above(*first) {
                Trend::Rising
            } else if first.above(*last) {
                Trend::Falling
            } else {
                Trend::Steady
            }
        }
        _ => Trend::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::Band::{self, *};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn claim(source: u128, assertion: Assertion, band: Option<(Band, Band)>, observed: &str) -> ClaimFacts {
        ClaimFacts {
            skill: SkillKey::Term("python".into()),
            band: band.map(|(a, b)| Interval::new(a, b)),
            role: Role::Holds,
            assertion,
            source: Uuid::from_u128(source),
            own: source == 0,
            observed: (!observed.is_empty()).then(|| day(observed)),
            valid_to: None,
        }
    }

    #[test]
    fn three_systems_make_one_state() {
        let claims = [
            claim(1, Assertion::Certified, Some((Competent, Proficient)), "2024-01-01"),
            claim(2, Assertion::Endorsed, Some((Expert, Expert)), "2025-01-01"),
            claim(3, Assertion::Assessed, None, "2025-06-01"),
            claim(0, Assertion::SelfAsserted, Some((Expert, Expert)), ""),
        ];
        let [state] = states(&claims, day("2026-01-01")).try_into().unwrap();
        assert_eq!(
            state.band,
            Some(Interval::new(Competent, Proficient)),
            "the strongest statement decides"
        );
        assert_eq!(state.strongest, Assertion::Certified);
        assert_eq!(state.independent_sources, 3, "the holder is not independent");
        assert_eq!(state.trend, Trend::Rising);
        assert_eq!(state.last_observed, Some(day("2025-06-01")));
        assert_eq!(state.claims.len(), 4);
    }

    #[test]
    fn what_ran_out_or_was_only_required_does_not_count() {
        let mut expired = claim(1, Assertion::Certified, None, "2020-01-01");
        expired.valid_to = Some(day("2021-01-01"));
        let mut required = claim(2, Assertion::Observed, None, "2020-01-01");
        required.role = Role::Required;
        assert!(states(&[expired, required], day("2026-01-01")).is_empty());
    }

    #[test]
    fn being_taught_gives_no_level() {
        let taught = |observed| ClaimFacts {
            role: Role::Taught,
            ..claim(1, Assertion::Assessed, Some((Expert, Expert)), observed)
        };
        let held = |observed| claim(2, Assertion::Assessed, Some((Beginner, Beginner)), observed);
        let beginner = Some(Interval::new(Beginner, Beginner));
        for (claims, band, trend) in [
            (vec![taught("2024-01-01")], None, Trend::Unknown),
            (vec![taught("2024-01-01"), taught("2025-01-01")], None, Trend::Unknown),
            (vec![held("2024-01-01"), taught("2025-01-01")], beginner, Trend::Unknown),
            (
                vec![held("2023-01-01"), taught("2024-01-01"), held("2025-01-01")],
                beginner,
                Trend::Steady,
            ),
            (
                vec![taught("2023-01-01"), held("2024-01-01"), held("2025-01-01")],
                beginner,
                Trend::Steady,
            ),
        ] {
            let state = &states(&claims, day("2026-01-01"))[0];
            assert_eq!((state.band, state.trend), (band, trend), "{claims:?}");
        }
    }
}
