//! What a vocabulary says of concepts elsewhere: kept as it says it, and as published mappings as far as the others
//! are loaded.
//!
//! Whenever a vocabulary is loaded, what all of them say is looked at again: what named a concept that was not there
//! yet is a mapping then.

use crate::flows::keep_set::{Kept, compare, statement};
use crate::store::mappings;
use crate::store::vocabularies::{self as store, Known, Said};
use crate::store::{StoreError, Tx};
use adapters::vocabulary::Contents;
use chrono::{DateTime, Utc};
use entity::{concept_match, mapping, vocabulary};
use passport::skill::mapping::{Justification, Standing};
use passport::skill::{Relation, comparable_uri};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What became of the matches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matches {
    /// The mappings, also those of other vocabularies whose matches are found now.
    pub kept: Kept,
    /// Matches of this vocabulary with concepts that no loaded vocabulary has.
    pub unknown: usize,
    /// Matches of this vocabulary of a skill with an occupation, or within the vocabulary itself: they are no mappings.
    pub unfit: usize,
}

/// Writes what a version says of concepts elsewhere against the version before; where it is not `whole`, what it does
/// not say stays.
pub(super) async fn keep(
    tx: &Tx,
    contents: &Contents,
    (vocabulary, number): (Uuid, i32),
    whole: bool,
) -> Result<(), StoreError> {
    let held = store::matches(tx, vocabulary).await?;
    if contents.matches.is_empty() && (held.is_empty() || !whole) {
        return Ok(());
    }
    let (said, left) = compared(contents, held, &store::all_known(tx).await?, vocabulary);
    let new = said.into_iter().map(|(concept_id, uri, kind)| concept_match::Model {
        id: Uuid::now_v7(),
        concept_id,
        uri,
        kind,
        since: number,
        until: None,
    });
    let ended = if whole { left } else { Vec::new() };
    store::write_matches(tx, new.collect(), &ended, number).await
}

/// Whether the files say of concepts that are there what is not kept yet.
pub(super) async fn say_more(tx: &Tx, contents: &Contents, vocabulary: Uuid) -> Result<bool, StoreError> {
    if contents.matches.is_empty() {
        return Ok(false);
    }
    let held = store::matches(tx, vocabulary).await?;
    let (said, _) = compared(contents, held, &store::all_known(tx).await?, vocabulary);
    Ok(!said.is_empty())
}

/// A match: the concept, the URI of the other, what that is to it.
type Key = (Uuid, String, String);

/// What files say that is not held, each once, and what is held that they do not say.
fn compared(
    contents: &Contents,
    held: Vec<concept_match::Model>,
    known: &[Known],
    vocabulary: Uuid,
) -> (Vec<Key>, Vec<Uuid>) {
    let own = known.iter().filter(|concept| concept.vocabulary_id == vocabulary);
    let ids: HashMap<&str, Uuid> = own.map(|concept| (concept.uri.as_str(), concept.id)).collect();
    let keyed = held
        .into_iter()
        .map(|row| ((row.concept_id, row.uri, row.kind), row.id));
    let mut held: HashMap<Key, Uuid> = keyed.collect();
    let (mut new, mut seen) = (Vec::new(), HashSet::new());
    for said in &contents.matches {
        let concept = contents.concepts.get(said.from as usize);
        let Some(id) = concept.and_then(|concept| ids.get(concept.uri.as_str())) else {
            continue;
        };
        let key = (*id, said.to.clone(), said.kind.as_str().to_owned());
        if seen.insert(key.clone()) && held.remove(&key).is_none() {
            new.push(key);
        }
    }
    (new, held.into_values().collect())
}

/// Makes mappings of what all vocabularies say; `of` is the one that is loaded.
pub(super) async fn resolve(tx: &Tx, of: Uuid, now: DateTime<Utc>) -> Result<Matches, StoreError> {
    if !store::any_matches(tx).await? {
        return Ok(Matches::default());
    }
    let known = store::all_known(tx).await?;
    let looking = LookingUp::among(&known);
    let (mut by_vocabulary, mut matches) = (HashMap::<Uuid, Rows>::new(), Matches::default());
    for said in store::all_matches(tx).await? {
        let ours = said.vocabulary_id == of;
        match looking.find(&said) {
            Found::Concepts(objects, relation) => {
                let rows = by_vocabulary.entry(said.vocabulary_id).or_default();
                for object in objects {
                    rows.take(said.concept_id, object, relation);
                }
            }
            Found::Nothing => matches.unknown += usize::from(ours),
            Found::Unfit => matches.unfit += usize::from(ours),
        }
    }
    let mut standing = Held::of(mappings::standing(tx.conn(), &mappings::Which::default()).await?);
    for vocabulary in store::all(tx).await? {
        let set = set(&vocabulary);
        let rows = by_vocabulary.remove(&vocabulary.id).unwrap_or_default();
        let rows = rows.statements(&vocabulary, &set, &standing.reviewed);
        let changes = compare(rows, standing.sets.remove(&set).unwrap_or_default(), now);
        matches.kept = matches.kept.and(changes.write(tx, now).await?);
    }
    Ok(matches)
}

