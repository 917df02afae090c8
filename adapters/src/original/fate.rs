//! What became of a word of the source, as far as it can be told.

use super::forms::{Form, Found, Said};
use super::leaves::Leaf;
use super::likeness::likeness;
use super::probe::Answer;
use super::reason;
use super::weight::{is_choice, is_number_of, is_reference, is_strong, is_telling};
use crate::Profile;
use passport::record::{Body, Fact, Place, Record};
use std::collections::HashMap;

/// What became of a word. The order is that in which it is asked; the first that holds counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The record says it: in these of its facts, or beside them (a step of a scale, a format).
    Carried(Vec<usize>),
    /// No fact says it, and these hang on it; of none something beside the facts does.
    Decides(Vec<usize>),
    /// Whether the record is made of it: with another word, or none, it is none, or something is rejected.
    DecidesRecord,
    /// Another record of the delivery says it or hangs on it, of this kind.
    Elsewhere(&'static str),
    /// No record says it. The reason is the profile's, where its entry names the field.
    LeftOut(Option<&'static str>),
    /// It was tried, and nothing hangs on it. It is kept with the record, for provenance and proof, and no passport shows it.
    Kept,
    /// No record says it word for word, and it may have decided something: a code, a number, yes or no, a reference. It
    /// could not be tried, or not enough, or is not kept.
    Unclear,
}

impl Fate {
    /// The facts beside which it stands, or which hang on it.
    pub fn facts(&self) -> &[usize] {
        match self {
            Fate::Carried(facts) | Fate::Decides(facts) => facts,
            _ => &[],
        }
    }

    /// Why it is left out, where the profile says so.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Fate::LeftOut(reason) => *reason,
            _ => None,
        }
    }

    /// In a word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Fate::Carried(_) => "carried",
            Fate::Decides(_) => "decides",
            Fate::DecidesRecord => "decides_record",
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
    label: &'static str,
    said: Said,
    /// Each with the way to it, without the numbers in lists: what several fields say may come from any of them.
    words: Vec<(String, String)>,
}

/// Words of a record that say the same, by the ways to them without the numbers in lists.
#[derive(Debug, Default)]
pub(super) struct Rivals(HashMap<String, Vec<String>>);

impl Rivals {
    pub(super) fn add(&mut self, (leaf, form): (&Leaf, &Form)) {
        let ways = self.0.entry(form.folded.clone()).or_default();
        let way = way(leaf);
        if !ways.contains(&way) {
            ways.push(way);
        }
    }

    /// How like the most like of the others is to a fact; none where there is no other.
    fn likeness(&self, (leaf, form): (&Leaf, &Form), label: &str) -> Option<usize> {
        let own = way(leaf);
        let others = self.0.get(&form.folded)?.iter().filter(|way| **way != own);
        others.map(|way| likeness(label, way)).max()
    }
}

