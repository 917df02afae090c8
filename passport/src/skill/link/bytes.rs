//! Directions in a byte a dimension, and comparing one with many: compiled for the widest vector unit of the machine and
//! chosen at run time.

use super::encoder::{DIMENSIONS, Direction};
use multiversion::multiversion;
use std::ops::Range;

/// A direction in bytes.
type Bytes = [i8; DIMENSIONS];

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

impl Aim {
    /// A direction in bytes: as fine as its largest part allows.
    pub(super) fn at(direction: &Direction) -> Self {
        let mut bytes = [0; DIMENSIONS];
        let most = in_bytes(direction, &mut bytes);
        Self {
            bytes,
            scale: most / 127.0,
        }
    }
}

impl Directions {
    /// Adds one.
    pub(super) fn push(&mut self, direction: &Direction) {
        let aim = Aim::at(direction);
        self.rows.push(aim.bytes);
        self.scales.push(aim.scale);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// One of them, to be compared with others.
    pub(super) fn aim(&self, row: usize) -> Aim {
        Aim {
            bytes: self.rows[row],
            scale: self.scales[row],
        }
    }

    /// How far each of a run of them agrees with an aim; added to `out`.
    pub(super) fn agreements(&self, rows: Range<usize>, aim: &Aim, out: &mut Vec<f32>) {
        let start = out.len();
        out.resize(start + rows.len(), 0.0);
        run(
            &aim.bytes,
            &self.rows[rows.clone()],
            &self.scales[rows],
            &mut out[start..],
        );
        out[start..].iter_mut().for_each(|agreement| *agreement *= aim.scale);
    }

    /// How far each of some of them agrees with an aim.
    pub(super) fn agreements_of(&self, rows: &[u32], aim: &Aim) -> Vec<f32> {
        let mut out = vec![0.0; rows.len()];
        some(&aim.bytes, &self.rows, rows, &mut out);
        out.iter_mut()
            .zip(rows)
            .for_each(|(agreement, row)| *agreement *= self.scales[*row as usize] * aim.scale);
        out
    }

    /// The same to the last bit as [`Self::agreements`] has it.
    pub(super) fn agreements_at(&self, rows: &[u32], aim: &Aim) -> Vec<f32> {
        let mut out = vec![0.0; rows.len()];
        some(&aim.bytes, &self.rows, rows, &mut out);
        out.iter_mut()
            .zip(rows)
            .for_each(|(agreement, row)| *agreement = *agreement * self.scales[*row as usize] * aim.scale);
        out
    }
}

// Below, plain loops: what is passed to an iterator is a function of its own, and is not compiled for the wide unit.

/// Rounds a direction to bytes and tells its largest part.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni", "x86_64+avx2+fma"))]
fn in_bytes(direction: &Direction, bytes: &mut Bytes) -> f32 {
    let mut most = [1e-12f32; LANES];
    for part in direction.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            let size = part[lane].abs();
            most[lane] = if size > most[lane] { size } else { most[lane] };
        }
    }
    let mut largest = 1e-12f32;
    for most in most {
        largest = if most > largest { most } else { largest };
    }
    for place in 0..DIMENSIONS {
        bytes[place] = (direction[place] / largest * 127.0).round() as i8;
    }
    largest
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni", "x86_64+avx2+fma"))]
fn run(aim: &Bytes, rows: &[Bytes], scales: &[f32], out: &mut [f32]) {
    for ((row, scale), out) in rows.iter().zip(scales).zip(out) {
        *out = product(aim, row) as f32 * scale;
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vnni", "x86_64+avx2+fma"))]
fn some(aim: &Bytes, rows: &[Bytes], which: &[u32], out: &mut [f32]) {
    for (row, out) in which.iter().zip(out) {
        *out = product(aim, &rows[*row as usize]) as f32;
    }
}

/// So many places are multiplied at once: as many as fill the widest vector unit with 16 bits each.
const LANES: usize = 32;

#[inline(always)]
fn product(aim: &Bytes, row: &Bytes) -> i32 {
    let mut sums = [0i32; LANES];
    for (aim, row) in aim.as_chunks::<LANES>().0.iter().zip(row.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += i32::from(i16::from(aim[lane])) * i32::from(i16::from(row[lane]));
        }
    }
    sums.iter().sum()
}
