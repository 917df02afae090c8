//! What an answer is, and the resources in it.

use super::bulk::{self, Last};
use super::known::Known;
use super::map;
use super::recognise::URN;
use super::wire::{Kind, User};
use crate::Part;
use crate::elements::lists::{Document, Found, Outline, Ways};
use crate::json::cells::{Cells, Faults};
use crate::json::node::Node;
use crate::json::piece::{Fields, Piece};
use passport::record::{Place, Reject, Sink, Unreadable};
use serde_json::Value;

/// Where lists of resources and of operations stand.
const LISTS: Ways = &[&[], &["Resources"], &["Operations"]];

/// A file of a delivery, and what it is.
pub struct Answer<'p> {
    document: Document<'p>,
    what: What,
    /// Why it could not be read to its end.
    broken: Option<Unreadable>,
}

/// What a document is.
#[derive(Debug, PartialEq, Eq)]
enum What {
    /// Resources, under this pointer.
    List(&'static str),
    BulkRequest,
    BulkResponse,
    Resource,
    /// It is faulty, and so nobody knows what it says.
    Faulty(Reject),
}

/// Opens a file; `next` counts the elements of the delivery.
pub fn open<'p>(part: &'p Part<'_>, next: &mut u64) -> Result<Answer<'p>, Unreadable> {
    let (document, Outline { mut frame, .. }) = Document::open(part, LISTS, next)?;
    let broken = frame.fault.take();
    let what = what(&frame.text, &document.place(), broken.as_ref())?;
    Ok(Answer { document, what, broken })
}

/// What a document is, told by what stands around its lists. Where it breaks off, only the elements of a list are whole.
fn what(frame: &str, place: &Place, broken: Option<&Unreadable>) -> Result<What, Unreadable> {
    let whole = Piece {
        text: frame,
        place: place.clone(),
    };
    if whole.is_array() {
        return Ok(What::List(""));
    }
    let wrong = |reason: &str| Unreadable::new(place.clone(), "wrong_format", reason);
    if !whole.is_object() {
        return Err(wrong("this is no SCIM: it is neither a resource nor a list of them"));
    }
    let fields = match (whole.fields(), broken) {
        (Ok(fields), _) => fields,
        (Err(_), Some(broken)) => return Err(broken.clone()),
        (Err(reject), None) => return Ok(What::Faulty(reject)),
    };
    let list = |what, key| match fields.get(key).filter(|list| !list.is_array()) {
        None => Ok(what),
        Some(other) => {
            let reason = format!("`{key}` must be a list");
            Ok(What::Faulty(Reject::new(other.place, "wrong_type", reason)))
        }
    };
    match message(&fields).as_str() {
        "ListResponse" => list(What::List("/Resources"), "Resources"),
        "BulkRequest" => list(What::BulkRequest, "Operations"),
        "BulkResponse" => list(What::BulkResponse, "Operations"),
        "Error" => Err(source_error(&whole, &fields)),
        "PatchOp" | "SearchRequest" => Err(wrong("this is a request, not an answer; send what the server answered")),
        _ => match broken {
            // What it is may stand behind its list.
            Some(_) if fields.has("Resources") => list(What::List("/Resources"), "Resources"),
            Some(broken) => Err(broken.clone()),
            None if Kind::of_fields(&fields).is_none() => Err(wrong(
                "this is no SCIM resource: it has no `schemas` of SCIM and no `userName`",
            )),
            None => Ok(What::Resource),
        },
    }
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

impl Answer<'_> {
    /// Reads what is in it.
    pub fn read(&self, known: &mut Known, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        match &self.what {
            What::List(_) | What::Resource => self.each(sink, |piece, at, sink| {
                resource_of(piece, (at, None), known, sink);
            }),
            What::BulkRequest => {
                let last = Last::of(self);
                self.each(sink, |piece, at, sink| bulk::requested(piece, (at, &last), known, sink));
            }
            What::BulkResponse => self.each(sink, |piece, at, sink| bulk::answered(piece, at, known, sink)),
            What::Faulty(reject) => sink.reject(reject.clone()),
        }
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// The resources that are listed or alone, with their numbers; the operations of bulk requests are not among them.
    pub fn resources(&self, mut give: impl FnMut(&Piece<'_>, u64)) {
        if matches!(self.what, What::List(_) | What::Resource) {
            self.elements(|found| {
                if let Ok(raw) = found.read() {
                    let (text, place) = (raw.get(), Place::default());
                    give(&Piece { text, place }, found.number);
                }
            });
        }
    }

    /// The elements of its list, or the one that it is.
    pub fn elements(&self, give: impl FnMut(Found<'_>)) {
        match &self.what {
            What::List(pointer) => self.document.each_of(pointer, give),
            What::BulkRequest | What::BulkResponse => self.document.each_of("/Operations", give),
            What::Resource => self.document.each_of("", give),
            What::Faulty(_) => {}
        }
    }

    fn each(&self, sink: &mut dyn Sink, mut read: impl FnMut(&Piece<'_>, u64, &mut dyn Sink)) {
        self.elements(|found| match found.read() {
            Ok(raw) => {
                let (text, place) = (raw.get(), found.place());
                read(&Piece { text, place }, found.number, sink);
            }
            Err(faulty) => sink.reject(faulty.reject(found.place(), "resource")),
        });
    }
}

/// One resource by its number, with the key that it has where it names none itself.
pub fn resource_of(piece: &Piece<'_>, (at, key): (u64, Option<&str>), known: &mut Known, sink: &mut dyn Sink) {
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
            Some(Kind::User) => user(&cells, (at, key), known, sink),
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

fn user(cells: &Cells<'_, '_>, (at, key): (u64, Option<&str>), known: &mut Known, sink: &mut dyn Sink) {
    let own = own_id(cells, key.is_some());
    let Some(id) = own.as_deref().or(key) else { return };
    // What a bulk request says of a user it says once.
    if key.is_none() {
        match known.is_told_elsewhere(id, at, cells.node.value) {
            Ok(true) => return,
            Ok(false) => {}
            Err(fault) => return cells.faults.tell(fault.at(cells.place())),
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
