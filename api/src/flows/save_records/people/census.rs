//! Who is known: everybody who shares an identifier with somebody in the chunk, and everybody met in the chunk before.

use super::sightings::{Sighting, by_system};
use crate::flows::save_records::Intake;
use crate::store::identity::{self, KnownIdentifier};
use crate::store::names;
use crate::store::{StoreError, Tx, links};
use entity::{person, person_link, subject};
use passport::identity::{Agreement, Candidate, LinkState, Names, comparable_name, names_contradict};
use passport::record::IdentifierSystem;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Who is known.
pub(super) struct Census {
    /// Subjects of this source, by the hash of their key.
    pub subjects: HashMap<String, subject::Model>,
    /// What subjects of this source are known by.
    pub identifiers: HashMap<Uuid, Vec<KnownIdentifier>>,
    /// People at hand.
    pub persons: HashMap<Uuid, person::Model>,
    /// Links of subjects at hand, by subject and person.
    pub links: HashMap<(Uuid, Uuid), person_link::Model>,
    /// People who hold one subject and nothing else.
    pub alone: HashSet<Uuid>,
    holders: HashMap<(String, String), Vec<KnownIdentifier>>,
    barred: HashSet<(Uuid, Uuid)>,
    moved: HashMap<Uuid, Uuid>,
}

/// What is compared of somebody.
pub(super) struct Facts<'a> {
    pub subject: Option<Uuid>,
    pub person: Option<Uuid>,
    pub names: &'a Names,
    pub identifiers: &'a [KnownIdentifier],
}

impl Census {
    /// Looks up everybody who may matter to these sightings: the same number of statements for few and for many.
    pub(super) async fn take(tx: &Tx, intake: &Intake, sightings: &[Sighting]) -> Result<Self, StoreError> {
        let key_hashes: Vec<String> = sightings.iter().map(|sighting| sighting.key_hash.clone()).collect();
        let subjects = identity::subjects(tx, intake.source.id, &key_hashes).await?;
        let known: Vec<Uuid> = subjects.iter().map(|subject| subject.id).collect();
        let own = identity::identifiers_of(tx, &known).await?;
        let sighted = sightings
            .iter()
            .flat_map(|s| &s.identifiers)
            .map(|i| (i.system.as_str(), i.hash.as_str()));
        let held = own.iter().map(|known| (known.system.as_str(), known.hash.as_str()));
        let holders = identity::known_by(tx, &by_system(sighted.chain(held))).await?;
        let homes: Vec<Uuid> = subjects.iter().map(|subject| subject.person_id).collect();
        let mut census = Census {
            subjects: subjects
                .into_iter()
                .map(|subject| (subject.key_hash.clone(), subject))
                .collect(),
            identifiers: HashMap::new(),
            persons: HashMap::new(),
            links: HashMap::new(),
            alone: HashSet::new(),
            holders: HashMap::new(),
            barred: HashSet::new(),
            moved: HashMap::new(),
        };
        let mut people: BTreeSet<Uuid> = homes
            .iter()
            .chain(holders.iter().map(|known| &known.person))
            .copied()
            .collect();
        people.extend(intake.on_behalf_of);
        census.persons = identity::persons(tx, &people).await?;
        for known in own {
            census
                .identifiers
                .entry(known.subject.unwrap_or_default())
                .or_default()
                .push(known);
        }
        for known in holders {
            census.add_holder(known);
        }
        if !known.is_empty() {
            census.alone = identity::holding_one_subject(tx, &homes).await?;
            census.read_links(tx, &known, &homes).await?;
        }
        Ok(census)
    }

    /// Links of the subjects at hand, and what was decided against any pair of them, whichever side it was decided from.
    async fn read_links(&mut self, tx: &Tx, subjects: &[Uuid], homes: &[Uuid]) -> Result<(), StoreError> {
        let links = links::links(tx, subjects, homes).await?;
        let (apart, gone): (Vec<_>, Vec<_>) = links
            .iter()
            .filter_map(|link| Some((LinkState::from_word(&link.state)?, link)))
            .filter(|(state, _)| state.keeps_apart() || *state == LinkState::Superseded)
            .partition(|(state, _)| state.keeps_apart());
        if !apart.is_empty() || !gone.is_empty() {
            let others: Vec<Uuid> = apart.iter().map(|(_, link)| link.subject_id).collect();
            let persons_of = identity::persons_of(tx, &others).await?;
            let now: HashMap<Uuid, Vec<Uuid>> = self.subjects.values().fold(HashMap::new(), |mut all, subject| {
                all.entry(subject.person_id).or_insert_with(Vec::new).push(subject.id);
                all
            });
            let all = apart.iter().chain(&gone);
            let standing = identity::standing(tx, &all.map(|(_, link)| link.person_id).collect()).await?;
            let stands = |link: &person_link::Model| standing.get(&link.person_id).copied().unwrap_or(link.person_id);
            for (_, link) in &apart {
                let person = stands(link);
                self.barred.insert((link.subject_id, person));
                let other = persons_of.get(&link.subject_id).copied();
                for subject in now.get(&person).into_iter().flatten() {
                    self.barred.extend(other.map(|other| (*subject, other)));
                }
            }
            // A later link took the subject away from there; no rule takes it back.
            let taken = gone.iter().map(|(_, link)| (link.subject_id, stands(link)));
            self.barred.extend(taken);
        }
        self.links = links
            .into_iter()
            .map(|link| ((link.subject_id, link.person_id), link))
            .collect();
        Ok(())
    }

