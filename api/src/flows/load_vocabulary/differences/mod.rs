//! What a version changes against the one before, worked out without a database.

mod relations;
mod words;

use crate::flows::save_records::indexable;
pub use crate::store::vocabularies::Changes;
use crate::store::vocabularies::{Differences, Held, HeldConcept};
use adapters::vocabulary::{Concept, Contents, Status};
use entity::{concept, concept_past};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// How much of what is held the files speak of.
#[derive(Debug, Clone)]
pub(super) enum Reach {
    /// A version of its own: concepts that are not in it are gone. Languages, and kinds of relations, that it does not
    /// speak of at all stay as they are: whoever loads a part of a download loses nothing.
    Whole,
    /// What the newest version lacks: these languages, and concepts and relations that it does not hold. Nothing that
    /// it says is touched, so that the parts of a download make the same version in whichever order they come.
    Lacking(BTreeSet<String>),
}

impl Reach {
    /// Whether a version that is there has all that the files say.
    pub(super) fn is_no_more(&self, changes: &Changes) -> bool {
        matches!(self, Reach::Lacking(more) if more.is_empty()) && *changes == Changes::default()
    }
}

/// What the files change against what is held. `(vocabulary, number)` is the version that they make.
pub(super) fn compare(
    contents: &Contents,
    held: Held,
    (vocabulary, number): (Uuid, i32),
    reach: &Reach,
) -> (Differences, Changes) {
    let ids = ids(contents, &held);
    let spoken: Arc<BTreeSet<String>> = Arc::new(spoken(contents));
    let mut comparing = Comparing {
        vocabulary,
        number,
        asked_for: match reach {
            Reach::Lacking(languages) => Arc::new(languages.clone()),
            Reach::Whole => Arc::clone(&spoken),
        },
        spoken,
        whole: matches!(reach, Reach::Whole),
        levels: contents.concepts.iter().any(|concept| concept.level.is_some()),
        differences: Differences::default(),
        changes: Changes::default(),
    };
    let Held {
        mut concepts,
        mut relations,
        deprecated_before: _,
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
    let Comparing {
        differences, changes, ..
    } = comparing;
    let changes = Changes {
        labels: differences.labels.len(),
        labels_gone: differences.ended_labels.len() + differences.ended_texts.len(),
        relations: differences.relations.len(),
        relations_gone: differences.ended_relations.len(),
        ..changes
    };
    (differences, changes)
}

/// The ids of the concepts: those they have, or new ones.
struct Ids<'c> {
    in_order: Vec<Uuid>,
    /// Those that take the place of others, by URI; the files need not hold them.
    replacing: HashMap<&'c str, Uuid>,
    /// The keys of the scales.
    scales: Vec<String>,
    /// Since when those were deprecated that another part of this version took for released.
    deprecated_before: HashMap<Uuid, i32>,
}

fn ids<'c>(contents: &'c Contents, held: &Held) -> Ids<'c> {
    let id_held = |uri: &str| held.concepts.get(uri).map(|held| held.row.id);
    let id = |concept: &Concept| id_held(&concept.uri).unwrap_or_else(Uuid::now_v7);
    let in_order: Vec<Uuid> = contents.concepts.iter().map(id).collect();
    let uris = contents.concepts.iter().map(|concept| concept.uri.as_str());
    let by_uri: HashMap<&str, Uuid> = uris.zip(in_order.iter().copied()).collect();
    let named = contents
        .concepts
        .iter()
        .filter_map(|concept| concept.replaced_by.as_deref());
    Ids {
        replacing: named
            .filter_map(|uri| Some((uri, by_uri.get(uri).copied().or_else(|| id_held(uri))?)))
            .collect(),
        scales: contents.scales.iter().map(|scale| indexable(&scale.key)).collect(),
        deprecated_before: held.deprecated_before.clone(),
        in_order,
    }
}

