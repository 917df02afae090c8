//! What became of a word of the source, as far as it can be told.

use super::forms::{Form, Found, Said};
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

/// How many words are shown with one fact; more of them are carried beside it.
const MOST_OF_A_FACT: usize = 3;

/// What a record says, its facts one by one.
pub(super) struct Carrying {
    facts: Vec<Telling>,
    all: Said,
    payload: Said,
    is_signed: bool,
}

/// A fact, and the words that it was found to be made of.
struct Telling {
    said: Said,
    /// Each with the way to it, without the numbers in lists: what several fields say may come from any of them.
    words: Vec<(String, String)>,
}

impl Carrying {
    pub(super) fn of(record: &Record, facts: &[Fact]) -> Self {
        let telling = |fact: &Fact| Telling {
            said: Said::of(fact.words.iter().map(String::as_str)),
            words: Vec::new(),
        };
        Carrying {
            facts: facts.iter().map(telling).collect(),
            all: said_by(record),
            payload: Said::of(texts(&record.payload).iter().map(String::as_str)),
            is_signed: is_signed(record),
        }
    }

    /// How well the record itself says a word; none where it does not.
    pub(super) fn carries(&self, form: &Form) -> Option<Found> {
        let facts = self.facts.iter().filter_map(|fact| fact.said.finds(form));
        facts.max().or_else(|| self.all.finds(form))
    }

    /// In which fact a word is said that is said so well: of several in the one with the fewest words so far. What is a part
    /// of something counts only where nothing says the same whole.
    pub(super) fn place(&mut self, (leaf, form): (&Leaf, &Form), found: Found) -> Fate {
        let most = if found == Found::Part { 1 } else { MOST_OF_A_FACT };
        let facts = self.facts.iter_mut().enumerate();
        let saying = facts.filter(|(_, fact)| fact.said.finds(form) == Some(found));
        let Some((at, fact)) = saying.min_by_key(|(at, fact)| (fact.words.len(), *at)) else {
            return Fate::Carried(None);
        };
        let way = leaf.path.chars().filter(|sign| !sign.is_ascii_digit()).collect();
        let word = (form.folded.clone(), way);
        if fact.words.len() >= most || fact.words.contains(&word) {
            return Fate::Carried(None);
        }
        fact.words.push(word);
        Fate::Carried(Some(at))
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
