//! `orgs.csv` to organizations.

use super::super::wire::Org;
use super::{key, required};
use crate::table::Row;
use passport::record::{Body, Organization, OrganizationKind, Record, Reject};
use serde_json::Value;

pub fn record(row: &Row<'_>) -> Result<Record, Reject> {
    let org = Org::of(row);
    let id = required(row, "sourcedId", org.sourced_id)?;
    let role = match org.kind {
        Some("department") => OrganizationKind::Department,
        _ => OrganizationKind::School,
    };
    Ok(Record {
        body: Body::Organization(Organization {
            role,
            name: required(row, "name", org.name)?.to_owned(),
            identifier: Some(id.to_owned()),
            url: None,
        }),
        stream: "org",
        key: key(id),
        subject: None,
        claims: Vec::new(),
        place: row.place(),
        payload: Value::Object(org.payload()),
    })
}
