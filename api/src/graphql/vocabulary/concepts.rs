//! Looking for concepts.

use super::concept::Concept;
use super::{known_vocabulary, open_to};
use crate::flows::access::Access;
use crate::graphql::errors::{Code, store};
use crate::graphql::page::{Page, Window};
use crate::store::reference::{self, Reference, Vocabularies};
use async_graphql::{Context, Result};
use passport::skill::{Concepts, normalise};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is looked for.
#[derive(Debug, Default)]
pub struct Wished {
    /// Words that a label contains.
    pub search: Option<String>,
    /// The key of the vocabulary.
    pub vocabulary: Option<String>,
    /// The version of it; the newest where it is left out.
    pub version: Option<String>,
    /// The language that a label is to be in.
    pub language: Option<String>,
    /// What the concepts are.
    pub kind: Option<String>,
}

/// Which concept is meant.
#[derive(Debug, Default)]
pub struct Named {
    /// By its URI.
    pub uri: Option<String>,
    /// By its code in a vocabulary.
    pub code: Option<String>,
    /// The key of the vocabulary.
    pub vocabulary: Option<String>,
    /// The version of it; the newest where it is left out.
    pub version: Option<String>,
}

/// The concepts that are looked for: by how well a label fits where words are given, else by label.
pub async fn concepts(ctx: &Context<'_>, wished: Wished, window: Window) -> Result<Page<Concept>> {
    let access = open_to(ctx)?;
    let all = version(access, wished.vocabulary.as_deref(), wished.version.as_deref()).await?;
    let words = wished.search.as_deref().map(text).transpose()?;
    known_kind(&all, wished.kind.as_deref())?;
    let passes = |concept: &reference::Concept| wished.passes(concept, words.as_deref());
    let found = match &words {
        Some(words) => all.search(words, passes),
        None => listed(&all, wished.language.as_deref().unwrap_or("en"), passes),
    };
    window.page(
        found,
        |concept| concept.row.id.simple().to_string(),
        |concept| Concept::in_newest(concept, &all),
    )
}

/// The concept that is named; none where there is none.
pub async fn concept(ctx: &Context<'_>, named: Named) -> Result<Option<Concept>> {
    let access = open_to(ctx)?;
    let all = version(access, named.vocabulary.as_deref(), named.version.as_deref()).await?;
    let id = match (&named.uri, &named.code, &named.vocabulary) {
        (Some(uri), None, _) => all.by_uri(uri),
        (None, Some(code), Some(vocabulary)) => all.by_code(vocabulary, code),
        _ => {
            return Err(Code::BadUserInput.error("Name a concept by its uri, or by its code and the vocabulary's key."));
        }
    };
    let held = id.and_then(|id| all.concepts.get(&id));
    let of_vocabulary = |held: &&Arc<reference::Concept>| {
        named
            .vocabulary
            .as_deref()
            .is_none_or(|key| *held.vocabulary_key == *key)
    };
    Ok(held
        .filter(of_vocabulary)
        .map(|held| Concept::in_newest(Arc::clone(held), &all)))
}

impl Wished {
    fn passes(&self, concept: &reference::Concept, words: Option<&str>) -> bool {
        let is = |wished: &Option<String>, there: &str| wished.as_deref().is_none_or(|wished| wished == there);
        is(&self.vocabulary, &concept.vocabulary_key)
            && is(&self.kind, &concept.row.kind)
            && (self.language.is_none() || self.speaks(concept, words))
    }

    /// Whether a label in the language that is wished for contains the words.
    fn speaks(&self, concept: &reference::Concept, words: Option<&str>) -> bool {
        let in_language = |label: &&reference::Label| self.language.as_deref() == Some(&*label.language);
        let mut labels = concept.labels.iter().filter(in_language);
        labels.any(|label| words.is_none_or(|words| normalise(&label.text).contains(words)))
    }
}

/// A kind that no concept here is of is a mistake, and the kinds that there are are told.
fn known_kind(all: &Vocabularies, kind: Option<&str>) -> Result<()> {
    let kinds = || all.concepts.values().map(|concept| concept.row.kind.as_str());
    if kind.is_none_or(|wished| kinds().any(|kind| kind == wished)) {
        return Ok(());
    }
    let there: Vec<&str> = kinds().collect::<BTreeSet<_>>().into_iter().collect();
    Err(Code::BadUserInput.error(format!(
        "kind: no concept is of this kind; there are {}.",
        there.join(", ")
    )))
}

fn text(words: &str) -> Result<String> {
    let text = normalise(words);
    if text.chars().count() < 2 {
        return Err(Code::BadUserInput.error("Give at least two letters to look for."));
    }
    Ok(text)
}

fn listed(
    all: &Vocabularies,
    language: &str,
    passes: impl Fn(&reference::Concept) -> bool,
) -> Vec<Arc<reference::Concept>> {
    let there = all
        .concepts
        .values()
        .filter(|concept| concept.row.until.is_none() && passes(concept));
    let mut found: Vec<_> = there.cloned().collect();
    found.sort_by(|a, b| (a.label(language), a.row.id).cmp(&(b.label(language), b.row.id)));
    found
}

/// The vocabularies as they stand, or one of them as it stood in a version.
async fn version(access: &Access, key: Option<&str>, version: Option<&str>) -> Result<Arc<Vocabularies>> {
    let reference = access.hub.reference();
    known_vocabulary(&reference, key)?;
    let Some(version) = version else {
        return Ok(Arc::clone(&reference.vocabularies));
    };
    let Some(key) = key else {
        return Err(Code::BadUserInput.error("A version is of one vocabulary; name that too."));
    };
    let (vocabulary, number) = numbered(&reference, key, version)?;
    let pinned = access.hub.shelf.pinned(&access.hub.db, vocabulary, number);
    pinned.await.map_err(store)
}

fn numbered(reference: &Reference, key: &str, version: &str) -> Result<(uuid::Uuid, i32)> {
    let all = &reference.vocabularies;
    let vocabulary = all.by_key(key).map(|row| row.id).unwrap_or_default();
    let versions = all.versions.get(&vocabulary).map(Vec::as_slice).unwrap_or_default();
    let found = versions.iter().find(|row| row.version == version);
    found.map(|row| (vocabulary, row.number)).ok_or_else(|| {
        let there: Vec<&str> = versions.iter().rev().map(|row| row.version.as_str()).collect();
        Code::BadUserInput.error(format!(
            "There is no such version of it; there are: {}.",
            there.join(", ")
        ))
    })
}
