//! The arithmetic of directions, compiled for the widest vector unit of the machine and chosen at run time.

use super::{DIMENSIONS, Direction};
use multiversion::multiversion;

/// How far two directions agree: 1 for the same, 0 for nothing in common.
#[inline(always)]
pub(in crate::skill::link) fn dot(one: &[f32; DIMENSIONS], other: &[f32; DIMENSIONS]) -> f32 {
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

/// Each of `ones` with each of `others`, row by row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn products(ones: &[Direction], others: &[Direction], out: &mut [f32]) {
    for (one, row) in ones.iter().zip(out.chunks_exact_mut(others.len())) {
        for (other, out) in others.iter().zip(row) {
            *out = dot(one, other);
        }
    }
}

/// Sums `what` by the factors of each row.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512dq", "x86_64+avx2+fma"))]
pub(super) fn mixtures(factors: &[f32], what: &[Direction], out: &mut [Direction]) {
    for (row, out) in factors.chunks_exact(what.len()).zip(out) {
        for (factor, what) in row.iter().zip(what) {
            add(out, *factor, what);
        }
    }
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
