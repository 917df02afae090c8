//! An employee: the person, and the position that the row names where no work information tells of it.

use super::{EMPLOYEE, employment, subject};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::sources::horilla::reference::Reference;
use crate::sources::horilla::wire::{Employee, Kind};
use passport::record::{Body, Person, Record, Subject};

/// What is kept of the person. Everything private that stands beside it is left out.
const FIELDS: &[&str] = &["id", "badge_id", "email", "is_active", "employee_work_info_id"];

/// The person, then the position.
pub fn records(id: u64, cells: &Cells<'_, '_>, reference: &Reference) -> Vec<Record> {
    let employee = Employee::read(cells);
    let position = position(id, &employee, cells, reference);
    std::iter::once(person(id, &employee, cells)).chain(position).collect()
}

fn person(id: u64, employee: &Employee, cells: &Cells<'_, '_>) -> Record {
    let names: Vec<_> = [&employee.given, &employee.family]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    Record {
        body: Body::Person(Person {
            given_name: employee.given.clone(),
            family_name: employee.family.clone(),
            language: None,
        }),
        stream: EMPLOYEE,
        key: id.to_string(),
        subject: Some(Subject {
            name: (!names.is_empty()).then(|| names.join(" ")),
            identifiers: employee.identifiers.clone(),
            ..subject(id)
        }),
        claims: Vec::new(),
        place: cells.place(),
        payload: keep(cells.node.value, FIELDS),
    }
}

/// Lists of employees name the position only; the work information of the same id tells more.
fn position(id: u64, employee: &Employee, cells: &Cells<'_, '_>, reference: &Reference) -> Option<Record> {
    let work = employee.work.filter(|work| !reference.rows.has(&(Kind::Work, *work)))?;
    Some(employment::named(work, id, employee.position.clone()?, cells))
}
