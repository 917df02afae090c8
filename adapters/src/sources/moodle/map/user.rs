//! Users to persons.

use crate::elements::lists::Found;
use crate::fullest::Fullest;
use crate::row::{Row, Untold};
use crate::sources::moodle::kind::Kind;
use crate::sources::moodle::reference::plain;
use crate::sources::moodle::wire::{PERSONAL, USER};
use passport::record::{Body, Identifier, IdentifierSystem, NoAddress, Person, Place, Record, Sink, Subject};
use serde_json::value::RawValue;

/// The account that stands for whoever is not signed in.
const GUEST: &str = "guest";

/// Kinds of answers in which people stand.
pub const KINDS: &[Kind] = &[Kind::Users, Kind::Enrolled, Kind::Summary];

/// Somebody, listed or standing beside a rating.
pub fn person(kind: Kind, raw: &RawValue, place: Place, sink: &mut dyn Sink) -> Option<Row> {
    match kind {
        Kind::Users | Kind::Enrolled => Row::open(raw, place, USER).map_err(|reject| sink.reject(reject)).ok(),
        Kind::Summary => {
            // What is wrong with the summary itself is told with its rating.
            let row = Row::open(raw, place, &["usercompetencysummary"]).ok()?;
            let summary = row.need_within("usercompetencysummary", &["user"]).ok()?;
            summary.within("user", USER, sink)
        }
        _ => None,
    }
}

/// Tells of somebody, where it is this row that does. What is wrong with others was told when they were met.
pub fn tell(kind: Kind, found: &Found<'_>, people: &Fullest, sink: &mut dyn Sink) {
    let raw = found.read().ok();
    let row = raw.and_then(|raw| person(kind, raw, found.place(), &mut Untold));
    let id = row.as_ref().and_then(|row| row.need_id("id").ok());
    if let (Some(row), Some(id)) = (row, id)
        && people.is_told_by(&id, found.number)
    {
        let person = record(&id, &row, sink);
        person.into_iter().for_each(|person| sink.record(person));
    }
}

/// The person; none for the guest. An account that was deleted is gone, with its name.
fn record(id: &str, row: &Row, sink: &mut dyn Sink) -> Option<Record> {
    if row.text("username", sink) == Some(GUEST) {
        return None;
    }
    if is_deleted(row) {
        return Some(Record {
            body: Body::Withdrawn,
            stream: "user",
            key: id.to_owned(),
            subject: None,
            claims: Vec::new(),
            place: row.place.clone(),
            payload: row.payload_without(PERSONAL),
        });
    }
    let mut text = |name: &str| row.text(name, sink).map(plain);
    let (given, family, name) = (text("firstname"), text("lastname"), text("fullname"));
    let whole = || {
        let parts: Vec<_> = given.iter().chain(&family).map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let name = name.or_else(whole);
    let language = text("lang").map(|code| code.replace('_', "-"));
    Some(Record {
        body: Body::Person(Person {
            given_name: given,
            family_name: family,
            language,
        }),
        stream: "user",
        key: id.to_owned(),
        subject: Some(Subject {
            key: id.to_owned(),
            name,
            identifiers: identifiers(row, sink),
        }),
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload_without(PERSONAL),
    })
}

/// Moodle keeps the row of an account that is deleted: its mail address with the time becomes the user name, and a hash
/// stands in the address's place.
fn is_deleted(row: &Row) -> bool {
    let text = |name: &str| row.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let email = text("email");
    let is_hash = email.len() == 32 && email.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (address, time) = text("username").rsplit_once('.').unwrap_or_default();
    let is_time = time.len() >= 9 && time.bytes().all(|byte| byte.is_ascii_digit());
    is_hash && is_time && address.contains('@')
}

/// What a school or company numbers its people by is a student's number here, for nothing says more.
fn identifiers(row: &Row, sink: &mut dyn Sink) -> Vec<Identifier> {
    let mut found = Vec::new();
    for (name, system) in [
        ("email", IdentifierSystem::Email),
        ("username", IdentifierSystem::Username),
        ("idnumber", IdentifierSystem::StudentNumber),
    ] {
        match row.text(name, sink).map(|text| Identifier::read(system, text)) {
            Some(Ok(identifier)) => found.extend(identifier),
            Some(Err(fault)) => sink.reject(row.fault(name, NoAddress::CODE, &fault.to_string())),
            None => {}
        }
    }
    found
}
