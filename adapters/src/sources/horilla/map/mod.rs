//! Horilla's rows as records of the common shape.

pub mod employee;
pub mod employment;

use super::wire::Kind;
use crate::json::cells::Cells;
use crate::json::keep::keep;
use passport::record::{Body, Organization, OrganizationKind, Record, Subject};

/// Stream of employees.
pub const EMPLOYEE: &str = "employee";
/// Stream of the work they have.
pub const EMPLOYMENT: &str = "employment";
/// Stream of departments.
pub const DEPARTMENT: &str = "department";
/// Stream of companies.
pub const COMPANY: &str = "company";

const FIELDS: &[&str] = &[
    "id",
    "department",
    "company",
    "hq",
    "company_id",
    "is_active",
    "created_at",
];

/// A department or a company; addresses are left out.
pub fn organization(kind: Kind, id: u64, cells: &Cells<'_, '_>) -> Vec<Record> {
    let Some(name) = cells.need_words(kind.name()) else {
        return Vec::new();
    };
    let stream = if kind == Kind::Company { COMPANY } else { DEPARTMENT };
    vec![Record {
        body: Body::Organization(referred(kind, id, name)),
        stream,
        key: id.to_string(),
        subject: None,
        claims: Vec::new(),
        place: cells.place(),
        payload: keep(cells.node.value, FIELDS),
    }]
}

/// An organization as rows refer to it: `departments/5`, which only this source knows.
fn referred(kind: Kind, id: u64, name: String) -> Organization {
    let (role, list) = match kind {
        Kind::Company => (OrganizationKind::Employer, "companies"),
        _ => (OrganizationKind::Department, "departments"),
    };
    Organization {
        role,
        name,
        identifier: Some(format!("{list}/{id}")),
        url: None,
    }
}

/// The employee with this id.
fn subject(id: u64) -> Subject {
    Subject {
        key: id.to_string(),
        ..Subject::default()
    }
}
