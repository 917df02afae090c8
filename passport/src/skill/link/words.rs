//! From a label to its words: normalised, without the phrases that frame a skill, each word with its stem.

use super::language::{EMPTY, FRAMES};
use crate::skill::normalise;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words beyond this many are not read: a label of ten thousand words names nothing.
const MOST_WORDS: usize = 64;

/// Phrases that name nothing, by their first word, the longest first.
static IDLE: LazyLock<HashMap<&str, Vec<Vec<&str>>>> = LazyLock::new(|| {
    let mut idle: HashMap<&str, Vec<Vec<&str>>> = HashMap::new();
    for phrase in FRAMES.iter().chain(EMPTY) {
        let words: Vec<&str> = phrase.split(' ').collect();
        idle.entry(words[0]).or_default().push(words);
    }
    idle.values_mut()
        .for_each(|phrases| phrases.sort_by_key(|words| std::cmp::Reverse(words.len())));
    idle
});

/// A label in comparable form and the words of it that carry meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording {
    /// The whole label, normalised.
    pub(super) whole: String,
    /// Its words, without those that say nothing; all of them where none would be left.
    pub(super) words: Vec<String>,
}

impl Wording {
    /// Reads a label.
    pub(super) fn of(label: &str) -> Self {
        let whole = normalise(&shortened(label));
        let words = telling(&whole);
        Self { whole, words }
    }
}

/// The first part of a label, as far as it is read at all.
fn shortened(label: &str) -> std::borrow::Cow<'_, str> {
    const MOST_CHARS: usize = 1024;
    match label.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => label[..end].into(),
        None => label.into(),
    }
}

fn telling(whole: &str) -> Vec<String> {
    let words: Vec<&str> = whole
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    let mut kept = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        match idle(rest) {
            0 => {
                kept.push((*word).to_owned());
                rest = after;
            }
            many => rest = &rest[many..],
        }
    }
    if kept.is_empty() {
        words.into_iter().map(str::to_owned).collect()
    } else {
        kept
    }
}

/// How many words from here on name nothing.
pub(in crate::skill) fn idle(words: &[&str]) -> usize {
    let phrases = words.first().and_then(|word| IDLE.get(word));
    let fits = phrases.and_then(|phrases| phrases.iter().find(|phrase| words.starts_with(phrase)));
    fits.map_or(0, Vec::len)
}
