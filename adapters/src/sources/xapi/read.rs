//! One statement to one record, or to none.

use super::activity;
use super::map::{self, Told, actor, around, attachment, score};
use super::verb;
use super::voids::{Voids, uuid};
use super::wire::{Definition, Object, Statement};
use crate::elements::{self, Element};
use crate::once::Once;
use passport::record::{AsserterKind, PartialDate, Place, Record, Reject, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// Reads one statement into the sink.
pub fn statement(statement: Element<'_>, place: Place, voids: &Voids, once: &mut Once, sink: &mut dyn Sink) {
    let read = match statement {
        Ok(raw) => record(raw, &place, voids, sink),
        Err(faulty) => Err(faulty.reject(place, "statement")),
    };
    let first = read.and_then(|found| found.map_or(Ok(None), |record| once.take(record)));
    match first {
        Ok(Some(record)) => sink.record(record),
        Ok(None) => {}
        Err(reject) => sink.reject(reject),
    }
}

fn record(raw: &RawValue, place: &Place, voids: &Voids, sink: &mut dyn Sink) -> Result<Option<Record>, Reject> {
    let statement: Statement<'_> = elements::shape(raw, place)?;
    if statement.object_type.as_deref() == Some("SubStatement") {
        let reason = "a SubStatement stands only inside a statement; alone it says nothing that happened";
        return Err(Reject::new(place.child("objectType"), "unknown_type", reason));
    }
    let id = identifier(&statement, place)?;
    let actor = statement.actor.as_ref().ok_or_else(|| missing(place, "actor"))?;
    let subject = actor::subject(&actor.0, &place.child("actor"))?;
    let verb = iri(
        statement
            .verb
            .as_ref()
            .ok_or_else(|| missing(place, "verb"))?
            .0
            .id
            .as_deref(),
        &place.child("verb"),
    )?;
    let object = statement.object.as_ref().ok_or_else(|| missing(place, "object"))?;
    let when = when(&statement, place)?;
    let about = about(&object.0, &place.child("object"))?;
    if verb::is_voided(verb) {
        return taken_back(&about, &statement, place).map(Some);
    }
    let (About::Activity(activity), Some(subject)) = (about, subject) else {
        return Ok(None);
    };
    if id.is_some_and(|id| voids.take_back(id)) {
        return Ok(None);
    }
    let definition: Definition = object
        .0
        .definition
        .and_then(|raw| part(raw, &place.child("object").child("definition"), sink))
        .unwrap_or_default();
    let outcome = score::outcome(statement.result, &place.child("result"), sink);
    let kind = activity::kind(&definition);
    if map::is_nothing(verb, kind, &outcome) {
        return Ok(None);
    }
    let circumstances = around::read(statement.context, &place.child("context"), sink);
    let told = Told {
        key: statement.id.as_deref().unwrap_or_default().to_ascii_lowercase(),
        place: place.clone(),
        timestamp: statement.timestamp.as_deref().or(statement.stored.as_deref()),
        when,
        verb,
        activity,
        definition,
        kind,
        level: score::level(&outcome),
        outcome,
        competencies: circumstances.competencies,
        registration: circumstances.registration,
        evidence: attachment::evidence(statement.attachments, &place.child("attachments"), sink),
        asserter: asserter(&statement, &subject.key, place, sink),
        subject,
    };
    Ok(map::record(&told).map(|record| named(record, id)))
}

/// The number of a statement's identifier; none where it has none.
fn identifier(statement: &Statement<'_>, place: &Place) -> Result<Option<u128>, Reject> {
    let read = |id| {
        uuid(id).ok_or_else(|| {
            let reason = "the id of a statement must be a UUID, such as 00000000-0000-4000-8000-000000000000";
            Reject::new(place.child("id"), "bad_id", reason)
        })
    };
    statement.id.as_deref().map(read).transpose()
}

/// The record under its identifier. A statement without one gets it from the store that takes it in; here a hash of what
/// it says stands in its place.
fn named(mut record: Record, id: Option<u128>) -> Record {
    if id.is_none() {
        let subject = record.subject.as_ref().map(|subject| subject.key.as_str());
        let said = format!("{}\n{}", subject.unwrap_or_default(), record.payload);
        record.key = format!("sha256:{}", hex::encode(Sha256::digest(said.as_bytes())));
    }
    record
}

fn missing(place: &Place, field: &str) -> Reject {
    let reason = format!("{field} is missing, and must be there");
    Reject::new(place.child(field), "missing_field", reason)
}

/// Longest IRI, in bytes.
const LONGEST: usize = 4_000;

/// An identifier that must be an IRI: a scheme, a colon and something behind it.
pub fn iri<'s>(id: Option<&'s str>, place: &Place) -> Result<&'s str, Reject> {
    let id = id.ok_or_else(|| missing(place, "id"))?;
    let scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let plain = |rest: &str| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    match id.split_once(':') {
        Some((before, behind)) if scheme(before) && plain(behind) && id.len() <= LONGEST => Ok(id),
        _ => {
            let reason = "the id must be an IRI with its scheme, such as http://adlnet.gov/expapi/verbs/passed, of at most 4,000 bytes";
            Err(Reject::new(place.child("id"), "bad_id", reason))
        }
    }
}

