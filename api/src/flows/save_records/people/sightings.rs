//! Whom the records of a chunk speak of, each subject once.

use crate::flows::save_records::Intake;
use crate::flows::save_records::combine::Arrived;
use passport::identity::{Agreement, Names, RULES};
use passport::record::{Body, Identifier, IdentifierSystem, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A person as a source speaks of them.
#[derive(Debug, Default)]
pub(super) struct Sighting {
    pub key: String,
    pub key_hash: String,
    /// What they are called; the name shown is that of a person's own record, or else the first one met.
    pub names: Names,
    /// Whether a person's own record gave it.
    pub introduced: bool,
    pub identifiers: Vec<Sighted>,
}

/// An identifier of theirs.
#[derive(Debug, Clone)]
pub(super) struct Sighted {
    pub system: IdentifierSystem,
    pub hash: String,
    /// As received; goes nowhere but into a seal.
    pub value: String,
}

/// Everybody spoken of, in the order of the records.
pub(super) fn sightings(intake: &Intake, arrived: &[Arrived]) -> Vec<Sighting> {
    let mut all: Vec<Sighting> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for record in arrived.iter().map(|arrived| &arrived.record) {
        let Some(subject) = &record.subject else { continue };
        let index = *at.entry(&subject.key).or_insert_with(|| {
            let key_hash = intake.keys.blind("subject", &subject.key);
            all.push(Sighting {
                key: subject.key.clone(),
                key_hash,
                ..Sighting::default()
            });
            all.len() - 1
        });
        if let Some(sighting) = all.get_mut(index) {
            sighting.add(intake, record);
        }
    }
    all
}

impl Sighting {
    fn add(&mut self, intake: &Intake, record: &Record) {
        let Some(subject) = &record.subject else { return };
        let name = filled(subject.name.as_ref());
        if let Body::Person(person) = &record.body {
            fill(&mut self.names.given, filled(person.given_name.as_ref()));
            fill(&mut self.names.family, filled(person.family_name.as_ref()));
            fill(&mut self.names.language, filled(person.language.as_ref()));
            let name = name.or_else(|| self.both_names());
            if name.is_some() && !self.introduced {
                (self.names.display, self.introduced) = (name, true);
            }
        } else {
            fill(&mut self.names.display, name);
        }
        for identifier in &subject.identifiers {
            self.identify(intake, identifier);
        }
    }

    fn both_names(&self) -> Option<String> {
        let names: Vec<&str> = self
            .names
            .given
            .iter()
            .chain(&self.names.family)
            .map(String::as_str)
            .collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    fn identify(&mut self, intake: &Intake, identifier: &Identifier) {
        let value = identifier.system.normalise(&identifier.value);
        if !identifier.system.identifies(&value) {
            return;
        }
        let hash = intake.keys.blind(identifier.system.as_str(), &value);
        let known = self
            .identifiers
            .iter()
            .any(|held| held.system == identifier.system && held.hash == hash);
        if !known {
            self.identifiers.push(Sighted {
                system: identifier.system,
                hash,
                value: identifier.value.trim().to_owned(),
            });
        }
    }
}

/// Whether any rule asks for this kind of identifier.
pub(super) fn matched_on(system: &str) -> bool {
    RULES.iter().flat_map(|rule| rule.needs).any(|need| match need {
        Agreement::Verified(needed) | Agreement::Shared(needed) => needed.as_str() == system,
        Agreement::Name => false,
    })
}

/// Hashes by system, for looking up.
pub(super) fn by_system<'a>(
    identifiers: impl Iterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut hashes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (system, hash) in identifiers.filter(|(system, _)| matched_on(system)) {
        hashes.entry(system).or_default().insert(hash);
    }
    hashes
}

fn filled(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Fills what is still empty.
fn fill(held: &mut Option<String>, with: Option<String>) {
    if held.is_none() {
        *held = with;
    }
}
