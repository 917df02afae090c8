//! Whose are the records? Everybody in a chunk is settled by the rules, in the order of the records; what is only
//! possible waits for a steward.

mod census;
mod keeping;
mod sightings;

use super::Intake;
use super::combine::Arrived;
use crate::flows::derive_names::derive_names;
use crate::flows::move_subjects::{Move, move_subjects};
use crate::store::identity::{self, KnownIdentifier, PeopleRows};
use crate::store::{StoreError, Tx, names};
use census::{Census, Facts};
use entity::subject;
use passport::identity::{Agreement, Candidate, LinkState, Possibility, Settled, settle as settle_by_rules};
use passport::record::Record;
use sightings::{Sighted, Sighting, sightings};
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
        named: BTreeSet::new(),
        people: People::default(),
    };
    for sighting in sightings {
        settling.settle(sighting);
    }
    let Settling {
        rows,
        moves,
        named,
        people,
        ..
    } = settling;
    identity::save(tx, rows).await?;
    move_subjects(tx, &moves).await?;
    derive_names(tx, &named).await?;
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
    /// Whose subjects are others than before, or called otherwise.
    named: BTreeSet<Uuid>,
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
        let facts = Facts {
            subject: Some(subject),
            person: None,
            names: &sighting.names,
            identifiers: &identifiers,
        };
        let candidates = self.census.candidates(self.intake, &facts);
        let (person, home) = match settle_by_rules(&candidates) {
            Settled::Same { person, rule } => {
                let agreed = agreed(&candidates, person);
                self.link(subject, person, LinkState::Active, rule, agreed, None);
                self.census.alone.remove(&person);
                self.census.called(person, None, sighting.names.display.as_ref());
                self.named.insert(person);
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
        self.rows
            .subjects
            .push(self.subject_row(subject, person, home, sighting));
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
        let named = sighting.names.display.is_some() && subject.display_name.is_none();
        self.rename(&mut subject, sighting);
        if !gained.is_empty() || named {
            let mut identifiers = held;
            identifiers.extend(self.known(subject.id, person, &gained));
            person = self.settle_again(&subject, &identifiers);
            self.identify(subject.id, person, &gained);
        }
        Owner {
            person,
            subject: Some(subject.id),
        }
    }

    /// Moves a subject that stands alone to the person it turns out to be; anything less certain is proposed.
    fn settle_again(&mut self, subject: &subject::Model, identifiers: &[KnownIdentifier]) -> Uuid {
        let here = subject.person_id;
        let called = names::of_subject(subject);
        let facts = Facts {
            subject: Some(subject.id),
            person: Some(here),
            names: &called,
            identifiers,
        };
        let candidates = self.census.candidates(self.intake, &facts);
        match settle_by_rules(&candidates) {
            Settled::New => here,
            Settled::Same { person, rule } => {
                let possible = Possibility {
                    person,
                    rule,
                    agreed: agreed(&candidates, person),
                };
                if self.census.alone.contains(&here) {
                    return self.join(subject.id, here, possible);
                }
                self.propose(subject.id, possible);
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

    /// A subject that stands alone turns out to be somebody.
    fn join(&mut self, subject: Uuid, here: Uuid, found: Possibility) -> Uuid {
        let Possibility { person, rule, agreed } = found;
        self.link(subject, person, LinkState::Active, rule, agreed, Some(here));
        self.census.alone.remove(&person);
        self.census.moved(subject, person);
        self.moves.push(Move {
            subject,
            from: here,
            to: person,
            empties: true,
        });
        self.people.moved.extend([here, person]);
        self.named.insert(person);
        // Who is left empty keeps the name by which a steward knows them.
        self.named.remove(&here);
        person
    }
}

fn agreed(candidates: &[Candidate], person: Uuid) -> Vec<Agreement> {
    let candidate = candidates.iter().find(|candidate| candidate.person == person);
    candidate
        .map(|candidate| candidate.agreements.clone())
        .unwrap_or_default()
}
