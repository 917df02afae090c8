//! Issued badges to credentials.

use super::Reading;
use crate::row::Row;
use crate::sources::moodle::reference::plain;
use crate::sources::moodle::requests::Request;
use crate::sources::moodle::wire::{ALIGNMENT, BADGE};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Credential, CredentialStatus, Identifier, IdentifierSystem,
    NoAddress, Organization, OrganizationKind, Period, Place, Record, Reject, Role, Sink, Subject, Term,
};
use serde_json::value::RawValue;

/// How many alignments one badge may have.
const MOST: usize = 1_000;

/// Reads one issued badge.
pub fn read(raw: &RawValue, place: &Place, request: &Request, reading: &mut Reading<'_>) -> Result<(), Reject> {
    let row = Row::open(raw, place.clone(), BADGE)?;
    let key = row.need_id("uniquehash")?;
    let name = row.text("name", reading.sink).map(plain);
    let name = name.ok_or_else(|| row.fault("name", "missing_field", "is missing or empty, and must be filled"))?;
    let subject = holder(&row, request, reading);
    let credential = credential(&row, name, reading.sink);
    let claims = claims(&row, &credential, reading.sink);
    reading.give(Record {
        body: Body::Credential(Box::new(credential)),
        stream: "badge",
        key,
        subject,
        claims,
        place: row.place.clone(),
        payload: row.payload_without(&["email", "recipientid"]),
    });
    Ok(())
}

/// Whose it is: as the badge says by id or mail address, else as was asked. A badge without any is whoever's who bears it.
fn holder(row: &Row, request: &Request, reading: &mut Reading<'_>) -> Option<Subject> {
    let email = row
        .text("email", reading.sink)
        .map(|text| Identifier::read(IdentifierSystem::Email, text));
    let email = match email {
        Some(Ok(email)) => email,
        Some(Err(fault)) => {
            reading
                .sink
                .reject(row.fault("email", NoAddress::CODE, &fault.to_string()));
            None
        }
        None => None,
    };
    let known = email
        .as_ref()
        .and_then(|email| reading.reference.person_with(&email.value));
    let known = known.map(str::to_owned);
    let id = row
        .id("recipientid", reading.sink)
        .or(known)
        .or_else(|| request.user.clone());
    let key = id.or_else(|| email.as_ref().map(|email| email.value.to_lowercase()))?;
    Some(Subject {
        key,
        name: None,
        identifiers: email.into_iter().collect(),
    })
}

fn credential(row: &Row, name: String, sink: &mut dyn Sink) -> Credential {
    let web = |text: Option<&str>| text.filter(|url| url.starts_with("http")).map(str::to_owned);
    let url = web(row.text("issuerurl", sink));
    let issuer = row.text("issuername", sink).map(plain);
    Credential {
        name,
        description: row.text("description", sink).map(plain),
        achievement_type: Some("Badge".to_owned()),
        achievement_id: row.id("id", sink),
        issuer: issuer.map(|name| Organization {
            role: OrganizationKind::Issuer,
            name,
            identifier: url.clone(),
            url,
        }),
        issued: row.seconds("dateissued", sink),
        expires: row.seconds("dateexpire", sink),
        status: CredentialStatus::Unknown,
        format: "moodle",
        image: web(row.text("badgeurl", sink)),
        results: Vec::new(),
        evidence: Vec::new(),
        signed: None,
    }
}

/// What the badge is aligned with. Moodle leaves the targets out for who may not see them.
fn claims(row: &Row, credential: &Credential, sink: &mut dyn Sink) -> Vec<Claim> {
    let mut claims = Vec::new();
    for alignment in row.each("alignment", ALIGNMENT, MOST, sink) {
        let mut text = |name: &str| alignment.text(name, sink).map(plain);
        let term = Term {
            label: text("targetName"),
            uri: text("targetUrl"),
            code: text("targetCode"),
            framework: text("targetFramework"),
            language: None,
        };
        if term.label.is_none() && term.uri.is_none() && term.code.is_none() {
            continue;
        }
        claims.push(Claim {
            term,
            level: None,
            role: Role::Holds,
            assertion: Assertion::Certified,
            asserted_by: AssertedBy {
                kind: AsserterKind::Organization,
                organization: credential.issuer.clone(),
            },
            observed: credential.issued.map(Period::on).unwrap_or_default(),
            valid: Period::new(credential.issued, credential.expires),
            evidence: Vec::new(),
            place: alignment.place.clone(),
        });
    }
    claims
}
