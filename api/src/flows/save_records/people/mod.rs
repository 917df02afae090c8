//! Whose are the records? Everybody in a chunk is settled by the rules, in the order of the records; what is only
//! possible waits for a steward.

mod census;
mod sightings;

use super::Intake;
use super::combine::Arrived;
use crate::flows::move_subjects::{Move, move_subjects};
use crate::store::identity::{self, KnownIdentifier, PeopleRows};
use crate::store::{StoreError, Tx};
use census::{Census, Facts};
use entity::{person, person_identifier, person_link, subject};
use passport::identity::{Agreement, Candidate, Possibility, Settled, settle as settle_by_rules};
use passport::record::Record;
use serde_json::json;
use sightings::{Sighted, Sighting, fill, sightings};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Whose a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    pub person: Uuid,
    pub subject: Option<Uuid>,
}

/// Whose the records of a chunk are.
#[derive(Debug, Default)]
pub(super) struct People {
    owners: HashMap<String, Owner>,
    erased: HashSet<Uuid>,
    moved: BTreeSet<Uuid>,
}

impl People {
    /// Whose this record is; none where it is about nobody.
    pub(super) fn owner(&self, intake: &Intake, record: &Record) -> Option<Owner> {
        match &record.subject {
            Some(subject) => self.owners.get(&subject.key).copied(),
            None => intake.on_behalf_of.map(|person| Owner { person, subject: None }),
        }
    }

    /// Whether the person had everything erased.
    pub(super) fn is_erased(&self, record: &Record) -> bool {
        let owner = record
            .subject
            .as_ref()
            .and_then(|subject| self.owners.get(&subject.key));
        owner.is_some_and(|owner| self.erased.contains(&owner.person))
    }

    /// People who gained or lost a subject.
    pub(super) fn touched(&self) -> impl Iterator<Item = Uuid> {
        self.moved.iter().copied()
    }
}

/// Settles whose these records are, and writes what is new about people.
pub(super) async fn settle(tx: &Tx, intake: &Intake, arrived: &[Arrived]) -> Result<People, StoreError> {
    let sightings = sightings(intake, arrived);
    if sightings.is_empty() {
        return Ok(People::default());
    }
    let census = Census::take(tx, intake, &sightings).await?;
    let mut settling = Settling {
        intake,
        trusted: trusted(intake),
        census,
        rows: PeopleRows::default(),
        moves: Vec::new(),
        people: People::default(),
    };
    for sighting in sightings {
        settling.settle(sighting);
    }
    let Settling {
        rows, moves, people, ..
    } = settling;
    identity::save(tx, rows).await?;
    move_subjects(tx, &moves).await?;
    Ok(people)
}

fn trusted(intake: &Intake) -> HashSet<String> {
    let words = intake.source.trusted_identifiers.as_array().into_iter().flatten();
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

struct Settling<'a> {
    intake: &'a Intake,
    trusted: HashSet<String>,
    census: Census,
    rows: PeopleRows,
    moves: Vec<Move>,
    people: People,
}

