//! What a credential says around its subject.

use crate::json::cells::Cells;
use crate::text::is_web;
use passport::record::{Organization, OrganizationKind, PartialDate, Place, Reject};
use serde_json::Value;

/// The frame of a credential.
#[derive(Debug)]
pub struct Envelope {
    pub id: Option<String>,
    pub name: Option<String>,
    /// The first type beyond the one that all credentials have.
    pub kind: Option<String>,
    pub issuer: Option<Organization>,
    pub issued: Option<PartialDate>,
    pub expires: Option<PartialDate>,
    pub place: Place,
    /// The frame itself, for the payload.
    pub value: Value,
}

impl Envelope {
    /// Its fields.
    pub const FIELDS: [&'static str; 9] = [
        "id",
        "type",
        "name",
        "issuer",
        "issuanceDate",
        "expirationDate",
        "validFrom",
        "validUntil",
        "credentialStatus",
    ];

    /// Reads it. What the data model requires and is not there is told.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let types = cells.faults.spare(cells.node.types().map(Some)).unwrap_or_default();
        if types.is_empty() {
            cells.faults.spare(cells.node.need("type").map(|_| None::<()>));
        }
        let issued = cells.date("validFrom").or_else(|| cells.date("issuanceDate"));
        if cells.node.get("issuanceDate").is_none() && cells.node.get("validFrom").is_none() {
            cells.faults.spare(cells.node.need("issuanceDate").map(|_| None::<()>));
        }
        Envelope {
            id: cells.words("id"),
            name: cells.words("name"),
            kind: types
                .into_iter()
                .find(|name| *name != "VerifiableCredential")
                .map(str::to_owned),
            issuer: issuer(cells),
            issued,
            expires: cells.date("validUntil").or_else(|| cells.date("expirationDate")),
            place: cells.place(),
            value: crate::json::keep::keep(cells.node.value, &Self::FIELDS),
        }
    }
}

/// The issuer, which HR Open lets be any text: an address, or no more than a name.
fn issuer(cells: &Cells<'_, '_>) -> Option<Organization> {
    let of = |name: String, identifier: Option<String>, url: Option<String>| Organization {
        role: OrganizationKind::Issuer,
        name,
        identifier,
        url,
    };
    let node = cells.faults.spare(cells.node.need("issuer").map(Some))?;
    if !node.value.is_object() {
        let name = cells.words("issuer")?;
        let identifier = Some(name.clone()).filter(|name| is_uri(name));
        return Some(of(name, identifier, None));
    }
    let issuer = cells.child("issuer")?;
    let (id, url) = (issuer.words("id"), issuer.web("url"));
    let named = issuer.words("name").or_else(|| id.clone());
    if named.is_none() {
        let reason = "the issuer has neither `id` nor `name`";
        cells.faults.tell(Reject::new(node.place, "missing_field", reason));
    }
    Some(of(named?, id, url))
}

fn is_uri(text: &str) -> bool {
    is_web(text) || ["did:", "urn:"].iter().any(|scheme| text.starts_with(scheme))
}
