//! What an answer is, and the resources in it.

use super::bulk;
use super::known::Known;
use super::map;
use super::recognise::URN;
use super::wire::{Kind, User};
use crate::json::cells::{Cells, Faults};
use crate::json::node::Node;
use crate::json::piece::{Fields, Piece};
use passport::record::{Reject, Sink, Unreadable};
use serde_json::Value;

/// Reads one document.
pub fn read(piece: &Piece<'_>, known: &mut Known<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    if piece.is_array() {
        piece.each(|piece| resource(&piece, known, sink));
        return Ok(());
    }
    let wrong = |reason: &str| Unreadable::new(piece.place.clone(), "wrong_format", reason);
    if !piece.is_object() {
        return Err(wrong("this is no SCIM: it is neither a resource nor a list of them"));
    }
    let fields = match piece.fields() {
        Ok(fields) => fields,
        Err(reject) => {
            sink.reject(reject);
            return Ok(());
        }
    };
    let message = message(&fields);
    match message.as_str() {
        "ListResponse" => list(&fields, "Resources", known, sink, resource),
        "BulkRequest" => bulk::request(&fields, known, sink),
        "BulkResponse" => list(&fields, "Operations", known, sink, bulk::answered),
        "Error" => return Err(source_error(piece, &fields)),
        "PatchOp" | "SearchRequest" => {
            return Err(wrong("this is a request, not an answer; send what the server answered"));
        }
        _ if Kind::of_fields(&fields).is_none() => {
            return Err(wrong(
                "this is no SCIM resource: it has no `schemas` of SCIM and no `userName`",
            ));
        }
        _ => resource(piece, known, sink),
    }
    Ok(())
}

/// The message that a document is (`ListResponse`); empty where it is a resource.
fn message(fields: &Fields<'_>) -> String {
    let schemas: Vec<Value> = fields
        .get("schemas")
        .and_then(|schemas| serde_json::from_str(schemas.text).ok())
        .unwrap_or_default();
    let messages = format!("{URN}api:messages:2.0:");
    let mut named = schemas
        .iter()
        .filter_map(|schema| schema.as_str()?.strip_prefix(&messages));
    named.next().unwrap_or_default().to_owned()
}

/// Gives the elements of a list one by one; a list of nobody may be left out.
pub fn list(
    fields: &Fields<'_>,
    key: &str,
    known: &mut Known<'_>,
    sink: &mut dyn Sink,
    mut read: impl FnMut(&Piece<'_>, &mut Known<'_>, &mut dyn Sink),
) {
    match fields.get(key) {
        Some(list) if list.is_array() => list.each(|piece| read(&piece, known, sink)),
        Some(list) => {
            let reason = format!("`{key}` must be a list");
            sink.reject(Reject::new(list.place, "wrong_type", reason));
        }
        None => {}
    }
}

/// The status and the kind of an error; its text is left out, for it may quote what was sent.
fn source_error(piece: &Piece<'_>, fields: &Fields<'_>) -> Unreadable {
    let plain = |word: &String| word.len() <= 30 && word.bytes().all(|b| b.is_ascii_alphanumeric());
    let status = fields
        .text("status")
        .or_else(|| fields.get("status").map(|status| status.text.to_owned()));
    let told = [status, fields.text("scimType")];
    let told: Vec<_> = told.into_iter().flatten().filter(plain).collect();
    let reason = format!(
        "the server answered with an error ({}) instead of resources; check address, token and filter",
        if told.is_empty() {
            "without a status".to_owned()
        } else {
            told.join(", ")
        }
    );
    Unreadable::new(piece.place.clone(), "source_error", reason)
}

/// One resource.
pub fn resource(piece: &Piece<'_>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    resource_of(piece, None, known, sink);
}

/// One resource, with the key that it has where it names none itself.
pub fn resource_of(piece: &Piece<'_>, key: Option<&str>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    let value = match piece.value() {
        Ok(value) => value,
        Err(reject) => return sink.reject(reject),
    };
    let faults = Faults::default();
    let node = Node {
        value: &value,
        place: piece.place.clone(),
    };
    if let Some(cells) = Cells::of(node, &faults) {
        match Kind::of(&cells) {
            Some(Kind::User) => user(piece, &cells, key, known, sink),
            Some(Kind::Group) => drop(cells.need_words("displayName")),
            Some(Kind::Other) => {}
            None => faults.tell(Reject::new(
                piece.place.child("schemas"),
                "missing_field",
                "`schemas` is missing, and no other field says what the resource is",
            )),
        }
    }
    faults.pour(sink);
}

fn user(piece: &Piece<'_>, cells: &Cells<'_, '_>, key: Option<&str>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    let own = own_id(cells, key.is_some());
    let Some(id) = own.as_deref().or(key) else { return };
    // What a bulk request says of a user it says once.
    if key.is_none() {
        match known.is_told_elsewhere(id, piece, cells.node.value) {
            Ok(true) => return,
            Ok(false) => {}
            Err(reject) => return cells.faults.tell(reject),
        }
    }
    let user = User::read(cells);
    known.give(map::person(&user, id, cells), sink);
    for organization in map::organizations(&user, cells) {
        known.give(organization, sink);
    }
}

/// The id of a user. One that is missing is told, unless the user is known otherwise.
fn own_id(cells: &Cells<'_, '_>, is_known: bool) -> Option<String> {
    let id = cells.words("id");
    let wrong = cells.node.get("id").is_some_and(|id| !id.value.is_string());
    if id.is_none() && !wrong && !is_known {
        let reason = "`id` is missing; only a new user of a bulk request has none, and must have a `userName`";
        let place = cells.node.place.child("id");
        cells.faults.tell(Reject::new(place, "missing_field", reason));
    }
    id
}
