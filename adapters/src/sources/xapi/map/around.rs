//! In what circumstances: the competencies that an activity belongs to.

use super::super::activity::{self, Kind, words};
use super::super::read::{iri, part};
use super::super::wire::{Context, Definition, Object};
use passport::record::{Place, Reject, Sink, Term};
use serde_json::value::RawValue;

/// How many activities one list may hold.
const MOST: usize = 1_000;

/// What is kept of a context.
#[derive(Default)]
pub struct Circumstances {
    /// Competencies, each once, with their places.
    pub competencies: Vec<(Term, Place)>,
    /// The try that the statement belongs to.
    pub registration: Option<String>,
}

/// Reads a context.
pub fn read(raw: Option<&RawValue>, place: &Place, sink: &mut dyn Sink) -> Circumstances {
    let Some(context) = raw.and_then(|raw| part::<Context<'_>>(raw, place, sink)) else {
        return Circumstances::default();
    };
    let around = context.context_activities.unwrap_or_default().0;
    let place = place.child("contextActivities");
    let mut competencies: Vec<(Term, Place)> = Vec::new();
    for (name, list) in [
        ("parent", around.parent),
        ("grouping", around.grouping),
        ("category", around.category),
        ("other", around.other),
    ] {
        for (raw, place) in items(list, &place.child(name), sink) {
            let found = competency(raw, &place, sink);
            let is_new = |term: &Term| competencies.iter().all(|(held, _)| held.uri != term.uri);
            if let Some(term) = found.filter(is_new) {
                competencies.push((term, place));
            }
        }
    }
    let registration = context
        .registration
        .filter(|id| super::super::voids::uuid(id).is_some());
    Circumstances {
        competencies,
        registration,
    }
}

/// The elements of a list; older statements have one activity in its place.
pub fn items<'a>(list: Option<&'a RawValue>, place: &Place, sink: &mut dyn Sink) -> Vec<(&'a RawValue, Place)> {
    let Some(raw) = list else { return Vec::new() };
    let Ok(items) = serde_json::from_str::<Vec<&'a RawValue>>(raw.get()) else {
        return vec![(raw, place.clone())];
    };
    if items.len() > MOST {
        let reason = format!("here stand {} entries; at most {MOST} are read", items.len());
        sink.reject(Reject::new(place.clone(), "too_many", reason));
    }
    let placed = items.into_iter().take(MOST).enumerate();
    placed.map(|(at, raw)| (raw, place.child(at))).collect()
}

/// The activity, where it is a competency.
fn competency(raw: &RawValue, place: &Place, sink: &mut dyn Sink) -> Option<Term> {
    let object: Object<'_> = part(raw, place, sink)?;
    let definition: Definition = part(object.definition?, &place.child("definition"), sink)?;
    if activity::kind(&definition) != Kind::Competency {
        return None;
    }
    match iri(object.id.as_deref(), place) {
        Ok(id) => Some(term(id, &definition)),
        Err(reject) => {
            sink.reject(reject);
            None
        }
    }
}

/// A competency as a term; its identifier is its URI.
pub fn term(id: &str, definition: &Definition) -> Term {
    let named = words(definition.name.as_ref());
    Term {
        label: named.map(|(name, _)| name.to_owned()),
        uri: Some(id.to_owned()),
        language: named
            .map(|(_, language)| language.to_owned())
            .filter(|tag| tag != "und"),
        ..Term::default()
    }
}
