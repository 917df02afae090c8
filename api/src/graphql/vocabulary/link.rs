//! Linking labels to concepts: ranked, with a confidence, or that none is meant.

use super::concept::Concept;
use super::{known_vocabulary, open_to};
use crate::flows::link_labels::{self, link_labels};
use crate::graphql::errors::{Code, store};
use crate::store::reference::Vocabularies;
use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
use std::sync::Arc;

/// Most labels that one request links.
const MOST_LABELS: usize = 100;

/// Longest label that is linked, in bytes.
const LONGEST_LABEL: usize = 2_000;

/// Most concepts that are told for a label.
const MOST_CONCEPTS: usize = 25;

/// Whether a label means a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "passport::skill::link::Decision")]
pub enum LinkDecision {
    /// The first candidate is meant.
    Match,
    /// None fits.
    NoMatch,
}

/// By what a label met a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "passport::skill::link::Method")]
pub enum LinkMethod {
    /// It is the preferred label, but for case, punctuation and spaces.
    PreferredLabel,
    /// It is an alternative label.
    AlternativeLabel,
    /// It is a hidden label.
    HiddenLabel,
    /// It has the words of a label, in another form or order.
    SameWords,
    /// It is spelled nearly like a label.
    Spelling,
    /// It resembles a label in words, letters or meaning.
    Resemblance,
}

/// What a label was linked to.
#[derive(Description)]
pub struct LinkedLabel {
    label: String,
    linked: link_labels::LinkedLabel,
    all: Arc<Vocabularies>,
}

/// A concept that may be meant.
#[derive(SimpleObject)]
pub struct LinkCandidate {
    /// The concept.
    concept: Concept,
    /// How sure, 0 to 1: of answers with 0.8, eight in ten are right.
    confidence: f32,
    /// By what it was found.
    method: LinkMethod,
    /// The label of the concept that fits best, as published.
    matched: String,
}

impl LinkCandidate {
    /// A concept as the linker found it.
    pub fn of(found: &link_labels::LinkedConcept, all: &Arc<Vocabularies>) -> Self {
        LinkCandidate {
            concept: Concept::in_newest(Arc::clone(&found.concept), all),
            confidence: found.confidence,
            method: found.method.into(),
            matched: found.matched.to_string(),
        }
    }
}

/// Links labels, each in its place.
pub async fn link_skills(
    ctx: &Context<'_>,
    labels: Vec<String>,
    vocabulary: &str,
    first: Option<i32>,
) -> Result<Vec<LinkedLabel>> {
    let access = open_to(ctx)?;
    let count = checked(&labels, first)?;
    let reference = access.hub.reference();
    known_vocabulary(&reference, Some(vocabulary))?;
    let linked = link_labels(&access.hub, vocabulary, labels.clone(), count)
        .await
        .map_err(store)?;
    let pairs = labels.into_iter().zip(linked.unwrap_or_default());
    Ok(pairs
        .map(|(label, linked)| LinkedLabel {
            label,
            linked,
            all: Arc::clone(&reference.vocabularies),
        })
        .collect())
}

fn checked(labels: &[String], first: Option<i32>) -> Result<usize> {
    if labels.len() > MOST_LABELS {
        return Err(Code::BadUserInput.error(format!("One request links at most {MOST_LABELS} labels.")));
    }
    if labels.iter().any(|label| label.len() > LONGEST_LABEL) {
        return Err(Code::BadUserInput.error(format!("A label has at most {LONGEST_LABEL} bytes.")));
    }
    let count = usize::try_from(first.unwrap_or(5)).unwrap_or(0);
    if !(1..=MOST_CONCEPTS).contains(&count) {
        return Err(Code::BadUserInput.error(format!("Ask for 1 to {MOST_CONCEPTS} concepts a label.")));
    }
    Ok(count)
}

/// What linking costs, before anything runs: each label, and what is told of it.
pub fn link_cost(labels: usize, first: Option<i32>, each: usize) -> usize {
    let concepts = first
        .map_or(5, |first| usize::try_from(first).unwrap_or(0))
        .min(MOST_CONCEPTS);
    labels.saturating_mul(1 + concepts.saturating_mul(each))
}

#[Object(use_type_description)]
impl LinkedLabel {
    /// The label as it was given.
    async fn label(&self) -> &str {
        &self.label
    }

    /// Whether it means a concept of the vocabulary.
    async fn decision(&self) -> LinkDecision {
        self.linked.decision.into()
    }

    /// How likely it is that it means any, 0 to 1.
    async fn matchable(&self) -> f32 {
        self.linked.matchable
    }

    /// The concepts that it may mean, best first; told for a label without a match as well.
    async fn candidates(&self) -> Vec<LinkCandidate> {
        let candidate = |found| LinkCandidate::of(found, &self.all);
        self.linked.candidates.iter().map(candidate).collect()
    }
}
