//! Fits a chance to what came true (logistic regression), by Newton's method.

use passport::skill::link::{chance, sum};

/// Counts under which the chances fit best what came true, with a penalty on large ones.
pub fn fit<const N: usize>(cases: &[([f32; N], bool)], penalty: f32) -> [f32; N] {
    let mut counts = [0.0; N];
    for _ in 0..25 {
        let step = solved(curvature(cases, &counts, penalty), slope(cases, &counts, penalty));
        counts.iter_mut().zip(step).for_each(|(count, step)| *count -= step);
    }
    counts
}

fn slope<const N: usize>(cases: &[([f32; N], bool)], counts: &[f32; N], penalty: f32) -> [f32; N] {
    // The first number is the constant: it is not held down.
    let mut slope: [f32; N] = std::array::from_fn(|place| if place == 0 { 0.0 } else { penalty * counts[place] });
    for (evidence, came_true) in cases {
        let off = chance(sum(evidence, counts)) - f32::from(u8::from(*came_true));
        slope
            .iter_mut()
            .zip(evidence)
            .for_each(|(slope, number)| *slope += off * number);
    }
    slope
}

fn curvature<const N: usize>(cases: &[([f32; N], bool)], counts: &[f32; N], penalty: f32) -> [[f32; N]; N] {
    let mut bend = [[0.0; N]; N];
    bend.iter_mut()
        .enumerate()
        .for_each(|(place, row)| row[place] = if place == 0 { 1e-3 } else { penalty });
    for (evidence, _) in cases {
        let held = chance(sum(evidence, counts));
        for (row, one) in bend.iter_mut().zip(evidence) {
            row.iter_mut()
                .zip(evidence)
                .for_each(|(cell, other)| *cell += held * (1.0 - held) * one * other);
        }
    }
    bend
}

/// Solves a system of equations whose matrix is positive (Gauss).
fn solved<const N: usize>(mut matrix: [[f32; N]; N], mut right: [f32; N]) -> [f32; N] {
    for pivot in 0..N {
        for row in pivot + 1..N {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            matrix[row]
                .iter_mut()
                .zip(above)
                .for_each(|(cell, above)| *cell -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f32 = (row + 1..N).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}
