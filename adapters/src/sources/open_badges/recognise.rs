//! What a part is, told from its content: badges and other credentials, or a learner record that holds some.

use super::document::{Document, documents};
use super::kind::{CLR_CONTEXTS, CLR_TYPE, Kind, OTHERS, kind};
use crate::text::utf8;
use crate::{Delivery, Part, baked, token};
use serde_json::Value;

/// How many elements of an array or presentation are looked at.
const LOOKED_AT: usize = 20;
/// Words of which one stands in every document that is looked at more closely.
const WORDS: [&str; 8] = [
    "penbadge",
    "/spec/ob/",
    "/clr/v",
    "redential",
    "narrative",
    "recipient",
    "\"revoked\"",
    "eyJ",
];

/// Words of which one stands in every document of the format, however damaged the rest is.
const MARKS: [&str; 7] = [
    "w3id.org/openbadges",
    "/spec/ob/v3p0",
    "www.w3.org/2018/credentials/v1",
    "www.w3.org/ns/credentials/v2",
    "OpenBadgeCredential",
    "AchievementCredential",
    "EndorsementCredential",
];

/// What a delivery, a part or a document holds; a learner record counts for all around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Badges, other credentials, or what belongs to them.
    Credentials,
    /// A comprehensive learner record among them.
    LearnerRecord,
}

/// What a delivery holds; none where nothing in it is of this format.
pub fn delivery(delivery: &Delivery<'_>) -> Option<Holds> {
    delivery.parts().iter().filter_map(part).max()
}

fn part(part: &Part<'_>) -> Option<Holds> {
    if baked::is_picture(&part.bytes) {
        let holds = || documents(part).ok().and_then(|found| several(&found, ""));
        return baked::is_baked(&part.bytes).then(|| holds().unwrap_or(Holds::Credentials));
    }
    let text = utf8(&part.bytes)?;
    if !WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    match documents(part) {
        Ok(found) => several(&found, text),
        Err(_) => damaged(text),
    }
}

fn several(found: &[Document<'_>], text: &str) -> Option<Holds> {
    found
        .iter()
        .take(LOOKED_AT)
        .filter_map(|document| one(document, text))
        .max()
}

/// What one document holds; `text` is all that its part says, by which a damaged one is known.
fn one(document: &Document<'_>, text: &str) -> Option<Holds> {
    if document.check_depth().is_err() {
        return None;
    }
    if let Some(token) = token::find(&document.text) {
        return match document.opened() {
            Ok(Some(opened)) => one(&opened, &opened.text),
            _ => damaged(&token::remains(token)),
        };
    }
    let Ok(value) = serde_json::from_str::<Value>(&document.text) else {
        return damaged(text);
    };
    let inner: Vec<Document<'_>> = match kind(&value)? {
        Kind::Clr => return Some(Holds::LearnerRecord),
        Kind::Presentation => document.within(&["verifiableCredential"]),
        Kind::Wrapped => [document.within(&["credential"]), document.within(&["compactJwsString"])]
            .into_iter()
            .flatten()
            .collect(),
        Kind::Enveloped => document.within(&["id"]),
        _ => return Some(Holds::Credentials),
    };
    several(&inner, text).max(Some(Holds::Credentials))
}

/// What a damaged text was. One that begins as a token may have been cut off in it.
fn damaged(text: &str) -> Option<Holds> {
    let start = text.trim_start().trim_start_matches('"');
    let remains = start.starts_with("eyJ").then(|| token::remains(start));
    looks_like(remains.as_deref().unwrap_or(text))
}

/// What a damaged text looks like by the words in it. Markup is another format.
fn looks_like(text: &str) -> Option<Holds> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let start = text.trim_start();
    let object = start.starts_with(['{', '[']) || (!start.starts_with('<') && text.contains("\"@context\""));
    if !object || has(&OTHERS) {
        None
    } else if has(&CLR_CONTEXTS) || has(&[CLR_TYPE]) {
        Some(Holds::LearnerRecord)
    } else {
        has(&MARKS).then_some(Holds::Credentials)
    }
}
