//! Learning objectives to claims.
//!
//! A grade of the whole piece is never a level of a skill. Only what a source says of an objective itself counts: that
//! it was assessed, and perhaps that it was met. Objectives of a line item are what the graded piece was about: taught.

use super::super::kind::Kind;
use super::super::objectives::Objective;
use super::super::set::Set;
use super::result::Graded;
use super::scale;
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Claim, Evidence, LearningStatus, Level, Period, Role, Term,
};
use std::sync::Arc;

/// Words by which a source says that an objective was met, and by which it says that it was not.
const MET: &[&str] = &[
    "pass", "passed", "met", "mastered", "mastery", "achieved", "exceeded", "meets", "exceeds",
];
const NOT_MET: &[&str] = &[
    "fail",
    "failed",
    "not met",
    "not mastered",
    "not achieved",
    "not passed",
];

/// The claims of a result: its own objectives as assessed, and those of its line item, once it is graded, as taught.
pub fn claims(graded: &Graded<'_>, set: &Set) -> Vec<Claim> {
    let own = set.objectives(Kind::Results, graded.id);
    let assessed = own.iter().map(|objective| assessed(objective, graded, set));
    let done = graded.status == LearningStatus::Completed;
    let about = set.objectives(Kind::LineItems, graded.line_item);
    let about = about.iter().filter(|_| done);
    let others = about.filter(|objective| own.iter().all(|one| one.id != objective.id));
    assessed
        .chain(others.map(|objective| claim(objective, graded, Role::Taught, Assertion::Observed, None)))
        .collect()
}

fn assessed(objective: &Objective<'_>, graded: &Graded<'_>, set: &Set) -> Claim {
    let met = met(objective.text_score);
    let role = if met == Some(true) { Role::Holds } else { Role::Taught };
    claim(
        objective,
        graded,
        role,
        Assertion::Assessed,
        level(objective, graded, set, met),
    )
}

/// Whether the objective was met, where the source says so in words. A bare number has no declared pass mark.
fn met(text_score: Option<&str>) -> Option<bool> {
    let word = text_score?.trim().to_lowercase();
    match (MET.contains(&&*word), NOT_MET.contains(&&*word)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn level(objective: &Objective<'_>, graded: &Graded<'_>, set: &Set, met_requirement: Option<bool>) -> Option<Level> {
    let value = objective.text_score.or(objective.score)?.to_owned();
    let declared = set
        .scale(graded.id, graded.line_item)
        .filter(|scale| scale.steps.iter().any(|step| step.code == value));
    let scale = declared.map_or_else(|| scale::named("learning objective", "Learning objective"), Arc::clone);
    Some(Level {
        value,
        position: None,
        met_requirement,
        scale,
    })
}

fn claim(
    objective: &Objective<'_>,
    graded: &Graded<'_>,
    role: Role,
    assertion: Assertion,
    level: Option<Level>,
) -> Claim {
    let kind = if graded.school.is_some() {
        AsserterKind::Organization
    } else {
        AsserterKind::System
    };
    Claim {
        term: term(objective),
        level,
        role,
        assertion,
        asserted_by: AssertedBy {
            kind,
            organization: graded.school.clone(),
        },
        observed: graded.on.map(Period::on).unwrap_or_default(),
        valid: Period::default(),
        evidence: vec![Evidence {
            kind: "assessment".into(),
            title: Some(graded.title.to_owned()),
            ..Evidence::default()
        }],
        place: objective.place.clone(),
    }
}

/// The objective as a term: a URI or a code, of the framework that the row names (`ext:esco` is `esco`).
pub fn term(objective: &Objective<'_>) -> Term {
    let is_uri = objective.id.contains("://") || objective.id.starts_with("urn:") || objective.id.starts_with("did:");
    let source = objective.source.filter(|source| *source != "unknown");
    Term {
        uri: is_uri.then(|| objective.id.to_owned()),
        code: (!is_uri).then(|| objective.id.to_owned()),
        framework: source.map(|source| source.strip_prefix("ext:").unwrap_or(source).to_owned()),
        ..Term::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_say_that_an_objective_was_met() {
        for (text, expected) in [
            ("Mastered", Some(true)),
            ("not met", Some(false)),
            ("93", None),
            ("B", None),
            ("almost met", None),
        ] {
            assert_eq!(met(Some(text)), expected, "{text}");
        }
    }
}
