//! Rows to records, one file per kind.

mod enrollment;
mod objective;
mod org;
mod person;
mod result;
pub mod scale;

use super::kind::Kind;
use super::references;
use super::set::Set;
use super::wire::Base;
use crate::table::Row;
use passport::record::{
    Body, Identifier, IdentifierSystem, LearningFact, PartialDate, Record, Reject, Sink, Subject, Untold,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Reads one row. Rows that others refer to give no record of their own; only their references are checked.
pub fn row(kind: Kind, row: &Row<'_>, set: &Set, sink: &mut dyn Sink) {
    let base = Base::of(row);
    if base.status == Some("tobedeleted") {
        return stream(kind)
            .into_iter()
            .for_each(|stream| sink.record(withdrawn(stream, row)));
    }
    check_status(row, &base, kind, sink);
    let (broken, stands) = references::broken(kind, row, set);
    broken.into_iter().for_each(|reject| sink.reject(reject));
    if !stands {
        return;
    }
    let read = match kind {
        Kind::Users => person::record(row, set, sink).map(Some),
        Kind::Orgs => org::record(row).map(Some),
        Kind::Enrollments => enrollment::record(row, set, sink),
        Kind::Results => result::record(row, set, sink).map(Some),
        _ => {
            check_cells(kind, row, sink);
            Ok(None)
        }
    };
    match read {
        Ok(record) => record.into_iter().for_each(|record| sink.record(record)),
        Err(reject) => sink.reject(reject),
    }
}

fn stream(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Users => Some("user"),
        Kind::Orgs => Some("org"),
        Kind::Enrollments => Some("enrollment"),
        Kind::Results => Some("result"),
        _ => None,
    }
}

fn withdrawn(stream: &'static str, row: &Row<'_>) -> Record {
    let base = Base::of(row);
    Record {
        body: Body::Withdrawn,
        stream,
        key: key(base.sourced_id.unwrap_or_default()),
        subject: None,
        claims: Vec::new(),
        place: row.place(),
        payload: Value::Object(base.payload()),
    }
}

fn check_status(row: &Row<'_>, base: &Base<'_>, kind: Kind, sink: &mut dyn Sink) {
    let known = matches!(base.status, None | Some("active" | "inactive" | "tobedeleted"));
    if kind != Kind::Manifest && !known {
        let reason = "status is active, tobedeleted or blank; the row was read as active";
        sink.reject(Reject::new(row.cell_place("status"), "unknown_code", reason));
    }
}

/// Cells of rows that others refer to: what cannot be read is told here, once.
fn check_cells(kind: Kind, row: &Row<'_>, sink: &mut dyn Sink) {
    let (dates, numbers): (&[&str], &[&str]) = match kind {
        Kind::AcademicSessions => (&["startDate", "endDate"], &[]),
        Kind::LineItems => (&[], &["resultValueMin", "resultValueMax"]),
        _ => (&[], &[]),
    };
    for column in dates {
        date(row, column, row.get(column), sink);
    }
    for column in numbers
        .iter()
        .filter(|column| row.get(column).is_some_and(|text| number(text).is_none()))
    {
        let reason = format!("{column} is no number; the row was read without it");
        sink.reject(Reject::new(row.cell_place(column), "wrong_type", reason));
    }
}

/// A number as a cell holds it.
pub fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Longest `sourcedId` that is a key as it stands, in bytes.
const LONGEST: usize = 512;

/// A record's key: the `sourcedId`, or its hash where a school uses e-mail addresses for it, or one that no index holds.
fn key(sourced_id: &str) -> String {
    match sourced_id.contains('@') || sourced_id.len() > LONGEST {
        true => hex::encode(Sha256::digest(sourced_id.as_bytes())),
        false => sourced_id.to_owned(),
    }
}

/// A person by `sourcedId` alone; what else is known of them stands in their own record.
fn subject(sourced_id: &str) -> Subject {
    Subject {
        key: sourced_id.to_owned(),
        name: None,
        identifiers: Identifier::of(IdentifierSystem::SourcedId, sourced_id)
            .into_iter()
            .collect(),
    }
}

/// The facts that stand in files that did not come; none where all are told.
fn untold(through: &'static str, facts: &[(LearningFact, bool)]) -> Option<Untold> {
    let facts: Vec<_> = facts.iter().filter(|(_, open)| *open).map(|(fact, _)| *fact).collect();
    (!facts.is_empty()).then_some(Untold { facts, through })
}

/// A cell that the row means nothing without.
fn required<'r>(row: &Row<'_>, column: &str, cell: Option<&'r str>) -> Result<&'r str, Reject> {
    let missing = || {
        Reject::new(
            row.cell_place(column),
            "missing_field",
            format!("{column} is blank and must be filled"),
        )
    };
    cell.ok_or_else(missing)
}

/// A date cell. A bad one costs the cell, not the row.
fn date(row: &Row<'_>, column: &str, cell: Option<&str>, sink: &mut dyn Sink) -> Option<PartialDate> {
    let parsed = PartialDate::parse(cell?);
    if parsed.is_err() {
        let reason = format!("{column} is no date; write YYYY-MM-DD. The row was read without it");
        sink.reject(Reject::new(row.cell_place(column), "bad_date", reason));
    }
    parsed.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_nobodys_address() {
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(key("u-1"), "u-1");
        assert_eq!(key("amara@school.example").len(), 64);
        assert_eq!(key(&long).len(), 64);
        assert_ne!(key(&long), key(&format!("{long}y")));
    }
}
