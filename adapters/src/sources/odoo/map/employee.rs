//! `hr.employee`: the person, and the job they have.

use super::company_or_department;
use crate::sources::odoo::row::Row;
use crate::sources::odoo::wire::{Employee, Text};
use crate::{Record, Reject};
use passport::record::{Body, Experience, ExperienceKind, Identifier, IdentifierSystem, NoAddress, Person, Subject};

/// What is kept of the person. Everything private that Odoo may send beside it is left out.
const PERSON_FIELDS: &[&str] = &[
    "id",
    "name",
    "work_email",
    "work_phone",
    "mobile_phone",
    "barcode",
    "active",
    "create_date",
    "write_date",
];

/// What is kept of the job.
const JOB_FIELDS: &[&str] = &[
    "id",
    "job_title",
    "job_id",
    "department_id",
    "company_id",
    "contract_date_start",
    "contract_date_end",
    "first_contract_date",
    "departure_date",
    "active",
];

/// The person. Archived employees are still persons.
pub fn person(row: &Row) -> Result<Record, Reject> {
    let employee: Employee = row.shape()?;
    Ok(Record {
        // Odoo holds one name; it is not split into given and family name.
        body: Body::Person(Person::default()),
        stream: "employee",
        key: row.key(),
        subject: Some(Subject {
            identifiers: identifiers(&employee),
            ..subject(row, &employee)
        }),
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload(PERSON_FIELDS),
    })
}

fn subject(row: &Row, employee: &Employee) -> Subject {
    Subject {
        key: row.key(),
        name: employee.name.0.clone(),
        identifiers: Vec::new(),
    }
}

fn identifiers(employee: &Employee) -> Vec<Identifier> {
    let of = |system, text: &Text| Identifier::of(system, text.get()?);
    [
        of(IdentifierSystem::Email, &employee.work_email),
        of(IdentifierSystem::Phone, &employee.work_phone),
        of(IdentifierSystem::Phone, &employee.mobile_phone),
        of(IdentifierSystem::EmployeeNumber, &employee.barcode),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The reject of a work address that is none; the person is read without it.
pub fn unread(row: &Row) -> Option<Reject> {
    let employee: Employee = row.shape().ok()?;
    let fault = Identifier::read(IdentifierSystem::Email, employee.work_email.get()?).err()?;
    Some(row.missing("work_email", NoAddress::CODE, &fault.to_string()))
}

/// The job they have, where the row tells one.
pub fn employment(row: &Row) -> Result<Option<Record>, Reject> {
    let employee: Employee = row.shape()?;
    let Some(title) = employee.job_title.get().or(employee.job_id.name()) else {
        return Ok(None);
    };
    let from = either(
        ("contract_date_start", &employee.contract_date_start),
        ("first_contract_date", &employee.first_contract_date),
    );
    let to = either(
        ("departure_date", &employee.departure_date),
        ("contract_date_end", &employee.contract_date_end),
    );
    let job = Experience {
        kind: ExperienceKind::Job,
        title: title.to_owned(),
        organization: company_or_department(&employee.company_id, &employee.department_id),
        role: None,
        occupation: None,
        period: row.period(from, to)?,
        narrative: None,
        evidence: Vec::new(),
    };
    Ok(Some(Record {
        body: Body::Experience(Box::new(job)),
        stream: "employment",
        key: row.key(),
        subject: Some(subject(row, &employee)),
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload(JOB_FIELDS),
    }))
}

fn either<'a>(first: (&'a str, &'a Text), second: (&'a str, &'a Text)) -> (&'a str, Option<&'a str>) {
    let (field, text) = if first.1.get().is_some() { first } else { second };
    (field, text.get())
}
