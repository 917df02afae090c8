//! What a version changes against the one before, worked out without a database.

use crate::flows::save_records::indexable;
use crate::store::vocabularies::{Differences, Held, HeldConcept};
use adapters::vocabulary::{Concept, Contents, Status};
use entity::{concept, concept_label, concept_relation, concept_text};
use passport::skill::normalise;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// How much of what is held the files speak of.
#[derive(Debug, Clone)]
pub(super) enum Extent {
    /// A version of its own: concepts that are not in it are gone. Languages, and kinds of relations, that it does not
    /// speak of at all stay as they are: whoever loads a part of a download loses nothing.
    Whole,
    /// These languages for the newest version: nothing else is touched.
    Languages(BTreeSet<String>),
}

/// How much a version changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// Concepts that are new.
    pub added: usize,
    /// Concepts of which something is said otherwise: a label, a text, a code, a kind.
    pub changed: usize,
    /// Concepts that are no longer to be used, and were before.
    pub deprecated: usize,
    /// Of those, and of those that are gone, how many have another in their place.
    pub replaced: usize,
    /// Concepts that are no longer there at all.
    pub gone: usize,
    /// Concepts that were gone and are there again.
    pub returned: usize,
    /// Labels that are new.
    pub labels: usize,
    /// Relations that are new.
    pub relations: usize,
    /// Relations that are no longer there.
    pub relations_gone: usize,
    /// Concepts that the files of a language speak of and the version does not hold: they are left out.
    pub unknown: usize,
}

/// What the files change against what is held. `(vocabulary, number)` is the version that they make.
pub(super) fn compare(
    contents: &Contents,
    held: Held,
    (vocabulary, number): (Uuid, i32),
    extent: &Extent,
) -> (Differences, Changes) {
    let ids = ids(contents, &held);
    let mut comparing = Comparing {
        vocabulary,
        number,
        spoken: spoken(contents, extent),
        whole: matches!(extent, Extent::Whole),
        levels: contents.concepts.iter().any(|concept| concept.level.is_some()),
        differences: Differences::default(),
        changes: Changes::default(),
    };
    let Held {
        mut concepts,
        mut relations,
    } = held;
    for (concept, id) in contents.concepts.iter().zip(&ids.in_order) {
        match concepts.remove(&concept.uri) {
            Some(held) => comparing.known(concept, held, &ids),
            None => comparing.new_one(concept, *id, &ids),
        }
    }
    if comparing.whole {
        concepts.into_values().for_each(|held| comparing.no_longer(held));
        comparing.relations(contents, &mut relations, &ids);
    }
    comparing.changes.labels = comparing.differences.labels.len();
    comparing.changes.relations = comparing.differences.relations.len();
    comparing.changes.relations_gone = comparing.differences.ended_relations.len();
    (comparing.differences, comparing.changes)
}

/// The ids of the concepts: those they have, or new ones.
struct Ids<'c> {
    in_order: Vec<Uuid>,
    by_uri: HashMap<&'c str, Uuid>,
    /// The keys of the scales.
    scales: Vec<String>,
}

fn ids<'c>(contents: &'c Contents, held: &Held) -> Ids<'c> {
    let id = |concept: &Concept| {
        held.concepts
            .get(&concept.uri)
            .map_or_else(Uuid::now_v7, |held| held.row.id)
    };
    let in_order: Vec<Uuid> = contents.concepts.iter().map(id).collect();
    let uris = contents.concepts.iter().map(|concept| concept.uri.as_str());
    Ids {
        by_uri: uris.zip(in_order.iter().copied()).collect(),
        scales: contents.scales.iter().map(|scale| indexable(&scale.key)).collect(),
        in_order,
    }
}

/// The languages whose words are compared.
fn spoken(contents: &Contents, extent: &Extent) -> HashSet<String> {
    match extent {
        Extent::Languages(more) => more.iter().cloned().collect(),
        Extent::Whole => {
            let labels = contents.concepts.iter().flat_map(|concept| &concept.labels);
            labels.map(|label| label.language.to_string()).collect()
        }
    }
}

struct Comparing {
    vocabulary: Uuid,
    number: i32,
    spoken: HashSet<String>,
    whole: bool,
    /// Whether the files say of any concept where it stands as a whole.
    levels: bool,
    differences: Differences,
    changes: Changes,
}

impl Comparing {
    /// A concept that is not held yet. A language says nothing of concepts of its own.
    fn new_one(&mut self, concept: &Concept, id: Uuid, ids: &Ids<'_>) {
        if !self.whole {
            self.changes.unknown += 1;
            return;
        }
        self.changes.added += 1;
        let row = concept::Model {
            id,
            vocabulary_id: self.vocabulary,
            uri: concept.uri.clone(),
            code: None,
            kind: String::new(),
            reuse_level: None,
            status: String::new(),
            replaced_by: None,
            deprecated_since: None,
            since: self.number,
            until: None,
            level: None,
            level_scale: None,
        };
        let row = self.as_published(row, concept, ids);
        self.differences.added.push(row);
        self.words(concept, id, (vec![], vec![]));
    }

    fn known(&mut self, concept: &Concept, held: HeldConcept, ids: &Ids<'_>) {
        let HeldConcept { row, labels, texts } = held;
        let id = row.id;
        let mut changed = false;
        if self.whole {
            let now = self.as_published(row.clone(), concept, ids);
            if now != row {
                self.count(&row, &now);
                changed = now.until == row.until;
                self.differences.altered.push(now);
            }
        }
        changed |= self.words(concept, id, (labels, texts));
        self.changes.changed += usize::from(changed);
    }

