//! Unwrapping a file: a list, an object that holds one, one object, or an error in place of an answer.

use super::kind::{self, Kind};
use super::requests::Request;
use crate::{Part, elements, row};
use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Objects of one kind, not yet looked into.
pub struct Answer<'a> {
    pub kind: Kind,
    /// What was asked.
    pub request: Request,
    /// The objects with their places.
    pub rows: Vec<(&'a RawValue, Place)>,
}

/// The answer in a file; what Moodle never sent, and its errors, are unreadable.
pub fn open<'a>(part: &'a Part<'_>, request: Request) -> Result<Answer<'a>, Unreadable> {
    let text = elements::text(&part.name, &part.bytes)?;
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| elements::unreadable(&part.name, &error))?;
    let place = Place::pointer(&part.name, "");
    if let Some(rows) = list(raw, &place) {
        return of_list(rows, request, place);
    }
    let Some(names) = row::names(raw) else {
        return Err(wrong_format(place, "a single value, such as a count"));
    };
    if kind::is_error(&names) {
        return Err(source_error(raw, place));
    }
    match kind::of_object(&names) {
        Some((None, kind)) => Ok(Answer {
            kind,
            request,
            rows: vec![(raw, place)],
        }),
        Some((Some(name), kind)) => under(raw, name, kind, request, place),
        None => Err(wrong_format(place, "an object that no function that is read answers")),
    }
}

fn list<'a>(raw: &'a RawValue, place: &Place) -> Option<Vec<(&'a RawValue, Place)>> {
    let rows: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
    Some(
        rows.into_iter()
            .enumerate()
            .map(|(at, raw)| (raw, place.child(at)))
            .collect(),
    )
}

/// A bare list; an empty one says nothing.
fn of_list<'a>(rows: Vec<(&'a RawValue, Place)>, request: Request, place: Place) -> Result<Answer<'a>, Unreadable> {
    let names = rows.iter().find_map(|(raw, _)| row::names(raw));
    let is_steps = request.function.as_deref() == Some("core_competency_get_scale_values");
    let kind = match names.as_deref().and_then(kind::of_row) {
        Some(kind) => kind,
        None if is_steps => Kind::Steps,
        None if rows.is_empty() => Kind::NotCarried,
        None => return Err(wrong_format(place, "a list that no function that is read answers")),
    };
    Ok(Answer { kind, request, rows })
}

fn under<'a>(
    raw: &'a RawValue,
    name: &str,
    kind: Kind,
    request: Request,
    place: Place,
) -> Result<Answer<'a>, Unreadable> {
    let fields: BTreeMap<String, &'a RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
    let place = place.child(name);
    let rows = fields.get(name).and_then(|raw| list(raw, &place));
    match rows {
        Some(rows) => Ok(Answer { kind, request, rows }),
        None => {
            let reason = format!("{name} must be a list; send Moodle's answer as received");
            Err(Unreadable::new(place, "wrong_type", reason))
        }
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
