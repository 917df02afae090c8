//! One document: a résumé, plain or in the wrapping of a credential, or a credential of HR Open on its own.

use super::backing;
use super::map::{self, Who};
use super::recognise::PROVISIONAL;
use super::section;
use super::wire::{Envelope, Person};
use crate::json::cells::{Cells, Faults};
use crate::json::node::Node;
use crate::json::piece::{Fields, Piece};
use crate::json::told::Told;
use passport::record::{Reject, Sink, Unreadable};
use serde_json::{Map, Value};

/// Reads a document; what is none of this format is unreadable.
pub fn read(piece: &Piece<'_>, told: &mut Told, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    if !piece.is_object() {
        return Err(foreign(piece));
    }
    let fields = match piece.fields() {
        Ok(fields) => fields,
        Err(reject) => {
            sink.reject(reject);
            return Ok(());
        }
    };
    if let Some(subject) = fields.get("credentialSubject") {
        return credential(piece, &fields, &subject, told, sink);
    }
    if !is_resume(&fields) {
        return Err(foreign(piece));
    }
    if fields.text("type").is_none() {
        let reason = "`type` is missing; write the address of the LER-RS schema that the document follows";
        sink.reject(Reject::new(piece.place.child("type"), "missing_field", reason));
    }
    resume(piece, &fields, None, told, sink);
    Ok(())
}

fn foreign(piece: &Piece<'_>) -> Unreadable {
    let reason = "this is no LER-RS document: neither its `type` nor its sections are those of HR Open";
    Unreadable::new(piece.place.clone(), "wrong_format", reason)
}

fn is_resume(fields: &Fields<'_>) -> bool {
    let kind = fields.text("type").unwrap_or_default();
    kind.contains("LER-RS") || section::ALL.iter().any(|section| fields.has(section.name))
}

/// A credential about a résumé, or about one piece of one.
fn credential(
    piece: &Piece<'_>,
    fields: &Fields<'_>,
    subject: &Piece<'_>,
    told: &mut Told,
    sink: &mut dyn Sink,
) -> Result<(), Unreadable> {
    let about = match subject.fields() {
        Ok(about) => about,
        Err(reject) => {
            sink.reject(reject);
            return Ok(());
        }
    };
    let id = about.text("id");
    let inner = about.get("lerrsType").filter(Piece::is_object);
    let (resumed, inner_fields) = match inner.as_ref().map(|inner| (inner, inner.fields())) {
        Some((inner, Ok(fields))) => (inner, fields),
        Some((_, Err(reject))) => {
            sink.reject(reject);
            return Ok(());
        }
        None => (subject, about),
    };
    if is_resume(&inner_fields) {
        let who = resume(resumed, &inner_fields, id, told, sink);
        wrapper(piece, fields, &who, told, sink);
    } else if PROVISIONAL.iter().any(|key| inner_fields.has(key)) {
        let who = Who::of(id, &Person::default(), subject.text);
        alone(piece, &who, told, sink);
    } else {
        return Err(foreign(piece));
    }
    Ok(())
}

/// The signed document itself: its issuer and its bytes.
fn wrapper(piece: &Piece<'_>, fields: &Fields<'_>, who: &Who, told: &mut Told, sink: &mut dyn Sink) {
    let faults = Faults::default();
    let mut frame = Map::new();
    for key in Envelope::FIELDS {
        match fields.get(key).map(|piece| piece.value()) {
            Some(Ok(value)) => drop(frame.insert(key.to_owned(), value)),
            Some(Err(reject)) => faults.tell(reject),
            None => {}
        }
    }
    let frame = Value::Object(frame);
    let node = Node {
        value: &frame,
        place: piece.place.clone(),
    };
    let cells = Cells { node, faults: &faults };
    let record = map::credential::enveloped(&Envelope::read(&cells), None, who, backing::signed(piece));
    told.give_made(record, sink);
    faults.pour(sink);
}

/// A credential of HR Open that came without a résumé around it.
fn alone(piece: &Piece<'_>, who: &Who, told: &mut Told, sink: &mut dyn Sink) {
    let faults = Faults::default();
    match piece.value() {
        Ok(value) => {
            let node = Node {
                value: &value,
                place: piece.place.clone(),
            };
            let records = backing::records(piece, &Cells { node, faults: &faults }, who);
            records.into_iter().for_each(|record| told.give_made(record, sink));
        }
        Err(reject) => sink.reject(reject),
    }
    faults.pour(sink);
}

/// The person, then section by section. Says whose it is.
fn resume(piece: &Piece<'_>, fields: &Fields<'_>, id: Option<String>, told: &mut Told, sink: &mut dyn Sink) -> Who {
    let faults = Faults::default();
    let value = |key: &str| match fields.get(key).map(|piece| piece.value()) {
        Some(Ok(value)) => value,
        Some(Err(reject)) => {
            faults.tell(reject);
            Value::Null
        }
        None => Value::Null,
    };
    let head = Value::Object(
        Person::FIELDS
            .iter()
            .map(|key| ((*key).to_owned(), value(key)))
            .collect(),
    );
    let node = Node {
        value: &head,
        place: piece.place.clone(),
    };
    let person = Person::read(&Cells { node, faults: &faults });
    let who = Who::of(id, &person, piece.text);
    told.give_made(map::person(&person, &who, &head, piece.place.clone()), sink);
    faults.pour(sink);
    for section in section::ALL {
        if let Some(list) = fields.get(section.name) {
            section.read(&list, &who, told, sink);
        }
    }
    who
}
