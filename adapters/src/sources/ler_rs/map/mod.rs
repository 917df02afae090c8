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
use crate::json::resume::{Holder, by_holder, plain};
use crate::json::told::made_key;
use passport::record::{Assertion, Body, Claim, Identifier, Place, Record, Subject};
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

/// Longest id of a person that is a key as it stands.
const LONGEST: usize = 500;

/// Whose document it is.
pub struct Who {
    /// The person, by the key under which the source knows them.
    pub holder: Holder,
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
            .unwrap_or_else(|| made_key(["text", &plain(text)]));
        // It stands in every record.
        let key = if key.len() > LONGEST {
            made_key([key.as_str()])
        } else {
            key
        };
        Who {
            holder: Holder(key),
            known: person.identifiers.clone(),
        }
    }

    /// Whether somebody named elsewhere is this person: by the same key, or by an identifier of both.
    pub fn is(&self, subject: &Subject) -> bool {
        let same = |a: &Identifier, b: &Identifier| {
            a.system == b.system && a.system.normalise(&a.value) == b.system.normalise(&b.value)
        };
        let mut theirs = subject.identifiers.iter();
        subject.key == self.holder.0 || theirs.any(|their| self.known.iter().any(|known| same(known, their)))
    }
}

/// The person.
pub fn person(person: &wire::Person, who: &Who, head: &Value, place: Place) -> Record {
    let body = Body::Person(passport::record::Person {
        given_name: person.given.clone(),
        family_name: person.family.clone(),
        language: person.language.clone(),
    });
    let payload = keep(head, &["documentId", "value", "schemeId"]);
    let record = who
        .holder
        .record(PERSON, who.holder.key(PERSON, &[]), body, place, payload);
    let subject = Subject {
        key: who.holder.0.clone(),
        name: person.name.clone(),
        identifiers: person.identifiers.clone(),
    };
    Record {
        subject: Some(subject),
        ..record
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
