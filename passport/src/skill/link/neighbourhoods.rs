//! Concepts by where they point, those that point alike side by side: a label is compared with the neighbourhoods first,
//! and then with the concepts of the nearest ones alone.

use super::bytes::{Aim, Directions};
use super::encoder::{Direction, agreement, mean};
use multiversion::multiversion;
use std::collections::BinaryHeap;
use std::ops::Range;

/// So few concepts are all compared.
const FEW: usize = 2048;

/// Of more, the nearest neighbourhoods that hold this share of them.
const SHARE: usize = 12;

/// There are so many neighbourhoods as concepts have in their square root, times this. Small ones are cheaper to look
/// into than large ones, and miss less.
const CENTRES: usize = 3;

/// How often centres are moved to the middle of what is near them.
const ROUNDS: usize = 4;

/// The best are looked for among the best of so many.
const BLOCK: usize = 16;

/// All concepts by where they point.
#[derive(Debug)]
pub(super) struct Neighbourhoods {
    centres: Directions,
    /// Where each neighbourhood stands among the rows.
    ranges: Vec<Range<usize>>,
    rows: Directions,
    /// The concept of each row.
    concepts: Vec<u32>,
    /// The row of each concept.
    places: Vec<u32>,
}

impl Neighbourhoods {
    /// Groups what points alike. The same directions give the same groups.
    pub(super) fn of(directions: &[Direction]) -> Self {
        let (centres, nearest) = grouped(directions);
        let mut concepts: Vec<u32> = (0..directions.len() as u32).collect();
        concepts.sort_by_key(|concept| nearest[*concept as usize]);
        let mut grouped = Self {
            centres: Directions::default(),
            ranges: Vec::new(),
            rows: Directions::default(),
            places: vec![0; concepts.len()],
            concepts,
        };
        for centre in &centres {
            grouped.centres.push(centre);
        }
        for (row, concept) in grouped.concepts.iter().enumerate() {
            grouped.rows.push(&directions[*concept as usize]);
            grouped.places[*concept as usize] = row as u32;
        }
        let mut start = 0;
        for group in 0..centres.len() {
            let end = start + nearest.iter().filter(|nearest| **nearest == group).count();
            grouped.ranges.push(start..end);
            start = end;
        }
        grouped
    }

    /// How far each of some concepts agrees with an aim.
    pub(super) fn agreements(&self, concepts: &[u32], aim: &Aim) -> Vec<f32> {
        let rows: Vec<u32> = concepts.iter().map(|concept| self.places[*concept as usize]).collect();
        self.rows.agreements_at(&rows, aim)
    }

    /// The concepts that agree most with an aim, in no order.
    pub(super) fn nearest(&self, aim: &Aim, count: usize) -> Vec<u32> {
        let ranges = self.probed(aim);
        let mut agreements = Vec::with_capacity(ranges.iter().map(Range::len).sum());
        ranges
            .iter()
            .for_each(|range| self.rows.agreements(range.clone(), aim, &mut agreements));
        best(&agreements, count)
            .into_iter()
            .filter_map(|place| self.concepts.get(row(&ranges, place)?).copied())
            .collect()
    }

    /// The neighbourhoods nearest to an aim, until they hold enough.
    fn probed(&self, aim: &Aim) -> Vec<Range<usize>> {
        let enough = if self.rows.len() <= FEW {
            self.rows.len()
        } else {
            self.rows.len() / SHARE
        };
        let mut agreements = Vec::with_capacity(self.centres.len());
        self.centres.agreements(0..self.centres.len(), aim, &mut agreements);
        // Few of the groups are taken, so they are not put in order: the next nearest is asked for until there are enough.
        let mut groups: BinaryHeap<u64> = agreements
            .iter()
            .zip(0u32..)
            .map(|(agreement, group)| u64::from(ascending(*agreement)) << 32 | u64::from(!group))
            .collect();
        let mut held = 0;
        let mut within = Vec::new();
        while held < enough
            && let Some(nearest) = groups.pop()
        {
            let range = &self.ranges[!(nearest as u32) as usize];
            held += range.len();
            within.push(range.clone());
        }
        within
    }
}

/// A number that is the higher the higher another is.
fn ascending(number: f32) -> u32 {
    let bits = number.to_bits();
    if number.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 31
    }
}

