//! Terms are kept: each once for its source, with what it means from the first.

use super::meaning::Meaning;
use crate::flows::save_records::indexable;
use crate::store::reference::Vocabularies;
use crate::store::{StoreError, Tx, terms};
use chrono::{DateTime, Utc};
use entity::term;
use passport::record::Term;
use passport::skill::term_key;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What makes two terms of one source the same, as the table keeps it.
pub fn key(term: &Term) -> String {
    indexable(&term_key(term))
}

/// Finds or makes these terms of a source, by key; one statement, two where there are new ones.
pub async fn keep(
    tx: &Tx,
    source: Uuid,
    said: &[&Term],
    vocabularies: &Vocabularies,
    now: DateTime<Utc>,
) -> Result<HashMap<String, term::Model>, StoreError> {
    let mut first: BTreeMap<String, &Term> = BTreeMap::new();
    for term in said {
        first.entry(key(term)).or_insert(term);
    }
    let keys: Vec<&str> = first.keys().map(String::as_str).collect();
    let mut held = terms::known(tx, source, &keys).await?;
    let new: Vec<term::Model> = first
        .into_iter()
        .filter(|(key, _)| !held.contains_key(key))
        .map(|(key, term)| Meaning::of(term, None, vocabularies).given_to(row(source, key, term, now)))
        .collect();
    held.extend(new.iter().map(|row| (row.key.clone(), row.clone())));
    terms::add(tx, new).await?;
    Ok(held)
}

fn row(source: Uuid, key: String, term: &Term, now: DateTime<Utc>) -> term::Model {
    term::Model {
        id: Uuid::now_v7(),
        source_id: source,
        key,
        label: term.label.clone(),
        code: term.code.clone(),
        uri: term.uri.clone(),
        framework: term.framework.clone(),
        language: term.language.clone(),
        concept_id: None,
        relation: None,
        method: None,
        confidence: None,
        mapping_id: None,
        first_seen_at: now,
    }
}
