//! Awards and certificates, in the holder's word.

use super::{AWARD, CERTIFICATE};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{Holder, called, named, shown};
use crate::sources::json_resume::wire::Honour;
use passport::record::{Body, Credential, CredentialStatus, Evidence, OrganizationKind, Record};

const FIELDS: &[&str] = &[
    "title", "name", "date", "awarder", "issuer", "summary", "url", "website",
];

/// An award.
pub fn award(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    record(AWARD, "Award", Honour::award(cells), cells, holder)
}

/// A certificate.
pub fn certificate(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    record(CERTIFICATE, "Certificate", Honour::certificate(cells), cells, holder)
}

fn record(stream: &'static str, kind: &str, found: Honour, cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    let Some(name) = found.name else { return Vec::new() };
    let issuer = found.issuer.map(|issuer| named(OrganizationKind::Issuer, issuer));
    let evidence = found.url.map(|url| Evidence {
        kind: stream.to_owned(),
        url: Some(url),
        ..Evidence::default()
    });
    let key = holder.key(stream, &[called(issuer.as_ref()), &name, &shown(found.date)]);
    let body = Body::Credential(Box::new(Credential {
        name,
        description: found.summary,
        achievement_type: Some(kind.to_owned()),
        achievement_id: None,
        issuer,
        issued: found.date,
        expires: None,
        status: CredentialStatus::Unknown,
        format: "json_resume",
        image: None,
        results: Vec::new(),
        evidence: evidence.into_iter().collect(),
        signed: None,
    }));
    vec![holder.record(stream, key, body, cells.place(), keep(cells.node.value, FIELDS))]
}
