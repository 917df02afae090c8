//! Unwrapping a file: an answer, or a capture of several under names with the address that each was asked from.

use super::kind::{Kind, asked};
use crate::Part;
use crate::elements::lists::{Document, Found, Head, Outline, Ways};
use passport::record::{Place, Unreadable};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Where objects are listed: in an answer, and in those of a capture.
const LISTS: Ways = &[
    &[],
    &["outcome_results"],
    &["rollups"],
    &["linked", "outcomes"],
    &["linked", "users"],
    &["linked", "alignments"],
    &["*", "data"],
    &["*", "data", "outcome_results"],
    &["*", "data", "rollups"],
    &["*", "data", "linked", "outcomes"],
    &["*", "data", "linked", "users"],
    &["*", "data", "linked", "alignments"],
];

/// A file of a delivery: where which objects stand in it.
pub struct File<'p> {
    document: Document<'p>,
    /// The answers by the pointers to their objects.
    answers: HashMap<String, Answer>,
    /// What is wrong with single answers of a capture.
    pub faults: Vec<Unreadable>,
    /// Why it could not be read to its end.
    pub broken: Option<Unreadable>,
}

/// Objects of one kind.
#[derive(Debug)]
pub struct Answer {
    pub kind: Kind,
    /// The course asked for, where the address says it.
    pub course: Option<String>,
    /// The user asked for.
    pub user: Option<String>,
}

/// The answers of a file, and the faults of a capture's single answers.
type Opened = (Answers, Vec<Unreadable>);
type Answers = Vec<(String, Answer)>;
type Heads = BTreeMap<String, Head>;

/// Opens a file; `next` counts the objects of the delivery. An empty list is an answer without rows; what Canvas never sent is
/// an error.
pub fn open<'p>(part: &'p Part<'_>, next: &mut u64) -> Result<File<'p>, Unreadable> {
    let (document, Outline { mut frame, heads }) = Document::open(part, LISTS, next)?;
    let broken = frame.fault.take();
    let opened = opened(&frame.text, &document.place(), &heads, broken.is_some());
    let (answers, faults) = opened.map_err(|fault| broken.clone().unwrap_or(fault))?;
    Ok(File {
        document,
        answers: answers.into_iter().collect(),
        faults,
        broken,
    })
}

impl File<'_> {
    /// Gives every object of these kinds, with the answer that it stands in.
    pub fn each(&self, kinds: &[Kind], mut give: impl FnMut(&Answer, Found<'_>)) {
        if !self.answers.values().any(|answer| kinds.contains(&answer.kind)) {
            return;
        }
        // What is wrong with the document is known since it was opened.
        let _ = self.document.each(|found| {
            let answer = self.answers.get(found.pointer());
            if let Some(answer) = answer.filter(|answer| kinds.contains(&answer.kind)) {
                give(answer, found);
            }
        });
    }
}

/// What stands in a document, told by what stands around its lists, and by the first objects of these.
fn opened(frame: &str, place: &Place, heads: &Heads, is_broken: bool) -> Result<Opened, Unreadable> {
    let raw: &RawValue = serde_json::from_str(frame).unwrap_or(RawValue::NULL);
    if let Some(entries) = capture(raw, is_broken) {
        return Ok(captured(&entries, place, heads));
    }
    match answers(raw, None, place, heads) {
        Told::Answers(found) => Ok((found, Vec::new())),
        Told::Error => Err(source_error(place.clone())),
        Told::Nothing => {
            let reason = "this is no answer of Canvas that is read; users, enrollments, submissions, outcome_results and rollups are";
            Err(Unreadable::new(place.clone(), "wrong_format", reason))
        }
    }
}

/// One answer of a capture.
#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(borrow)]
    endpoint: Cow<'a, str>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    status_code: Option<u16>,
}

/// The answers of a capture with their names; none where the document is none. One that breaks off is left out.
fn capture<'a>(raw: &'a RawValue, is_broken: bool) -> Option<Vec<(String, Entry<'a>)>> {
    if !raw.get().starts_with('{') {
        return None;
    }
    let Entries(found) = serde_json::from_str(raw.get()).ok()?;
    let mut entries = Vec::new();
    for (name, raw) in found {
        match serde_json::from_str::<Entry<'a>>(raw.get()) {
            Ok(entry) => entries.push((name, entry)),
            Err(_) if is_broken => {}
            Err(_) => return None,
        }
    }
    (!entries.is_empty()).then_some(entries)
}

struct Entries<'a>(Vec<(String, &'a RawValue)>);

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
                while let Some(entry) = map.next_entry::<String, &'de RawValue>()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// What was asked for to be told, and told. Answers to changes say what somebody wanted, which the next reading tells.
fn captured(entries: &[(String, Entry<'_>)], place: &Place, heads: &Heads) -> Opened {
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
        match answers(data, Some(&entry.endpoint), &place, heads) {
            Told::Answers(found) => opened.0.extend(found),
            Told::Error => opened.1.push(source_error(place)),
            Told::Nothing => {}
        }
    }
    opened
}

enum Told {
    Answers(Answers),
    Error,
    Nothing,
}

fn answers(raw: &RawValue, address: Option<&str>, place: &Place, heads: &Heads) -> Told {
    let answer = |kind, place: &Place| {
        let of = |what| address.and_then(|address| asked(address, what)).map(str::to_owned);
        let (course, user) = (of("courses"), of("users"));
        (pointer(place).to_owned(), Answer { kind, course, user })
    };
    let kind = |place: &Place| {
        let names = heads.get(pointer(place))?.names.first();
        let told = names.and_then(|names| Kind::by_fields(names));
        told.or_else(|| Kind::by_address(address?).filter(|_| names.is_some()))
    };
    if is_list(raw) {
        return match kind(place) {
            Some(kind) => Told::Answers(vec![answer(kind, place)]),
            None if !heads.contains_key(pointer(place)) => Told::Answers(Vec::new()),
            None => Told::Nothing,
        };
    }
    let Ok(page) = serde_json::from_str::<Page<'_>>(raw.get()) else {
        return Told::Nothing;
    };
    if page.errors.is_some() {
        return Told::Error;
    }
    // What other answers link beside, such as graders, is nobody they are about.
    let linked = page.linked.filter(|_| page.outcome_results.or(page.rollups).is_some());
    let linked = linked.and_then(|linked| serde_json::from_str::<Linked<'_>>(linked.get()).ok());
    let linked = linked.unwrap_or_default();
    let beside = place.child("linked");
    let lists = [
        (Kind::Result, page.outcome_results, place.child("outcome_results")),
        (Kind::Rollup, page.rollups, place.child("rollups")),
        (Kind::Outcome, linked.outcomes, beside.child("outcomes")),
        (Kind::User, linked.users, beside.child("users")),
        (Kind::Alignment, linked.alignments, beside.child("alignments")),
    ];
    let lists = lists.into_iter().filter(|(_, raw, _)| raw.is_some_and(is_list));
    let found: Answers = lists.map(|(kind, _, place)| answer(kind, &place)).collect();
    if found.is_empty() {
        return match kind(place) {
            Some(kind) => Told::Answers(vec![answer(kind, place)]),
            None => Told::Nothing,
        };
    }
    Told::Answers(found)
}

fn is_list(raw: &RawValue) -> bool {
    raw.get().starts_with('[')
}

fn pointer(place: &Place) -> &str {
    place.pointer.as_deref().unwrap_or_default()
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

fn source_error(place: Place) -> Unreadable {
    let reason = "Canvas answered with an error instead of data; check the address, the token and its scopes";
    Unreadable::new(place, "source_error", reason)
}
