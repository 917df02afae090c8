//! Certifications and licences, and credentials with their bytes.

use super::{CREDENTIAL, Who};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{called, shown};
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::{Certificate, Envelope};
use passport::record::{Body, Credential, CredentialStatus, Evidence, Record, Signed};

/// The format of what HR Open describes.
pub const FORMAT: &str = "ler_rs";
/// The format of other credentials.
const OTHER: &str = "verifiable_credential";
const FIELDS: &[&str] = &[
    "id",
    "value",
    "schemeId",
    "name",
    "type",
    "code",
    "status",
    "effectiveTimePeriod",
    "validFrom",
    "validTo",
    "issued",
    "firstIssued",
    "issuingAuthority",
    "tradeName",
    "tradeNames",
    "domainName",
    "descriptions",
];

/// A certification of the résumé.
pub fn certification(cells: &Cells<'_, '_>, backings: &Backings, who: &Who) -> Vec<Record> {
    listed(cells, backings, "Certification", who)
}

/// A licence of the résumé.
pub fn license(cells: &Cells<'_, '_>, backings: &Backings, who: &Who) -> Vec<Record> {
    listed(cells, backings, "License", who)
}

fn listed(cells: &Cells<'_, '_>, backings: &Backings, kind: &str, who: &Who) -> Vec<Record> {
    let certificate = Certificate::read(cells);
    let Some(name) = certificate.name.clone() else {
        if !backings.by_credentials {
            cells.faults.spare(cells.node.need_words("name").map(Some));
        }
        return Vec::new();
    };
    let held = certified(&certificate, name, kind, backings.evidence.clone());
    vec![record(held, cells, &certificate, who)]
}

/// A certification or licence that its issuer signed.
pub fn backed(cells: &Cells<'_, '_>, is_license: bool, envelope: &Envelope, who: &Who, signed: Signed) -> Vec<Record> {
    let certificate = Certificate::read(cells);
    let kind = if is_license { "License" } else { "Certification" };
    let mut record = enveloped(envelope, certificate.name.clone(), who, signed);
    if let Body::Credential(held) = &mut record.body {
        let inner = certified(&certificate, held.name.clone(), kind, Vec::new());
        held.description = inner.description;
        held.achievement_type = inner.achievement_type;
        held.issuer = held.issuer.take().or(inner.issuer);
        held.issued = held.issued.or(inner.issued);
        held.expires = held.expires.or(inner.expires);
        held.status = inner.status;
    }
    vec![record]
}

fn certified(certificate: &Certificate, name: String, kind: &str, evidence: Vec<Evidence>) -> Credential {
    Credential {
        name,
        description: certificate.description.clone(),
        achievement_type: Some(certificate.kind.clone().unwrap_or_else(|| kind.to_owned())),
        achievement_id: None,
        issuer: certificate.issuer.clone(),
        issued: certificate.issued,
        expires: certificate.expires,
        status: certificate.status,
        format: FORMAT,
        image: None,
        results: Vec::new(),
        evidence,
        signed: None,
    }
}

fn record(held: Credential, cells: &Cells<'_, '_>, certificate: &Certificate, who: &Who) -> Record {
    let told = [called(held.issuer.as_ref()), &held.name, &shown(certificate.issued)];
    let key = who.holder.key(CREDENTIAL, &told);
    let payload = keep(cells.node.value, FIELDS);
    who.holder.record(
        CREDENTIAL,
        key,
        Body::Credential(Box::new(held)),
        cells.place(),
        payload,
    )
}

/// A credential of another format.
pub fn of_others(envelope: &Envelope, who: &Who, signed: Signed) -> Record {
    let mut record = enveloped(envelope, None, who, signed);
    if let Body::Credential(held) = &mut record.body {
        held.format = OTHER;
    }
    record
}

/// A credential as its frame tells it, byte for byte.
pub fn enveloped(envelope: &Envelope, name: Option<String>, who: &Who, signed: Signed) -> Record {
    let named = name.or_else(|| envelope.name.clone()).or_else(|| envelope.kind.clone());
    let held = Credential {
        name: named.unwrap_or_else(|| "Verifiable credential".to_owned()),
        description: None,
        achievement_type: envelope.kind.clone(),
        achievement_id: None,
        issuer: envelope.issuer.clone(),
        issued: envelope.issued,
        expires: envelope.expires,
        status: CredentialStatus::Unknown,
        format: FORMAT,
        image: None,
        results: Vec::new(),
        evidence: Vec::new(),
        signed: Some(signed),
    };
    let id = envelope.id.as_deref().unwrap_or_default();
    let key = who
        .holder
        .key(CREDENTIAL, &["signed", id, &held.name, &shown(held.issued)]);
    let body = Body::Credential(Box::new(held));
    who.holder
        .record(CREDENTIAL, key, body, envelope.place.clone(), envelope.value.clone())
}
