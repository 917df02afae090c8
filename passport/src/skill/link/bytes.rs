//! Directions in a byte a dimension, and the scan over many of them: compiled for the widest vector unit of the machine
//! and chosen at run time.

use super::encoder::{DIMENSIONS, Direction};
use multiversion::multiversion;

/// A direction in bytes.
type Bytes = [i8; DIMENSIONS];

/// The dimensions that the first pass looks at.
const FIRST: usize = 64;

/// A part of a direction longer than this is cut, so that all first passes have one scale.
const LONGEST_PART: f32 = 0.45;

/// For each that is asked for, so many are compared in all dimensions after the first pass.
const SECOND_PASS: usize = 6;

/// The first pass looks at the best of so many first.
const BLOCK: usize = 16;

/// One direction, to be compared with many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    bytes: Bytes,
    scale: f32,
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
        Self { bytes, scale }
    }
}

impl Aim {
    fn beginning(&self) -> [i16; FIRST] {
        std::array::from_fn(|place| i16::from(self.bytes[place]))
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

    /// One of them, to be compared with others.
    pub(super) fn aim(&self, row: usize) -> Aim {
        Aim { bytes: self.rows[row], scale: self.scales[row] }
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

    /// Those that agree most with an aim.
    pub(super) fn nearest(&self, beginnings: &Beginnings, aim: &Aim, count: usize) -> Vec<u32> {
        let promising = beginnings.promising(&aim.beginning(), count * SECOND_PASS);
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

    /// At least so many that agree most with the beginning of an aim, while there are: those that reach the line which
    /// so many blocks reach.
    fn promising(&self, aim: &[i16; FIRST], wanted: usize) -> Vec<u32> {
        let mut agreements = vec![0; self.0.len()];
        let mut most = vec![i32::MIN; self.0.len().div_ceil(BLOCK)];
        scan(aim, &self.0, &mut agreements, &mut most);
        let line = line(&most, wanted);
        let mut found = Vec::with_capacity(wanted * 2);
        for (block, _) in most.iter().enumerate().filter(|(_, most)| **most >= line) {
            let start = block * BLOCK;
            let those = agreements[start..].iter().take(BLOCK).enumerate().filter(|(_, agreement)| **agreement >= line);
            found.extend(those.map(|(place, _)| (start + place) as u32));
        }
        found
    }
}

fn line(most: &[i32], wanted: usize) -> i32 {
    if most.len() <= wanted {
        return i32::MIN;
    }
    *most.to_vec().select_nth_unstable_by(wanted, |one, other| other.cmp(one)).1
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
fn scan(aim: &[i16; FIRST], rows: &[[i8; FIRST]], out: &mut [i32], most: &mut [i32]) {
    for ((rows, out), most) in rows.chunks(BLOCK).zip(out.chunks_mut(BLOCK)).zip(most) {
        for (row, out) in rows.iter().zip(out) {
            let mut sum = 0;
            for place in 0..FIRST {
                sum += i32::from(aim[place]) * i32::from(row[place]);
            }
            *out = sum;
            *most = i32::max(*most, sum);
        }
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