impl Ids<'_> {
    fn replacing(&self, concept: &Concept) -> Option<Uuid> {
        self.replacing.get(concept.replaced_by.as_deref()?).copied()
    }

    /// Where a concept stands as a whole, and the key of the scale.
    fn level(&self, concept: &Concept) -> Option<(f64, Option<String>)> {
        let level = concept.level?;
        Some((level.value, self.scales.get(level.scale as usize).cloned()))
    }
}

/// The languages that files have words in.
fn spoken(contents: &Contents) -> BTreeSet<String> {
    let labels = contents.concepts.iter().flat_map(|concept| &concept.labels);
    let texts = contents.concepts.iter().flat_map(|concept| &concept.texts);
    let all = labels
        .map(|label| &label.language)
        .chain(texts.map(|text| &text.language));
    let all: HashSet<&Arc<str>> = all.collect();
    all.into_iter().map(ToString::to_string).collect()
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
    /// The languages that the files have words in.
    spoken: Arc<BTreeSet<String>>,
    /// Those of them in which concepts that are there are compared.
    asked_for: Arc<BTreeSet<String>>,
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
        self.words(concept, id, (vec![], vec![]), &Arc::clone(&self.spoken));
    }

    /// A concept that is held. One that was gone is described anew by the first part that has it again.
    fn known(&mut self, concept: &Concept, held: HeldConcept, ids: &Ids<'_>) {
        let HeldConcept { row, labels, texts } = held;
        let (id, anew) = (row.id, self.whole || row.until.is_some());
        let now = match anew {
            true => self.as_published(row.clone(), concept, ids),
            false => self.lacking(row.clone(), concept, ids),
        };
        let languages = Arc::clone(if anew { &self.spoken } else { &self.asked_for });
        let of_another_kind = now.kind != concept.kind.as_str();
        let mut changed = false;
        if now != row {
            self.count(&row, &now);
            changed = now.until == row.until;
            self.alter(row, now);
        }
        let words = self.words(concept, id, (labels, texts), &languages);
        self.changes.changed += usize::from(changed || words.changed);
        self.changes.otherwise += usize::from(of_another_kind || words.otherwise);
    }

    /// The row with what it lacks and the files tell. That a concept is no longer to be used is said by one part, and
    /// not denied by the others, which may be silent on it.
    fn lacking(&self, row: concept::Model, concept: &Concept, ids: &Ids<'_>) -> concept::Model {
        let (level, level_scale) = match (row.level, ids.level(concept)) {
            (None, Some((level, scale))) => (Some(level), scale),
            (level, _) => (level, row.level_scale),
        };
        let replaced_by = ids.replacing(concept).filter(|other| *other != row.id);
        let deprecated = concept.status == Status::Deprecated && row.deprecated_since.is_none();
        let since = ids.deprecated_before.get(&row.id).copied().unwrap_or(self.number);
        concept::Model {
            code: row.code.or_else(|| concept.code.clone()),
            reuse_level: row.reuse_level.or_else(|| concept.reuse_level.clone()),
            replaced_by: row.replaced_by.or(replaced_by),
            status: if deprecated {
                concept.status.as_str().into()
            } else {
                row.status
            },
            deprecated_since: row.deprecated_since.or(deprecated.then_some(since)),
            level,
            level_scale,
            ..row
        }
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
        let (level, level_scale) = match (self.levels, ids.level(concept)) {
            (true, Some((level, scale))) => (Some(level), scale),
            (true, None) => (None, None),
            (false, _) => (row.level, row.level_scale),
        };
        concept::Model {
            level,
            level_scale,
            code: concept.code.clone(),
            kind: concept.kind.as_str().into(),
            reuse_level: concept.reuse_level.clone(),
            status: concept.status.as_str().into(),
            replaced_by: ids.replacing(concept).filter(|other| *other != row.id),
            deprecated_since: deprecated.then_some(row.deprecated_since.unwrap_or(self.number)),
            until: None,
            ..row
        }
    }

    fn count(&mut self, before: &concept::Model, now: &concept::Model) {
        let was_there = before.since < self.number;
        let deprecated = was_there && before.deprecated_since.is_none() && now.deprecated_since.is_some();
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
