//! Versions of a vocabulary, and what each changed.

use super::concept::Concept;
use crate::flows::load_vocabulary::Changes;
use crate::graphql::page::{Page, Window, cost};
use crate::store::reference::{Became, Vocabularies};
use async_graphql::{Description, Enum, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::vocabulary_version::Model;
use std::sync::Arc;

/// One version of a vocabulary. It never changes, but for what it lacked: languages, and concepts of parts that came
/// later.
#[derive(Description)]
pub struct VocabularyVersion {
    row: Arc<Model>,
    all: Arc<Vocabularies>,
}

impl VocabularyVersion {
    pub(super) fn of(row: Arc<Model>, all: &Arc<Vocabularies>) -> Self {
        VocabularyVersion {
            row,
            all: Arc::clone(all),
        }
    }
}

/// What became of a concept with a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Became")]
pub enum ConceptChange {
    /// It is new.
    Added,
    /// It is no longer to be used.
    Deprecated,
    /// It is no longer there.
    Gone,
    /// It was gone, and is there again.
    Returned,
}

/// How much a version changed against the one before.
#[derive(Debug, SimpleObject)]
pub struct VersionChanges {
    /// Concepts that are new.
    added: usize,
    /// Concepts of which something is said otherwise.
    changed: usize,
    /// Concepts that are no longer to be used, and were before.
    deprecated: usize,
    /// Of those, and of those that are gone, how many have another in their place.
    replaced: usize,
    /// Concepts that are no longer there.
    gone: usize,
    /// Concepts that were gone and are there again.
    returned: usize,
    /// Labels that are new.
    labels: usize,
    /// Labels and texts that are no longer there.
    labels_gone: usize,
    /// Relations that are new.
    relations: usize,
    /// Relations that are no longer there.
    relations_gone: usize,
}

/// The languages of a version.
pub(super) fn languages(row: &Model) -> Vec<String> {
    serde_json::from_value(row.languages.clone()).unwrap_or_default()
}

#[Object(use_type_description)]
impl VocabularyVersion {
    /// What its publisher calls it.
    async fn version(&self) -> &str {
        &self.row.version
    }

    /// The vocabulary's name in it.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Who publishes it.
    async fn publisher(&self) -> Option<&str> {
        self.row.publisher.as_deref()
    }

    /// Under which licence.
    async fn licence(&self) -> Option<&str> {
        self.row.licence.as_deref()
    }

    /// The words by which it wants to be acknowledged.
    async fn attribution(&self) -> Option<&str> {
        self.row.attribution.as_deref()
    }

    /// Its page.
    async fn url(&self) -> Option<&str> {
        self.row.url.as_deref()
    }

    /// The languages that it has labels in, BCP 47.
    async fn languages(&self) -> Vec<String> {
        languages(&self.row)
    }

    /// When it was loaded.
    async fn loaded_at(&self) -> DateTime<Utc> {
        self.row.loaded_at
    }

    /// How much it changed against the one before; for the first version, against nothing.
    async fn changes(&self) -> VersionChanges {
        let Changes {
            added,
            changed,
            deprecated,
            replaced,
            gone,
            returned,
            labels,
            labels_gone,
            relations,
            relations_gone,
            otherwise: _,
        } = serde_json::from_value(self.row.changes.clone()).unwrap_or_default();
        VersionChanges {
            added,
            changed,
            deprecated,
            replaced,
            gone,
            returned,
            labels,
            labels_gone,
            relations,
            relations_gone,
        }
    }

    /// The concepts that this became of with it, by URI.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn concepts(
        &self,
        #[graphql(desc = "What became of them.")] change: ConceptChange,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Concept>> {
        let changed = |row: &entity::concept::Model| self.all.past.became(row, self.row.number, change.into());
        let of_it = |concept: &entity::concept::Model| concept.vocabulary_id == self.row.vocabulary_id;
        let all = self.all.concepts.values();
        let mut found: Vec<_> = all
            .filter(|concept| of_it(&concept.row) && changed(&concept.row))
            .cloned()
            .collect();
        found.sort_by(|a, b| a.row.uri.cmp(&b.row.uri));
        Window::new(first, after, last, before).page(
            found,
            |concept| concept.row.id.simple().to_string(),
            |concept| Concept::in_newest(concept, &self.all),
        )
    }
}
