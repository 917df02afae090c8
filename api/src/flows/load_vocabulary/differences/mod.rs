//! What a version changes against the one before, worked out without a database.

mod relations;
mod words;

use crate::flows::save_records::indexable;
use crate::store::vocabularies::{Differences, Held, HeldConcept};
use adapters::vocabulary::{Concept, Contents, Status};
use entity::{concept, concept_past};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// How much of what is held the files speak of.
#[derive(Debug, Clone)]
pub(super) enum Extent {
    /// A version of its own: concepts that are not in it are gone. Languages, and kinds of relations, that it does not
    /// speak of at all stay as they are: whoever loads a part of a download loses nothing.
    Whole,
    /// What the newest version lacks: these languages, and concepts and relations that it does not hold. Nothing that it
    /// says is touched, so that the parts of a download make the same version in whichever order they come.
    Lacking(BTreeSet<String>),
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
    /// Concepts of a version that is there of which the files say something else in a language that it has: that is left out.
    #[serde(skip)]
    pub otherwise: usize,
}

impl Changes {
    /// What a version changed, after it was added to.
    pub(super) fn and(self, more: &Changes) -> Changes {
        Changes {
            added: self.added + more.added,
            changed: self.changed + more.changed,
            deprecated: self.deprecated + more.deprecated,
            replaced: self.replaced + more.replaced,
            // What its first files did not hold is no longer gone with it.
            gone: self.gone.saturating_sub(more.returned),
            returned: self.returned + more.returned.saturating_sub(self.gone),
            labels: self.labels + more.labels,
            relations: self.relations + more.relations,
            relations_gone: self.relations_gone + more.relations_gone,
            otherwise: 0,
        }
    }
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
    }
    comparing.relations(contents, &mut relations, &ids);
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
        Extent::Lacking(languages) => languages.iter().cloned().collect(),
        Extent::Whole => {
            let labels = contents.concepts.iter().flat_map(|concept| &concept.labels);
            labels.map(|label| label.language.to_string()).collect()
        }
    }
}

/// In which languages the words of a concept are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spoken {
    /// In all that the files speak: there are none yet.
    All,
    /// In those that are compared.
    AskedFor,
}

/// What a row lacks and the files tell.
fn lacking(row: concept::Model, concept: &Concept) -> concept::Model {
    concept::Model {
        code: row.code.or_else(|| concept.code.clone()),
        reuse_level: row.reuse_level.or_else(|| concept.reuse_level.clone()),
        ..row
    }
}

/// How a concept stood before the version with this number.
fn past(row: concept::Model, before: i32) -> concept_past::Model {
    concept_past::Model {
        id: Uuid::now_v7(),
        concept_id: row.id,
        before,
        code: row.code,
        kind: row.kind,
        reuse_level: row.reuse_level,
        status: row.status,
        replaced_by: row.replaced_by,
        deprecated_since: row.deprecated_since,
        gone_since: row.until,
        level: row.level,
        level_scale: row.level_scale,
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
    /// A concept that is not held yet.
    fn new_one(&mut self, concept: &Concept, id: Uuid, ids: &Ids<'_>) {
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
        self.words(concept, id, (vec![], vec![]), Spoken::All);
    }

    fn known(&mut self, concept: &Concept, held: HeldConcept, ids: &Ids<'_>) {
        let HeldConcept { row, labels, texts } = held;
        let id = row.id;
        let now = if self.whole || row.until.is_some() {
            self.as_published(row.clone(), concept, ids)
        } else {
            lacking(row.clone(), concept)
        };
        let mut changed = false;
        if now != row {
            self.count(&row, &now);
            changed = now.until == row.until;
            self.alter(row, now);
        }
        changed |= self.words(concept, id, (labels, texts), Spoken::AskedFor);
        self.changes.changed += usize::from(changed);
    }

    /// A row becomes another; how it stood in the versions before is kept.
    fn alter(&mut self, row: concept::Model, now: concept::Model) {
        if row.since < self.number {
            self.differences.past.push(past(row, self.number));
        }
        self.differences.altered.push(now);
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
        let now = concept::Model {
            until: Some(self.number),
            ..held.row.clone()
        };
        self.alter(held.row, now);
    }
}
