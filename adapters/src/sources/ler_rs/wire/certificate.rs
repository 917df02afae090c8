//! Certifications and licences, which are written alike.

use super::{code, organization};
use crate::json::cells::{Cells, joined};
use passport::record::{CredentialStatus, Organization, OrganizationKind, PartialDate};

/// A certification or a licence.
#[derive(Debug)]
pub struct Certificate {
    pub name: Option<String>,
    pub description: Option<String>,
    pub kind: Option<String>,
    pub issuer: Option<Organization>,
    pub issued: Option<PartialDate>,
    pub expires: Option<PartialDate>,
    pub status: CredentialStatus,
}

impl Certificate {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let issuer = cells.child("issuingAuthority");
        let kind = cells.child("type");
        let valid = cells.child("effectiveTimePeriod");
        let valid = valid
            .map(|valid| valid.period("validFrom", "validTo"))
            .unwrap_or_default();
        let (last, first) = (cells.date("issued"), cells.date("firstIssued"));
        Certificate {
            name: cells.words("name"),
            description: joined(cells.lines("descriptions").iter().map(String::as_str)),
            kind: kind.and_then(|kind| kind.words("name").or_else(|| code(&kind, "code"))),
            issuer: issuer.and_then(|issuer| organization(&issuer, OrganizationKind::Issuer)),
            issued: last.or(first).or(valid.from),
            expires: valid.to,
            status: status(cells.words("status").as_deref()),
        }
    }
}

/// The status is an open text; these two words say what they mean everywhere.
fn status(word: Option<&str>) -> CredentialStatus {
    match word.map(str::to_lowercase).as_deref() {
        Some("active") => CredentialStatus::Active,
        Some("revoked") => CredentialStatus::Revoked,
        _ => CredentialStatus::Unknown,
    }
}