/// The row that stands at a place when the rows of some ranges follow each other.
fn row(ranges: &[Range<usize>], mut place: usize) -> Option<usize> {
    for range in ranges {
        if place < range.len() {
            return Some(range.start + place);
        }
        place -= range.len();
    }
    None
}

/// The places of the highest numbers.
fn best(numbers: &[f32], count: usize) -> Vec<usize> {
    let mut most = vec![f32::MIN; numbers.len().div_ceil(BLOCK)];
    highest(numbers, &mut most);
    let line = if most.len() <= count {
        f32::MIN
    } else {
        *most
            .clone()
            .select_nth_unstable_by(count - 1, |one, other| other.total_cmp(one))
            .1
    };
    let mut found = Vec::with_capacity(count * 2);
    for (block, _) in most.iter().enumerate().filter(|(_, most)| **most >= line) {
        let start = block * BLOCK;
        found.extend((start..numbers.len().min(start + BLOCK)).filter(|place| numbers[*place] >= line));
    }
    found.sort_unstable_by(|one, other| numbers[*other].total_cmp(&numbers[*one]).then(one.cmp(other)));
    found.truncate(count);
    found
}

/// The highest number of each block.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn highest(numbers: &[f32], most: &mut [f32]) {
    let (whole, rest) = numbers.as_chunks::<BLOCK>();
    for (block, most) in whole.iter().zip(most.iter_mut()) {
        // By halves, as a vector unit does it: none of these numbers is missing, so any order gives the same.
        let mut held = *block;
        let mut half = BLOCK / 2;
        while half > 0 {
            for place in 0..half {
                held[place] = if held[place] > held[place + half] {
                    held[place]
                } else {
                    held[place + half]
                };
            }
            half /= 2;
        }
        *most = held[0];
    }
    if let Some(most) = most.get_mut(whole.len()) {
        *most = rest.iter().copied().fold(f32::MIN, f32::max);
    }
}

/// Centres, and for each direction the nearest of them (k-means).
fn grouped(directions: &[Direction]) -> (Vec<Direction>, Vec<usize>) {
    let count = (directions.len().isqrt() * CENTRES).max(1);
    let stride = (directions.len() / count).max(1);
    let mut centres: Vec<Direction> = directions.iter().step_by(stride).take(count).copied().collect();
    let mut nearest = assigned(directions, &centres);
    for _ in 0..ROUNDS {
        let mut members: Vec<Vec<Direction>> = vec![Vec::new(); centres.len()];
        directions
            .iter()
            .zip(&nearest)
            .for_each(|(direction, centre)| members[*centre].push(*direction));
        let moved = members
            .iter()
            .zip(&centres)
            .map(|(members, centre)| if members.is_empty() { *centre } else { mean(members) });
        centres = moved.collect();
        nearest = assigned(directions, &centres);
    }
    (centres, nearest)
}

fn assigned(directions: &[Direction], centres: &[Direction]) -> Vec<usize> {
    let mut agreements = vec![0.0; centres.len()];
    directions
        .iter()
        .map(|direction| {
            agreement(direction, centres, &mut agreements);
            (0..centres.len())
                .max_by(|one, other| agreements[*one].total_cmp(&agreements[*other]))
                .unwrap_or(0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::strategy::Strategy;

    proptest::proptest! {
        #[test]
        fn the_best_are_those_that_sorting_finds(
            numbers in proptest::collection::vec((-8i8..8).prop_map(f32::from), 0..400),
            count in 1usize..20,
        ) {
            let mut sorted: Vec<usize> = (0..numbers.len()).collect();
            sorted.sort_by(|one, other| numbers[*other].total_cmp(&numbers[*one]));
            sorted.truncate(count);
            proptest::prop_assert_eq!(best(&numbers, count), sorted);
        }

        #[test]
        fn what_is_higher_has_the_higher_number(one in proptest::num::f32::NORMAL, other in proptest::num::f32::NORMAL) {
            proptest::prop_assert_eq!(ascending(one).cmp(&ascending(other)), one.total_cmp(&other));
        }

        #[test]
        fn a_place_is_found_in_its_range(lengths in proptest::collection::vec(0usize..9, 0..9), place in 0usize..90) {
            let ranges: Vec<Range<usize>> = lengths.iter().enumerate().map(|(at, length)| at * 10..at * 10 + length).collect();
            let rows: Vec<usize> = ranges.iter().cloned().flatten().collect();
            proptest::prop_assert_eq!(row(&ranges, place), rows.get(place).copied());
        }
    }
}
