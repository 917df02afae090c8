//! The work an employee has. A position gives no skill.

use super::{EMPLOYMENT, referred, subject};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::sources::horilla::reference::Reference;
use crate::sources::horilla::wire::{Kind, Referred, Work};
use passport::record::{Body, Experience, ExperienceKind, Organization, Period, Record, Reject, Subject};

const FIELDS: &[&str] = &[
    "id",
    "employee_id",
    "job_position_id",
    "job_position_name",
    "department_id",
    "department_name",
    "company_id",
    "company_name",
    "job_role_id",
    "work_type_id",
    "employee_type_id",
    "date_joining",
    "contract_end_date",
    "employee_work_info_id",
    "is_active",
];

/// The experience, where the work information names a position.
pub fn records(id: u64, cells: &Cells<'_, '_>, reference: &Reference) -> Vec<Record> {
    let work = Work::read(cells);
    let Some(employee) = work.employee else {
        if cells.node.get("employee_id").is_none() {
            let reason = "`employee_id` names no employee, so it is about nobody";
            let place = cells.node.place.child("employee_id");
            cells.faults.tell(Reject::new(place, "missing_reference", reason));
        }
        return Vec::new();
    };
    let title = reference.name(Kind::Position, &work.position);
    if title.is_none() && work.position.id.is_some() {
        let reason = "`job_position_id` is an id without a name; deliver the job positions beside";
        let place = cells.node.place.child("job_position_id");
        cells.faults.tell(Reject::new(place, "missing_reference", reason));
    }
    let Some(title) = title else { return Vec::new() };
    let called = |kind, found: &Referred| Some(organization(kind, reference.name(kind, found)?, found.id));
    let department = || called(Kind::Department, &work.department);
    let organization = called(Kind::Company, &work.company).or_else(department);
    let person = Subject {
        identifiers: work.identifiers.clone(),
        ..subject(employee)
    };
    vec![record(id, person, experience(title, organization, work.period), cells)]
}

/// The experience that a row of an employee names without more.
pub fn named(work: u64, employee: u64, title: String, cells: &Cells<'_, '_>) -> Record {
    let department = cells.words("department_name");
    let id = cells.short("department_id").and_then(|id| id.parse().ok());
    let organization = department.map(|name| organization(Kind::Department, name, id));
    record(
        work,
        subject(employee),
        experience(title, organization, Period::default()),
        cells,
    )
}

fn organization(kind: Kind, name: String, id: Option<u64>) -> Organization {
    Organization {
        identifier: id.and_then(|id| referred(kind, id, String::new()).identifier),
        ..referred(kind, 0, name)
    }
}

fn experience(title: String, organization: Option<Organization>, period: Period) -> Experience {
    Experience {
        kind: ExperienceKind::Job,
        title,
        organization,
        role: None,
        occupation: None,
        period,
        narrative: None,
        evidence: Vec::new(),
    }
}

fn record(id: u64, subject: Subject, experience: Experience, cells: &Cells<'_, '_>) -> Record {
    Record {
        body: Body::Experience(Box::new(experience)),
        stream: EMPLOYMENT,
        key: id.to_string(),
        subject: Some(subject),
        claims: Vec::new(),
        place: cells.place(),
        payload: keep(cells.node.value, FIELDS),
    }
}
