//! Users to persons.

use crate::row::Row;
use crate::sources::canvas::wire::PERSONAL;
use passport::record::{Body, Identifier, IdentifierSystem, NoAddress, Person, Record, Sink, Subject};

/// The person. Canvas holds one name; what it sorts by is not split into given and family name.
pub fn record(id: &str, row: &Row, sink: &mut dyn Sink) -> Record {
    let name = row.text("name", sink).map(str::to_owned);
    let language = row.text("locale", sink).map(str::to_owned);
    let language = language.or_else(|| row.text("effective_locale", sink).map(str::to_owned));
    Record {
        body: Body::Person(Person {
            language,
            ..Person::default()
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
    }
}

/// Logins are often e-mail addresses; they are logins all the same, for nobody says that mail arrives there.
fn identifiers(row: &Row, sink: &mut dyn Sink) -> Vec<Identifier> {
    let mut found = Vec::new();
    for (name, system) in [
        ("email", IdentifierSystem::Email),
        ("login_id", IdentifierSystem::Username),
        ("sis_user_id", IdentifierSystem::SourcedId),
    ] {
        let read = row.text(name, sink).map(|text| Identifier::read(system, text));
        match read {
            Some(Ok(identifier)) => found.extend(identifier),
            Some(Err(fault)) => sink.reject(row.fault(name, NoAddress::CODE, &fault.to_string())),
            None => {}
        }
    }
    found
}
