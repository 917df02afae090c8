//! Fits a chance to what came true (logistic regression), by Newton's method.

use passport::skill::link::{EVIDENCE, Evidence, chance, sum};

/// Counts under which the chances fit best what came true, with a penalty on large ones.
pub fn fit(cases: &[(Evidence, bool)], penalty: f32) -> Evidence {
    let mut counts = [0.0; EVIDENCE];
    for _ in 0..25 {
        let step = solved(curvature(cases, &counts, penalty), slope(cases, &counts, penalty));
        counts.iter_mut().zip(step).for_each(|(count, step)| *count -= step);
    }
    counts
}

fn slope(cases: &[(Evidence, bool)], counts: &Evidence, penalty: f32) -> Evidence {
    // The first number is the constant: it is not held down.
    let mut slope: Evidence = std::array::from_fn(|place| if place == 0 { 0.0 } else { penalty * counts[place] });
    for (evidence, came_true) in cases {
        let off = chance(sum(evidence, counts)) - f32::from(u8::from(*came_true));
        slope
            .iter_mut()
            .zip(evidence)
            .for_each(|(slope, number)| *slope += off * number);
    }
    slope
}

fn curvature(cases: &[(Evidence, bool)], counts: &Evidence, penalty: f32) -> [Evidence; EVIDENCE] {
    let mut bend = [[0.0; EVIDENCE]; EVIDENCE];
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
fn solved(mut matrix: [Evidence; EVIDENCE], mut right: Evidence) -> Evidence {
    for pivot in 0..EVIDENCE {
        for row in pivot + 1..EVIDENCE {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            matrix[row]
                .iter_mut()
                .zip(above)
                .for_each(|(cell, above)| *cell -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..EVIDENCE).rev() {
        let known: f32 = (row + 1..EVIDENCE)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}