impl Carrying {
    pub(super) fn of(record: &Record, facts: &[Fact]) -> Self {
        let telling = |fact: &Fact| Telling {
            label: fact.label,
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

    /// What became of a word that was tried: it stands beside the facts that hang on it if one of them says it, or beside
    /// the only one, as a code does, but for the number of what the fact stands at. None where no fact is its.
    pub(super) fn proved(&mut self, word: (&Leaf, &Form), answer: &Answer) -> Option<Fate> {
        let facts: Vec<usize> = answer.facts.iter().copied().collect();
        if answer.is_bare {
            return Some(Fate::Decides(facts));
        }
        let mut hanging = facts.iter().filter_map(|at| self.facts.get(*at));
        if hanging.any(|fact| fact.said.finds(word.1).is_some()) {
            return Some(self.lay(&facts, word, MOST_OF_A_FACT));
        }
        let is_code = !is_number_of(word.0);
        match facts.as_slice() {
            // A code of one sign may mean the same as the next one.
            [_] if is_code && (answer.steady == answer.facts || word.0.text.chars().count() == 1) => {
                Some(self.lay(&facts, word, MOST_OF_A_FACT))
            }
            [_, ..] => Some(Fate::Decides(facts)),
            [] if answer.record && self.all.finds(word.1).is_some() => Some(Fate::Carried(Vec::new())),
            // That says more than that with some other word the record is none.
            [] if answer.record && answer.is_gone => Some(Fate::Decides(Vec::new())),
            [] if answer.is_gone => None,
            // Another word may say it that was not read; this one says so much that it is no coincidence.
            [] if !answer.is_of_all && is_telling(word.0) && self.all.finds(word.1) == Some(Found::Exact) => {
                Some(Fate::Carried(Vec::new()))
            }
            [] => None,
        }
    }

    /// What most likely became of a word that could not be tried, and is said so well: of several facts it is the one that
    /// its field is named for. What says too little, or may as well be another's, is left open.
    pub(super) fn likely(&mut self, word: (&Leaf, &Form), found: Found, rivals: &Rivals) -> Option<Fate> {
        let facts = self.facts.iter().enumerate();
        let saying = facts.filter(|(_, fact)| fact.said.finds(word.1) == Some(found));
        let saying: Vec<_> = saying.map(|(at, fact)| (at, fact.label)).collect();
        let is_alone = is_strong(word.0) && rivals.likeness(word, "").is_none();
        let beside = is_alone.then(|| Fate::Carried(Vec::new()));
        let like = |label: &str| likeness(label, &word.0.path);
        let best = saying.iter().map(|(_, label)| like(label)).max();
        let Some(best) = best else { return beside };
        let mut best_named = saying.into_iter().filter(|(_, label)| like(label) == best);
        // Of several that say the same it may be any, and a wrong one is worse than none.
        let (Some((at, label)), None) = (best_named.next(), best_named.next()) else {
            return beside;
        };
        let is_rivalled = rivals.likeness(word, label).is_some_and(|other| other >= best);
        if (best > 0 || is_strong(word.0)) && !is_rivalled {
            let most = if found == Found::Part { 1 } else { MOST_OF_A_FACT };
            return Some(self.lay(&[at], word, most));
        }
        beside
    }

    /// Lays a word beside facts, but for those where as many lie as are shown.
    fn lay(&mut self, facts: &[usize], (leaf, form): (&Leaf, &Form), most: usize) -> Fate {
        let word = (form.folded.clone(), way(leaf));
        let mut laid = Vec::new();
        for at in facts {
            if let Some(fact) = self.facts.get_mut(*at)
                && fact.words.len() < most
                && !fact.words.contains(&word)
            {
                fact.words.push(word.clone());
                laid.push(*at);
            }
        }
        Fate::Carried(laid)
    }

    /// Whether the record keeps a word as it was received.
    pub(super) fn keeps(&self, form: &Form) -> bool {
        self.is_signed || self.payload.finds(form).is_some()
    }

    /// What became of a word that no record says.
    pub(super) fn otherwise(&self, of: (&Profile, &Place), word: (&Leaf, &Form), answer: Option<&Answer>) -> Fate {
        let (leaf, form) = word;
        if let Some(reason) = reason::named(of.0, of.1, leaf) {
            return Fate::LeftOut(Some(reason));
        }
        if let Some(answer) = answer {
            match answer.another() {
                Some(kind) => return Fate::Elsewhere(kind),
                None if answer.record => return Fate::Decides(Vec::new()),
                None if answer.rejects => return Fate::DecidesRecord,
                None if self.keeps(form) && is_tried(leaf, answer) => return Fate::Kept,
                None => {}
            }
        }
        match is_telling(leaf) && !self.keeps(form) {
            true => Fate::LeftOut(reason::of_all_others(of.0)),
            false => Fate::Unclear,
        }
    }
}

/// Whether so much was tried that nothing hangs on a word: not where it is one of a list of which others may decide, nor
/// where something that was not read may refer to it.
fn is_tried(leaf: &Leaf, answer: &Answer) -> bool {
    !is_choice(leaf) && (answer.is_of_all || !is_reference(leaf))
}

/// The way to a word, without the numbers in lists.
fn way(leaf: &Leaf) -> String {
    leaf.path.chars().filter(|sign| !sign.is_ascii_digit()).collect()
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
