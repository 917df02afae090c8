//! What speaks for an answer as a whole: how far the first candidate stands out, and how well it fits.

use super::features::{Features, place};

/// How many numbers there are.
pub const EVIDENCE: usize = 21;

/// Their names, in the order in which they are kept.
pub const EVIDENCE_NAMES: [&str; EVIDENCE] = [
    "constant",
    "share",
    "margin",
    "exact_preferred",
    "exact_other",
    "surface_best",
    "soft_query_best",
    "soft_label_best",
    "encoder_concept",
    "encoder_description",
    "spelling_best",
    "same_words",
    "terms_preferred",
    "covers_label_preferred",
    "grams_best",
    "capitals",
    "occupations",
    "transversal",
    "knowledge",
    "known_share",
    "words",
];

/// The place of the first candidate's share.
pub(super) const SHARE: usize = 1;

/// The numbers for one answer.
pub type Evidence = [f32; EVIDENCE];

/// What is known of a label that was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The share of it that is words of the vocabulary, by weight.
    pub known_share: f32,
    /// How many words it has.
    pub words: usize,
}

/// Weighs an answer by its candidates' scores, best first, and the features of the first.
pub(super) fn evidence(asked: Asked, scores: &[f32], first: &Features) -> Evidence {
    let margin = match scores {
        [first, second, ..] => (first - second).min(MOST_MARGIN),
        _ => MOST_MARGIN,
    };
    [
        1.0,
        shares(scores).first().copied().unwrap_or(0.0),
        margin,
        first[const { place("exact_preferred") }],
        first[const { place("exact_other") }],
        first[const { place("surface_best") }],
        first[const { place("soft_query_best") }],
        first[const { place("soft_label_best") }],
        first[const { place("encoder_concept") }],
        first[const { place("encoder_description") }],
        first[const { place("spelling_best") }],
        first[const { place("same_words") }],
        first[const { place("terms_preferred") }],
        first[const { place("covers_label_preferred") }],
        first[const { place("grams_best") }],
        first[const { place("capitals") }],
        first[const { place("occupations") }],
        first[const { place("transversal") }],
        first[const { place("knowledge") }],
        asked.known_share,
        (asked.words as f32).min(12.0).ln_1p(),
    ]
}

/// A lead beyond this says no more.
const MOST_MARGIN: f32 = 4.0;

/// The share of each candidate if one of them must be right (softmax).
pub(super) fn shares(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum.max(f32::MIN_POSITIVE)).collect()
}
