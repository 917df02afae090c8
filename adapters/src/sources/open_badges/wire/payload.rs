//! What of a document is kept for provenance and replay: an allow-list. Names, identifiers and texts about the person are
//! not on it.

use crate::sources::open_badges::node::Node;
use serde_json::{Map, Value};

/// Fields of a credential or assertion.
const AWARD: [&str; 18] = [
    "id",
    "type",
    "name",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "awardedDate",
    "issuedOn",
    "expires",
    "revoked",
    "verification",
    "credentialStatus",
    "skills",
    "category",
    "claim",
    "uid",
    "verify",
];
/// Fields of an issuer.
const PARTY: [&str; 4] = ["id", "type", "name", "url"];
/// Fields of a credential's subject.
const SUBJECT: [&str; 7] = [
    "achievement",
    "result",
    "activityStartDate",
    "activityEndDate",
    "creditsEarned",
    "term",
    "endorsementComment",
];
/// Fields of everything further in: achievements, alignments, results, skills, status entries.
const INNER: [&str; 49] = [
    "id",
    "@id",
    "type",
    "@type",
    "@value",
    "@language",
    "name",
    "description",
    "achievementType",
    "humanCode",
    "criteria",
    "narrative",
    "alignment",
    "targetName",
    "targetUrl",
    "targetCode",
    "targetFramework",
    "targetType",
    "targetDescription",
    "resultDescription",
    "resultType",
    "allowedValue",
    "valueMin",
    "valueMax",
    "requiredLevel",
    "requiredValue",
    "rubricCriterionLevel",
    "level",
    "points",
    "result",
    "value",
    "achievedLevel",
    "status",
    "creditsAvailable",
    "fieldOfStudy",
    "specialization",
    "inLanguage",
    "tag",
    "tags",
    "version",
    "category",
    "skill",
    "subskills",
    "statusPurpose",
    "statusListIndex",
    "statusListCredential",
    "issuer",
    "alignments",
    "url",
];

/// The allowed part of an award or endorsement.
pub fn payload(node: &Node<'_>) -> Value {
    let mut kept = pick(node.value, &AWARD);
    for (key, fields) in [
        ("issuer", &PARTY[..]),
        ("badge", &INNER[..]),
        ("credentialSubject", &SUBJECT[..]),
    ] {
        if let Some(value) = node.value.get(key) {
            let value = if value.is_string() && key != "credentialSubject" {
                value.clone()
            } else {
                pick(value, fields)
            };
            kept.as_object_mut().map(|kept| kept.insert(key.to_owned(), value));
        }
    }
    kept
}

/// The allowed part of an issuer's own document.
pub fn party(node: &Node<'_>) -> Value {
    pick(node.value, &PARTY)
}

/// These fields of a value, and of everything in them what is allowed further in.
pub fn pick(value: &Value, fields: &[&str]) -> Value {
    let Some(object) = value.as_object() else {
        return Value::Object(Map::new());
    };
    let fields = fields
        .iter()
        .filter_map(|key| object.get(*key).map(|value| ((*key).to_owned(), inner(value))));
    Value::Object(fields.collect())
}

fn inner(value: &Value) -> Value {
    match value {
        Value::Object(_) => pick(value, &INNER),
        Value::Array(items) => Value::Array(items.iter().map(inner).collect()),
        plain => plain.clone(),
    }
}
