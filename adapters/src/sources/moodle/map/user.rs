//! Users to persons.

use crate::fullest::Fullest;
use crate::row::Row;
use crate::sources::moodle::answer::Answer;
use crate::sources::moodle::kind::Kind;
use crate::sources::moodle::reference::plain;
use crate::sources::moodle::wire::{PERSONAL, USER};
use passport::record::{Body, Identifier, IdentifierSystem, NoAddress, Person, Record, Sink, Subject};

/// The account that stands for whoever is not signed in.
const GUEST: &str = "guest";

/// Everybody, listed or standing beside a rating.
pub fn people(answers: &[Answer<'_>], sink: &mut dyn Sink) -> Fullest {
    let mut people = Fullest::of(USER);
    for answer in answers {
        for (raw, place) in &answer.rows {
            let row = match answer.kind {
                Kind::Users | Kind::Enrolled => Row::open(raw, place.clone(), USER).map(Some),
                Kind::Summary => Row::open(raw, place.clone(), &["usercompetencysummary"]).map(|row| {
                    // What is wrong with the summary itself is told with its rating.
                    let summary = row.need_within("usercompetencysummary", &["user"]).ok()?;
                    summary.within("user", USER, sink)
                }),
                _ => continue,
            };
            match row {
                Ok(user) => user.into_iter().for_each(|user| people.meet(user, sink)),
                Err(reject) if answer.kind != Kind::Summary => sink.reject(reject),
                Err(_) => {}
            }
        }
    }
    people
}

/// The person; none for the guest. An account that was deleted is gone, with its name.
pub fn record(id: &str, row: &Row, sink: &mut dyn Sink) -> Option<Record> {
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
