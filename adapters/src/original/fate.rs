//! What became of a word of the source, as far as it can be told.

use super::forms::{Form, Said};
use super::leaves::Leaf;
use super::reason;
use crate::Profile;
use passport::record::{Body, Fact, Place, Record};

/// What became of a word. The order is that in which it is asked; the first that holds counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The record says it: in this of its facts, or beside them (a step of a scale, a format).
    Carried(Option<usize>),
    /// Another record of the delivery says it, of this kind.
    Elsewhere(&'static str),
    /// No record says it. The reason is the profile's, where its entry names the field.
    LeftOut(Option<&'static str>),
    /// It is kept with the record, for provenance and proof, and no passport shows it.
    Kept,
    /// No record says it word for word, and it may have decided something: a code, a number, yes or no, a reference.
    Unclear,
}

impl Fate {
    /// In a word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Fate::Carried(_) => "carried",
            Fate::Elsewhere(_) => "elsewhere",
            Fate::LeftOut(_) => "left_out",
            Fate::Kept => "kept",
            Fate::Unclear => "unclear",
        }
    }
}

/// What a record says, its facts one by one.
pub(super) struct Carrying {
    facts: Vec<Said>,
    taken: Vec<usize>,
    all: Said,
    payload: Said,
    is_signed: bool,
}

impl Carrying {
    pub(super) fn of(record: &Record, facts: &[Fact]) -> Self {
        Carrying {
            facts: facts
                .iter()
                .map(|fact| Said::of(fact.words.iter().map(String::as_str)))
                .collect(),
            taken: vec![0; facts.len()],
            all: said_by(record),
            payload: Said::of(texts(&record.payload).iter().map(String::as_str)),
            is_signed: is_signed(record),
        }
    }

    /// Where the record itself says a word. Of facts that say it equally well, the one with the fewest words so far.
    pub(super) fn carries(&mut self, form: &Form) -> Option<Fate> {
        let found = self.facts.iter().enumerate();
        let found = found.filter_map(|(at, said)| Some((at, said.finds(form)?)));
        let taken = &self.taken;
        let times = |at: usize| std::cmp::Reverse(taken.get(at).copied().unwrap_or_default());
        let best = found.max_by_key(|(at, found)| (*found, times(*at), std::cmp::Reverse(*at)));
        if let Some((at, _)) = best {
            if let Some(times) = self.taken.get_mut(at) {
                *times += 1;
            }
            return Some(Fate::Carried(Some(at)));
        }
        self.all.finds(form).map(|_| Fate::Carried(None))
    }

    /// What became of a word that no record says.
    pub(super) fn otherwise(&self, (profile, place): (&Profile, &Place), leaf: &Leaf, form: &Form) -> Fate {
        if let Some(reason) = reason::named(profile, place, leaf) {
            return Fate::LeftOut(Some(reason));
        }
        if self.is_signed || self.payload.finds(form).is_some() {
            return Fate::Kept;
        }
        match is_telling(leaf) {
            true => Fate::LeftOut(reason::of_all_others(profile)),
            false => Fate::Unclear,
        }
    }
}

/// Whether a text says so much that it decides nothing unless it is carried: a sentence does not, a code may.
pub(super) fn is_telling(leaf: &Leaf) -> bool {
    const FEWEST: usize = 3;
    let words = leaf
        .text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic));
    leaf.is_text && words.count() >= FEWEST
}

/// All that a record says, but for its payload.
pub(super) fn said_by(record: &Record) -> Said {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    for aside in ["payload", "place"] {
        value.as_object_mut().and_then(|fields| fields.remove(aside));
    }
    Said::of(texts(&value).iter().map(String::as_str))
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match value {
        Value::Null => Vec::new(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn is_signed(record: &Record) -> bool {
    match &record.body {
        Body::Credential(credential) => credential.signed.is_some(),
        Body::Endorsement(endorsement) => endorsement.signed.is_some(),
        _ => false,
    }
}