impl Settling<'_> {
    fn settle(&mut self, sighting: Sighting) {
        let owner = match self.census.subjects.remove(&sighting.key_hash) {
            None => self.newcomer(&sighting),
            Some(subject) => self.acquaintance(subject, &sighting),
        };
        self.people.owners.insert(sighting.key, owner);
    }

    /// A subject that this source speaks of for the first time.
    fn newcomer(&mut self, sighting: &Sighting) -> Owner {
        let subject = Uuid::now_v7();
        let identifiers = self.known(subject, Uuid::nil(), &sighting.identifiers);
        let name = sighting.name.as_deref();
        let facts = Facts {
            subject: Some(subject),
            person: None,
            name,
            identifiers: &identifiers,
        };
        let candidates = self.census.candidates(self.intake, &facts);
        let (person, home) = match settle_by_rules(&candidates) {
            Settled::Same { person, rule } => {
                self.link(subject, person, "active", rule, agreed(&candidates, person), None);
                self.census.alone.remove(&person);
                self.fill_person(person, sighting);
                (person, None)
            }
            Settled::Possible(possibilities) => {
                possibilities
                    .into_iter()
                    .for_each(|possible| self.propose(subject, possible));
                let person = self.new_person(sighting);
                (person, Some(person))
            }
            Settled::New => {
                let person = self.new_person(sighting);
                (person, Some(person))
            }
        };
        self.rows.subjects.push(subject::Model {
            id: subject,
            source_id: self.intake.source.id,
            key_hash: sighting.key_hash.clone(),
            key_sealed: self.intake.keys.seal(&sighting.key),
            person_id: person,
            home_person_id: home,
            display_name: sighting.name.clone(),
            created_at: self.intake.now,
        });
        self.identify(subject, person, &sighting.identifiers);
        self.brought_for(subject, person);
        Owner {
            person,
            subject: Some(subject),
        }
    }

    /// A subject known already: what it is known by now may tell who it is.
    fn acquaintance(&mut self, mut subject: subject::Model, sighting: &Sighting) -> Owner {
        let held = self.census.identifiers.remove(&subject.id).unwrap_or_default();
        let is_new = |seen: &&Sighted| {
            !held
                .iter()
                .any(|h| h.system == seen.system.as_str() && h.hash == seen.hash)
        };
        let gained: Vec<Sighted> = sighting.identifiers.iter().filter(is_new).cloned().collect();
        let named = sighting.name.is_some() && subject.display_name.is_none();
        self.rename(&mut subject, sighting);
        let mut person = subject.person_id;
        if self
            .census
            .persons
            .get(&person)
            .is_some_and(|row| row.erased_at.is_some())
        {
            self.people.erased.insert(person);
            return Owner {
                person,
                subject: Some(subject.id),
            };
        }
        if !gained.is_empty() || named {
            let mut identifiers = held;
            identifiers.extend(self.known(subject.id, person, &gained));
            person = self.settle_again(&subject, &identifiers);
            self.identify(subject.id, person, &gained);
        }
        self.fill_person(person, sighting);
        Owner {
            person,
            subject: Some(subject.id),
        }
    }

    /// Moves a subject that stands alone to the person it turns out to be; anything less certain is proposed.
    fn settle_again(&mut self, subject: &subject::Model, identifiers: &[KnownIdentifier]) -> Uuid {
        let here = subject.person_id;
        let name = subject.display_name.as_deref();
        let facts = Facts {
            subject: Some(subject.id),
            person: Some(here),
            name,
            identifiers,
        };
        let candidates = self.census.candidates(self.intake, &facts);
        match settle_by_rules(&candidates) {
            Settled::New => here,
            Settled::Same { person, rule } if self.census.alone.contains(&here) => {
                self.link(
                    subject.id,
                    person,
                    "active",
                    rule,
                    agreed(&candidates, person),
                    Some(here),
                );
                self.census.alone.remove(&person);
                self.census.moved(subject.id, person);
                self.moves.push(Move {
                    subject: subject.id,
                    from: here,
                    to: person,
                    empties: true,
                });
                self.people.moved.extend([here, person]);
                person
            }
            Settled::Same { person, rule } => {
                self.propose(
                    subject.id,
                    Possibility {
                        person,
                        rule,
                        agreed: agreed(&candidates, person),
                    },
                );
                here
            }
            Settled::Possible(possibilities) => {
                possibilities
                    .into_iter()
                    .for_each(|possible| self.propose(subject.id, possible));
                here
            }
        }
    }

    /// What is brought for a holder but speaks of somebody else by its own account: a steward may say that they are one.
    fn brought_for(&mut self, subject: Uuid, person: Uuid) {
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

    fn propose(&mut self, subject: Uuid, possible: Possibility) {
        if !self.census.links.contains_key(&(subject, possible.person)) {
            self.link(
                subject,
                possible.person,
                "proposed",
                possible.rule,
                possible.agreed,
                None,
            );
        }
    }

    /// Writes a link; one that is there already is settled instead of a second one made.
    fn link(
        &mut self,
        subject: Uuid,
        person: Uuid,
        state: &str,
        rule: &str,
        agreed: Vec<Agreement>,
        previous: Option<Uuid>,
    ) {
        let held = self.census.links.get(&(subject, person));
        let fields: BTreeSet<&str> = agreed.iter().map(|agreement| agreement.field()).collect();
        let settled = state != "proposed";
        let link = person_link::Model {
            id: held.map_or_else(Uuid::now_v7, |link| link.id),
            subject_id: subject,
            person_id: person,
            state: state.into(),
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

    fn new_person(&mut self, sighting: &Sighting) -> Uuid {
        let row = person::Model {
            id: Uuid::now_v7(),
            display_name: sighting.name.clone(),
            given_name: sighting.given_name.clone(),
            family_name: sighting.family_name.clone(),
            language: sighting.language.clone(),
            age_band: None,
            merged_into: None,
            created_at: self.intake.now,
            erased_at: None,
        };
        self.census.persons.insert(row.id, row.clone());
        self.rows.persons.push(row.clone());
        row.id
    }

    /// Fills what is still empty of a person; never overwrites what another source said.
    fn fill_person(&mut self, id: Uuid, sighting: &Sighting) {
        let Some(held) = self.census.persons.get_mut(&id) else {
            return;
        };
        let before = held.clone();
        fill(&mut held.display_name, sighting.name.clone());
        fill(&mut held.given_name, sighting.given_name.clone());
        fill(&mut held.family_name, sighting.family_name.clone());
        fill(&mut held.language, sighting.language.clone());
        if *held == before {
            return;
        }
        let filled = held.clone();
        let rows = &mut self.rows;
        match rows.persons.iter_mut().chain(&mut rows.filled).find(|row| row.id == id) {
            Some(row) => *row = filled,
            None => rows.filled.push(filled),
        }
    }

    /// A person's own record may change the name its source gives; other records only fill it.
    fn rename(&mut self, subject: &mut subject::Model, sighting: &Sighting) {
        let newer = sighting.name.is_some() && sighting.name != subject.display_name;
        if newer && (sighting.introduced || subject.display_name.is_none()) {
            subject.display_name = sighting.name.clone();
            self.rows.renamed.push(subject.clone());
        }
    }

    fn known(&self, subject: Uuid, person: Uuid, sighted: &[Sighted]) -> Vec<KnownIdentifier> {
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
    fn identify(&mut self, subject: Uuid, person: Uuid, sighted: &[Sighted]) {
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

fn agreed(candidates: &[Candidate], person: Uuid) -> Vec<Agreement> {
    let candidate = candidates.iter().find(|candidate| candidate.person == person);
    candidate
        .map(|candidate| candidate.agreements.clone())
        .unwrap_or_default()
}
