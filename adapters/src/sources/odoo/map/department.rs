//! `hr.department`: a part of the employer.

use super::reference;
use crate::sources::odoo::row::Row;
use crate::sources::odoo::wire::Department;
use crate::{Record, Reject};
use passport::record::{Body, Organization, OrganizationKind};

/// The manager is a person, and is left out.
const FIELDS: &[&str] = &[
    "id",
    "name",
    "complete_name",
    "parent_id",
    "company_id",
    "active",
    "write_date",
];

/// The department under its whole name, as other rows name it: `Ward 3 / Night shift`.
pub fn record(row: &Row) -> Result<Option<Record>, Reject> {
    let department: Department = row.shape()?;
    let name = row.required("name", department.complete_name.get().or(department.name.get()))?;
    let organization = Organization {
        role: OrganizationKind::Department,
        name: name.to_owned(),
        identifier: Some(reference("hr.department", row.id)),
        url: None,
    };
    Ok(Some(Record {
        body: Body::Organization(organization),
        stream: "department",
        key: row.key(),
        subject: None,
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload(FIELDS),
    }))
}