/// The set that the matches of a vocabulary are.
fn set(vocabulary: &vocabulary::Model) -> String {
    format!("urn:passport-hub:matches:{}", vocabulary.key)
}

/// What a match leads to.
enum Found {
    /// Several where more than one vocabulary calls its own so.
    Concepts(Vec<Uuid>, Relation),
    Nothing,
    Unfit,
}

/// All concepts, to be found by URI.
struct LookingUp<'k> {
    by_uri: HashMap<&'k str, Vec<&'k Known>>,
    kinds: HashMap<Uuid, &'k str>,
}

impl<'k> LookingUp<'k> {
    fn among(known: &'k [Known]) -> Self {
        let mut by_uri: HashMap<&str, Vec<&Known>> = HashMap::with_capacity(known.len());
        for concept in known {
            by_uri.entry(comparable_uri(&concept.uri)).or_default().push(concept);
        }
        let kinds = known.iter().map(|concept| (concept.id, concept.kind.as_str()));
        LookingUp {
            by_uri,
            kinds: kinds.collect(),
        }
    }

    /// The concepts elsewhere that are meant: that of every vocabulary that calls its own so, in whichever order they
    /// were loaded. A list may call its concepts by the URIs of another vocabulary: its own are not.
    fn find(&self, said: &Said) -> Found {
        let Some(relation) = Relation::from_word(&said.kind) else {
            return Found::Unfit;
        };
        let is_occupation = |kind: &str| kind.starts_with("occupation");
        let own = self.kinds.get(&said.concept_id).is_some_and(|kind| is_occupation(kind));
        let called = self.by_uri.get(comparable_uri(&said.uri));
        let Some(called) = called else { return Found::Nothing };
        let elsewhere = called
            .iter()
            .filter(|concept| concept.vocabulary_id != said.vocabulary_id && is_occupation(&concept.kind) == own);
        let meant: Vec<Uuid> = elsewhere.map(|concept| concept.id).collect();
        if meant.is_empty() {
            return Found::Unfit;
        }
        Found::Concepts(meant, relation)
    }
}

/// What one vocabulary says, each two concepts once.
#[derive(Default)]
struct Rows(HashMap<(Uuid, Uuid), Relation>);

impl Rows {
    /// Of two relations of the same two the one that says more.
    fn take(&mut self, subject: Uuid, object: Uuid, relation: Relation) {
        match self.0.entry((subject, object)) {
            Entry::Occupied(mut held) if relation.strength() > held.get().strength() => {
                held.insert(relation);
            }
            Entry::Occupied(_) => {}
            Entry::Vacant(free) => {
                free.insert(relation);
            }
        }
    }

    /// The statements, but for those that a reviewer decided on.
    fn statements(self, vocabulary: &vocabulary::Model, set: &str, reviewed: &HashSet<Pair>) -> Vec<mapping::Model> {
        let open = self
            .0
            .into_iter()
            .filter(|((subject, object), _)| !reviewed.contains(&pair(*subject, *object)));
        let method = Justification::Manual;
        let row = |((subject, object), relation)| mapping::Model {
            method: method.as_str().into(),
            justification: Some(format!("semapv:{}", method.semapv())),
            author: vocabulary.publisher.clone().map(|name| name.replace('|', "/")),
            licence: vocabulary.licence.clone(),
            mapping_set_version: Some(vocabulary.version.clone()),
            ..statement(set, Standing::Published, (subject, relation, object))
        };
        open.map(row).collect()
    }
}

/// Two concepts, whichever way round.
type Pair = (Uuid, Uuid);

fn pair(one: Uuid, other: Uuid) -> Pair {
    (one.min(other), one.max(other))
}

/// What stands: the sets, and what reviewers decided on.
#[derive(Default)]
struct Held {
    sets: HashMap<String, Vec<mapping::Model>>,
    reviewed: HashSet<Pair>,
}

impl Held {
    fn of(rows: Vec<mapping::Model>) -> Self {
        let mut held = Held::default();
        for row in rows {
            let reviewed = Standing::from_word(&row.standing).is_some_and(Standing::is_reviewed);
            match (row.object_concept_id, row.mapping_set.clone()) {
                (Some(object), _) if reviewed => {
                    held.reviewed.insert(pair(row.subject_concept_id, object));
                }
                (_, Some(set)) => held.sets.entry(set).or_default().push(row),
                _ => {}
            }
        }
        held
    }
}