    /// The links of this subject that hold.
    pub(super) fn held_links(&mut self, subject: Uuid) -> impl Iterator<Item = &mut person_link::Model> {
        let held = move |link: &&mut person_link::Model| {
            link.subject_id == subject && link.state == LinkState::Active.as_str()
        };
        self.links.values_mut().filter(held)
    }

    /// From now on somebody is known by this, too.
    pub(super) fn add_holder(&mut self, known: KnownIdentifier) {
        self.holders
            .entry((known.system.clone(), known.hash.clone()))
            .or_default()
            .push(known);
    }

    /// From now on a person's subject is called so: until the rule derives the person's name, the rest of the chunk knows
    /// them by it.
    pub(super) fn called(&mut self, person: Uuid, before: Option<&str>, name: Option<&String>) {
        let (Some(row), Some(name)) = (self.persons.get_mut(&person), name) else {
            return;
        };
        if row.display_name.is_none() || row.display_name.as_deref() == before {
            row.display_name = Some(name.clone());
        }
    }

    /// From now on this subject is that person.
    pub(super) fn moved(&mut self, subject: Uuid, to: Uuid) {
        self.moved.insert(subject, to);
    }

    /// Whether a steward decided that this subject is not that person.
    pub(super) fn is_barred(&self, subject: Uuid, person: Uuid) -> bool {
        self.barred.contains(&(subject, person))
    }

    /// Everybody who has something in common with somebody, without their own person and those decided against.
    pub(super) fn candidates(&self, intake: &Intake, of: &Facts<'_>) -> Vec<Candidate> {
        let barred = |person: &Uuid| of.subject.is_some_and(|subject| self.is_barred(subject, *person));
        let mut agreed = self.agreed(intake, of);
        agreed.retain(|person, _| Some(*person) != of.person && self.lives(*person) && !barred(person));
        agreed
            .into_iter()
            .map(|(person, mut agreements)| {
                let theirs = self.persons.get(&person).map(names::of_person).unwrap_or_default();
                agreements.extend(same_name(of.names, &theirs).then_some(Agreement::Name));
                Candidate {
                    person,
                    agreements,
                    names_contradict: names_contradict(of.names, &theirs),
                }
            })
            .collect()
    }

    /// The identifiers that somebody shares with others, by whose they are.
    fn agreed(&self, intake: &Intake, of: &Facts<'_>) -> BTreeMap<Uuid, Vec<Agreement>> {
        let mut agreed: BTreeMap<Uuid, Vec<Agreement>> = BTreeMap::new();
        for mine in of.identifiers {
            let Some(system) = IdentifierSystem::from_word(&mine.system) else {
                continue;
            };
            let holders = self.holders.get(&(mine.system.clone(), mine.hash.clone()));
            let others = |known: &&KnownIdentifier| known.subject.is_none() || known.subject != of.subject;
            for theirs in holders.into_iter().flatten().filter(others) {
                let moved = theirs.subject.and_then(|subject| self.moved.get(&subject));
                let certain = mine.verified && theirs.verified && !told_apart(intake, theirs);
                let agreement = if certain {
                    Agreement::Verified(system)
                } else {
                    Agreement::Shared(system)
                };
                let agreements = agreed.entry(moved.copied().unwrap_or(theirs.person)).or_default();
                if !agreements.contains(&agreement) {
                    agreements.push(agreement);
                }
            }
        }
        agreed
    }

    fn lives(&self, person: Uuid) -> bool {
        self.persons.get(&person).is_some_and(|row| row.erased_at.is_none())
    }
}

fn same_name(mine: &Names, theirs: &Names) -> bool {
    let comparable = |names: &Names| {
        names
            .display
            .as_deref()
            .map(comparable_name)
            .filter(|name| !name.is_empty())
    };
    comparable(mine).is_some_and(|mine| comparable(theirs) == Some(mine))
}

/// A system that keeps people tells them apart by its own keys: two of its people who share a mailbox are two, until a
/// steward says otherwise. A badge platform keeps badges; the same person may be named in several ways there.
fn told_apart(intake: &Intake, theirs: &KnownIdentifier) -> bool {
    theirs.source == Some(intake.source.id) && intake.source.kind != "badge"
}
