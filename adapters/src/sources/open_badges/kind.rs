//! What a JSON document is, told from its `type`, its `@context` and its fields.

use crate::sources::ler_rs;
use crate::text::is_jwt;
use serde_json::Value;

/// Kinds of documents that belong to Open Badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A verifiable credential: an OB 3.0 badge, an endorsement, or any other.
    Credential,
    /// A verifiable presentation, which holds credentials.
    Presentation,
    /// Somebody's envelope: credentials under `credential`, tokens under `compactJwsString` (as the API of OB 3.0 answers).
    Wrapped,
    /// An enveloped credential or presentation: its `id` is the token.
    Enveloped,
    /// A comprehensive learner record, which holds credentials; another adapter reads it.
    Clr,
    /// An OB 2.0 assertion.
    Assertion,
    /// An OB 2.0 badge class.
    BadgeClass,
    /// An OB 2.0 issuer, or another profile.
    Issuer,
    /// An OB 2.0 endorsement.
    Endorsement,
    /// An OB 2.0 criteria document.
    Criteria,
    /// Belongs to Open Badges but says nothing of a person: a key, a revocation list, a context.
    Support,
    /// Carries the OB 2.0 context, but its type is not one of them.
    Unknown,
}

/// Bases of the contexts a credential may begin with.
pub const VC_CONTEXTS: [&str; 2] = [
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/ns/credentials/v2",
];
/// Types that make a credential an achievement credential.
pub const BADGE_TYPES: [&str; 2] = ["OpenBadgeCredential", "AchievementCredential"];
/// Types of Open Badges 3.0.
const AWARDS: [&str; 3] = ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"];
/// Parts of OB 2.0 that say nothing of a person.
const SUPPORT: [&str; 10] = [
    "CryptographicKey",
    "RevocationList",
    "AlignmentObject",
    "Alignment",
    "Evidence",
    "Image",
    "IdentityObject",
    "VerificationObject",
    "Extension",
    "EndorsementClaim",
];
/// Formats of other adapters that come in the same wrapping.
pub const OTHERS: [&str; 1] = ["hropenstandards.org"];
/// Contexts of learner records, of version 2.0, its drafts, and of 1.0.
pub const CLR_CONTEXTS: [&str; 2] = ["/clr/v2p0", "/clr/v1p0"];
/// The type of a learner record.
pub const CLR_TYPE: &str = "ClrCredential";
/// What the document is; none when it is nothing of Open Badges.
pub fn kind(value: &Value) -> Option<Kind> {
    let object = value.as_object()?;
    let types = strings(value, "type");
    let is = |names: &[&str]| types.iter().any(|name| names.contains(name));
    let context = contexts(value);
    let from = |part: &str| context.iter().any(|uri| uri.contains(part));
    let is_other = OTHERS.iter().any(|other| from(other) || types.contains(other));
    if is_other || ler_rs::is_document(value) {
        return None;
    }
    if is(&["VerifiablePresentation"]) {
        return Some(Kind::Presentation);
    }
    let untyped = types.iter().all(|name| *name == "VerifiableCredential");
    if is(&[CLR_TYPE]) || from("/clr/v1p0") || (untyped && from("/clr/v2p0")) {
        return Some(Kind::Clr);
    }
    let vc = VC_CONTEXTS.iter().any(|uri| from(uri)) || from("/spec/ob/v3p0");
    if is(&["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"]) {
        return Some(Kind::Enveloped);
    }
    if is(&["VerifiableCredential"]) || is(&AWARDS) || (vc && object.contains_key("credentialSubject")) {
        return Some(Kind::Credential);
    }
    if from("openbadges") || from("openbadgespec") || (context.is_empty() && !object.contains_key("@context")) {
        return version_two(value, &types, !context.is_empty()).or_else(|| wrapped(value));
    }
    None
}

/// Documents of OB 2.0; without its context only those that can be told by their fields.
fn version_two(value: &Value, types: &[&str], sure: bool) -> Option<Kind> {
    let object = value.as_object()?;
    let has = |keys: &[&str]| keys.iter().all(|key| object.contains_key(*key));
    let named = types.iter().find_map(|name| match *name {
        "Assertion" if sure || has(&["badge"]) => Some(Kind::Assertion),
        "BadgeClass" if sure || has(&["criteria"]) => Some(Kind::BadgeClass),
        "Issuer" | "Profile" if sure => Some(Kind::Issuer),
        "Endorsement" if sure => Some(Kind::Endorsement),
        "Criteria" if sure => Some(Kind::Criteria),
        name if sure && SUPPORT.contains(&name) => Some(Kind::Support),
        _ => None,
    });
    let foreign = || !types.is_empty() && types.iter().all(|name| name.contains(':'));
    match named {
        Some(kind) => Some(kind),
        None if object.keys().all(|key| key == "@context") && sure => Some(Kind::Support),
        None if types.is_empty() && has(&["recipient", "badge", "issuedOn"]) => Some(Kind::Assertion),
        None if types.is_empty() && has(&["id", "revoked"]) && object.len() == 2 => Some(Kind::Assertion),
        None if !object.contains_key("type") && narrative_only(value) => Some(Kind::Criteria),
        None if sure && foreign() => Some(Kind::Support),
        None if sure => Some(Kind::Unknown),
        None => None,
    }
}

