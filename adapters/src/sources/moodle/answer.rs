//! Unwrapping a file: a list, an object that holds one, one object, or an error in place of an answer.

use super::kind::{self, Kind};
use super::requests::Request;
use crate::elements::lists::{Document, Found, Head, Outline, Ways};
use crate::{Part, row};
use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Where lists of objects stand: those of [`kind::LISTS`], or bare.
const LISTS: Ways = &[
    &[],
    &["users"],
    &["courses"],
    &["usergrades"],
    &["badges"],
    &["badge"],
    &["statuses"],
    &["grades"],
    &["tables"],
];

/// A file of a delivery: objects of one kind, not yet looked into.
pub struct Answer<'p> {
    document: Document<'p>,
    pub kind: Kind,
    /// What was asked.
    pub request: Request,
    /// The pointer to the list of the objects, or to the one that it is.
    rows: String,
    /// Why it could not be read to its end.
    pub broken: Option<Unreadable>,
}

/// The answer in a file; what Moodle never sent, and its errors, are unreadable. `next` counts the objects of the delivery.
pub fn open<'p>(part: &'p Part<'_>, request: Request, next: &mut u64) -> Result<Answer<'p>, Unreadable> {
    let (document, Outline { mut frame, heads }) = Document::open(part, LISTS, next)?;
    let broken = frame.fault.take();
    let raw: &RawValue = serde_json::from_str(&frame.text).unwrap_or(RawValue::NULL);
    let told = match raw.get().starts_with('[') {
        true => of_list(heads.get(""), &request, document.place()).map(|kind| (kind, String::new())),
        false => of_object(raw, document.place(), broken.is_some()),
    };
    let (kind, rows) = told.map_err(|fault| broken.clone().unwrap_or(fault))?;
    Ok(Answer {
        document,
        kind,
        request,
        rows,
        broken,
    })
}

impl Answer<'_> {
    /// Gives the objects one by one.
    pub fn each(&self, give: impl FnMut(Found<'_>)) {
        self.document.each_of(&self.rows, give);
    }
}

/// A bare list; an empty one says nothing.
fn of_list(head: Option<&Head>, request: &Request, place: Place) -> Result<Kind, Unreadable> {
    let Some(head) = head else {
        return Ok(Kind::NotCarried);
    };
    let is_steps = request.function.as_deref() == Some("core_competency_get_scale_values");
    match head.names.first().and_then(|names| kind::of_row(names)) {
        Some(kind) => Ok(kind),
        None if is_steps => Ok(Kind::Steps),
        None => Err(wrong_format(place, "a list that no function that is read answers")),
    }
}

/// An object, or the list in it. Of one that breaks off, what stands behind the list is not looked for.
fn of_object(raw: &RawValue, place: Place, is_broken: bool) -> Result<(Kind, String), Unreadable> {
    let Some(mut names) = row::names(raw) else {
        return Err(wrong_format(place, "a single value, such as a count"));
    };
    if kind::is_error(&names) {
        return Err(source_error(raw, place));
    }
    if is_broken {
        names.push(kind::WARNINGS.to_owned());
    }
    match kind::of_object(&names) {
        Some((None, kind)) => Ok((kind, String::new())),
        Some((Some(name), kind)) => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
            let place = place.child(name);
            if fields.get(name).is_some_and(|raw| raw.get().starts_with('[')) {
                return Ok((kind, place.pointer.unwrap_or_default()));
            }
            let reason = format!("{name} must be a list; send Moodle's answer as received");
            Err(Unreadable::new(place, "wrong_type", reason))
        }
        None => Err(wrong_format(place, "an object that no function that is read answers")),
    }
}

fn wrong_format(place: Place, what: &str) -> Unreadable {
    let reason = format!("this is {what}; send users, courses, completions, grades, badges or competencies");
    Unreadable::new(place, "wrong_format", reason)
}

/// The code is named; the message is not, for it may quote what was asked.
fn source_error(raw: &RawValue, place: Place) -> Unreadable {
    let fields: BTreeMap<String, serde_json::Value> = serde_json::from_str(raw.get()).unwrap_or_default();
    let code = fields
        .get("errorcode")
        .and_then(|code| code.as_str())
        .unwrap_or_default();
    let plain =
        !code.is_empty() && code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let code = if plain { code } else { "without a code" };
    let reason = format!(
        "Moodle answered with an error ({code}) instead of data; {}",
        advice(code)
    );
    Unreadable::new(place, "source_error", reason)
}

fn advice(code: &str) -> &'static str {
    match code {
        "invalidtoken" | "invalidlogin" | "servicenotavailable" => "check the token and the service",
        "accessexception" | "cannotviewreport" | "nopermissions" => {
            "the account may not do this; give it the capability, or the service the function"
        }
        "usernotenroled" => "the person is not enrolled in the course, so there is nothing to tell",
        "userdeleted" => "the person is gone from Moodle",
        "invalidparameter" | "invalidrecord" => "check the function's name and its parameters",
        _ => "Moodle's own log says more",
    }
}
