//! What the states of several skills say of the broader concept that holds them.

use super::{ClaimFacts, SkillKey, SkillState, Trend, independent};
use crate::level::Interval;
use crate::record::Assertion;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
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

/// Which areas lie directly in which, as positions in the slice given, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nesting {
    top: Vec<usize>,
    beneath: HashMap<Uuid, Vec<usize>>,
}

impl Nesting {
    /// Of these areas. `broader` names the concepts directly above one.
    pub fn of<I: IntoIterator<Item = Uuid>>(areas: &[AreaState], broader: impl Fn(Uuid) -> I) -> Self {
        let found: HashSet<Uuid> = areas.iter().map(|area| area.concept).collect();
        let mut nesting = Nesting::default();
        let mut lies_in_another = vec![false; areas.len()];
        for ((at, area), lies) in areas.iter().enumerate().zip(&mut lies_in_another) {
            let above: BTreeSet<Uuid> = broader(area.concept).into_iter().collect();
            for above in above
                .into_iter()
                .filter(|above| *above != area.concept && found.contains(above))
            {
                nesting.beneath.entry(above).or_default().push(at);
                *lies = true;
            }
        }
        nesting.top = nesting.tops(areas, &lies_in_another);
        nesting
    }

    /// The areas that lie in no other. Of a circle, of which none does, the first is one, so that all can be gone down to.
    fn tops(&self, areas: &[AreaState], lies_in_another: &[bool]) -> Vec<usize> {
        let (inner, mut tops): (Vec<usize>, Vec<usize>) =
            (0..areas.len()).partition(|at| lies_in_another.get(*at).is_some_and(|lies| *lies));
        let mut reached = HashSet::new();
        for &top in &tops {
            self.go_down(top, areas, &mut reached);
        }
        for at in inner {
            if !reached.contains(&at) {
                tops.push(at);
                self.go_down(at, areas, &mut reached);
            }
        }
        tops.sort_unstable();
        tops
    }

    fn go_down(&self, from: usize, areas: &[AreaState], reached: &mut HashSet<usize>) {
        let mut next = vec![from];
        while let Some(at) = next.pop() {
            if reached.insert(at) {
                next.extend(areas.get(at).into_iter().flat_map(|area| self.beneath(area.concept)));
            }
        }
    }

    /// Those to begin with.
    pub fn top(&self) -> &[usize] {
        &self.top
    }

    /// Those that lie directly in the area of this concept.
    pub fn beneath(&self, concept: Uuid) -> &[usize] {
        self.beneath.get(&concept).map_or(&[], Vec::as_slice)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Areas of these concepts, without skills, and a nesting by pairs of a concept and one above it.
    fn nested(concepts: &[u128], above: &[(u128, u128)]) -> (Vec<AreaState>, Nesting) {
        let area = |concept: &u128| AreaState {
            concept: Uuid::from_u128(*concept),
            skills: Vec::new(),
            bands: None,
            strongest: Assertion::Inferred,
            independent_sources: 0,
            trend: Trend::Unknown,
            last_observed: None,
        };
        let areas: Vec<AreaState> = concepts.iter().map(area).collect();
        let broader = |concept: Uuid| {
            let above = above.iter().filter(|(one, _)| Uuid::from_u128(*one) == concept);
            above.map(|(_, above)| Uuid::from_u128(*above)).collect::<Vec<_>>()
        };
        let nesting = Nesting::of(&areas, broader);
        (areas, nesting)
    }

    #[test]
    fn areas_lie_in_each_other_as_the_table_says() {
        for (what, above, top, beneath_one) in [
            ("none lies in another", &[][..], &[0, 1, 2][..], &[][..]),
            ("one over two", &[(2, 1), (3, 1)], &[0], &[1, 2]),
            ("in a row", &[(2, 1), (3, 2)], &[0], &[1]),
            ("in two at once", &[(3, 1), (3, 2)], &[0, 1], &[2]),
            ("said twice", &[(2, 1), (2, 1)], &[0, 2], &[1]),
            ("in one that is no area of these", &[(1, 9), (2, 9)], &[0, 1, 2], &[]),
            ("in itself", &[(1, 1), (2, 1)], &[0, 2], &[1]),
            ("a circle begins with the first", &[(1, 2), (2, 1), (3, 2)], &[0], &[1]),
            ("a circle in another area", &[(1, 2), (2, 1), (2, 3)], &[2], &[1]),
        ] {
            let (_, nesting) = nested(&[1, 2, 3], above);
            let told = (nesting.top(), nesting.beneath(Uuid::from_u128(1)));
            assert_eq!(told, (top, beneath_one), "{what}");
        }
    }

    proptest! {
        #[test]
        fn every_area_can_be_gone_down_to(above in proptest::collection::vec((0_u128..8, 0_u128..10), 0..20)) {
            let concepts: Vec<u128> = (0..8).collect();
            let (areas, nesting) = nested(&concepts, &above);
            let mut reached = HashSet::new();
            for &top in nesting.top() {
                nesting.go_down(top, &areas, &mut reached);
            }
            prop_assert_eq!(reached.len(), areas.len());
            prop_assert!(nesting.top().is_sorted_by(|one, other| one < other));
        }
    }
}
