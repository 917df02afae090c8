//! `hr.employee.skill`: one skill of one employee, with its level.
//!
//! Who asserts it: the entry stands in the employer's system, under the employer's eyes, and nothing in it was tested,
//! so it is an endorsement by the organization. Where the row says that the employee wrote it, it is the holder's word.

use super::check_progress;
use crate::sources::odoo::reference::Reference;
use crate::sources::odoo::row::Row;
use crate::sources::odoo::wire::EmployeeSkill;
use crate::{Record, Reject};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Credential, CredentialStatus, Period, Role, Term,
};

const FIELDS: &[&str] = &[
    "id",
    "employee_id",
    "skill_id",
    "skill_level_id",
    "skill_type_id",
    "level_progress",
    "valid_from",
    "valid_to",
    "is_certification",
    "write_date",
];

/// The skill with its one claim; a certification is a credential beside.
pub fn record(row: &Row, reference: &Reference) -> Result<Option<Record>, Reject> {
    let wire: EmployeeSkill = row.shape()?;
    let subject = row.subject(&wire.employee_id)?;
    let claim = claim(row, &wire, reference)?;
    let body = if reference.is_certification(&wire) {
        certification(&claim)
    } else {
        Body::Skill
    };
    Ok(Some(Record {
        body,
        stream: "employee_skill",
        key: row.key(),
        subject: Some(subject),
        claims: vec![claim],
        place: row.place.clone(),
        payload: row.payload(FIELDS),
    }))
}

fn claim(row: &Row, wire: &EmployeeSkill, reference: &Reference) -> Result<Claim, Reject> {
    check_progress(row, wire.level_progress.0)?;
    let (assertion, asserted_by) = asserted(wire);
    Ok(Claim {
        term: Term {
            label: Some(skill_name(row, wire, reference)?.to_owned()),
            ..Term::default()
        },
        level: reference.level(wire),
        role: Role::Holds,
        assertion,
        asserted_by: AssertedBy {
            kind: asserted_by,
            organization: None,
        },
        // Odoo says when the row was written, not when the skill was seen.
        observed: Period::default(),
        valid: row.period(("valid_from", wire.valid_from.get()), ("valid_to", wire.valid_to.get()))?,
        evidence: Vec::new(),
        place: row.place.child("skill_id"),
    })
}

fn skill_name<'a>(row: &Row, wire: &'a EmployeeSkill, reference: &'a Reference) -> Result<&'a str, Reject> {
    let missing = || row.missing("skill_id", "missing_reference", "names no skill");
    let skill = wire.skill_id.get().ok_or_else(missing)?;
    let nameless = "gives an id without a name; read with names, or deliver hr.skill beside";
    reference
        .skill_name(skill)
        .ok_or_else(|| row.missing("skill_id", "missing_reference", nameless))
}

/// Names are compared because a row gives the employee and its writer in two models; a match only ever lowers trust.
fn asserted(wire: &EmployeeSkill) -> (Assertion, AsserterKind) {
    let writer = wire.write_uid.name().or(wire.create_uid.name());
    match writer.is_some() && writer == wire.employee_id.name() {
        true => (Assertion::SelfAsserted, AsserterKind::Holder),
        false => (Assertion::Endorsed, AsserterKind::Organization),
    }
}

/// Odoo 19 keeps certifications as skills of a type marked so. Who issued it is not said, and no document is there.
fn certification(claim: &Claim) -> Body {
    Body::Credential(Box::new(Credential {
        name: claim.term.label.clone().unwrap_or_default(),
        description: None,
        achievement_type: Some("Certification".to_owned()),
        achievement_id: None,
        issuer: None,
        issued: claim.valid.from,
        expires: claim.valid.to,
        status: CredentialStatus::Unknown,
        format: "odoo",
        image: None,
        results: Vec::new(),
        evidence: Vec::new(),
        signed: None,
    }))
}
