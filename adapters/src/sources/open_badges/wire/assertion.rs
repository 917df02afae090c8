//! Open Badges 1.0 and 2.0: assertions and endorsements.

use super::achievement::{badge_class, issuer};
use super::payload::payload;
use super::{Achievement, Award, Beside, Endorsement, Evidence, Holder, Profile, image, real_id};
use crate::sources::open_badges::{kind, node::Node};
use passport::record::{CredentialStatus, PartialDate, Reject};
use serde_json::Value;

/// Format of assertions with a context.
const VERSION_TWO: &str = "open_badges_2";
/// Format of assertions from before contexts.
const VERSION_ONE: &str = "open_badges_1";

/// Reads an assertion with its badge class and issuer. None when it says only that it was revoked.
pub fn assertion(node: &Node<'_>, beside: &dyn Beside) -> Result<Option<Award>, Reject> {
    let status = status(node)?;
    let first = is_version_one(node);
    if status == Some(CredentialStatus::Revoked) && node.get("badge").is_none() {
        node.need_words("id")?;
        return if node.get("@context").is_some() {
            check_context(node).map(|()| None)
        } else {
            Ok(None)
        };
    }
    let id = if first {
        Some(version_one_id(node)?)
    } else {
        version_two_id(node)?
    };
    let holder = Holder::recipient(&node.need("recipient")?.object()?)?;
    let (achievement, issuer) = badge(&node.need("badge")?, beside)?;
    node.need("issuedOn")?;
    let mut evidence = Evidence::all(node, false)?;
    evidence.extend(node.words("narrative")?.map(|words| Evidence {
        narrative: Some(words),
        ..Evidence::default()
    }));
    Ok(Some(Award {
        place: node.place.clone(),
        format: if first { VERSION_ONE } else { VERSION_TWO },
        id,
        image: image(node, "image")?,
        issuer,
        issued: date(node, "issuedOn", first)?,
        expires: date(node, "expires", first)?,
        status,
        holder,
        achievement: Some(achievement),
        evidence,
        payload: payload(node),
        ..Award::default()
    }))
}

/// Open Badges 1.0, as Moodle still sends it: no context, no type, a `uid`.
fn is_version_one(node: &Node<'_>) -> bool {
    node.get("@context").is_none() && node.get("type").is_none() && node.get("uid").is_some()
}

/// The address it is hosted at, else the `uid`.
fn version_one_id(node: &Node<'_>) -> Result<String, Reject> {
    let hosted = node.get("verify").map_or(Ok(None), |verify| verify.words("url"))?;
    hosted.map_or_else(|| node.need_words("uid"), Ok)
}

fn version_two_id(node: &Node<'_>) -> Result<Option<String>, Reject> {
    check_context(node)?;
    node.need("type")?;
    node.must_be(&["Assertion"])?;
    check_extensions(node)?;
    Ok(Some(node.need_words("id")?).filter(|id| !id.starts_with("_:")))
}

/// A date; version 1.0 may give it as seconds since 1970.
fn date(node: &Node<'_>, key: &str, first: bool) -> Result<Option<PartialDate>, Reject> {
    let seconds = node.get(key).filter(|_| first).and_then(|node| match node.value {
        Value::Number(seconds) => seconds.as_i64(),
        Value::String(text) if text.len() > 8 => text.parse().ok(),
        _ => None,
    });
    match seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0)) {
        Some(time) => Ok(Some(PartialDate::day(time.date_naive()))),
        None => node.date(key),
    }
}

/// Whether it says of itself that it was revoked, or that it was not.
fn status(node: &Node<'_>) -> Result<Option<CredentialStatus>, Reject> {
    match node.get("revoked").map(|revoked| (revoked.value, revoked)) {
        None => Ok(None),
        Some((Value::Bool(true), _)) => Ok(Some(CredentialStatus::Revoked)),
        Some((Value::Bool(false), _)) => Ok(Some(CredentialStatus::Active)),
        Some((_, revoked)) => Err(revoked.wrong("true or false")),
    }
}

/// The badge class: written out, delivered beside, or known by its address alone.
fn badge(node: &Node<'_>, beside: &dyn Beside) -> Result<(Achievement, Option<Profile>), Reject> {
    let url = match node.value {
        Value::String(url) if !url.trim().is_empty() => url.trim(),
        Value::Object(_) => return badge_class(node, beside).map(|(badge, issuer)| (badge, Some(issuer))),
        _ => return Err(node.wrong("the address of a BadgeClass or a BadgeClass object")),
    };
    let Some(found) = beside.find(url) else {
        return Ok((Achievement::named(url), None));
    };
    if found.must_be(&["BadgeClass"]).is_err() {
        let reason = "the document delivered for this address is no badge class; its `type` must contain `BadgeClass`";
        return Err(Reject::new(node.place.clone(), "wrong_reference", reason));
    }
    // A faulty badge class is rejected where it stands; the assertion is still one of that address.
    let read = badge_class(&found, beside).map(|(badge, issuer)| (badge, Some(issuer)));
    Ok(read.unwrap_or_else(|_| (Achievement::named(url), None)))
}

/// Reads an endorsement.
pub fn endorsement_two(node: &Node<'_>, beside: &dyn Beside) -> Result<Endorsement, Reject> {
    check_context(node)?;
    let claim = node.need("claim")?.object()?;
    let endorser = issuer(&node.need("issuer")?, beside)?;
    node.need("issuedOn")?;
    Ok(Endorsement {
        place: node.place.clone(),
        id: real_id(node)?,
        endorser,
        text: claim.words("endorsementComment")?,
        about: real_id(&claim)?,
        issued: node.date("issuedOn")?,
        payload: payload(node),
    })
}

/// The context must be the one of Open Badges 2.0, by its address or written out.
pub fn check_context(node: &Node<'_>) -> Result<(), Reject> {
    let context = node.need("@context")?;
    let known = |uri: &&str| {
        uri.starts_with("https://w3id.org/openbadges/v2")
            || uri.starts_with("https://openbadgespec.org/v2")
            || uri.starts_with("https://w3id.org/openbadges#")
    };
    if kind::contexts(node.value).iter().any(known) {
        return Ok(());
    }
    let reason = "the context is not the one of Open Badges 2.0; write `https://w3id.org/openbadges/v2`";
    Err(Reject::new(context.place, "bad_context", reason))
}

/// Extensions are not carried, but one that breaks its own rules makes the assertion ill-formed: a schema.org text must
/// be a text.
fn check_extensions(node: &Node<'_>) -> Result<(), Reject> {
    let extensions = node
        .value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| key.starts_with("extensions:"));
    for (key, value) in extensions {
        let extension = Node {
            value,
            place: node.place.child(key),
        }
        .object()?;
        for text in ["http://schema.org/text", "https://schema.org/text"]
            .iter()
            .filter_map(|key| extension.get(key))
        {
            text.text()?;
        }
    }
    Ok(())
}
