//! What speaks for a concept, in numbers: how its labels, its description and its use fit the label at hand.

use super::concept::{Concept, Kind, Reuse};
use super::index::{Entry, Index};
use super::nearness::Nearness;
use super::query::Query;

/// How many there are.
pub const FEATURES: usize = 24;

/// Their names, in the order in which they are kept.
pub const NAMES: [&str; FEATURES] = [
    "exact_preferred",
    "exact_other",
    "same_words",
    "terms_preferred",
    "covers_label_preferred",
    "covers_query_preferred",
    "grams_best",
    "order_best",
    "spelling_best",
    "surface_best",
    "soft_query_preferred",
    "soft_label_preferred",
    "soft_query_best",
    "soft_label_best",
    "encoder_concept",
    "encoder_best",
    "encoder_description",
    "capitals",
    "names",
    "occupations",
    "transversal",
    "cross_sector",
    "one_occupation",
    "knowledge",
];

/// Where a feature stands, worked out by the compiler; one that there is not stops it.
pub(super) const fn place(name: &str) -> usize {
    let mut place = 0;
    while !is(NAMES[place], name) {
        place += 1;
    }
    place
}

const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut letter = 0;
    while letter < one.len() && letter < other.len() && one[letter] == other[letter] {
        letter += 1;
    }
    letter == one.len() && letter == other.len()
}

/// The numbers for one concept.
pub type Features = [f32; FEATURES];

/// What is known of a concept beside its labels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    names: f32,
    occupations: f32,
    reuse: Reuse,
    kind: Kind,
}

impl Standing {
    /// `most` is the highest number of occupations that any concept has.
    pub(super) fn of(concept: &Concept, most: u32) -> Self {
        Self {
            names: (concept.labels.len().max(1) as f32).ln(),
            occupations: (1.0 + concept.occupations as f32).ln() / (1.0 + most.max(1) as f32).ln(),
            reuse: concept.reuse,
            kind: concept.kind,
        }
    }
}

/// A candidate at the first look: which of its labels fits best.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    pub(super) concept: u32,
    /// The place of its first label, the preferred one.
    pub(super) preferred: usize,
    /// The place of the label that fits best.
    pub(super) best: usize,
    pub(super) is_exact: bool,
    /// Whether some label has the same words, in whatever form and order.
    pub(super) same_words: bool,
    /// How far its best label points the same way.
    pub(super) encoder_best: f32,
}

/// Looks at all labels of a concept. `agreements` says how far each of them points the same way.
pub(super) fn sight(index: &Index, query: &Query, concept: u32, agreements: &[f32]) -> Option<Sight> {
    let labels = index.labels(concept);
    let mut best = (f32::MIN, labels.start);
    let mut same_words = false;
    let mut exact = None;
    for (place, agreement) in labels.clone().zip(agreements) {
        let entry = &index.entries[place];
        let shared = shared_terms(index, query, entry);
        let terms = shared / (query.term_square * entry.term_square).sqrt().max(1e-6);
        same_words |= terms > 0.999;
        if terms + agreement > best.0 {
            best = (terms + agreement, place);
        }
        if exact.is_none() && *entry.whole == *query.reading.whole {
            exact = Some(place);
        }
    }
    let encoder_best = agreements.iter().copied().fold(0.0, f32::max);
    let best = exact.unwrap_or(best.1);
    let preferred = labels.clone().next()?;
    Some(Sight { concept, preferred, best, is_exact: exact.is_some(), same_words, encoder_best })
}

/// How far a concept and its description point the way of the label at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agreement {
    pub(super) concept: f32,
    pub(super) description: f32,
    /// Whether the label is the capitals of one of its names.
    pub(super) is_capitals: bool,
}

/// Weighs a candidate.
pub(super) fn weigh(index: &Index, query: &Query, sight: &Sight, standing: &Standing, agreement: &Agreement, near: &Nearness) -> Features {
    let flag = |is: bool| f32::from(u8::from(is));
    let preferred = &index.entries[sight.preferred];
    let best = &index.entries[sight.best];
    let shared = shared_terms(index, query, preferred);
    let soft_preferred = near.covers(query, index.terms(preferred), &index.term_weights);
    let soft_best = near.covers(query, index.terms(best), &index.term_weights);
    let is_preferred = sight.best == sight.preferred;
    [
        flag(sight.is_exact && is_preferred),
        flag(sight.is_exact && !is_preferred),
        flag(sight.same_words),
        shared / (query.term_square * preferred.term_square).sqrt().max(1e-6),
        shared / preferred.term_square.max(1e-6),
        shared / query.term_square.max(1e-6),
        query.gram_agreement(index, best),
        in_order(&query.reading.terms, index.terms(best)),
        query.letters.closeness(&best.whole),
        same_surfaces(&query.reading.surfaces, index.surfaces(best)),
        soft_preferred.0,
        soft_preferred.1,
        soft_best.0,
        soft_best.1,
        agreement.concept,
        sight.encoder_best,
        agreement.description,
        flag(agreement.is_capitals),
        standing.names,
        standing.occupations,
        flag(standing.reuse == Reuse::Transversal),
        flag(standing.reuse == Reuse::CrossSector),
        flag(standing.reuse == Reuse::Occupation),
        flag(standing.kind == Kind::Knowledge),
    ]
}

fn shared_terms(index: &Index, query: &Query, entry: &Entry) -> f32 {
    let terms = index.terms(entry);
    let shared = query.known.iter().filter(|term| terms.contains(term));
    shared.map(|term| index.term_weights.of(*term as usize).powi(2)).sum()
}

/// Of the pairs of neighbours in the shorter label, the share that stand side by side in the other as well.
fn in_order(one: &[u32], other: &[u32]) -> f32 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let pairs = short.windows(2);
    let all = pairs.len().max(1);
    pairs.filter(|pair| long.windows(2).any(|other| other == *pair)).count() as f32 / all as f32
}

fn same_surfaces(query: &[u32], label: &[u32]) -> f32 {
    query.iter().filter(|word| label.contains(word)).count() as f32 / query.len().max(1) as f32
}
