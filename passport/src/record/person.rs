//! Persons as a source knows them.

use super::email::{NoAddress, is_address};
use serde::Serialize;

/// Whom a record is about, in the source's own terms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The source's own key for the person (`sourcedId`, employee id, DID, recipient identity). Personal: the store
    /// keeps only a keyed hash and a sealed copy.
    pub key: String,
    /// Full name as shown, where the record says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Identifiers by which the same person may be known elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
}

/// One identifier of a person. Whether it counts as verified is not the adapter's to say: it depends on the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// What kind of identifier it is.
    pub system: IdentifierSystem,
    /// The value, as received.
    pub value: String,
}

impl Identifier {
    /// An identifier, or none when the value is blank or no address where one must stand; [`Identifier::read`] tells
    /// the two apart.
    pub fn of(system: IdentifierSystem, value: &str) -> Option<Self> {
        Self::read(system, value).ok().flatten()
    }

    /// An identifier, or none when the value is blank. An e-mail address that is none identifies nobody.
    pub fn read(system: IdentifierSystem, value: &str) -> Result<Option<Self>, NoAddress> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(None);
        }
        if system == IdentifierSystem::Email && !is_address(value) {
            return Err(NoAddress);
        }
        Ok(Some(Identifier {
            system,
            value: value.to_owned(),
        }))
    }
}

/// Kinds of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierSystem {
    /// An e-mail address.
    Email,
    /// A salted hash of an e-mail address, `sha256$…` with its salt, as Open Badges send it.
    EmailHash,
    /// A telephone number.
    Phone,
    /// A decentralised identifier.
    Did,
    /// A URL that names the person (a profile page).
    Url,
    /// OneRoster `sourcedId`.
    SourcedId,
    /// Number or badge code at an employer.
    EmployeeNumber,
    /// Login name.
    Username,
    /// Number at a school.
    StudentNumber,
    /// WIOA PIRL 100, unique individual identifier.
    PirlId,
    /// A national or other official number; kept sealed, never matched on.
    Official,
}

super::words!(IdentifierSystem {
    Email => "email", EmailHash => "email_hash", Phone => "phone", Did => "did", Url => "url", SourcedId => "sourced_id",
    EmployeeNumber => "employee_number", Username => "username", StudentNumber => "student_number", PirlId => "pirl_id",
    Official => "official",
});

impl IdentifierSystem {
    /// The value in the form in which two are compared: e-mail addresses in lower case, phones as digits, the rest trimmed.
    pub fn normalise(self, value: &str) -> String {
        match self {
            Self::Email => value.trim().to_lowercase(),
            Self::Phone => value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            _ => value.trim().to_owned(),
        }
    }

    /// Whether a value names one person at all. Placeholders such as `-` and `n/a` identify nobody; kept, they would make
    /// everybody the same person.
    pub fn identifies(self, value: &str) -> bool {
        match self {
            Self::Email => is_address(value),
            Self::Phone => value.chars().filter(char::is_ascii_digit).count() > 4,
            _ => value.chars().any(char::is_alphanumeric),
        }
    }
}

/// What a person record adds to its subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Preferred language, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
