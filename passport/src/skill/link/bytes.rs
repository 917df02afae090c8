//! Directions in a byte a dimension, and the scan over many of them: compiled for the widest vector unit of the machine
//! and chosen at run time.

use super::encoder::{DIMENSIONS, Direction};
use multiversion::multiversion;

/// A direction in bytes.
pub(super) type Bytes = [i8; DIMENSIONS];

/// Dimensions that the first pass looks at.
const FIRST: usize = 64;

/// Many directions.
#[derive(Debug, Clone, Default)]
pub(super) struct Directions {
    rows: Vec<Bytes>,
    scales: Vec<f32>,
}

/// One direction, to be compared with many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    bytes: Bytes,
    scale: f32,
}

impl Aim {
    /// A direction in bytes: as fine as its largest part allows.
    pub(super) fn at(direction: &Direction) -> Self {
        let most = direction.iter().fold(1e-12f32, |most, value| most.max(value.abs()));
        Self { bytes: std::array::from_fn(|place| (direction[place] / most * 127.0).round() as i8), scale: most / 127.0 }
    }
}

impl Directions {
    /// Adds one.
    pub(super) fn push(&mut self, direction: &Direction) {
        let aim = Aim::at(direction);
        self.rows.push(aim.bytes);
        self.scales.push(aim.scale);
    }

    /// How far one of them agrees with an aim.
    pub(super) fn agreement(&self, row: usize, aim: &Aim) -> f32 {
        let mut products = [0];
        all(&aim.bytes, &self.rows[row..=row], &mut products);
        products[0] as f32 * self.scales[row] * aim.scale
    }

    /// How far each of a run of them agrees with an aim.
    pub(super) fn agreements(&self, run: std::ops::Range<usize>, aim: &Aim, out: &mut Vec<f32>) {
        let mut products = [0; 64];
        out.clear();
        for start in run.clone().step_by(products.len()) {
            let end = run.end.min(start + products.len());
            let products = &mut products[..end - start];
            all(&aim.bytes, &self.rows[start..end], products);
            out.extend(products.iter().zip(&self.scales[start..end]).map(|(product, scale)| *product as f32 * scale * aim.scale));
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn all(aim: &Bytes, rows: &[Bytes], out: &mut [i32]) {
    for (row, out) in rows.iter().zip(out) {
        *out = aim.iter().zip(row).map(|(aim, byte)| i32::from(*aim) * i32::from(*byte)).sum();
    }
}

/// So many are compared in all dimensions after the first pass, for each that is asked for.
const SECOND_PASS: usize = 6;

impl Directions {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Those that agree most with an aim, best first.
    pub(super) fn nearest(&self, aim: &Aim, count: usize) -> Vec<u32> {
        let mut found: Vec<(f32, u32)> =
            (0..self.rows.len()).map(|row| (self.agreement(row, aim), row as u32)).collect();
        found.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        found.into_iter().take(count).map(|(_, row)| row).collect()
    }
}
