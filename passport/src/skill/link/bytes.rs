//! Directions in a byte a dimension, and the scan over many of them: compiled for the widest vector unit of the machine
//! and chosen at run time.

use super::encoder::{DIMENSIONS, Direction};
use multiversion::multiversion;
use std::ops::Range;

/// A direction in bytes.
type Bytes = [i8; DIMENSIONS];

/// The dimensions that the first pass looks at.
const FIRST: usize = 64;

/// A part of a direction longer than this is cut, so that all first passes have one scale.
const LONGEST_PART: f32 = 0.45;

/// For each that is asked for, so many are compared in all dimensions after the first pass.
const SECOND_PASS: usize = 8;

/// One in so many is looked at to find where the first pass ends.
const SAMPLE: usize = 16;

/// One direction, to be compared with many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    bytes: Bytes,
    scale: f32,
    first: [i16; FIRST],
}

/// Many directions.
#[derive(Debug, Clone, Default)]
pub(super) struct Directions {
    rows: Vec<Bytes>,
    scales: Vec<f32>,
}

/// The beginnings of many directions.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings(Vec<[i8; FIRST]>);

impl Aim {
    /// A direction in bytes: as fine as its largest part allows.
    pub(super) fn at(direction: &Direction) -> Self {
        let (bytes, scale) = packed(direction);
        Self { bytes, scale, first: beginning(direction).map(i16::from) }
    }
}

impl Directions {
    /// Adds one.
    pub(super) fn push(&mut self, direction: &Direction) {
        let (bytes, scale) = packed(direction);
        self.rows.push(bytes);
        self.scales.push(scale);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How far one of them agrees with an aim.
    pub(super) fn agreement(&self, row: usize, aim: &Aim) -> f32 {
        let mut out = [0.0];
        products(&aim.bytes, &self.rows[row..=row], &mut out);
        out[0] * self.scales[row] * aim.scale
    }

    /// How far each of some of them agrees with an aim.
    pub(super) fn agreements_of(&self, rows: &[u32], aim: &Aim) -> Vec<f32> {
        let mut out = vec![0.0; rows.len()];
        chosen(&aim.bytes, &self.rows, rows, &mut out);
        out.iter_mut().zip(rows).for_each(|(agreement, row)| *agreement *= self.scales[*row as usize] * aim.scale);
        out
    }

    /// How far each of a run of them agrees with an aim.
    pub(super) fn agreements(&self, run: Range<usize>, aim: &Aim, out: &mut Vec<f32>) {
        out.clear();
        out.resize(run.len(), 0.0);
        products(&aim.bytes, &self.rows[run.clone()], out);
        out.iter_mut().zip(&self.scales[run]).for_each(|(agreement, scale)| *agreement *= scale * aim.scale);
    }

    /// Those that agree most with an aim.
    pub(super) fn nearest(&self, beginnings: &Beginnings, aim: &Aim, count: usize) -> Vec<u32> {
        let promising = beginnings.promising(aim, count * SECOND_PASS);
        let mut found: Vec<(f32, u32)> = self.agreements_of(&promising, aim).into_iter().zip(promising).collect();
        let better = |one: &(f32, u32), other: &(f32, u32)| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1));
        if found.len() > count {
            found.select_nth_unstable_by(count, better);
            found.truncate(count);
        }
        found.into_iter().map(|(_, row)| row).collect()
    }
}

impl Beginnings {
    /// Adds one.
    pub(super) fn push(&mut self, direction: &Direction) {
        self.0.push(beginning(direction));
    }

    /// About so many that agree most with the beginning of an aim, and never fewer while there are.
    fn promising(&self, aim: &Aim, wanted: usize) -> Vec<u32> {
        let mut agreements = vec![0; self.0.len()];
        scan(&aim.first, &self.0, &mut agreements);
        let mut found = above(&agreements, line(&agreements, wanted));
        if found.len() < wanted / 2 {
            found = above(&agreements, i32::MIN);
        }
        found
    }
}

/// The agreement that about so many exceed, by a sample.
fn line(agreements: &[i32], wanted: usize) -> i32 {
    let mut sample: Vec<i32> = agreements.iter().step_by(SAMPLE).copied().collect();
    let place = wanted / SAMPLE;
    if agreements.len() <= wanted * 2 || place >= sample.len() {
        return i32::MIN;
    }
    *sample.select_nth_unstable_by(place, |one, other| other.cmp(one)).1
}

fn above(agreements: &[i32], line: i32) -> Vec<u32> {
    let mut found = Vec::with_capacity(256);
    for (block, agreements) in agreements.chunks(SAMPLE).enumerate() {
        let mut most = i32::MIN;
        for agreement in agreements {
            most = most.max(*agreement);
        }
        if most >= line {
            let start = block * SAMPLE;
            let those = agreements.iter().enumerate().filter(|(_, agreement)| **agreement >= line);
            found.extend(those.map(|(place, _)| (start + place) as u32));
        }
    }
    found
}

fn packed(direction: &Direction) -> (Bytes, f32) {
    let most = direction.iter().fold(1e-12f32, |most, value| most.max(value.abs()));
    (direction.map(|value| (value / most * 127.0).round() as i8), most / 127.0)
}

fn beginning(direction: &Direction) -> [i8; FIRST] {
    // A cast from a number to bytes stops at their ends.
    std::array::from_fn(|place| (direction[place] / LONGEST_PART * 127.0).round() as i8)
}

// Below, plain loops: what is passed to an iterator is a function of its own, and is not compiled for the wide unit.

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni", "x86_64+avx2+fma"))]
fn scan(aim: &[i16; FIRST], rows: &[[i8; FIRST]], out: &mut [i32]) {
    for (row, out) in rows.iter().zip(out) {
        let mut sum = 0;
        for place in 0..FIRST {
            sum += i32::from(aim[place]) * i32::from(row[place]);
        }
        *out = sum;
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni", "x86_64+avx2+fma"))]
fn products(aim: &Bytes, rows: &[Bytes], out: &mut [f32]) {
    for (row, out) in rows.iter().zip(out) {
        *out = product(aim, row) as f32;
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni", "x86_64+avx2+fma"))]
fn chosen(aim: &Bytes, rows: &[Bytes], which: &[u32], out: &mut [f32]) {
    for (row, out) in which.iter().zip(out) {
        *out = product(aim, &rows[*row as usize]) as f32;
    }
}

#[inline(always)]
fn product(aim: &Bytes, row: &Bytes) -> i32 {
    let mut sum = 0;
    for place in 0..DIMENSIONS {
        sum += i32::from(aim[place]) * i32::from(row[place]);
    }
    sum
}
