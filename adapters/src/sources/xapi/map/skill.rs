//! Statements about competencies, and competencies around others, to claims.

use super::super::activity::Kind;
use super::{Told, around};
use passport::record::{AssertedBy, AsserterKind, Assertion, Claim, Evidence, Level, Period, Place, Role, Term};

/// How much evidence a claim carries along.
const MOST_EVIDENCE: usize = 20;

/// The claim of a statement whose object is a competency. What the result says of success outweighs the verb.
pub fn of_object(told: &Told<'_>, role: Role, assertion: Assertion) -> Claim {
    let role = match told.outcome.success {
        Some(true) => Role::Holds,
        Some(false) => Role::Develops,
        None => role,
    };
    let term = around::term(told.activity, &told.definition);
    let place = told.place.child("object");
    claim(
        told,
        term,
        place,
        (role, assertion),
        told.level.clone(),
        told.evidence.clone(),
    )
}

/// The competencies that a piece of learning was about: taught, and no more.
pub fn taught(told: &Told<'_>) -> Vec<Claim> {
    let about = Evidence {
        kind: "activity".to_owned(),
        title: Some(told.title().to_owned()),
        ..Evidence::default()
    };
    let evidence: Vec<_> = std::iter::once(about)
        .chain(told.evidence.iter().take(MOST_EVIDENCE).cloned())
        .collect();
    let claims = told.competencies.iter().map(|(term, place)| {
        let said = (Role::Taught, Assertion::Observed);
        claim(told, term.clone(), place.clone(), said, None, evidence.clone())
    });
    claims.collect()
}

/// The claims of a credential: the competency that it is for, and those that it stands among.
pub fn of_credential(told: &Told<'_>) -> Vec<Claim> {
    let own = (told.kind == Kind::Competency).then(|| of_object(told, Role::Holds, Assertion::Certified));
    own.into_iter().chain(taught(told)).collect()
}

/// Somebody's own word is only that, whatever the verb says.
fn claim(
    told: &Told<'_>,
    term: Term,
    place: Place,
    (role, assertion): (Role, Assertion),
    level: Option<Level>,
    evidence: Vec<Evidence>,
) -> Claim {
    let assertion = match told.asserter {
        AsserterKind::Holder => assertion.min(Assertion::SelfAsserted),
        _ => assertion,
    };
    Claim {
        term,
        level,
        role,
        assertion,
        asserted_by: AssertedBy {
            kind: told.asserter,
            organization: None,
        },
        observed: told.when.map(Period::on).unwrap_or_default(),
        valid: Period::default(),
        evidence,
        place,
    }
}