    /// The row as this version has it.
    fn as_published(&self, row: concept::Model, concept: &Concept, ids: &Ids<'_>) -> concept::Model {
        let deprecated = concept.status == Status::Deprecated;
        let replaced_by = concept
            .replaced_by
            .as_deref()
            .and_then(|uri| ids.by_uri.get(uri))
            .copied();
        let level = concept.level.filter(|_| self.levels);
        let scale = level.and_then(|level| ids.scales.get(level.scale as usize).cloned());
        let (level, level_scale) = if self.levels {
            (level.map(|level| level.value), scale)
        } else {
            (row.level, row.level_scale)
        };
        concept::Model {
            level,
            level_scale,
            code: concept.code.clone(),
            kind: concept.kind.as_str().into(),
            reuse_level: concept.reuse_level.clone(),
            status: concept.status.as_str().into(),
            replaced_by: replaced_by.filter(|other| *other != row.id),
            deprecated_since: deprecated.then_some(row.deprecated_since.unwrap_or(self.number)),
            until: None,
            ..row
        }
    }

    fn count(&mut self, before: &concept::Model, now: &concept::Model) {
        let deprecated = before.deprecated_since.is_none() && now.deprecated_since.is_some();
        self.changes.deprecated += usize::from(deprecated);
        self.changes.replaced += usize::from(deprecated && now.replaced_by.is_some());
        self.changes.returned += usize::from(before.until.is_some());
    }

    /// A concept that this version does not hold. Its words stay: claims go on naming it.
    fn no_longer(&mut self, held: HeldConcept) {
        if held.row.until.is_some() {
            return;
        }
        self.changes.gone += 1;
        self.changes.replaced += usize::from(held.row.replaced_by.is_some());
        self.differences.altered.push(concept::Model {
            until: Some(self.number),
            ..held.row
        });
    }

    /// Labels and texts of one concept; whether any is new or gone.
    fn words(
        &mut self,
        concept: &Concept,
        id: Uuid,
        (labels, texts): (Vec<concept_label::Model>, Vec<concept_text::Model>),
    ) -> bool {
        let before = self.differences.words();
        let mut labels: HashMap<_, _> = labels
            .into_iter()
            .map(|row| ((row.language, row.kind, row.text), row.id))
            .collect();
        for label in concept
            .labels
            .iter()
            .filter(|label| self.spoken.contains(&*label.language))
        {
            let key = (
                label.language.to_string(),
                label.kind.as_str().to_owned(),
                label.text.clone(),
            );
            if labels.remove(&key).is_none() {
                let (language, kind, text) = key;
                self.differences.labels.push(concept_label::Model {
                    id: Uuid::now_v7(),
                    concept_id: id,
                    normalised: normalise(&text),
                    language,
                    kind,
                    text,
                    since: self.number,
                    until: None,
                });
            }
        }
        let mut texts: HashMap<_, _> = texts
            .into_iter()
            .map(|row| ((row.language, row.kind, row.text), row.id))
            .collect();
        for text in concept
            .texts
            .iter()
            .filter(|text| self.spoken.contains(&*text.language))
        {
            let key = (
                text.language.to_string(),
                text.kind.as_str().to_owned(),
                text.text.clone(),
            );
            if texts.remove(&key).is_none() {
                let (language, kind, text) = key;
                self.differences.texts.push(concept_text::Model {
                    id: Uuid::now_v7(),
                    concept_id: id,
                    language,
                    kind,
                    text,
                    since: self.number,
                    until: None,
                });
            }
        }
        let ended = |rows: HashMap<(String, String, String), Uuid>| -> Vec<Uuid> {
            let spoken = rows
                .into_iter()
                .filter(|((language, _, _), _)| self.spoken.contains(language));
            spoken.map(|(_, id)| id).collect()
        };
        let (labels, texts) = (ended(labels), ended(texts));
        self.differences.ended_labels.extend(labels);
        self.differences.ended_texts.extend(texts);
        self.differences.words() > before
    }

    /// Relations of the kinds that the files speak of.
    fn relations(
        &mut self,
        contents: &Contents,
        held: &mut HashMap<(Uuid, Uuid, String), concept_relation::Model>,
        ids: &Ids<'_>,
    ) {
        let kinds: HashSet<&str> = contents
            .relations
            .iter()
            .map(|relation| relation.kind.as_str())
            .collect();
        let mut seen = HashSet::new();
        for relation in &contents.relations {
            let at = |place: u32| ids.in_order.get(place as usize).copied();
            let (Some(from), Some(to)) = (at(relation.from), at(relation.to)) else {
                continue;
            };
            let key = (from, to, relation.kind.as_str().to_owned());
            if !seen.insert(key.clone()) {
                continue;
            }
            let importance = relation.importance.map(|rated| rated.value);
            let level = relation.level.map(|rated| rated.value);
            let before = held.remove(&key);
            if before
                .as_ref()
                .is_some_and(|row| row.importance == importance && row.level == level)
            {
                continue;
            }
            self.differences.ended_relations.extend(before.map(|row| row.id));
            self.differences.relations.push(concept_relation::Model {
                id: Uuid::now_v7(),
                from_id: from,
                to_id: to,
                kind: key.2,
                importance,
                level,
                since: self.number,
                until: None,
            });
        }
        let gone = held.values().filter(|row| kinds.contains(row.kind.as_str()));
        self.differences.ended_relations.extend(gone.map(|row| row.id));
    }
}
