//! Bulk requests and responses: whole resources are read, deletions withdraw, changes of parts cannot be read.

use super::answer::{list, resource_of};
use super::known::Known;
use super::map;
use crate::json::piece::{Fields, Piece};
use crate::text::filled;
use passport::record::{Reject, Sink};
use std::collections::HashMap;

/// Where users are.
const USERS: &str = "/Users/";

/// The operations of a request. Of several on one resource the last counts, as it does for the server.
pub fn request(fields: &Fields<'_>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    let mut last = HashMap::new();
    if let Some(operations) = fields.get("Operations") {
        operations.each(|piece| {
            if let Some(path) = piece.fields().ok().and_then(|fields| fields.text("path")) {
                last.insert(path, piece.place);
            }
        });
    }
    list(fields, "Operations", known, sink, |piece, known, sink| {
        if let Some(operation) = Operation::of(piece, "path", sink) {
            let is_last = last.get(&operation.path).is_none_or(|place| *place == piece.place);
            if is_last || operation.method == "POST" {
                requested(&operation, piece, known, sink);
            }
        }
    });
}

struct Operation<'a> {
    method: String,
    /// The path or the location of the resource.
    path: String,
    fields: Fields<'a>,
}

impl<'a> Operation<'a> {
    fn of(piece: &Piece<'a>, path: &str, sink: &mut dyn Sink) -> Option<Self> {
        let read = piece.fields().and_then(|fields| {
            let missing = |key: &str| {
                let reason = format!("`{key}` of the operation is missing, or no text");
                Reject::new(piece.place.child(key), "missing_field", reason)
            };
            let method = fields.text("method").ok_or_else(|| missing("method"))?.to_uppercase();
            let path = fields.text(path).or_else(|| (method == "POST").then(String::new));
            let path = path.ok_or_else(|| missing("path"))?;
            Ok(Operation { method, path, fields })
        });
        match read {
            Ok(operation) => Some(operation),
            Err(reject) => {
                sink.reject(reject);
                None
            }
        }
    }

    /// The id of the user that the path names.
    fn user(&self) -> Option<&str> {
        let (_, id) = self.path.split_once(USERS)?;
        Some(id).filter(|id| !id.is_empty() && !id.contains('/'))
    }
}

fn requested(operation: &Operation<'_>, piece: &Piece<'_>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    match (operation.method.as_str(), operation.user()) {
        ("POST", _) => created(operation, piece, known, sink),
        ("PUT", id) => match operation.fields.get("data") {
            Some(data) => resource_of(&data, id, known, sink),
            None => sink.reject(no_data(piece)),
        },
        ("DELETE", Some(id)) => known.give(map::withdrawn(id, piece.place.clone()), sink),
        ("DELETE", None) => {}
        ("PATCH", _) => sink.reject(Reject::new(
            piece.place.clone(),
            "unsupported",
            "a change of parts of a resource (PATCH) is not read; send the resource as the server answers it",
        )),
        _ => sink.reject(Reject::new(
            piece.place.child("method"),
            "unknown_code",
            "`method` must be POST, PUT, PATCH or DELETE",
        )),
    }
}

/// A new user has no id before the server answers, and is known by `userName`, which is unique on the server.
fn created(operation: &Operation<'_>, piece: &Piece<'_>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    let Some(data) = operation.fields.get("data") else {
        return sink.reject(no_data(piece));
    };
    let name = data.fields().ok().and_then(|fields| fields.text("userName"));
    resource_of(&data, name.as_deref().and_then(filled), known, sink);
}

fn no_data(piece: &Piece<'_>) -> Reject {
    let reason = "`data` is missing; it must hold the resource";
    Reject::new(piece.place.child("data"), "missing_field", reason)
}

/// One operation of a response: what failed is told, what was deleted is withdrawn, what is answered whole is read.
pub fn answered(piece: &Piece<'_>, known: &mut Known<'_>, sink: &mut dyn Sink) {
    let Some(operation) = Operation::of(piece, "location", sink) else {
        return;
    };
    let status = operation.fields.text("status");
    let failed = status.as_deref().is_some_and(|status| !status.starts_with('2'));
    let response = operation.fields.get("response").filter(Piece::is_object);
    match (operation.method.as_str(), operation.user(), response) {
        _ if failed => {
            let reason = "the server refused this operation; its log says why";
            sink.reject(Reject::new(piece.place.clone(), "source_error", reason));
        }
        ("DELETE", Some(id), _) => known.give(map::withdrawn(id, piece.place.clone()), sink),
        (_, id, Some(response)) => resource_of(&response, id, known, sink),
        _ => {}
    }
}
