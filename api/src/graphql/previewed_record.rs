//! A record of a previewed delivery, beside the source's own words.

use adapters::original::{Beside, Fate, Word};
use async_graphql::{Enum, SimpleObject};

/// The longest text that is shown whole, in characters.
const LONGEST: usize = 500;

/// A record as it would be kept, beside the source's own words.
#[derive(SimpleObject)]
pub struct PreviewedRecord {
    /// The kind: `credential`, `learning`, `person`, …
    kind: &'static str,
    /// The stream of the source that it comes in.
    stream: &'static str,
    /// In which file of the delivery it stands.
    file: Option<String>,
    /// Where in it: a JSON pointer, or a row.
    place: String,
    /// What it becomes, in the terms of a passport.
    becomes: Vec<PreviewedFact>,
    /// The source's own words at this place, at most 120; none where they stand too far into a long file to be shown.
    words: Option<Vec<SourceWord>>,
    /// How many words more stand there.
    more_words: u64,
}

/// One thing that a record says.
#[derive(SimpleObject)]
pub struct PreviewedFact {
    /// What it is: `title`, `issued`, `skill`.
    label: &'static str,
    /// What it says: a date with its precision, a level with its scale.
    value: String,
}

/// A word of the source, and what becomes of it.
#[derive(SimpleObject)]
pub struct SourceWord {
    /// The way to it from the record's place: `issuer.name`, `alignment[0].targetName`, `extensions["http://x.org/a"]`, the
    /// header of a cell.
    path: String,
    /// What it says; none where it is left out or unclear, or decides something and is not kept, for it may be nobody's to
    /// read.
    text: Option<String>,
    /// What becomes of it.
    fate: WordFate,
    /// The label of the first of `facts`; where another record says it or hangs on it, that record's kind.
    becomes: Option<&'static str>,
    /// The facts beside which it stands, or which it decides: their numbers in the record's `becomes`, from 0.
    facts: Vec<u64>,
    /// Why it is left out, where the adapter's profile gives a reason.
    reason: Option<&'static str>,
}

/// What becomes of a word, as far as it can be told: words are tried, one by one, by reading the record again with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum WordFate {
    /// The record says it: in `facts`, which hang on it; where there are none, beside its facts.
    Carried,
    /// No fact says it, and `facts` hang on it; where there are none, something beside the facts does.
    Decides,
    /// It decides whether the record is read: with another word, or none, it is none, or something is rejected.
    DecidesRecord,
    /// Another record of the delivery says it, or hangs on it.
    Elsewhere,
    /// No record says it, and nothing is decided by it.
    LeftOut,
    /// It was tried, and nothing hangs on it; it is kept with the payload or the signed document, and no passport shows it.
    Kept,
    /// No record says it word for word, and it could not be tried, or not enough, or is not kept; it may have decided something.
    Unclear,
}

impl From<Fate> for WordFate {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Carried(_) => WordFate::Carried,
            Fate::Decides(_) => WordFate::Decides,
            Fate::DecidesRecord => WordFate::DecidesRecord,
            Fate::Elsewhere(_) => WordFate::Elsewhere,
            Fate::LeftOut(_) => WordFate::LeftOut,
            Fate::Kept => WordFate::Kept,
            Fate::Unclear => WordFate::Unclear,
        }
    }
}

impl From<Beside> for PreviewedRecord {
    fn from(mut beside: Beside) -> Self {
        let words = beside.words.take();
        let word = |word: Word| SourceWord {
            becomes: beside.becomes(&word.fate),
            facts: word.fate.facts().iter().map(|at| *at as u64).collect(),
            reason: word.fate.reason(),
            fate: word.fate.into(),
            path: short(word.path),
            text: word.text.map(short),
        };
        let words = words.map(|words| words.into_iter().map(word).collect());
        let facts = beside.facts.into_iter();
        PreviewedRecord {
            kind: beside.record.body.kind(),
            stream: beside.record.stream,
            place: beside.record.place.inside(),
            file: beside.record.place.file,
            words,
            more_words: beside.more as u64,
            becomes: facts
                .map(|fact| PreviewedFact {
                    label: fact.label,
                    value: short(fact.value),
                })
                .collect(),
        }
    }
}

/// A text, cut where it is long.
fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((at, _)) => text.get(..at).map(|text| format!("{text}…")).unwrap_or_default(),
    }
}
