//! Vocabularies: published sets of concepts, in versions. Nothing here is about a person.

mod concept;
mod concepts;
mod extract;
mod level;
mod link;
mod texts;
mod version;

use super::direct::Direct;
use super::errors::{Code, closed};
use super::ids::{Kind, id};
use super::load::access;
use super::page::{Page, Window, cost};
use crate::caller::NoReader;
use crate::flows::access::Access;
use crate::flows::view_passport::Closed;
use crate::store::reference::{Reference, Vocabularies};
use async_graphql::{Context, Description, ID, Object, Result};
pub use concept::{Concept, LocalizedText, Requirement};
pub use concepts::{Named, Wished, concept, concepts};
pub use extract::{FoundSkill, Reading, extract};
pub use link::{LinkCandidate, LinkedLabel, link_cost, link_skills};
use std::sync::Arc;
pub use texts::TextLoader;
pub use version::VocabularyVersion;

/// A published set of concepts.
#[derive(Description)]
pub struct Vocabulary {
    row: Arc<entity::vocabulary::Model>,
    all: Arc<Vocabularies>,
}

impl Vocabulary {
    /// The vocabulary with this id.
    pub fn of(reference: &Reference, id: uuid::Uuid) -> Option<Self> {
        Some(Vocabulary {
            row: Arc::clone(reference.vocabulary(id)?),
            all: Arc::clone(&reference.vocabularies),
        })
    }
}

/// Refuses whoever may not read vocabularies for their own sake; the operator says who may.
pub fn open_to<'a>(ctx: &Context<'a>) -> Result<&'a Access> {
    let access = access(ctx)?;
    match access.hub.vocabularies_for.admits(&access.caller) {
        Ok(()) => Ok(access),
        Err(NoReader::Stranger) => Err(closed(Closed::Stranger)),
        Err(NoReader::Partner) => Err(Code::Forbidden.error("This hub does not show its vocabularies to partners.")),
    }
}

/// Refuses the key of a vocabulary that is not there: a filter with a slip in it would find nothing, and look like an answer.
pub fn known_vocabulary(reference: &Reference, key: Option<&str>) -> Result<()> {
    let Some(key) = key else { return Ok(()) };
    if reference.vocabularies.by_key(key).is_some() {
        return Ok(());
    }
    Err(Code::BadUserInput.error(format!(
        "There is no vocabulary by this key; there are: {}.",
        reference.vocabularies.keys().join(", ")
    )))
}

/// The vocabularies, by key.
pub async fn vocabularies(ctx: &Context<'_>, window: Window) -> Result<Page<Vocabulary>> {
    let reference = open_to(ctx)?
        .hub
        .fresh_reference()
        .await
        .map_err(super::errors::store)?;
    let mut rows: Vec<_> = reference.vocabularies.by_id.values().cloned().collect();
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    window.page(
        rows,
        |row| row.id.simple().to_string(),
        |row| Vocabulary {
            row,
            all: Arc::clone(&reference.vocabularies),
        },
    )
}

#[Object(use_type_description)]
impl Vocabulary {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Vocabulary, self.row.id)
    }

    /// Its short name: "esco", "onet".
    async fn key(&self) -> &str {
        &self.row.key
    }

    /// Its newest version.
    async fn version(&self) -> &str {
        &self.row.version
    }

    /// Its name.
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

    /// Whether the hub translates into it: what several sources call differently meets here.
    async fn pivot(&self) -> bool {
        self.row.pivot
    }

    /// The languages that its newest version has labels in, BCP 47.
    async fn languages(&self) -> Vec<String> {
        self.all
            .newest(self.row.id)
            .map(|row| version::languages(row))
            .unwrap_or_default()
    }

    /// How many concepts its newest version holds.
    async fn concept_count(&self) -> usize {
        self.all.size(self.row.id)
    }

    /// The version that the hub learned from, to link labels to it by meaning; none where it compares words and letters alone.
    async fn learned_from(&self) -> Option<&str> {
        self.all
            .encoders
            .get(&self.row.id)
            .map(|encoder| encoder.version.as_str())
    }

    /// Its versions that were loaded, the newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn versions(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Direct<VocabularyVersion>>> {
        let rows = self
            .all
            .versions
            .get(&self.row.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        Window::new(first, after, last, before).page(
            rows.iter().rev().cloned().collect(),
            |row| row.id.simple().to_string(),
            |row| Direct(VocabularyVersion::of(row, &self.all)),
        )
    }
}
