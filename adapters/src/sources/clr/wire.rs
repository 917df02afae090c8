//! The learner record in its specification's words: its frame, its subject, and how achievements hang together.

use crate::sources::open_badges::node::Node;
use crate::sources::open_badges::wire::{Award, Evidence, Holder, Profile, image, issued, pick, real_id};
use crate::sources::open_badges::{CLR_TYPE, VC_CONTEXTS, contexts};
use passport::record::{Reject, Unreadable};
use serde_json::{Value, json};

/// Format of the record itself.
const FORMAT: &str = "clr_2";
/// What a record without a name is called.
const UNNAMED: &str = "Comprehensive Learner Record";
/// How achievements may hang together.
const ASSOCIATIONS: [&str; 10] = [
    "exactMatchOf",
    "exemplar",
    "hasSkillLevel",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
];
/// Fields of the record that are kept for provenance.
const FRAME: [&str; 10] = [
    "id",
    "type",
    "name",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "awardedDate",
    "partial",
    "credentialStatus",
];
/// Fields of an association.
const ASSOCIATION: [&str; 4] = ["type", "associationType", "sourceId", "targetId"];
/// Fields of a listed achievement.
const ACHIEVEMENT: [&str; 10] = [
    "id",
    "type",
    "name",
    "description",
    "achievementType",
    "humanCode",
    "fieldOfStudy",
    "creditsAvailable",
    "alignment",
    "resultDescription",
];

/// A learner record, and what is wrong with single entries of it.
pub struct LearnerRecord {
    /// The record as an award: of the whole, without an achievement.
    pub award: Award,
    /// Faulty achievements and associations; they are left out.
    pub rejects: Vec<Reject>,
}

/// CLR 1.0 is another format under the same name.
pub fn refuse_version_one(node: &Node<'_>) -> Result<(), Unreadable> {
    if !contexts(node.value).iter().any(|uri| uri.contains("/clr/v1p0")) {
        return Ok(());
    }
    let reason = "this is a CLR of version 1.0, which is not read; ask its issuer for CLR 2.0";
    Err(Unreadable::new(node.place.clone(), "unsupported", reason))
}

/// Reads a learner record without the credentials in it.
pub fn learner_record(node: &Node<'_>) -> Result<LearnerRecord, Reject> {
    check_frame(node)?;
    let issuer = Profile::read(&node.need("issuer")?, &["Profile"])?;
    if issuer.id.is_none() {
        node.need("issuer")?.need("id")?;
    }
    let subject = node.need("credentialSubject")?.object()?;
    subject.must_be(&["ClrSubject"])?;
    if subject.all("achievement").is_empty() {
        subject.need("verifiableCredential")?;
    }
    let (achievements, mut rejects) = listed(&subject, "achievement", achievement)?;
    let (associations, faulty) = listed(&subject, "association", association)?;
    rejects.extend(faulty);
    let mut payload = pick(node.value, &FRAME);
    payload["credentialSubject"] = json!({"achievement": achievements, "association": associations});
    Ok(LearnerRecord {
        rejects,
        award: Award {
            place: node.place.clone(),
            format: FORMAT,
            id: real_id(node)?,
            name: node.words("name")?.or_else(|| Some(UNNAMED.to_owned())),
            description: node.words("description")?,
            kind: Some(CLR_TYPE.to_owned()),
            image: image(node, "image")?,
            issuer: Some(issuer),
            issued: issued(node, true)?,
            expires: node.date("validUntil")?.or(node.date("expirationDate")?),
            holder: Holder::subject(&subject)?,
            evidence: Evidence::all(node, true)?,
            payload,
            ..Award::default()
        },
    })
}

fn check_frame(node: &Node<'_>) -> Result<(), Reject> {
    let place = node.need("@context")?.place;
    let found = contexts(node.value);
    let bad = |reason: &str| Err(Reject::new(place.clone(), "bad_context", reason));
    if !found.iter().any(|uri| VC_CONTEXTS.contains(uri)) {
        return bad(
            "the context of verifiable credentials is missing; begin with `https://www.w3.org/ns/credentials/v2`",
        );
    }
    if !found.iter().any(|uri| uri.contains("/clr/v2p0")) {
        return bad(
            "the context of CLR 2.0 is missing; add `https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json`",
        );
    }
    node.need("type")?;
    node.must_be(&[CLR_TYPE])?;
    node.must_be(&["VerifiableCredential"])
}

/// The sound entries of a list, allowed fields only, and what is wrong with the others.
fn listed(
    subject: &Node<'_>,
    key: &str,
    read: fn(&Node<'_>) -> Result<Value, Reject>,
) -> Result<(Vec<Value>, Vec<Reject>), Reject> {
    let (mut sound, mut faulty) = (Vec::new(), Vec::new());
    for entry in subject.several(key)? {
        match entry.object().and_then(|entry| read(&entry)) {
            Ok(entry) => sound.push(entry),
            Err(reject) => faulty.push(reject),
        }
    }
    Ok((sound, faulty))
}

/// An achievement that is listed beside the credentials: what is known by its id.
fn achievement(node: &Node<'_>) -> Result<Value, Reject> {
    node.must_be(&["Achievement"])?;
    node.need_words("id")?;
    node.need_words("name")?;
    Ok(pick(node.value, &ACHIEVEMENT))
}

fn association(node: &Node<'_>) -> Result<Value, Reject> {
    node.must_be(&["Association"])?;
    let kind = node.need_words("associationType")?;
    if !ASSOCIATIONS.contains(&kind.as_str()) {
        let reason = format!(
            "`associationType` is none of CLR 2.0; it knows {}",
            ASSOCIATIONS.join(", ")
        );
        return Err(Reject::new(node.place.child("associationType"), "unknown_code", reason));
    }
    node.need_words("sourceId")?;
    node.need_words("targetId")?;
    Ok(pick(node.value, &ASSOCIATION))
}
