//! From the schema's shapes to records in their holder's word, one file per kind.

pub mod activity;
pub mod credential;
pub mod education;
pub mod skill;

use super::wire::Basics;
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{Holder, plain};
use crate::json::told::made_key;
use passport::record::{Body, Endorsement, Person, Place, Record, Subject};
use serde_json::Value;

/// Stream of the person.
pub const PERSON: &str = "person";
/// Stream of jobs.
pub const WORK: &str = "work";
/// Stream of voluntary work.
pub const VOLUNTEER: &str = "volunteer";
/// Stream of projects.
pub const PROJECT: &str = "project";
/// Stream of publications.
pub const PUBLICATION: &str = "publication";
/// Stream of studies.
pub const EDUCATION: &str = "education";
/// Stream of courses.
pub const COURSE: &str = "course";
/// Stream of awards.
pub const AWARD: &str = "award";
/// Stream of certificates.
pub const CERTIFICATE: &str = "certificate";
/// Stream of skills.
pub const SKILL: &str = "skill";
/// Stream of languages.
pub const LANGUAGE: &str = "language";
/// Stream of referees' words.
pub const REFERENCE: &str = "reference";

/// By the e-mail address, else by the document's content: strangers share names, and the address of the sample that they
/// began with.
pub fn holder(basics: &Basics, text: &str) -> Holder {
    let email = basics.email().map(str::to_owned);
    Holder(email.unwrap_or_else(|| made_key(["text", &plain(text)])))
}

/// The person. The schema holds one name; it is not split into given and family name.
pub fn person(basics: &Basics, holder: &Holder, head: &Value, place: Place) -> Record {
    let payload = keep(head, &["meta", "version", "lastModified"]);
    let body = Body::Person(Person::default());
    let record = holder.record(PERSON, holder.key(PERSON, &[]), body, place, payload);
    let subject = Subject {
        name: basics.name.clone(),
        identifiers: basics.identifiers.clone(),
        ..holder.subject()
    };
    Record {
        subject: Some(subject),
        ..record
    }
}

/// The words of a referee, who is another person and is not named.
pub fn reference(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    let said = |text: String| {
        let key = holder.key(REFERENCE, &[&text]);
        let body = Body::Endorsement(Box::new(Endorsement {
            endorser: None,
            text: Some(text),
            about: None,
            issued: None,
            signed: None,
        }));
        holder.record(
            REFERENCE,
            key,
            body,
            cells.place(),
            Value::Object(serde_json::Map::new()),
        )
    };
    cells.words("reference").map(said).into_iter().collect()
}