fn narrative_only(value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    object.contains_key("narrative")
        && object
            .keys()
            .all(|key| ["narrative", "id", "@context", "@language"].contains(&key.as_str()))
}

fn wrapped(value: &Value) -> Option<Kind> {
    let first = |key: &str| match value.get(key) {
        Some(Value::Array(items)) => items.first(),
        one => one,
    };
    let inner = first("credential").filter(|inner| inner.get("credential").is_none());
    let token = |value: &Value| value.as_str().is_some_and(is_jwt);
    let holds = inner.is_some_and(|inner| token(inner) || kind(inner).is_some())
        || first("compactJwsString").is_some_and(token);
    holds.then_some(Kind::Wrapped)
}

/// Whether a type name is one that OB 2.0 defines, or an IRI, plain or compact, that an extension defines.
pub fn is_known_type(name: &str) -> bool {
    [
        "Assertion",
        "BadgeClass",
        "Issuer",
        "Profile",
        "Endorsement",
        "Criteria",
    ]
    .contains(&name)
        || SUPPORT.contains(&name)
        || name.contains(':')
}

/// The context's addresses; of a context written out in place, those it uses.
pub fn contexts(value: &Value) -> Vec<&str> {
    let Some(context) = value.get("@context") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in context.as_array().map_or(std::slice::from_ref(context), Vec::as_slice) {
        match item {
            Value::String(uri) => found.push(uri.as_str()),
            Value::Object(terms) => found.extend(terms.values().filter_map(Value::as_str)),
            _ => {}
        }
    }
    found
}

/// A field's texts, one or many; `type` may be spelt `@type`.
fn strings<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    match value.get(key).or_else(|| value.get(format!("@{key}"))) {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};
    use serde_json::json;

    #[test]
    fn documents_are_told_apart_by_what_they_hold() {
        let (ob2, vc) = ("https://w3id.org/openbadges/v2", super::VC_CONTEXTS[1]);
        for (document, expected) in [
            (json!({"@context": ob2, "type": "Assertion"}), Some(Kind::Assertion)),
            (
                json!({"@context": ob2, "type": ["Issuer", "http://example.org/Extra"]}),
                Some(Kind::Issuer),
            ),
            (json!({"@context": ob2, "type": "Surprise"}), Some(Kind::Unknown)),
            (json!({"@context": ob2, "type": []}), Some(Kind::Unknown)),
            (
                json!({"@context": ob2, "type": "http://example.org/Own"}),
                Some(Kind::Support),
            ),
            (
                json!({"@context": "https://www.w3.org/ns/did/v1", "type": "Profile"}),
                None,
            ),
            (json!({"narrative": "Do it."}), Some(Kind::Criteria)),
            (
                json!({"id": "https://example.org/1", "revoked": true}),
                Some(Kind::Assertion),
            ),
            (
                json!({"id": "https://example.org/1", "revoked": true, "name": "x"}),
                None,
            ),
            (
                json!({"@context": [vc], "credentialSubject": {}}),
                Some(Kind::Credential),
            ),
            (json!({"@context": [vc], "type": "DataIntegrityProof"}), None),
            (
                json!({"@context": [vc, "https://purl.imsglobal.org/spec/clr/v2p0/context.json"], "credentialSubject": {}}),
                Some(Kind::Clr),
            ),
            (
                json!({"@context": [vc, "https://purl.imsglobal.org/spec/clr/v2p0/context.json"], "type": ["AchievementCredential"]}),
                Some(Kind::Credential),
            ),
            (
                json!({"type": ["VerifiableCredential", "ClrCredential"]}),
                Some(Kind::Clr),
            ),
            (
                json!({"@context": [vc, "https://schema.hropenstandards.org/"], "type": ["VerifiableCredential"]}),
                None,
            ),
            (
                json!({"@context": vc, "type": "EnvelopedVerifiableCredential"}),
                Some(Kind::Enveloped),
            ),
            (
                json!({"credential": [{"type": ["VerifiableCredential"]}]}),
                Some(Kind::Wrapped),
            ),
            (
                json!({"compactJwsString": ["eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2ln"]}),
                Some(Kind::Wrapped),
            ),
            (
                json!({"@context": [vc], "credentialSubject": {"type": "http://schema.example.org/LER-RSType.json"}}),
                None,
            ),
            (
                json!({"credential": {"type": ["VerifiableCredential"]}}),
                Some(Kind::Wrapped),
            ),
            (json!({"credential": {"name": "x"}}), None),
            (json!({"type": "Assertion"}), None),
            (json!([]), None),
        ] {
            assert_eq!(kind(&document), expected, "{document}");
        }
    }
}
