//! Rows in Horilla's words. What is not named here is not read.

use crate::json::cells::Cells;
use crate::json::piece::{Fields, Piece};
use passport::record::{Identifier, IdentifierSystem, Period, Reject};
use serde_json::Value;

/// What a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Employee,
    Work,
    Department,
    Position,
    Company,
}

/// Fields that tell a kind; the first kind that has all of its own.
const TOLD_BY: [(Kind, &[&str]); 5] = [
    (Kind::Employee, &["employee_first_name"]),
    (Kind::Work, &["employee_id", "date_joining"]),
    (Kind::Position, &["job_position", "department_id"]),
    (Kind::Department, &["department", "company_id"]),
    (Kind::Company, &["company", "hq"]),
];
/// Fields that Horilla writes into every row of its own lists.
const OWN: [&str; 3] = ["is_active", "created_by", "modified_by"];

/// An employee.
#[derive(Debug)]
pub struct Employee {
    pub given: Option<String>,
    pub family: Option<String>,
    pub identifiers: Vec<Identifier>,
    pub position: Option<String>,
    /// The id of the work information.
    pub work: Option<u64>,
}

/// Work information.
#[derive(Debug)]
pub struct Work {
    pub employee: Option<u64>,
    pub position: Referred,
    pub department: Referred,
    pub company: Referred,
    pub period: Period,
    pub identifiers: Vec<Identifier>,
}

/// What a row refers to: an id, and a name where Horilla gives it.
#[derive(Debug, Clone)]
pub struct Referred {
    pub id: Option<u64>,
    pub name: Option<String>,
}

impl Kind {
    /// By the fields of a row.
    pub fn of(fields: &Fields<'_>) -> Option<Self> {
        let mut told = TOLD_BY.iter();
        told.find(|(_, names)| names.iter().all(|name| fields.has(name)))
            .map(|(kind, _)| *kind)
    }

    /// Whether only Horilla has such a row: names such as `department` are everybody's.
    pub fn is_of_horilla(fields: &Fields<'_>) -> bool {
        match Self::of(fields) {
            Some(Kind::Employee) => fields.has("employee_last_name") || fields.has("employee_work_info_id"),
            Some(Kind::Work) => fields.has("job_position_id") && fields.has("reporting_manager_id"),
            Some(_) => OWN.iter().all(|name| fields.has(name)),
            None => false,
        }
    }

    /// Whether others refer to such rows by their ids.
    pub fn is_list(self) -> bool {
        matches!(self, Kind::Department | Kind::Position | Kind::Company)
    }

    /// The field that names a row of a list.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Department => "department",
            Kind::Position => "job_position",
            Kind::Company => "company",
            Kind::Employee | Kind::Work => "employee_first_name",
        }
    }
}

/// The id of a row, if it has one.
pub fn id_of(fields: &Fields<'_>) -> Option<u64> {
    let id = fields.get("id")?;
    number(&serde_json::from_str(id.text).ok()?)
}

/// Ids are numbers; references in some rows are the same as texts.
fn number(value: &Value) -> Option<u64> {
    let id = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    id.filter(|id| *id > 0)
}

/// A reject for a row without an id.
pub fn no_id(piece: &Piece<'_>) -> Reject {
    let reason = "`id` must be a whole number above 0; every row of Horilla has one";
    Reject::new(piece.place.child("id"), "missing_field", reason)
}

impl Employee {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let identifiers = [
            cells.identifier("email", IdentifierSystem::Email),
            cells.identifier("phone", IdentifierSystem::Phone),
            cells.identifier("badge_id", IdentifierSystem::EmployeeNumber),
        ];
        Employee {
            given: cells.need_words("employee_first_name"),
            family: cells.words("employee_last_name"),
            identifiers: identifiers.into_iter().flatten().collect(),
            position: cells.words("job_position_name"),
            work: reference(cells, "employee_work_info_id"),
        }
    }
}

impl Work {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let referred = |id: &str, name: &str| Referred {
            id: reference(cells, id),
            name: cells.words(name),
        };
        let identifiers = [
            cells.identifier("email", IdentifierSystem::Email),
            cells.identifier("mobile", IdentifierSystem::Phone),
        ];
        Work {
            employee: reference(cells, "employee_id"),
            position: referred("job_position_id", "job_position_name"),
            department: referred("department_id", "department_name"),
            company: referred("company_id", "company_name"),
            period: cells.period("date_joining", "contract_end_date"),
            identifiers: identifiers.into_iter().flatten().collect(),
        }
    }
}

/// The id that a field refers to; what is none is told.
fn reference(cells: &Cells<'_, '_>, key: &str) -> Option<u64> {
    let node = cells.node.get(key)?;
    let id = number(node.value).ok_or_else(|| node.wrong("an id, a whole number above 0"));
    cells.faults.spare(id.map(Some))
}
