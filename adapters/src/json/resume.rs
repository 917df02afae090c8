//! What résumés have in common: one person's records, in that person's own word.

use super::told::made_key;
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Level, Organization, OrganizationKind, PartialDate, Period,
    Place, Record, Role, Subject, Term,
};
use serde_json::Value;

/// Whose résumé it is, by the key under which the source knows the person.
#[derive(Debug)]
pub struct Holder(pub String);

impl Holder {
    /// The subject of a record; names and identifiers stand with the person.
    pub fn subject(&self) -> Subject {
        Subject {
            key: self.0.clone(),
            ..Subject::default()
        }
    }

    /// A key made of what tells a record of this person from others.
    pub fn key(&self, stream: &str, told: &[&str]) -> String {
        let own = [self.0.as_str(), stream];
        made_key(own.into_iter().chain(told.iter().copied()))
    }

    /// A record of this person.
    pub fn record(&self, stream: &'static str, key: String, body: Body, place: Place, payload: Value) -> Record {
        Record {
            key,
            stream,
            subject: Some(self.subject()),
            claims: Vec::new(),
            place,
            payload,
            body,
        }
    }
}

/// A claim in the holder's own word.
pub fn claim(term: Term, level: Option<Level>, role: Role, observed: Period, place: Place) -> Claim {
    Claim {
        term,
        level,
        role,
        assertion: Assertion::SelfAsserted,
        asserted_by: by_holder(),
        observed,
        valid: Period::default(),
        evidence: Vec::new(),
        place,
    }
}

/// The holder as who states a claim.
pub fn by_holder() -> AssertedBy {
    AssertedBy {
        kind: AsserterKind::Holder,
        organization: None,
    }
}

/// An organization that has no more than a name.
pub fn named(role: OrganizationKind, name: String) -> Organization {
    Organization {
        role,
        name,
        identifier: None,
        url: None,
    }
}

/// What an organization is called, for keys.
pub fn called(organization: Option<&Organization>) -> &str {
    organization.map(|found| found.name.as_str()).unwrap_or_default()
}

/// A date as a text, for keys.
pub fn shown(date: Option<PartialDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A JSON text without what may differ between two writings of the same.
pub fn plain(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value.map_or_else(|| text.to_owned(), |value| value.to_string())
}
