//! One mapping of a set as a row: its concepts found, its standing decided.

use crate::store::mappings::NO_MATCH;
use crate::store::reference::{Concept, Vocabularies};
use adapters::sssom::{About, Mapping, People, Says};
use chrono::{DateTime, Utc};
use entity::mapping::Model;
use passport::record::Reject;
use passport::skill::mapping::{Justification, Standing, Vouched, unsaid_confidence};
use passport::skill::{Concepts, comparable_uri, framework_key};
use uuid::Uuid;

/// What a set says something of: of the same two concepts, for the same reason, it says one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    subject: Uuid,
    object: Option<Uuid>,
    vocabulary: Option<Uuid>,
    method: Justification,
}

impl Key {
    pub(super) fn of(row: &Model) -> Self {
        Key {
            subject: row.subject_concept_id,
            object: row.object_concept_id,
            vocabulary: row.object_vocabulary_id,
            method: Justification::from_word(&row.method).unwrap_or(Justification::Unspecified),
        }
    }
}

/// A mapping, with its concepts looked for.
pub(super) enum Statement {
    /// All its concepts are known.
    Known(Box<Model>),
    /// No loaded vocabulary has these.
    Unknown(Vec<String>),
}

/// Whether two rows say the same, whenever they were learned and in whichever version of their set. What met was not kept
/// always: a row that tells nothing of it says no other thing.
pub(super) fn same(held: &Model, row: &Model) -> bool {
    let row = if tells_what_met(held) {
        row.clone()
    } else {
        without_what_met(row)
    };
    let row = Model {
        id: held.id,
        recorded_at: held.recorded_at,
        superseded_at: held.superseded_at,
        replaces_id: held.replaces_id,
        mapping_set_version: held.mapping_set_version.clone(),
        ..row
    };
    *held == row
}

fn tells_what_met(row: &Model) -> bool {
    *row != without_what_met(row)
}

fn without_what_met(row: &Model) -> Model {
    Model {
        subject_match_field: None,
        object_match_field: None,
        match_string: None,
        similarity_score: None,
        similarity_measure: None,
        ..row.clone()
    }
}

/// Looks for the concepts of a mapping and decides where it stands.
pub(super) fn read(
    reference: &Vocabularies,
    mapping: &Mapping,
    about: &About,
    published: bool,
) -> Result<Statement, Reject> {
    let find = |uri: &str| reference.by_uri(uri).and_then(|id| reference.concepts.get(&id));
    let subject = find(&mapping.subject.uri);
    let (object, uri) = match &mapping.says {
        Says::Relates { object, .. } => (find(&object.uri), Some(&object.uri)),
        Says::NoMatch => (None, None),
    };
    let mut unknown = Vec::new();
    unknown.extend(subject.is_none().then(|| mapping.subject.uri.clone()));
    unknown.extend(uri.filter(|_| object.is_none()).cloned());
    let Some(subject) = subject.filter(|_| unknown.is_empty()) else {
        return Ok(Statement::Unknown(unknown));
    };
    if object.is_some_and(|object| is_occupation(object) != is_occupation(subject)) {
        return Err(reject(
            mapping,
            "different_kinds",
            "an occupation is never a skill, nor a skill an occupation",
        ));
    }
    let row = Model {
        object_concept_id: object.map(|object| object.row.id),
        object_vocabulary_id: vocabulary(reference, mapping)?,
        ..told(mapping, about, published)?
    };
    Ok(Statement::Known(Box::new(Model {
        subject_concept_id: subject.row.id,
        ..row
    })))
}

fn reject(mapping: &Mapping, code: &'static str, reason: &str) -> Reject {
    Reject::new(mapping.place.clone(), code, reason)
}

fn is_occupation(concept: &Concept) -> bool {
    concept.row.kind.starts_with("occupation")
}

