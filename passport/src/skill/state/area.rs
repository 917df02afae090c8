//! What the states of several skills say of the broader concept that holds them.

use super::{ClaimFacts, SkillKey, SkillState, Trend, independent};
use crate::level::Interval;
use crate::record::Assertion;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use uuid::Uuid;

/// What the skills beneath a broader concept add up to. Nothing is said of how well the broader thing is mastered: nobody
/// stated that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaState {
    /// The broader concept.
    pub concept: Uuid,
    /// The skills of this concept and of those beneath it, as positions in the slice given.
    pub skills: Vec<usize>,
    /// From the lowest to the highest band of the skills beneath; none where none has a band.
    pub bands: Option<Interval>,
    /// The strongest kind of statement about any of them.
    pub strongest: Assertion,
    /// How many sources other than the holder state any of them.
    pub independent_sources: usize,
    /// Rising where some rise and none falls, falling where some fall and none rises.
    pub trend: Trend,
    /// When any of them was last seen.
    pub last_observed: Option<NaiveDate>,
}

/// How many concepts are gone through upwards from one skill, the nearest first: far more than any hierarchy has.
const MOST_ABOVE: usize = 1_000;

/// The areas that these skills lie in: every concept that has at least one of the skills beneath it. `claims` are those that
/// the states were made of, and `broader` names the concepts directly above one. The most skills first.
pub fn areas<I: IntoIterator<Item = Uuid>>(
    states: &[&SkillState],
    claims: &[ClaimFacts],
    broader: impl Fn(Uuid) -> I,
) -> Vec<AreaState> {
    let mut members: BTreeMap<Uuid, BTreeSet<usize>> = BTreeMap::new();
    let concepts = states.iter().enumerate().filter_map(|(at, state)| match state.skill {
        SkillKey::Concept(concept) => Some((at, concept)),
        SkillKey::Term(_) => None,
    });
    for (at, concept) in concepts.clone() {
        for above in above(concept, &broader) {
            members.entry(above).or_default().insert(at);
        }
    }
    // What is both a skill and an area holds itself too.
    for (at, concept) in concepts {
        if let Some(members) = members.get_mut(&concept) {
            members.insert(at);
        }
    }
    let mut areas: Vec<AreaState> = members
        .into_iter()
        .map(|(concept, skills)| area(concept, skills.into_iter().collect(), states, claims))
        .collect();
    areas.sort_by(|a, b| b.skills.len().cmp(&a.skills.len()).then(a.concept.cmp(&b.concept)));
    areas
}

/// Every concept above one, each once, whatever circles there are.
fn above<I: IntoIterator<Item = Uuid>>(concept: Uuid, broader: &impl Fn(Uuid) -> I) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    let mut next = VecDeque::from([concept]);
    while let Some(one) = next.pop_front().filter(|_| found.len() < MOST_ABOVE) {
        next.extend(broader(one).into_iter().filter(|above| found.insert(*above)));
    }
    found.remove(&concept);
    found
}

fn area(concept: Uuid, skills: Vec<usize>, states: &[&SkillState], claims: &[ClaimFacts]) -> AreaState {
    let of = || skills.iter().filter_map(|&at| states.get(at).copied());
    AreaState {
        concept,
        bands: of().filter_map(|state| state.band).reduce(Interval::hull),
        strongest: of().map(|state| state.strongest).max().unwrap_or(Assertion::Inferred),
        independent_sources: independent(of().flat_map(|state| &state.claims).filter_map(|&at| claims.get(at))),
        trend: trend(of()),
        last_observed: of().filter_map(|state| state.last_observed).max(),
        skills,
    }
}

fn trend<'a>(states: impl Iterator<Item = &'a SkillState>) -> Trend {
    let trends: Vec<Trend> = states.map(|state| state.trend).collect();
    let any = |trend| trends.contains(&trend);
    match (any(Trend::Rising), any(Trend::Falling)) {
        (true, false) => Trend::Rising,
        (false, true) => Trend::Falling,
        (true, true) => Trend::Steady,
        (false, false) if any(Trend::Steady) => Trend::Steady,
        (false, false) => Trend::Unknown,
    }
}
