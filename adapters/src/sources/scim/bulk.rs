//! Bulk requests and responses: whole resources are read, deletions withdraw, changes of parts cannot be read.

use super::answer::{Answer, resource_of};
use super::known::Known;
use super::map;
use crate::json::piece::{Fields, Piece};
use crate::seen::{self, Said, Seen};
use crate::text::filled;
use passport::record::{Place, Reject, Sink};
use sha2::{Digest, Sha256};

/// Where users are.
const USERS: &str = "/Users/";

/// Which operation on each resource is the last of a request: twelve bytes for each.
pub struct Last(Seen);

impl Last {
    /// That of a request.
    pub fn of(answer: &Answer<'_>) -> Self {
        let mut last = Seen::default();
        answer.elements(|found| {
            let Ok(raw) = found.read() else { return };
            let (text, place) = (raw.get(), Place::default());
            let fields = Piece { text, place }.fields().ok();
            if let Some(path) = fields.and_then(|fields| fields.text("path")) {
                last.note(key(&path), short(found.number));
            }
        });
        Last(last)
    }

    fn is(&self, at: u64, path: &str) -> bool {
        self.0.said(key(path)).is_none_or(|last| last == short(at))
    }
}

fn key(path: &str) -> u128 {
    seen::number(&Sha256::digest(path.as_bytes()))
}

/// The number of an operation, as it is kept: nobody sends so many that two have the same.
fn short(number: u64) -> Said {
    (number & u64::from(Said::MAX)) as Said
}

/// An operation of a request. Of several on one resource the last counts, as it does for the server.
pub fn requested(piece: &Piece<'_>, (at, last): (u64, &Last), known: &mut Known, sink: &mut dyn Sink) {
    if let Some(operation) = Operation::of(piece, "path", sink)
        && (operation.method == "POST" || last.is(at, &operation.path))
    {
        apply(&operation, piece, at, known, sink);
    }
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

fn apply(operation: &Operation<'_>, piece: &Piece<'_>, at: u64, known: &mut Known, sink: &mut dyn Sink) {
    match (operation.method.as_str(), operation.user()) {
        ("POST", _) => created(operation, piece, at, known, sink),
        ("PUT", id) => match operation.fields.get("data") {
            Some(data) => resource_of(&data, (at, id), known, sink),
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
fn created(operation: &Operation<'_>, piece: &Piece<'_>, at: u64, known: &mut Known, sink: &mut dyn Sink) {
    let Some(data) = operation.fields.get("data") else {
        return sink.reject(no_data(piece));
    };
    let name = data.fields().ok().and_then(|fields| fields.text("userName"));
    resource_of(&data, (at, name.as_deref().and_then(filled)), known, sink);
}

fn no_data(piece: &Piece<'_>) -> Reject {
    let reason = "`data` is missing; it must hold the resource";
    Reject::new(piece.place.child("data"), "missing_field", reason)
}

/// One operation of a response: what failed is told, what was deleted is withdrawn, what is answered whole is read.
pub fn answered(piece: &Piece<'_>, at: u64, known: &mut Known, sink: &mut dyn Sink) {
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
        (_, id, Some(response)) => resource_of(&response, (at, id), known, sink),
        _ => {}
    }
}
