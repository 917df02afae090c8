//! Scores: of a competency, a degree, an assessment.

use crate::json::cells::Cells;
use passport::record::Reject;

/// One score, with the scale as far as it is declared.
#[derive(Debug, Clone)]
pub struct Score {
    /// What kind of score it says it is: `GPA`, `Scaled`, `CEFR`.
    pub kind: Option<String>,
    /// Its value, as received.
    pub value: String,
    /// The same as a number, and both ends of its scale, where they are numbers.
    pub number: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// The scores under a key (`scoresNumeric`, then `scoresText`).
pub fn scores(cells: &Cells<'_, '_>, key: &str) -> Vec<Score> {
    cells.child(key).as_ref().map(within).unwrap_or_default()
}

/// The scores that an object holds.
pub fn within(found: &Cells<'_, '_>) -> Vec<Score> {
    let numeric = found.children("scoresNumeric");
    let text = found.children("scoresText");
    let numeric = numeric.iter().filter_map(numeric_score);
    numeric.chain(text.iter().filter_map(text_score)).collect()
}

fn numeric_score(cells: &Cells<'_, '_>) -> Option<Score> {
    cells.faults.spare(cells.node.need("value").map(Some))?;
    let number = cells.number("value")?;
    let score = Score {
        kind: cells.words("scoreCode"),
        value: cells.short("value")?,
        number: Some(number),
        min: cells.number("minimum"),
        max: cells.number("maximum"),
    };
    let beyond = score.min.is_some_and(|min| number < min) || score.max.is_some_and(|max| number > max);
    if beyond {
        let reason = "the score lies beyond the `minimum` or `maximum` given beside it";
        cells
            .faults
            .tell(Reject::new(cells.node.place.child("value"), "out_of_range", reason));
        return None;
    }
    Some(score)
}

/// The ends of a scale of words are words, and say nothing of what lies between.
fn text_score(cells: &Cells<'_, '_>) -> Option<Score> {
    Some(Score {
        kind: cells.words("scoreTextCode"),
        value: cells.need_words("value")?,
        number: None,
        min: None,
        max: None,
    })
}
