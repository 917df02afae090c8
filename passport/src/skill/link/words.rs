//! From a label to its words: normalised, without the phrases that frame a skill, each word with its stem.

use super::language::{EMPTY, FRAMES};
use crate::skill::normalise;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words beyond this many are not read: a label of ten thousand words names nothing.
const MOST_WORDS: usize = 64;

static EMPTY_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| EMPTY.iter().copied().collect());

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
    let bare = without_frames(whole);
    let kept = bare.split(' ').filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(word)).take(MOST_WORDS);
    let kept: Vec<String> = kept.map(str::to_owned).collect();
    if kept.is_empty() {
        return whole.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect();
    }
    kept
}

fn without_frames(whole: &str) -> String {
    let mut padded = format!(" {whole} ");
    for frame in FRAMES {
        let frame = format!(" {frame} ");
        if padded.contains(&frame) {
            padded = padded.replace(&frame, " ");
        }
    }
    padded
}
