//! What a set tells that is here already: what it says another set told first, and what was decided here. It went out from
//! here once and comes back, so it changes nothing, whatever became of it since.

use super::statement::{Statement, read};
use crate::flows::export_mappings::mapping_of;
use crate::store::reference::Vocabularies;
use crate::store::{StoreError, Tx, mappings};
use adapters::sssom::{About, Mapping};
use chrono::DateTime;
use entity::mapping::Model;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Two concepts, or a concept and the vocabulary that has no match for it.
type Pair = (Uuid, Option<Uuid>, Option<Uuid>);

/// What is here of other sets and of none, each statement as it is when it went out and comes in again.
#[derive(Default)]
pub(super) struct Here {
    set: String,
    told: HashMap<Pair, Vec<Model>>,
}

impl Here {
    /// What is here of all that a set may tell again.
    pub(super) async fn find(
        tx: &Tx,
        reference: &Vocabularies,
        set: &str,
        mappings: &[Mapping],
    ) -> Result<Self, StoreError> {
        let mut here = Here {
            set: set.to_owned(),
            told: HashMap::new(),
        };
        let others: BTreeSet<&str> = mappings
            .iter()
            .filter_map(|mapping| here.told_first_in(mapping))
            .collect();
        let others: Vec<String> = others.into_iter().map(str::to_owned).collect();
        let mut rows = mappings::of_sets(tx.conn(), &others).await?;
        if mappings.iter().any(|mapping| here.may_be_decided_here(mapping)) {
            rows.extend(mappings::of_no_set(tx.conn()).await?);
        }
        for row in rows {
            let again = mapping_of(reference, &row).and_then(|mapping| come_in(reference, &mapping));
            if let Some(row) = again {
                here.told.entry(pair(&row)).or_default().push(row);
            }
        }
        Ok(here)
    }

    /// Whether a mapping is here already.
    pub(super) fn has(&self, reference: &Vocabularies, mapping: &Mapping) -> bool {
        if self.told.is_empty() || (self.told_first_in(mapping).is_none() && !self.may_be_decided_here(mapping)) {
            return false;
        }
        let Some(row) = come_in(reference, mapping) else {
            return false;
        };
        self.told.get(&pair(&row)).is_some_and(|told| told.contains(&row))
    }

    /// The other set in which it was told first.
    fn told_first_in<'m>(&self, mapping: &'m Mapping) -> Option<&'m str> {
        let first = mapping.made.first_told_in.as_deref();
        first.filter(|first| *first != self.set)
    }

    /// What was decided here is of no set, and names its reviewer.
    fn may_be_decided_here(&self, mapping: &Mapping) -> bool {
        mapping.made.first_told_in.is_none() && !mapping.made.reviewers.is_empty()
    }
}

fn pair(row: &Model) -> Pair {
    (row.subject_concept_id, row.object_concept_id, row.object_vocabulary_id)
}

/// A mapping as a statement, as far as a file keeps it. Who stands behind it beside its reviewers no file tells, so each
/// counts as one that somebody stands behind; what the set says of itself is no part of it.
fn come_in(reference: &Vocabularies, mapping: &Mapping) -> Option<Model> {
    let Ok(Statement::Known(row)) = read(reference, mapping, &About::default(), true) else {
        return None;
    };
    Some(Model {
        id: Uuid::nil(),
        recorded_at: DateTime::UNIX_EPOCH,
        mapping_set: mapping.made.first_told_in.clone(),
        author: row.author.as_deref().map(in_order),
        reviewer: row.reviewer.as_deref().map(in_order),
        comment: row
            .comment
            .as_deref()
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty()),
        confidence: thousandths(row.confidence),
        similarity_score: row.similarity_score.map(thousandths),
        ..*row
    })
}

/// A file tells identifiers and names apart, and so not in which order they stood.
fn in_order(people: &str) -> String {
    let mut all: Vec<&str> = people.split('|').collect();
    all.sort_unstable();
    all.join("|")
}

/// As sure as a file tells it: to three digits.
fn thousandths(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
