//! The person of a résumé: name, language and what else they are known by. Birth, gender, origin, official numbers and
//! addresses are not even read.

use super::identifier;
use crate::json::cells::{Cells, joined};
use passport::record::{Identifier, IdentifierSystem};

/// Whose résumé it is.
#[derive(Debug, Default)]
pub struct Person {
    pub name: Option<String>,
    pub given: Option<String>,
    pub family: Option<String>,
    pub language: Option<String>,
    pub identifiers: Vec<Identifier>,
    /// The id of the document.
    pub document: Option<String>,
}

impl Person {
    /// The fields of the document that tell of the person.
    pub const FIELDS: [&'static str; 3] = ["documentId", "person", "communication"];

    /// Reads those fields.
    pub fn read(document: &Cells<'_, '_>) -> Self {
        let person = document.child("person");
        let mut read = person.as_ref().map(named).unwrap_or_default();
        read.document = identifier(document, "documentId");
        for reached in [
            document.child("communication"),
            person.and_then(|p| p.child("communication")),
        ] {
            read.identifiers.extend(reached.iter().flat_map(identifiers));
        }
        read
    }

    /// The first e-mail address.
    pub fn email(&self) -> Option<&str> {
        let mut found = self.identifiers.iter();
        let email = found.find(|identifier| identifier.system == IdentifierSystem::Email)?;
        Some(email.value.as_str())
    }
}

fn named(person: &Cells<'_, '_>) -> Person {
    let name = person.child("name");
    let part = |key: &str| name.as_ref().and_then(|name| name.words(key));
    let family = [part("familyPrefix"), part("family")];
    let family = joined(family.iter().flatten().map(String::as_str)).map(|family| family.replace('\n', " "));
    let given = part("given").or_else(|| part("preferred"));
    let whole = || {
        let parts = [given.as_deref(), family.as_deref()];
        joined(parts.into_iter().flatten()).map(|whole| whole.replace('\n', " "))
    };
    Person {
        name: part("formattedName").or_else(|| part("legal")).or_else(whole),
        language: person.words("primaryLanguage"),
        given,
        family,
        ..Person::default()
    }
}

fn identifiers(reached: &Cells<'_, '_>) -> Vec<Identifier> {
    let mut found = Vec::new();
    for (list, key, system) in [
        ("email", "address", IdentifierSystem::Email),
        ("phone", "formattedNumber", IdentifierSystem::Phone),
        ("web", "url", IdentifierSystem::Url),
    ] {
        let all = reached.children(list).into_iter();
        found.extend(all.filter_map(|cells| cells.identifier(key, system)));
    }
    found
}
