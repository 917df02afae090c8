//! What a set tells that is here already: what it says another set told first, and what was decided here. It went out from
//! here once and comes back, so it changes nothing, whatever became of it since.

use super::statement::{Statement, read};
use crate::flows::export_mappings::mapping_of;
use crate::store::reference::Vocabularies;
use crate::store::{StoreError, Tx, mappings};
use adapters::sssom::{About, Mapping};
use chrono::DateTime;
use entity::mapping::Model;
use passport::skill::mapping::Standing;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Two concepts, or a concept and the vocabulary that has no match for it.
type Pair = (Uuid, Option<Uuid>, Option<Uuid>);

/// What is here of other sets and of none, each statement as it is when it went out and comes in again.
#[derive(Default)]
pub(super) struct Here {
    set: String,
    told: HashMap<Pair, Vec<Told>>,
}

/// A statement as it is when it went out and comes in again, and where it stands here.
struct Told {
    again: Model,
    stands: Option<Standing>,
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
            let stands = Standing::from_word(&row.standing);
            if let Some(again) = again {
                here.told.entry(pair(&again)).or_default().push(Told { again, stands });
            }
        }
        Ok(here)
    }

    /// Whether a mapping is here already, and stands as strongly as it would where it came in now. A proposal of which it is
    /// said now that people stand behind it is no more what is here.
    pub(super) fn has(&self, reference: &Vocabularies, mapping: &Mapping, would_stand: Option<Standing>) -> bool {
        if self.told.is_empty() || (self.told_first_in(mapping).is_none() && !self.may_be_decided_here(mapping)) {
            return false;
        }
        let Some(row) = come_in(reference, mapping) else {
            return false;
        };
        let rank = |standing: Option<Standing>| standing.map_or(0, Standing::rank);
        let is_it = |told: &Told| told.again == row && rank(told.stands) >= rank(would_stand);
        self.told.get(&pair(&row)).is_some_and(|told| told.iter().any(is_it))
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
