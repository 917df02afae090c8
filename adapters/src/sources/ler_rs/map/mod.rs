//! From HR Open's shapes to records, one file per section. A résumé is its holder's word: what is claimed in it is `self`.

pub mod credential;
pub mod education;
pub mod employment;
pub mod endorsement;
pub mod military;
pub mod position;
mod score;
pub mod skill;

use super::wire;
use crate::json::keep::keep;
use crate::json::told::made_key;
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Identifier, Level, Organization, Period, Place, Record, Role,
    Subject, Term,
};
use serde_json::Value;

/// Stream of the person.
pub const PERSON: &str = "person";
/// Stream of skills.
pub const SKILL: &str = "skill";
/// Stream of assessments.
pub const ASSESSMENT: &str = "assessment";
/// Stream of education.
pub const EDUCATION: &str = "education";
/// Stream of positions held.
pub const EMPLOYMENT: &str = "employment";
/// Stream of military service.
pub const MILITARY: &str = "military_service";
/// Stream of credentials.
pub const CREDENTIAL: &str = "credential";
/// Stream of endorsements.
pub const ENDORSEMENT: &str = "endorsement";
/// Stream of goals.
pub const GOAL: &str = "goal";
/// Stream of openings.
pub const OPENING: &str = "opening";

/// Whose document it is.
pub struct Who {
    /// The key by which the source knows the person.
    pub key: String,
    /// What else they are known by.
    known: Vec<Identifier>,
}

impl Who {
    /// By the id of the credential's subject, else the first e-mail address, else the document: strangers share names.
    pub fn of(id: Option<String>, person: &wire::Person, text: &str) -> Self {
        let (email, document) = (person.email(), person.document.as_deref());
        let filled = |id: String| crate::text::filled(&id).map(str::to_owned);
        let key = id
            .and_then(filled)
            .or_else(|| email.map(str::to_owned))
            .or_else(|| document.map(|id| made_key(["document", id])))
            .unwrap_or_else(|| made_key(["text", &whole(text)]));
        let known = person.identifiers.clone();
        Who { key, known }
    }

    /// Whether somebody named elsewhere is this person: by the same key, or by an identifier of both.
    pub fn is(&self, subject: &Subject) -> bool {
        let same = |a: &Identifier, b: &Identifier| {
            a.system == b.system && a.system.normalise(&a.value) == b.system.normalise(&b.value)
        };
        let mut theirs = subject.identifiers.iter();
        subject.key == self.key || theirs.any(|their| self.known.iter().any(|known| same(known, their)))
    }

    /// The subject of a record; names and identifiers stand with the person.
    pub fn subject(&self) -> Subject {
        Subject {
            key: self.key.clone(),
            ..Subject::default()
        }
    }

    /// A key made of what tells a record of this person from others.
    fn key(&self, stream: &str, told: &[&str]) -> String {
        let own = [self.key.as_str(), stream];
        made_key(own.into_iter().chain(told.iter().copied()))
    }

    /// A record of this person.
    fn record(&self, stream: &'static str, key: String, body: Body, place: Place, payload: Value) -> Record {
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

/// What an organization is called, for keys.
fn called(organization: Option<&Organization>) -> &str {
    organization.map(|found| found.name.as_str()).unwrap_or_default()
}

/// The text without what may differ between two writings of the same.
fn whole(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value.map_or_else(|| text.to_owned(), |value| value.to_string())
}

/// The person.
pub fn person(person: &wire::Person, who: &Who, head: &Value, place: Place) -> Record {
    let body = Body::Person(passport::record::Person {
        given_name: person.given.clone(),
        family_name: person.family.clone(),
        language: person.language.clone(),
    });
    let payload = keep(head, &["documentId", "value", "schemeId"]);
    let record = who.record(PERSON, who.key(PERSON, &[]), body, place, payload);
    let subject = Subject {
        key: who.key.clone(),
        name: person.name.clone(),
        identifiers: person.identifiers.clone(),
    };
    Record {
        subject: Some(subject),
        ..record
    }
}

/// A claim in the holder's own word.
fn claim(term: Term, level: Option<Level>, role: Role, observed: Period, place: Place) -> Claim {
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

/// A claim of a credential as no more than the holder's word.
pub fn weakened(claim: Claim) -> Claim {
    Claim {
        assertion: claim.assertion.min(Assertion::SelfAsserted),
        asserted_by: by_holder(),
        ..claim
    }
}

fn by_holder() -> AssertedBy {
    AssertedBy {
        kind: AsserterKind::Holder,
        organization: None,
    }
}

/// What tells a date, for keys.
fn shown(date: Option<passport::record::PartialDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