/// When it happened; where that is not said, when it was stored, as the specification has it.
fn when(statement: &Statement<'_>, place: &Place) -> Result<Option<PartialDate>, Reject> {
    let read = |field: &str, text: Option<&str>| {
        text.map(PartialDate::parse).transpose().map_err(|_| {
            let reason = format!("{field} is no date and time; write YYYY-MM-DDThh:mm:ssZ");
            Reject::new(place.child(field), "bad_date", reason)
        })
    };
    let timestamp = read("timestamp", statement.timestamp.as_deref())?;
    Ok(timestamp.or(read("stored", statement.stored.as_deref())?))
}

/// What a statement is about.
enum About<'s> {
    Activity(&'s str),
    Statement(&'s str),
    Other,
}

fn about<'s>(object: &'s Object<'_>, place: &Place) -> Result<About<'s>, Reject> {
    match object.object_type.as_deref() {
        None | Some("Activity") => iri(object.id.as_deref(), place).map(About::Activity),
        Some("StatementRef") => {
            let id = object.id.as_deref().ok_or_else(|| missing(place, "id"))?;
            let reason = "a StatementRef must name a statement by its UUID";
            uuid(id).ok_or_else(|| Reject::new(place.child("id"), "bad_id", reason))?;
            Ok(About::Statement(id))
        }
        Some("Agent" | "Group" | "SubStatement") => Ok(About::Other),
        Some(_) => {
            let reason = "objectType is Activity, Agent, Group, StatementRef or SubStatement";
            Err(Reject::new(place.child("objectType"), "unknown_type", reason))
        }
    }
}

fn taken_back(about: &About<'_>, statement: &Statement<'_>, place: &Place) -> Result<Record, Reject> {
    match about {
        About::Statement(id) => Ok(map::withdrawn(id, statement.timestamp.as_deref(), place)),
        _ => {
            let reason = "a statement is taken back by a StatementRef as object; here stands something else";
            Err(Reject::new(place.child("object"), "wrong_reference", reason))
        }
    }
}

/// Who states it: the sender's account, unless that is the actor's own.
fn asserter(statement: &Statement<'_>, actor: &str, place: &Place, sink: &mut dyn Sink) -> AsserterKind {
    let Some(raw) = statement.authority else {
        return AsserterKind::Unknown;
    };
    let authority = part(raw, &place.child("authority"), sink);
    let subject = authority.and_then(|found| actor::subject(&found, place).ok().flatten());
    match subject.is_some_and(|subject| subject.key == actor) {
        true => AsserterKind::Holder,
        false => AsserterKind::System,
    }
}

/// A part that a statement can do without; a fault in it costs the part.
pub fn part<'de, T: Deserialize<'de>>(raw: &'de RawValue, place: &Place, sink: &mut dyn Sink) -> Option<T> {
    let shaped = elements::shape(raw, place);
    shaped.map_err(|reject| sink.reject(reject)).ok()
}
