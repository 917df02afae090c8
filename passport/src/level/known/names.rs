//! What well-known scales and their levels are called, and how a name finds its scale.

use super::KnownScale;
use crate::level::ladder::fold;
use crate::level::number::LONGEST;
use crate::skill::{comparable_uri, normalise};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Every name and key of every scale, in comparable form.
static SCALES: LazyLock<HashMap<String, &'static KnownScale>> = LazyLock::new(|| {
    let names = |known: &'static KnownScale| [known.key, known.name].into_iter().chain(known.names.iter().copied());
    KnownScale::all()
        .flat_map(|known| names(known).map(move |name| (comparable(name), known)))
        .collect()
});

/// Every name of every level, in comparable form, with the scales it is of and its place on them.
static LEVELS: LazyLock<HashMap<String, Vec<(&'static KnownScale, usize)>>> = LazyLock::new(|| {
    let mut levels: HashMap<String, Vec<_>> = HashMap::new();
    for known in KnownScale::all() {
        for (at, level) in known.levels.iter().enumerate() {
            for name in [level.code].iter().chain(level.also) {
                levels.entry(fold(name)).or_default().push((known, at));
            }
        }
    }
    levels
});

/// The scales with a level of this name, which is in comparable form, and its place on them.
pub(in crate::level) fn levels_called(folded: &str) -> &'static [(&'static KnownScale, usize)] {
    LEVELS.get(folded).map_or(&[], Vec::as_slice)
}

/// The scale of this key, URI or name: as it stands, in brackets or before them, or but for words such as *level*.
pub(in crate::level) fn named(name: &str) -> Option<&'static KnownScale> {
    if name.len() > LONGEST * 2 {
        return None;
    }
    let by_name = |name: &str| SCALES.get(&comparable(name)).copied();
    by_uri(name)
        .or_else(|| variants(name).find_map(by_name))
        .or_else(|| by_name(bracketed(name)?))
        .or_else(|| SCALES.get(&without_fillers(&normalise(name))).copied())
}

fn comparable(name: &str) -> String {
    if name.trim() == "%" {
        "%".to_owned()
    } else {
        normalise(name)
    }
}

fn by_uri(name: &str) -> Option<&'static KnownScale> {
    if !name.contains("://") {
        return None;
    }
    let uri = comparable_uri(name).to_ascii_lowercase();
    KnownScale::all().find(|known| known.uris.iter().any(|begins| uri.starts_with(begins)))
}

/// The scale that a value begins with, and the rest: `EQF 5`, `CEFR: B2`; or the scale and level of a level's URI.
pub(super) fn named_in_value(value: &str) -> Option<(&'static KnownScale, &str)> {
    if value.len() > LONGEST {
        return None;
    }
    if let Some(known) = by_uri(value) {
        return Some((known, value.trim_end_matches('/').rsplit(['/', '#']).next()?));
    }
    let marks = value.char_indices().filter(|(_, c)| c.is_whitespace() || *c == ':');
    let rest = |at: usize| Some(value.get(at..)?.trim_start_matches([':', ' ', '\t']));
    marks
        .filter_map(|(at, _)| Some((named(value.get(..at)?)?, rest(at)?)))
        .rfind(|(_, rest)| !rest.trim().is_empty())
}

/// Words around the name of a scale, or around a level, that say nothing.
const FILLERS: &[&str] = &[
    "level",
    "levels",
    "scale",
    "framework",
    "proficiency",
    "language",
    "languages",
    "niveau",
    "niveaux",
    "stufe",
    "nivel",
    "niveles",
];

fn without_fillers(normalised: &str) -> String {
    let words: Vec<_> = normalised.split(' ').filter(|word| !FILLERS.contains(word)).collect();
    words.join(" ")
}

/// A text as it stands, without what stands in brackets at its end, without a word such as *level* before or after it.
pub(super) fn variants(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    let bare = text.split_once('(').map_or(text, |(before, _)| before.trim());
    let filler = |word: &str| FILLERS.contains(&fold(word).as_str());
    let after = bare
        .split_once(' ')
        .filter(|(first, _)| filler(first))
        .map(|(_, rest)| rest.trim());
    let before = bare
        .rsplit_once(' ')
        .filter(|(_, last)| filler(last))
        .map(|(rest, _)| rest.trim());
    let bare = Some(bare).filter(|bare| *bare != text);
    [Some(text), bare, after, before]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
}

fn bracketed(name: &str) -> Option<&str> {
    let (_, rest) = name.split_once('(')?;
    Some(rest.split_once(')')?.0)
}
