//! What the claims about one skill add up to: derived, recomputable, never authoritative.

mod area;
mod claim;
mod explain;
mod freshness;
mod growth;

pub use area::{AreaState, Nesting, areas};
pub use claim::{Aside, ClaimFacts, Days};
pub use explain::{Contribution, Part, Unused};
pub use freshness::Freshness;
pub use growth::Change;

use crate::level::Interval;
use crate::record::{Assertion, Role, words};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use uuid::Uuid;

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
    /// The kind of the statements that give the band; none where there is no band.
    pub deciding_kind: Option<Assertion>,
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

/// The states that these claims add up to on a day, past, present or to come; see [`ClaimFacts::aside`] for which count.
pub fn states(claims: &[ClaimFacts], day: NaiveDate) -> Vec<SkillState> {
    let mut groups: BTreeMap<&SkillKey, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        if claim.aside(day).is_none() {
            groups.entry(&claim.skill).or_default().push(index);
        }
    }
    groups
        .into_iter()
        .map(|(skill, members)| state(skill.clone(), members, claims, day))
        .collect()
}

fn state(skill: SkillKey, members: Vec<usize>, claims: &[ClaimFacts], day: NaiveDate) -> SkillState {
    let of = || members.iter().filter_map(|&at| Some((at, claims.get(at)?)));
    let deciding = deciding(of(), day);
    SkillState {
        skill,
        band: deciding.iter().map(|(.., band)| *band).reduce(Interval::hull),
        deciding_kind: deciding.first().map(|(_, claim, _)| claim.assertion),
        strongest: of().map(|(_, c)| c.assertion).max().unwrap_or(Assertion::Inferred),
        independent_sources: independent(of().map(|(_, claim)| claim)),
        trend: trend(of(), day),
        last_observed: of().filter_map(|(_, claim)| claim.seen_by(day)).max(),
        claims: members,
    }
}

/// How many sources other than the holder sent these.
fn independent<'a>(claims: impl Iterator<Item = &'a ClaimFacts>) -> usize {
    let mut sources: Vec<Uuid> = claims.filter(|c| !c.own).map(|c| c.source).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.len()
}

/// A claim and where it stands among all.
type At<'a> = (usize, &'a ClaimFacts);

/// The claims that say how well, each with its level. Being taught a skill says nothing of its level.
fn levelled<'a>(
    claims: impl Iterator<Item = At<'a>>,
    day: NaiveDate,
) -> impl Iterator<Item = (usize, &'a ClaimFacts, Interval)> {
    claims
        .filter(|(_, claim)| claim.role != Role::Taught)
        .filter_map(move |(at, claim)| Some((at, claim, claim.band_by(day)?)))
}

/// The claims of which the levels make up the band: of the strongest kind of statement that gave any, the latest of each
/// source. The band is the hull of their levels.
fn deciding<'a>(claims: impl Iterator<Item = At<'a>>, day: NaiveDate) -> Vec<(usize, &'a ClaimFacts, Interval)> {
    let levelled: Vec<_> = levelled(claims, day).collect();
    let strongest = levelled.iter().map(|(_, claim, _)| claim.assertion).max();
    let mut latest: BTreeMap<Uuid, (usize, &ClaimFacts, Interval)> = BTreeMap::new();
    for one in levelled {
        if Some(one.1.assertion) != strongest {
            continue;
        }
        let held = latest.entry(one.1.source).or_insert(one);
        if one.1.seen_by(day) > held.1.seen_by(day) {
            *held = one;
        }
    }
    latest.into_values().collect()
}

fn trend<'a>(claims: impl Iterator<Item = At<'a>>, day: NaiveDate) -> Trend {
    let mut dated: Vec<_> = levelled(claims, day)
        .filter_map(|(_, claim, band)| Some((claim.seen_by(day)?, band)))
        .collect();
    dated.sort_by_key(|(seen, _)| *seen);
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
mod tests;
