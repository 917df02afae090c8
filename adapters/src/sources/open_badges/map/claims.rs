//! Claims: what an award says about single skills.

use super::graded::{Graded, grade};
use super::organization;
use crate::sources::open_badges::wire::{Achievement, Alignment, Award, Evidence as Source};
use passport::record::{AssertedBy, AsserterKind, Assertion, Claim, Evidence, Level, Period, Place, Role, Term};

/// How much evidence a claim carries along; all of it stands on the credential.
const MOST_EVIDENCE: usize = 20;

/// Achievements that teach: to have finished one says that its skills were taught, not that they are held.
const TEACHES: [&str; 2] = ["Course", "LearningProgram"];

/// The claims of an award: one for an achievement that is a competency itself, one for each skill it is aligned with, one
/// for each result that is aligned with a skill of its own, one for each skill listed beside. A result's level goes only to
/// the skill it is aligned with; aligned with none, it is about the competency that was achieved.
pub fn claims(award: &Award) -> Vec<Claim> {
    let like = pattern(award);
    let mut graded: Vec<Graded<'_>> = award.results.iter().map(|outcome| grade(award, outcome)).collect();
    let whole = graded.iter().find_map(Graded::level_of_the_whole);
    let competency = competency(award);
    let mut claims: Vec<Claim> = Vec::new();
    for alignment in alignments(award).iter().filter(|alignment| alignment.is_skill()) {
        let itself = competency.is_some_and(|competency| is_itself(competency, alignment));
        let level = graded.iter_mut().find_map(|graded| graded.level_for(alignment));
        let level = level.or_else(|| whole.clone().filter(|_| itself));
        claims.push(claim(&like, award, alignment, level));
    }
    claims.extend(competency.and_then(term).map(|term| Claim {
        term,
        level: whole,
        place: award.achieved.clone(),
        ..like.clone()
    }));
    for graded in graded.iter().filter(|graded| graded.speaks()) {
        for target in graded.left() {
            claims.push(claim(&like, award, target, graded.level.clone()));
        }
    }
    claims.extend(award.skills.iter().map(|skill| {
        let term = Term {
            label: Some(skill.label.clone()),
            ..Term::default()
        };
        Claim {
            term,
            place: skill.place.clone(),
            ..like.clone()
        }
    }));
    claims
}

/// The achievement, where its issuer says that it is a skill.
fn competency(award: &Award) -> Option<&Achievement> {
    let achievement = award.achievement.as_ref();
    achievement.filter(|achievement| achievement.kind.as_deref() == Some("Competency"))
}

/// Whether a competency is aligned with the skill of its own name: both are one.
fn is_itself(competency: &Achievement, alignment: &Alignment) -> bool {
    competency.name.is_some() && alignment.is_skill() && alignment.name == competency.name
}

/// A competency as a term, unless an alignment says it.
fn term(competency: &Achievement) -> Option<Term> {
    let mut alignments = competency.alignments.iter();
    let said = alignments.any(|alignment| is_itself(competency, alignment));
    (!said).then(|| Term {
        label: competency.name.clone(),
        uri: competency.id.clone(),
        code: competency.code.clone(),
        framework: None,
        language: competency.language.clone().filter(|_| competency.name.is_some()),
    })
}

fn alignments(award: &Award) -> &[Alignment] {
    award
        .achievement
        .as_ref()
        .map_or(&[], |achievement| &achievement.alignments)
}

fn claim(like: &Claim, award: &Award, alignment: &Alignment, level: Option<Level>) -> Claim {
    let language = award
        .achievement
        .as_ref()
        .and_then(|achievement| achievement.language.clone());
    let term = Term {
        label: alignment.name.clone(),
        uri: alignment.url.clone(),
        code: alignment.code.clone(),
        framework: alignment.framework.clone(),
        language: alignment
            .language
            .clone()
            .or(language)
            .filter(|_| alignment.name.is_some()),
    };
    Claim {
        term,
        level,
        place: alignment.place.clone(),
        ..like.clone()
    }
}

/// What all claims of an award share.
fn pattern(award: &Award) -> Claim {
    let active = award.activity.from.is_some() || award.activity.to.is_some();
    let issued = award.issued.map(Period::on).unwrap_or_default();
    let (assertion, asserted_by) = asserted(award);
    let kind = award
        .achievement
        .as_ref()
        .and_then(|achievement| achievement.kind.as_deref());
    let teaches = kind.is_some_and(|kind| TEACHES.contains(&kind));
    Claim {
        term: Term::default(),
        level: None,
        role: if teaches { Role::Taught } else { Role::Holds },
        assertion,
        asserted_by,
        observed: if active { award.activity } else { issued },
        valid: Period::new(award.issued, award.expires),
        evidence: award.evidence.iter().take(MOST_EVIDENCE).map(piece).collect(),
        place: Place::default(),
    }
}

