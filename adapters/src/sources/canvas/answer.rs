//! Unwrapping a file: an answer, or a capture of several under names with the address that each was asked from.

use super::kind::{Kind, asked};
use crate::Part;
use crate::elements;
use crate::row;
use passport::record::{Place, Unreadable};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Objects of one kind, not yet looked into.
pub struct Answer<'a> {
    pub kind: Kind,
    /// The course asked for, where the address says it.
    pub course: Option<String>,
    /// The user asked for.
    pub user: Option<String>,
    /// The objects with their places.
    pub rows: Vec<(&'a RawValue, Place)>,
}

/// The answers of a file, and the faults of a capture's single answers.
pub type Opened<'a> = (Vec<Answer<'a>>, Vec<Unreadable>);

/// The answers of a file. An empty list is an answer without rows; what Canvas never sent is an error.
pub fn open<'a>(part: &'a Part<'_>) -> Result<Opened<'a>, Unreadable> {
    let text = elements::text(&part.name, &part.bytes)?;
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| elements::unreadable(&part.name, &error))?;
    let place = Place::pointer(&part.name, "");
    if let Some(entries) = capture(raw) {
        return Ok(captured(&entries, &place));
    }
    match answers(raw, None, &place) {
        Found::Answers(found) => Ok((found, Vec::new())),
        Found::Error => Err(source_error(place)),
        Found::Nothing => {
            let reason = "this is no answer of Canvas that is read; users, enrollments, submissions, outcome_results and rollups are";
            Err(Unreadable::new(place, "wrong_format", reason))
        }
    }
}

/// One answer of a capture.
#[derive(Deserialize)]
pub struct Entry<'a> {
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(borrow)]
    endpoint: Cow<'a, str>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    status_code: Option<u16>,
}

/// The answers of a capture with their names, in their order; none where the document is none.
fn capture<'a>(raw: &'a RawValue) -> Option<Vec<(String, Entry<'a>)>> {
    if !raw.get().starts_with('{') {
        return None;
    }
    let entries: Entries<'a> = serde_json::from_str(raw.get()).ok()?;
    (!entries.0.is_empty()).then_some(entries.0)
}

struct Entries<'a>(Vec<(String, Entry<'a>)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("answers by name")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry::<String, Entry<'de>>()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// What was asked for to be told, and told. Answers to changes say what somebody wanted, which the next reading tells.
fn captured<'a>(entries: &[(String, Entry<'a>)], place: &Place) -> Opened<'a> {
    let mut opened = (Vec::new(), Vec::new());
    for (name, entry) in entries
        .iter()
        .filter(|(_, entry)| entry.method.eq_ignore_ascii_case("GET"))
    {
        let place = place.child(name).child("data");
        if entry.status_code.is_some_and(|code| code >= 400) {
            opened.1.push(source_error(place));
            continue;
        }
        let Some(data) = entry.data else { continue };
        match answers(data, Some(&entry.endpoint), &place) {
            Found::Answers(found) => opened.0.extend(found),
            Found::Error => opened.1.push(source_error(place)),
            Found::Nothing => {}
        }
    }
    opened
}

enum Found<'a> {
    Answers(Vec<Answer<'a>>),
    Error,
    Nothing,
}

fn answers<'a>(raw: &'a RawValue, address: Option<&str>, place: &Place) -> Found<'a> {
    let list = |raw: &'a RawValue, place: &Place| -> Option<Vec<(&'a RawValue, Place)>> {
        let rows: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
        Some(
            rows.into_iter()
                .enumerate()
                .map(|(at, raw)| (raw, place.child(at)))
                .collect(),
        )
    };
    let answer = |kind, rows| Answer {
        kind,
        course: address.and_then(|address| asked(address, "courses")).map(str::to_owned),
        user: address.and_then(|address| asked(address, "users")).map(str::to_owned),
        rows,
    };
    if let Some(rows) = list(raw, place) {
        let kind = kind_of(&rows, address);
        return match kind {
            Some(kind) => Found::Answers(vec![answer(kind, rows)]),
            None if rows.is_empty() => Found::Answers(Vec::new()),
            None => Found::Nothing,
        };
    }
    let Ok(page) = serde_json::from_str::<Page<'a>>(raw.get()) else {
        return Found::Nothing;
    };
    if page.errors.is_some() {
        return Found::Error;
    }
    // What other answers link beside, such as graders, is nobody they are about.
    let linked = page.linked.filter(|_| page.outcome_results.or(page.rollups).is_some());
    let linked = linked.and_then(|linked| serde_json::from_str::<Linked<'a>>(linked.get()).ok());
    let linked = linked.unwrap_or_default();
    let under = |name: &str, raw: Option<&'a RawValue>, place: &Place| list(raw?, &place.child(name));
    let mut found = Vec::new();
    for (kind, rows) in [
        (Kind::Result, under("outcome_results", page.outcome_results, place)),
        (Kind::Rollup, under("rollups", page.rollups, place)),
        (
            Kind::Outcome,
            under("outcomes", linked.outcomes, &place.child("linked")),
        ),
        (Kind::User, under("users", linked.users, &place.child("linked"))),
        (
            Kind::Alignment,
            under("alignments", linked.alignments, &place.child("linked")),
        ),
    ] {
        found.extend(rows.map(|rows| answer(kind, rows)));
    }
    if found.is_empty() {
        let rows = vec![(raw, place.clone())];
        return match kind_of(&rows, address) {
            Some(kind) => Found::Answers(vec![answer(kind, rows)]),
            None => Found::Nothing,
        };
    }
    Found::Answers(found)
}

/// What can stand in an answer that is an object of its own.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    outcome_results: Option<&'a RawValue>,
    #[serde(borrow)]
    rollups: Option<&'a RawValue>,
    #[serde(borrow)]
    linked: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Linked<'a> {
    #[serde(borrow)]
    outcomes: Option<&'a RawValue>,
    #[serde(borrow)]
    users: Option<&'a RawValue>,
    #[serde(borrow)]
    alignments: Option<&'a RawValue>,
}

/// The fields of the first object decide, then the address.
fn kind_of(rows: &[(&RawValue, Place)], address: Option<&str>) -> Option<Kind> {
    let names = rows.iter().find_map(|(raw, _)| row::names(raw));
    let told = names.as_deref().and_then(Kind::by_fields);
    told.or_else(|| Kind::by_address(address?).filter(|_| names.is_some()))
}

fn source_error(place: Place) -> Unreadable {
    let reason = "Canvas answered with an error instead of data; check the address, the token and its scopes";
    Unreadable::new(place, "source_error", reason)
}
