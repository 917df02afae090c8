//! The documents in a delivery's parts, with the exact text of each.

use super::kind::{kind, looks_like};
use super::strict::unreadable;
use crate::Part;
use crate::text::{JWT_IS_NOT_READ, is_jwt};
use passport::record::{Place, Unreadable};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One JSON document: a part of the delivery, or a piece of it.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its text, exactly as received.
    pub text: &'a str,
    /// Where it stands.
    pub place: Place,
    /// Whether it is all that its part holds.
    pub whole: bool,
}

/// How many elements of an array are looked at to tell its format.
const LOOKED_AT: usize = 20;

impl<'a> Document<'a> {
    /// Its bytes, exactly as received.
    pub fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The documents under a key: one, or the elements of an array.
    pub fn within(&self, key: &str) -> Vec<Document<'a>> {
        let fields: BTreeMap<Cow<'_, str>, &'a RawValue> = serde_json::from_str(self.text).unwrap_or_default();
        let Some(raw) = fields.get(key) else { return Vec::new() };
        let place = self.place.child(key);
        elements(raw.get(), &place).unwrap_or_else(|_| {
            vec![Document {
                text: raw.get(),
                place,
                whole: false,
            }]
        })
    }
}

/// The elements of an array, or why the text is none.
fn elements<'a>(text: &'a str, place: &Place) -> Result<Vec<Document<'a>>, serde_json::Error> {
    let items: Vec<&'a RawValue> = serde_json::from_str(text)?;
    let element = |(at, raw): (usize, &&'a RawValue)| Document {
        text: raw.get(),
        place: place.child(at),
        whole: false,
    };
    Ok(items.iter().enumerate().map(element).collect())
}

/// The documents of one part: the elements of an array, else the part itself.
pub fn documents<'a>(part: &'a Part<'_>) -> Result<Vec<Document<'a>>, Unreadable> {
    let place = Place::pointer(&part.name, "");
    let text = text(part).ok_or_else(|| {
        Unreadable::new(
            Place::file(&part.name),
            "bad_encoding",
            "the text is not UTF-8, as JSON must be",
        )
    })?;
    if text.trim().is_empty() {
        return Err(Unreadable::new(
            Place::file(&part.name),
            "empty",
            "the document is empty",
        ));
    }
    if is_jwt(text) {
        return Err(Unreadable::new(Place::file(&part.name), "unsupported", JWT_IS_NOT_READ));
    }
    if text.trim_start().starts_with('[') {
        return elements(text, &place).map_err(|error| unreadable(&error, &Place::file(&part.name)));
    }
    Ok(vec![Document {
        text,
        place,
        whole: true,
    }])
}

fn text<'a>(part: &'a Part<'_>) -> Option<&'a str> {
    let text = std::str::from_utf8(&part.bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Whether a part is of this format; damaged ones are told by the words in them.
pub fn recognises(part: &Part<'_>) -> bool {
    let Some(text) = text(part) else { return false };
    if ![
        "penbadge",
        "/spec/ob/",
        "redential",
        "narrative",
        "recipient",
        "\"revoked\"",
    ]
    .iter()
    .any(|word| text.contains(word))
    {
        return false;
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return looks_like(text);
    }
    let Ok(found) = documents(part) else {
        return looks_like(text);
    };
    let told = found
        .iter()
        .take(LOOKED_AT)
        .map(|document| serde_json::from_str::<Value>(document.text));
    told.into_iter()
        .any(|value| value.map_or_else(|_| looks_like(text), |value| kind(&value).is_some()))
}