/// The vocabulary that has no match, by its address, its key or its name.
fn vocabulary(reference: &Vocabularies, mapping: &Mapping) -> Result<Option<Uuid>, Reject> {
    if mapping.says != Says::NoMatch {
        return Ok(None);
    }
    let Some(source) = &mapping.object_source.source else {
        let reason = "where nothing was found has to be said; fill in object_source";
        return Err(reject(mapping, "missing_field", reason));
    };
    let named = |key: &str| {
        source
            .split(['/', ':', '#'])
            .any(|part| framework_key(part) == framework_key(key))
    };
    let mut all = reference.by_id.values();
    let found = all
        .clone()
        .find(|row| {
            row.url
                .as_deref()
                .is_some_and(|url| comparable_uri(url) == comparable_uri(source))
        })
        .or_else(|| all.find(|row| named(&row.key)));
    let reason = "no vocabulary that is loaded is called so; write its address or local: and its key";
    found
        .map(|row| Some(row.id))
        .ok_or_else(|| reject(mapping, "unknown_vocabulary", reason))
}

/// The row but for its concepts.
fn told(mapping: &Mapping, about: &About, published: bool) -> Result<Model, Reject> {
    let made = &mapping.made;
    let method = Justification::from_semapv(mapping.justification.trim_start_matches("semapv:"));
    let denied = matches!(mapping.says, Says::Relates { denied: true, .. });
    let vouched = match (made.reviewers.is_empty(), published) {
        (false, _) => Vouched::Reviewed,
        (true, true) => Vouched::Set,
        (true, false) => Vouched::Nobody,
    };
    let Some(standing) = method.standing(denied, vouched) else {
        let reason = "a program denies this mapping and nobody stands behind it; name a reviewer, or import the set as published";
        return Err(reject(mapping, "not_vouched", reason));
    };
    Ok(Model {
        id: Uuid::now_v7(),
        subject_concept_id: Uuid::nil(),
        object_concept_id: None,
        relation: relation(&mapping.says).into(),
        method: method.as_str().into(),
        confidence: mapping.confidence.unwrap_or_else(|| unsaid_confidence(standing)),
        author: people(&made.authors),
        reviewer: people(&made.reviewers),
        reviewed_at: reviewed_at(mapping, standing),
        justification: Some(mapping.justification.clone()),
        mapping_set: about.id.clone(),
        recorded_at: DateTime::UNIX_EPOCH,
        superseded_at: None,
        standing: standing.as_str().into(),
        confidence_stated: mapping.confidence.is_some(),
        object_vocabulary_id: None,
        replaces_id: None,
        mapping_set_version: about.version.clone(),
        licence: about.licence.clone(),
        tool: made.tool.clone(),
        tool_version: made.tool_version.clone(),
        made_on: made.on,
        see_also: list(&mapping.see_also),
        comment: mapping.comment.clone(),
        subject_match_field: joined(&mapping.met.subject_fields),
        object_match_field: joined(&mapping.met.object_fields),
        match_string: list(&mapping.met.strings),
        similarity_score: mapping.met.score,
        similarity_measure: mapping.met.measure.clone(),
    })
}

fn relation(says: &Says) -> &'static str {
    match says {
        Says::Relates { relation, .. } => relation.as_str(),
        Says::NoMatch => NO_MATCH,
    }
}

fn people(people: &People) -> Option<String> {
    let all: Vec<&str> = people.ids.iter().chain(&people.names).map(String::as_str).collect();
    (!all.is_empty()).then(|| all.join("|"))
}

fn joined(fields: &[String]) -> Option<String> {
    (!fields.is_empty()).then(|| fields.join("|"))
}

fn list(texts: &[String]) -> Option<serde_json::Value> {
    (!texts.is_empty()).then(|| serde_json::json!(texts))
}

/// When a reviewer decided. Without a day it counts as earlier than any review that has one.
fn reviewed_at(mapping: &Mapping, standing: Standing) -> Option<DateTime<Utc>> {
    let day = mapping
        .made
        .reviewed_on
        .or(mapping.made.on)
        .filter(|_| standing.is_reviewed())?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}
