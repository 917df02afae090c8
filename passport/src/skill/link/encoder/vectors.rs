//! The arithmetic of directions, compiled for the widest vector unit of the machine and chosen at run time.

use super::{DIMENSIONS, Direction};
use multiversion::multiversion;

/// How far two directions agree: 1 for the same, 0 for nothing in common.
#[inline(always)]
pub(super) fn dot(one: &[f32; DIMENSIONS], other: &[f32; DIMENSIONS]) -> f32 {
    let mut lanes = [0.0f32; 16];
    for (one, other) in one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0) {
        for lane in 0..16 {
            lanes[lane] += one[lane] * other[lane];
        }
    }
    lanes.iter().sum()
}

/// Adds a multiple of one vector to another.
#[inline(always)]
pub(super) fn add(to: &mut [f32; DIMENSIONS], factor: f32, what: &[f32; DIMENSIONS]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}

/// How far a direction agrees with each of some others.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(in crate::skill::link) fn agreement(direction: &Direction, others: &[Direction], out: &mut [f32]) {
    for (other, out) in others.iter().zip(out) {
        *out = dot(direction, other);
    }
}

/// How many rows and columns of a product are worked on at once.
const TALL: usize = 4;
const WIDE: usize = 32;

/// Sides of matrices come in multiples of this.
pub(super) const BLOCK: usize = WIDE;

/// The matrix product of `left` (rows of `depth`) and `right` (`depth` rows of `width`), added to `out`. All sides are
/// multiples of [`BLOCK`].
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn multiply(left: &[f32], right: &[f32], depth: usize, width: usize, out: &mut [f32]) {
    for (rows, out) in left.chunks_exact(TALL * depth).zip(out.chunks_exact_mut(TALL * width)) {
        for column in (0..width).step_by(WIDE) {
            let mut sums = [[0.0f32; WIDE]; TALL];
            for (place, right) in right.chunks_exact(width).enumerate() {
                let Some(right) = right[column..].first_chunk::<WIDE>() else {
                    continue;
                };
                for (row, sums) in sums.iter_mut().enumerate() {
                    let factor = rows[row * depth + place];
                    for (sum, right) in sums.iter_mut().zip(right) {
                        *sum += factor * right;
                    }
                }
            }
            for (row, sums) in sums.iter().enumerate() {
                for (out, sum) in out[row * width + column..][..WIDE].iter_mut().zip(sums) {
                    *out += sum;
                }
            }
        }
    }
}

/// Turns agreements into shares that sum to one, the higher the sharper; those that are `left_out` get none.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn shares(row: &mut [f32], sharpness: f32, left_out: &[bool]) {
    let mut sum = 0.0;
    for (value, left_out) in row.iter_mut().zip(left_out) {
        *value = if *left_out {
            0.0
        } else {
            power((*value - 1.0) * sharpness)
        };
    }
    for value in row.iter() {
        sum += value;
    }
    let factor = 1.0 / f32::max(sum, 1e-30);
    for value in row.iter_mut() {
        *value *= factor;
    }
}

/// The exponential of a number not above zero, near enough for shares, without branches.
#[allow(
    clippy::approx_constant,
    reason = "coefficients that fit from 0 to 1 together, none of them a constant"
)]
#[inline(always)]
fn power(exponent: f32) -> f32 {
    let binary = f32::max(exponent * std::f32::consts::LOG2_E, -120.0);
    let whole = binary.floor();
    let rest = binary - whole;
    let fine = 1.0 + rest * (0.693_15 + rest * (0.240_2 + rest * (0.055_5 + rest * 0.011_2)));
    f32::from_bits(((whole as i32 + 127) << 23) as u32) * fine
}

/// Rows become columns.
pub(super) fn turned(matrix: &[f32], width: usize) -> Vec<f32> {
    let height = matrix.len() / width;
    let mut out = vec![0.0; matrix.len()];
    for (row, values) in matrix.chunks_exact(width).enumerate() {
        for (column, value) in values.iter().enumerate() {
            out[column * height + row] = *value;
        }
    }
    out
}

/// The sum of the rows of `table` named by `rows`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn sum_rows(table: &[Direction], rows: &[u16]) -> Direction {
    let mut sum = [0.0; DIMENSIONS];
    for row in rows {
        add(&mut sum, 1.0, &table[usize::from(*row)]);
    }
    sum
}

/// Moves the rows of `table` named by `rows` against the slope, each the less the more it has been moved (Adagrad).
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn step_rows(table: &mut [Direction], moved: &mut [f32], rows: &[u16], slope: &Direction, rate: f32) {
    let steepness = dot(slope, slope);
    for row in rows {
        let row = usize::from(*row);
        moved[row] += steepness;
        add(&mut table[row], -rate / (moved[row] + 1e-8).sqrt(), slope);
    }
}

/// Adds the rows of bytes named by `rows`, each by its scale.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn add_rows(table: &[[i8; DIMENSIONS]], scales: &[f32], rows: &[u16], sum: &mut Direction) {
    for row in rows {
        let scale = scales[usize::from(*row)];
        for (sum, byte) in sum.iter_mut().zip(&table[usize::from(*row)]) {
            *sum += scale * f32::from(*byte);
        }
    }
}
