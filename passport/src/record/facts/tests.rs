//! Records told in the terms of a passport: a table of cases.

use crate::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Credential, CredentialStatus, Level, Organization,
    OrganizationKind, PartialDate, Period, Place, Record, Role, Scale, Subject, Term,
};
use std::sync::Arc;

fn claim(label: &str) -> Claim {
    Claim {
        term: Term {
            label: Some(label.to_owned()),
            code: Some("15-1252.00".to_owned()),
            framework: Some("O*NET-SOC".to_owned()),
            ..Term::default()
        },
        level: Some(Level {
            value: "B2".to_owned(),
            position: Some(0.6),
            met_requirement: None,
            scale: Arc::new(Scale {
                key: "s".to_owned(),
                name: "Languages".to_owned(),
                ..Scale::default()
            }),
        }),
        role: Role::Holds,
        assertion: Assertion::Assessed,
        asserted_by: AssertedBy {
            kind: AsserterKind::Organization,
            organization: Some(badges()),
        },
        observed: Period::default(),
        valid: Period::default(),
        evidence: vec![],
        place: Place::default(),
    }
}

fn badges() -> Organization {
    Organization {
        role: OrganizationKind::Issuer,
        name: "Badges".to_owned(),
        identifier: Some("did:web:badges.example".to_owned()),
        url: None,
    }
}

fn record(claims: Vec<Claim>) -> Record {
    Record {
        body: Body::Credential(Box::new(Credential {
            name: "SQL".to_owned(),
            description: None,
            achievement_type: None,
            achievement_id: None,
            issuer: Some(badges()),
            issued: PartialDate::parse("2025-03").ok(),
            expires: None,
            status: CredentialStatus::Active,
            format: "open_badges_3",
            image: None,
            results: vec![],
            evidence: vec![],
            signed: None,
        })),
        stream: "credential",
        key: "k".to_owned(),
        subject: Some(Subject {
            key: "urn:amara".to_owned(),
            ..Subject::default()
        }),
        claims,
        place: Place::default(),
        payload: serde_json::Value::Null,
    }
}

#[test]
fn a_record_is_told_in_the_terms_of_a_passport() {
    let facts = record(vec![claim("SQL")]).facts();
    let told: Vec<_> = facts.iter().map(|fact| (fact.label, fact.value.as_str())).collect();
    assert_eq!(
        told,
        [
            ("title", "SQL"),
            ("issuer", "Badges (did:web:badges.example)"),
            ("issued", "2025-03 (month)"),
            ("status", "active"),
            ("known there as", "urn:amara"),
            ("skill", "SQL (15-1252.00, O*NET-SOC)"),
            ("level", "B2 on “Languages”, at 0.6 of 1"),
            ("stated as", "holds, assessed by Badges"),
        ]
    );
    assert_eq!(facts[1].words, ["Badges", "did:web:badges.example"]);
}

#[test]
fn a_period_is_told_with_what_is_known_of_it() {
    for (from, to, told) in [
        ("2024", "", Some("from 2024 (year)")),
        ("", "2024-05", Some("until 2024-05 (month)")),
        ("2024-05-01", "2024-05-01", Some("2024-05-01 (day)")),
        ("2024", "2025-01-02", Some("2024 (year) to 2025-01-02 (day)")),
        ("2024-05", "2025-01", Some("2024-05 to 2025-01 (month)")),
        ("", "", None),
    ] {
        let mut claim = claim("SQL");
        claim.observed = Period {
            from: PartialDate::parse(from).ok(),
            to: PartialDate::parse(to).ok(),
        };
        let facts = record(vec![claim]).facts();
        let stated = facts.iter().find(|fact| fact.label == "stated as").unwrap();
        let seen = stated.value.strip_prefix("holds, assessed by Badges").unwrap();
        assert_eq!(seen, told.map_or(String::new(), |told| format!(", seen {told}")));
    }
}

#[test]
fn of_many_skills_the_first_are_told_and_the_rest_counted() {
    let facts = record((0..25).map(|at| claim(&format!("skill {at}"))).collect()).facts();
    assert_eq!(facts.iter().filter(|fact| fact.label == "skill").count(), 20);
    assert_eq!(facts.last().map(|fact| fact.value.as_str()), Some("and 5 more"));
}
