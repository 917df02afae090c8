//! Statements to learning.

use super::super::activity::Kind;
use super::super::verb::Act;
use super::super::wire::Outcome;
use super::{Told, skill};
use passport::record::{Body, Claim, Learning, LearningKind, LearningStatus, Period};

/// The learning, with the competencies that a piece brought to its end was about.
pub fn body(told: &Told<'_>, act: Act) -> (Body, Vec<Claim>) {
    let status = status(act, &told.outcome);
    let kind = match told.kind {
        Kind::Learning(kind) => kind,
        _ => LearningKind::Course,
    };
    let learning = Learning {
        kind,
        title: told.title().to_owned(),
        code: None,
        provider: None,
        status,
        result: told.level.clone(),
        credits: None,
        outcomes: told.competencies.iter().map(|(term, _)| term.clone()).collect(),
        period: told.when.map(Period::on).unwrap_or_default(),
        untold: None,
    };
    let claims = match status {
        LearningStatus::Completed => skill::taught(told),
        _ => Vec::new(),
    };
    (Body::Learning(Box::new(learning)), claims)
}

/// How it stands: as the result says, else as the verb does.
fn status(act: Act, outcome: &Outcome) -> LearningStatus {
    let by_verb = match act {
        Act::Learning(status) => status,
        Act::Attempt | Act::Credential | Act::Nothing => LearningStatus::Enrolled,
    };
    match (outcome.success, outcome.completion) {
        (Some(false), _) => LearningStatus::Failed,
        (Some(true), _) => LearningStatus::Completed,
        (None, Some(true)) if by_verb != LearningStatus::Failed => LearningStatus::Completed,
        (None, Some(false)) if by_verb == LearningStatus::Completed => LearningStatus::Enrolled,
        _ => by_verb,
    }
}

/// Whether it was reached: brought to its end, and not without success.
pub fn is_reached(act: Act, outcome: &Outcome) -> bool {
    status(act, outcome) == LearningStatus::Completed
}

#[cfg(test)]
mod tests {
    use super::*;
    use LearningStatus::{Completed, Enrolled, Failed, Unknown};

    #[test]
    fn the_result_says_it_more_exactly_than_the_verb() {
        for (act, success, completion, expected) in [
            (Act::Learning(Completed), None, None, Completed),
            (Act::Learning(Completed), Some(false), Some(true), Failed),
            (Act::Learning(Completed), None, Some(false), Enrolled),
            (Act::Learning(Failed), None, Some(true), Failed),
            (Act::Learning(Failed), Some(true), None, Completed),
            (Act::Learning(Unknown), None, None, Unknown),
            (Act::Learning(Enrolled), None, None, Enrolled),
            (Act::Attempt, None, None, Enrolled),
            (Act::Attempt, Some(true), Some(true), Completed),
            (Act::Attempt, Some(false), None, Failed),
            (Act::Attempt, None, Some(true), Completed),
        ] {
            let outcome = Outcome {
                success,
                completion,
                ..Outcome::default()
            };
            assert_eq!(status(act, &outcome), expected, "{act:?} {success:?} {completion:?}");
        }
    }
}
