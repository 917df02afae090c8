//! What speaks for a concept, in numbers: how its labels, its description and its use fit the label at hand.

use super::concept::{Concept, Kind, Reuse};
use super::index::Index;
use super::nearness::Nearness;
use super::query::Query;
use std::ops::Range;

/// How many there are.
pub const FEATURES: usize = 23;

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
    pub(super) occupations: f32,
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

/// Labels that share fewer n-grams are not compared letter by letter.
const FAR: f32 = 0.25;

/// Labels of the same terms agree this far at least.
const ALL_BUT_ROUNDING: f32 = 0.999;

/// A candidate at the first look: which of its labels fits best.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    pub(super) concept: u32,
    /// The place of its preferred label: of several languages, the one that fits best.
    pub(super) preferred: usize,
    /// The place of the label that fits best.
    pub(super) best: usize,
    pub(super) is_exact: bool,
    /// Whether some label has the same words, in whatever form and order.
    pub(super) same_words: bool,
}

/// Looks at all labels of a concept. `exact` are the places of all labels that are the same as the one at hand.
pub(super) fn sight(index: &Index, query: &Query, concept: u32, exact: &[u32]) -> Option<Sight> {
    let labels = index.labels(concept);
    let (fit, mut best, preferred) = best_by_terms(index, query, concept)?;
    let mut sight = Sight {
        concept,
        preferred,
        best,
        is_exact: false,
        same_words: fit > ALL_BUT_ROUNDING,
    };
    let same = exact
        .iter()
        .map(|place| *place as usize)
        .find(|place| labels.contains(place));
    if let Some(place) = same {
        let preferred = if place < index.preferred_end(concept) {
            place
        } else {
            preferred
        };
        return Some(Sight {
            preferred,
            best: place,
            is_exact: true,
            same_words: true,
            ..sight
        });
    }
    if fit <= 0.0 && query.known_share < 1.0 {
        best = nearest_in_letters(index, query, labels);
    }
    sight.best = best;
    Some(sight)
}

/// How well the best label fits by its terms, its place, and the place of the preferred label that fits best.
fn best_by_terms(index: &Index, query: &Query, concept: u32) -> Option<(f32, usize, usize)> {
    let labels = index.labels(concept);
    let preferred_end = index.preferred_end(concept);
    let first = labels.clone().next()?;
    let (mut best, mut preferred) = ((0.0, first), (0.0, first));
    if !index.may_share(labels.clone(), &query.sought) {
        return Some((0.0, first, first));
    }
    for place in labels {
        let shared = index.shared(place, &query.sought);
        if shared <= 0.0 {
            continue;
        }
        let squares = query.term_square * index.term_square(place);
        let fit = shared / squares.sqrt().max(1e-6);
        if fit > best.0 {
            best = (fit, place);
        }
        if fit > preferred.0 && place < preferred_end {
            preferred = (fit, place);
        }
    }
    Some((best.0, best.1, preferred.1))
}

/// Where no word is shared and some word is unknown, it may be misspelt: the letters tell which label comes nearest.
fn nearest_in_letters(index: &Index, query: &Query, labels: Range<usize>) -> usize {
    let mut best = (-1.0, labels.start);
    for place in labels {
        let fit = query.gram_agreement(index, &index.entries[place]);
        if fit > best.0 {
            best = (fit, place);
        }
    }
    best.1
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
pub(super) fn weigh(
    index: &Index,
    query: &Query,
    sight: &Sight,
    standing: &Standing,
    agreement: &Agreement,
    near: &mut Nearness,
) -> Features {
    let flag = |is: bool| f32::from(u8::from(is));
    let best = &index.entries[sight.best];
    let shared = index.shared(sight.preferred, &query.sought);
    let preferred_square = index.term_square(sight.preferred);
    let is_preferred = sight.best == sight.preferred;
    let soft_preferred = near.covers(index.terms(sight.preferred), &index.term_weights);
    let soft_best = if is_preferred {
        soft_preferred
    } else {
        near.covers(index.terms(sight.best), &index.term_weights)
    };
    let grams = query.gram_agreement(index, best);
    [
        flag(sight.is_exact && is_preferred),
        flag(sight.is_exact && !is_preferred),
        flag(sight.same_words),
        shared / (query.term_square * preferred_square).sqrt().max(1e-6),
        shared / preferred_square.max(1e-6),
        shared / query.term_square.max(1e-6),
        grams,
        in_order(&query.reading.terms, index.terms(sight.best)),
        if grams < FAR {
            0.0
        } else {
            query.letters.closeness(&best.whole, best.length as usize)
        },
        same_surfaces(&query.reading.surfaces, index.surfaces(sight.best)),
        soft_preferred.0,
        soft_preferred.1,
        soft_best.0,
        soft_best.1,
        agreement.concept,
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

/// Of the pairs of neighbours in the shorter label, the share that stand side by side in the other as well.
fn in_order(one: &[u32], other: &[u32]) -> f32 {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let pairs = short.windows(2);
    let all = pairs.len().max(1);
    pairs.filter(|pair| long.windows(2).any(|other| other == *pair)).count() as f32 / all as f32
}

fn same_surfaces(query: &[u32], label: &[u32]) -> f32 {
    query.iter().filter(|word| label.contains(word)).count() as f32 / query.len().max(1) as f32
}
