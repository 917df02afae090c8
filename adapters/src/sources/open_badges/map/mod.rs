//! Wire shapes to records, one small function per kind.

mod claims;
mod graded;
mod levels;
mod subject;

use super::wire::{Award, Endorsement, Profile};
use claims::claims;
use passport::record::{
    Body, Credential, CredentialStatus, Endorsement as Endorsed, Organization, OrganizationKind, Place, Record, Signed,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use subject::subject;
pub use subject::unread;

/// Stream of badges and other credentials.
pub const CREDENTIAL: &str = "credential";
/// Stream of endorsements.
pub const ENDORSEMENT: &str = "endorsement";
/// Stream of issuers' own documents.
pub const ISSUER: &str = "issuer";

/// An award as a record.
pub fn award(award: &Award, signed: Signed) -> Record {
    let subject = subject(&award.holder);
    let holder = subject.as_ref().map_or("", |subject| subject.key.as_str());
    let identifiers = [issuer_id(award), achievement_id(award), Some(holder)];
    let issued = award.issued.map(|date| date.to_string());
    let told = identifiers
        .into_iter()
        .map(Option::unwrap_or_default)
        .chain(issued.as_deref());
    Record {
        key: key(award.id.as_deref(), told),
        stream: CREDENTIAL,
        claims: claims(award),
        subject,
        place: award.place.clone(),
        payload: award.payload.clone(),
        body: Body::Credential(Box::new(credential(award, signed))),
    }
}

fn credential(award: &Award, signed: Signed) -> Credential {
    let achievement = award.achievement.as_ref();
    let named = achievement.and_then(|a| a.name.as_ref()).or(award.name.as_ref());
    let otherwise = achievement
        .and_then(|a| a.id.as_ref())
        .or(award.kind.as_ref())
        .or(award.id.as_ref());
    let fallback = || "Verifiable credential".to_owned();
    Credential {
        name: named.or(otherwise).cloned().unwrap_or_else(fallback),
        description: achievement
            .and_then(|a| a.description.clone())
            .or_else(|| award.description.clone()),
        achievement_type: achievement.map_or_else(|| award.kind.clone(), |a| a.kind.clone()),
        achievement_id: achievement.and_then(|a| a.id.clone()),
        issuer: award.issuer.as_ref().map(organization),
        issued: award.issued,
        expires: award.expires,
        status: award.status.unwrap_or(CredentialStatus::Unknown),
        format: award.format,
        image: award
            .image
            .clone()
            .or_else(|| achievement.and_then(|a| a.image.clone())),
        results: levels::results(award),
        evidence: claims::evidence(award),
        signed: Some(signed),
    }
}

/// An endorsement as a record; it is about a badge or an issuer, not about a person.
pub fn endorsement(endorsement: Endorsement, signed: Signed) -> Record {
    let issued = endorsement.issued.map(|date| date.to_string());
    let told = [
        endorsement.endorser.id.as_deref(),
        endorsement.about.as_deref(),
        issued.as_deref(),
    ];
    Record {
        key: key(endorsement.id.as_deref(), told.into_iter().flatten()),
        stream: ENDORSEMENT,
        subject: None,
        claims: Vec::new(),
        place: endorsement.place,
        payload: endorsement.payload,
        body: Body::Endorsement(Box::new(Endorsed {
            endorser: Some(organization(&endorsement.endorser)),
            text: endorsement.text,
            about: endorsement.about,
            issued: endorsement.issued,
            signed: Some(signed),
        })),
    }
}

/// An issuer's own document as a record.
pub fn issuer(profile: &Profile, place: Place, payload: Value) -> Record {
    let organization = organization(profile);
    Record {
        key: key(profile.id.as_deref(), [organization.name.as_str()].into_iter()),
        stream: ISSUER,
        subject: None,
        claims: Vec::new(),
        place,
        payload,
        body: Body::Organization(organization),
    }
}

/// An assertion that says only that it was revoked: what was known of it is no more.
pub fn withdrawn(id: &str, place: Place, payload: Value) -> Record {
    Record {
        key: key(Some(id), std::iter::empty()),
        stream: CREDENTIAL,
        subject: None,
        claims: Vec::new(),
        place,
        payload,
        body: Body::Withdrawn,
    }
}

fn organization(profile: &Profile) -> Organization {
    let name = profile.name.as_ref().or(profile.id.as_ref()).or(profile.url.as_ref());
    Organization {
        role: OrganizationKind::Issuer,
        name: name.cloned().unwrap_or_default(),
        identifier: profile.id.clone(),
        url: profile.url.clone(),
    }
}

fn issuer_id(award: &Award) -> Option<&str> {
    award
        .issuer
        .as_ref()
        .and_then(|issuer| issuer.id.as_deref().or(issuer.name.as_deref()))
}

fn achievement_id(award: &Award) -> Option<&str> {
    let achievement = award.achievement.as_ref();
    achievement
        .and_then(|a| a.id.as_deref().or(a.name.as_deref()))
        .or(award.name.as_deref())
}

/// Longest id that is a key.
const LONGEST: usize = 512;

/// The id where there is one of bearable length that holds no address of a person; else a hash of what tells the record from others.
fn key<'a>(id: Option<&'a str>, told: impl Iterator<Item = &'a str>) -> String {
    let hash = |words: &str| format!("sha256:{}", hex::encode(Sha256::digest(words.as_bytes())));
    match id {
        Some(id) if !id.contains('@') && id.len() <= LONGEST => id.to_owned(),
        Some(id) => hash(id),
        None => hash(&told.collect::<Vec<_>>().join("\n")),
    }
}
