//! What is new about people becomes rows: subjects, people, links, names and identifiers.

use super::Settling;
use super::sightings::{Sighted, Sighting};
use crate::store::identity::KnownIdentifier;
use crate::store::names;
use entity::{person, person_identifier, person_link, subject};
use passport::identity::{Agreement, LinkState, Possibility};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Settling<'_> {
    pub(super) fn subject_row(
        &self,
        id: Uuid,
        person: Uuid,
        home: Option<Uuid>,
        sighting: &Sighting,
    ) -> subject::Model {
        let mut row = subject::Model {
            id,
            source_id: self.intake.source.id,
            key_hash: sighting.key_hash.clone(),
            key_sealed: self.intake.keys.seal(&sighting.key),
            person_id: person,
            home_person_id: home,
            display_name: None,
            given_name: None,
            family_name: None,
            language: None,
            named_at: None,
            created_at: self.intake.now,
        };
        names::name_subject(&mut row, sighting.names.clone());
        row
    }

    /// What is brought for a holder but speaks of somebody else by its own account: a steward may say that they are one.
    pub(super) fn brought_for(&mut self, subject: Uuid, person: Uuid) {
        if let Some(holder) = self.intake.on_behalf_of.filter(|holder| *holder != person) {
            self.propose(
                subject,
                Possibility {
                    person: holder,
                    rule: "brought-by-holder",
                    agreed: Vec::new(),
                },
            );
        }
    }

    pub(super) fn propose(&mut self, subject: Uuid, possible: Possibility) {
        if !self.census.links.contains_key(&(subject, possible.person)) {
            self.link(
                subject,
                possible.person,
                LinkState::Proposed,
                possible.rule,
                possible.agreed,
                None,
            );
        }
    }

    /// Writes a link; one that is there already is settled instead of a second one made.
    pub(super) fn link(
        &mut self,
        subject: Uuid,
        person: Uuid,
        state: LinkState,
        rule: &str,
        agreed: Vec<Agreement>,
        previous: Option<Uuid>,
    ) {
        let settled = state == LinkState::Active;
        if settled {
            // A subject is one person's at a time: the link that held until now gives way.
            for link in self.census.held_links(subject) {
                link.state = LinkState::Superseded.as_str().into();
                self.rows.links.push(link.clone());
            }
        }
        let held = self.census.links.get(&(subject, person));
        let fields: BTreeSet<&str> = agreed.iter().map(|agreement| agreement.field()).collect();
        let link = person_link::Model {
            id: held.map_or_else(Uuid::now_v7, |link| link.id),
            subject_id: subject,
            person_id: person,
            state: state.as_str().into(),
            rule: rule.into(),
            agreed: json!(fields),
            previous_person_id: previous,
            proposed_at: held.map_or(self.intake.now, |link| link.proposed_at),
            decided_at: settled.then_some(self.intake.now),
            decided_by: settled.then(|| "rule".into()),
        };
        self.census.links.insert((subject, person), link.clone());
        self.rows.links.push(link);
    }

    /// Somebody nobody knew, called as their only subject is.
    pub(super) fn new_person(&mut self, sighting: &Sighting) -> Uuid {
        let mut row = person::Model {
            id: Uuid::now_v7(),
            display_name: None,
            given_name: None,
            family_name: None,
            language: None,
            age_band: None,
            merged_into: None,
            created_at: self.intake.now,
            erased_at: None,
        };
        names::name_person(&mut row, sighting.names.clone());
        self.census.persons.insert(row.id, row.clone());
        self.rows.persons.push(row.clone());
        row.id
    }

    /// Keeps what the source calls a subject now.
    pub(super) fn rename(&mut self, subject: &mut subject::Model, sighting: &Sighting) {
        let held = names::of_subject(subject);
        let told = held.told(&sighting.names, sighting.introduced);
        if told != held {
            let before = held.display.as_deref();
            self.census.called(subject.person_id, before, told.display.as_ref());
            names::name_subject(subject, told);
            subject.named_at = Some(self.intake.now);
            self.rows.renamed.push(subject.clone());
            self.named.insert(subject.person_id);
        }
    }

    pub(super) fn known(&self, subject: Uuid, person: Uuid, sighted: &[Sighted]) -> Vec<KnownIdentifier> {
        let known = |seen: &Sighted| KnownIdentifier {
            person,
            subject: Some(subject),
            source: Some(self.intake.source.id),
            system: seen.system.as_str().into(),
            hash: seen.hash.clone(),
            verified: self.trusted.contains(seen.system.as_str()),
        };
        sighted.iter().map(known).collect()
    }

    /// Keeps identifiers, and lets the rest of the chunk find their holder by them.
    pub(super) fn identify(&mut self, subject: Uuid, person: Uuid, sighted: &[Sighted]) {
        for known in self.known(subject, person, sighted) {
            self.census.add_holder(known);
        }
        for seen in sighted {
            self.rows.identifiers.push(person_identifier::Model {
                id: Uuid::now_v7(),
                person_id: person,
                subject_id: Some(subject),
                system: seen.system.as_str().into(),
                value_hash: seen.hash.clone(),
                value_sealed: self.intake.keys.seal(&seen.value),
                verified: self.trusted.contains(seen.system.as_str()),
                recorded_at: self.intake.now,
                superseded_at: None,
            });
        }
    }
}
