//! Scores as levels, on scales as far as they are declared.

use crate::sources::ler_rs::wire::Score;
use passport::record::{Level, ResultAsReceived, Scale};
use std::sync::Arc;

/// The score as a level. It is placed only where both ends of its scale are declared.
pub fn level(score: &Score) -> Level {
    let span = |(number, (min, max)): (f64, (f64, f64))| {
        let width = max - min;
        (width > 0.0 && width.is_finite()).then(|| ((number - min) / width).clamp(0.0, 1.0))
    };
    let ends = score.min.zip(score.max);
    Level {
        value: score.value.clone(),
        position: score.number.zip(ends).and_then(span),
        met_requirement: None,
        scale: Arc::new(scale(score)),
    }
}

fn scale(score: &Score) -> Scale {
    let name = score.kind.clone().unwrap_or_else(|| "Score".to_owned());
    let end = |end: Option<f64>| end.map(|end| end.to_string()).unwrap_or_default();
    let key = match (score.min, score.max) {
        (None, None) => name.clone(),
        (min, max) => format!("{name} {}..{}", end(min), end(max)),
    };
    Scale {
        key,
        name,
        kind: score.kind.clone(),
        min: score.min,
        max: score.max,
        ..Scale::default()
    }
}

/// The score as a result.
pub fn result(score: &Score) -> ResultAsReceived {
    ResultAsReceived {
        name: score.kind.clone().unwrap_or_else(|| "Score".to_owned()),
        value: Some(score.value.clone()),
        status: None,
        level: Some(level(score)),
    }
}

#[cfg(test)]
mod tests {
    use super::level;
    use crate::sources::ler_rs::wire::Score;

    #[test]
    fn a_score_is_placed_between_the_ends_that_are_declared() {
        for (number, min, max, position) in [
            (Some(3.0), Some(1.0), Some(5.0), Some(0.5)),
            (Some(5.0), Some(1.0), Some(5.0), Some(1.0)),
            (Some(3.0), None, Some(5.0), None),
            (Some(3.0), Some(3.0), Some(3.0), None),
            (Some(1.0), Some(-1e308), Some(1e308), None),
            (None, Some(1.0), Some(5.0), None),
        ] {
            let score = Score {
                kind: None,
                value: "x".to_owned(),
                number,
                min,
                max,
            };
            assert_eq!(level(&score).position, position, "{score:?}");
        }
    }
}