/// Who states it, and how strongly. What the holder issued to themselves is their own word, however it is signed.
fn asserted(award: &Award) -> (Assertion, AssertedBy) {
    let Some(issuer) = &award.issuer else {
        return (
            Assertion::Certified,
            AssertedBy {
                kind: AsserterKind::Unknown,
                organization: None,
            },
        );
    };
    if issuer.id.is_some() && issuer.id == award.holder.id {
        return (
            Assertion::SelfAsserted,
            AssertedBy {
                kind: AsserterKind::Holder,
                organization: None,
            },
        );
    }
    let kind = award
        .achievement
        .as_ref()
        .and_then(|achievement| achievement.kind.as_deref());
    let assertion = if kind == Some("License") {
        Assertion::Licensed
    } else {
        Assertion::Certified
    };
    (
        assertion,
        AssertedBy {
            kind: AsserterKind::Organization,
            organization: Some(organization(issuer)),
        },
    )
}

/// The evidence of an award.
pub fn evidence(award: &Award) -> Vec<Evidence> {
    award.evidence.iter().map(piece).collect()
}

fn piece(source: &Source) -> Evidence {
    let alone = source.url.is_none() && source.name.is_none() && source.description.is_none();
    let usual = if alone && source.narrative.is_some() {
        "narrative"
    } else {
        "evidence"
    };
    Evidence {
        kind: source.genre.clone().unwrap_or_else(|| usual.to_owned()),
        title: source.name.clone(),
        url: source.url.clone(),
        description: source.description.clone().or_else(|| source.narrative.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::claims;
    use crate::sources::open_badges::node::Node;
    use crate::sources::open_badges::wire::{Statement, credential};
    use passport::record::Place;
    use serde_json::{Value, json};

    /// Role, label and level of each claim of a badge for this achievement with one result.
    fn said(kind: &str, alignment: Value, result: Value) -> Vec<(&'static str, String, Option<String>)> {
        let value = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": "did:example:i", "validFrom": "2025-01-01T00:00:00Z",
            "credentialSubject": {"result": [result], "achievement": {
                "id": "urn:a", "achievementType": kind, "name": "Teamwork", "description": "It.", "alignment": alignment,
                "resultDescription": [
                    {"id": "urn:m", "name": "Mastery", "resultType": "LetterGrade", "allowedValue": ["C", "B", "A"]},
                    {"id": "urn:gpa", "name": "GPA", "resultType": "GradePointAverage"},
                    {"id": "urn:own", "name": "Own", "alignment": {"targetName": "lead"}},
                    {"id": "urn:rubric", "name": "Rubric", "alignment": {"targetName": "r", "targetType": "CFRubricCriterion"}},
                ],
            }},
        });
        let node = Node {
            value: &value,
            place: Place::default(),
        };
        let Ok(Statement::Awards(awards)) = credential(&node) else {
            panic!("{value}")
        };
        let claims = claims(&awards[0]).into_iter();
        claims
            .map(|c| (c.role.as_str(), c.term.label.unwrap(), c.level.map(|level| level.value)))
            .collect()
    }

    #[test]
    fn a_competency_is_a_skill_and_a_course_teaches_some() {
        let result = |description: &str| json!({"resultDescription": description, "value": "B"});
        let (b, plan) = (|| Some("B".to_owned()), || json!({"targetName": "plan"}));
        let claim = |role, label: &str, level| (role, label.to_owned(), level);
        for (kind, alignment, description, expected) in [
            ("Competency", json!([]), "urn:m", vec![claim("holds", "Teamwork", b())]),
            (
                "Competency",
                json!([]),
                "urn:rubric",
                vec![claim("holds", "Teamwork", b())],
            ),
            (
                "Competency",
                json!([]),
                "urn:gpa",
                vec![claim("holds", "Teamwork", None)],
            ),
            (
                "Competency",
                json!({"targetName": "Teamwork"}),
                "urn:m",
                vec![claim("holds", "Teamwork", b())],
            ),
            (
                "Competency",
                plan(),
                "urn:m",
                vec![claim("holds", "plan", None), claim("holds", "Teamwork", b())],
            ),
            (
                "Competency",
                json!([]),
                "urn:own",
                vec![claim("holds", "Teamwork", None), claim("holds", "lead", b())],
            ),
            ("Course", plan(), "urn:m", vec![claim("taught", "plan", None)]),
            ("Badge", plan(), "urn:m", vec![claim("holds", "plan", None)]),
            ("Badge", json!([]), "urn:m", vec![]),
        ] {
            assert_eq!(
                said(kind, alignment, result(description)),
                expected,
                "{kind} {description}"
            );
        }
    }
}
