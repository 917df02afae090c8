//! From users to persons, and to the organizations they are in.

use super::wire::{ENTERPRISE, User};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::named;
use crate::json::told::{made_key, own_key};
use passport::record::{Body, Organization, OrganizationKind, Person, Place, Record, Subject};
use serde_json::{Value, json};

/// Stream of users.
pub const USER: &str = "user";
/// Stream of organizations and departments.
pub const ORGANIZATION: &str = "organization";

const FIELDS: &[&str] = &[
    "id",
    "schemas",
    "externalId",
    "title",
    "userType",
    "active",
    "meta",
    "resourceType",
    "created",
    "lastModified",
    "version",
    "department",
    "organization",
    "division",
    "costCenter",
    ENTERPRISE,
];

/// The person. Inactive users are still persons.
pub fn person(user: &User, id: &str, cells: &Cells<'_, '_>) -> Record {
    Record {
        body: Body::Person(Person {
            given_name: user.given.clone(),
            family_name: user.family.clone(),
            language: user.language.clone(),
        }),
        stream: USER,
        key: own_key(id),
        subject: Some(Subject {
            key: id.to_owned(),
            name: user.name.clone(),
            identifiers: user.identifiers.clone(),
        }),
        claims: Vec::new(),
        place: cells.place(),
        payload: keep(cells.node.value, FIELDS),
    }
}

/// The organization and the department that the user is in, each known by its name.
pub fn organizations(user: &User, cells: &Cells<'_, '_>) -> Vec<Record> {
    let place = cells.place().child(ENTERPRISE);
    let organization = user.organization.clone().unwrap_or_default();
    let employer = user.organization.clone().map(|name| {
        let key = made_key(["organization", &name]);
        let payload = json!({ "organization": name });
        record(
            key,
            named(OrganizationKind::Employer, name),
            place.child("organization"),
            payload,
        )
    });
    let department = user.department.clone().map(|name| {
        let key = made_key(["department", &organization, &name]);
        let payload = json!({ "organization": user.organization, "department": name });
        record(
            key,
            named(OrganizationKind::Department, name),
            place.child("department"),
            payload,
        )
    });
    employer.into_iter().chain(department).collect()
}

fn record(key: String, organization: Organization, place: Place, payload: Value) -> Record {
    Record {
        body: Body::Organization(organization),
        stream: ORGANIZATION,
        key,
        subject: None,
        claims: Vec::new(),
        place,
        payload,
    }
}

/// A user that was deleted.
pub fn withdrawn(id: &str, place: Place) -> Record {
    Record {
        body: Body::Withdrawn,
        stream: USER,
        key: own_key(id),
        subject: None,
        claims: Vec::new(),
        place,
        payload: json!({ "method": "DELETE" }),
    }
}
