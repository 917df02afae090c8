//! What speaks for a concept, in numbers: how its labels, its description and its use fit the label at hand.

use super::concept::{Concept, Kind, Reuse};
use super::encoder::{Direction, dot};
use super::index::{Entry, Index, Read, distinct};
use super::lexicon::{Term, UNKNOWN};
use super::spelling::{abbreviates, closeness};

/// How many there are.
pub const FEATURES: usize = 37;

/// Their names, in the order in which they are kept.
pub const NAMES: [&str; FEATURES] = [
    "exact_preferred",
    "exact_other",
    "same_words",
    "terms_preferred",
    "terms_best",
    "covers_label_preferred",
    "covers_query_preferred",
    "covers_label_best",
    "covers_query_best",
    "covers_query_all",
    "grams_preferred",
    "grams_best",
    "head_preferred",
    "head_best",
    "order_best",
    "spelling_best",
    "abbreviation",
    "encoder_concept",
    "encoder_preferred",
    "encoder_best",
    "encoder_mean",
    "encoder_description",
    "described",
    "surface_best",
    "soft_query_preferred",
    "soft_label_preferred",
    "soft_query_best",
    "soft_label_best",
    "names",
    "extra_preferred",
    "camel",
    "occupations",
    "transversal",
    "cross_sector",
    "narrow_use",
    "knowledge",
    "knowledge_for_one_word",
];

/// The numbers for one concept.
pub type Features = [f32; FEATURES];

/// What is known of a concept beside its labels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    occupations: f32,
    names: f32,
    reuse: Reuse,
    kind: Kind,
}

impl Standing {
    /// `most` is the highest number of occupations that any concept has.
    pub(super) fn of(concept: &Concept, most: u32) -> Self {
        let occupations = (1.0 + concept.occupations as f32).ln() / (1.0 + most.max(1) as f32).ln();
        Self { occupations, names: (concept.labels.len() as f32).ln(), reuse: concept.reuse, kind: concept.kind }
    }
}

/// Where the texts of a candidate and the label at hand point.
pub(super) struct Pointing<'a> {
    pub(super) query: &'a Direction,
    pub(super) concept: &'a Direction,
    pub(super) description: &'a Direction,
    pub(super) terms: &'a [Direction],
    pub(super) words: &'a [Direction],
    /// For each label of the candidate.
    pub(super) labels: &'a [Direction],
}

/// How one label fits.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    terms: f32,
    covers_label: f32,
    covers_query: f32,
    encoder: f32,
    grams: f32,
    head: f32,
    order: f32,
    spelling: f32,
}

/// Weighs a concept. Answers also which of its labels fits best.
pub(super) fn weigh(index: &Index, read: &Query<'_>, concept: usize, standing: &Standing, pointing: &Pointing<'_>) -> (Features, u32) {
    let range = index.labels[concept].clone();
    let entries = &index.entries[range.start as usize..range.end as usize];
    let fits: Vec<Fit> = entries.iter().zip(pointing.labels).map(|(entry, direction)| fit(index, read, entry, dot(direction, pointing.query))).collect();
    let best_by = |value: fn(&Fit) -> f32| fits.iter().map(value).fold(0.0f32, f32::max);
    let best = (0..fits.len()).max_by(|one, other| fits[*one].overall().total_cmp(&fits[*other].overall()).then(other.cmp(one))).unwrap_or(0);
    let exact = entries.iter().position(|entry| *entry.whole == *read.read.reading.whole);
    let best = exact.unwrap_or(best);
    let preferred = fits.first().copied().unwrap_or_default();
    let all = fits.get(best).copied().unwrap_or_default();
    let flag = f32::from;
    let soft = entries.first().map_or((0.0, 0.0), |entry| softly(index, read, entry, pointing));
    let soft_best = entries.get(best).map_or((0.0, 0.0), |entry| softly(index, read, entry, pointing));
    let one_word = read.read.reading.words.len() == 1;
    let knowledge = standing.kind == Kind::Knowledge;
    let mean = fits.iter().map(|fit| fit.encoder).sum::<f32>() / fits.len().max(1) as f32;
    let features = [
        flag(exact == Some(0)),
        flag(exact.is_some_and(|place| place > 0)),
        flag(best_by(|fit| fit.terms) > 0.999),
        preferred.terms,
        best_by(|fit| fit.terms),
        preferred.covers_label,
        preferred.covers_query,
        all.covers_label,
        all.covers_query,
        covered(index, read, |term| entries.iter().any(|entry| entry.terms.contains(&term))),
        preferred.grams,
        best_by(|fit| fit.grams),
        preferred.head,
        best_by(|fit| fit.head),
        all.order,
        best_by(|fit| fit.spelling),
        flag(entries.iter().any(|entry| abbreviates(&read.read.reading.whole, &entry.whole))),
        dot(pointing.concept, pointing.query),
        preferred.encoder,
        best_by(|fit| fit.encoder),
        mean,
        dot(pointing.description, pointing.query),
        covered(index, read, |term| index.described[concept].binary_search(&term).is_ok()),
        surface(read, entries),
        soft.0,
        soft.1,
        soft_best.0,
        soft_best.1,
        standing.names,
        entries.first().map_or(0.0, |e| (e.terms.len() as f32 - read.read.reading.terms.len() as f32).max(0.0)),
        flag(entries.iter().any(|entry| capitals(&entry.text, &read.read.reading.whole))),
        standing.occupations,
        flag(standing.reuse == Reuse::Transversal),
        flag(standing.reuse == Reuse::CrossSector),
        flag(standing.reuse == Reuse::Occupation),
        flag(knowledge),
        flag(knowledge && one_word),
    ];
    (features, range.start + best as u32)
}

impl Fit {
    fn overall(&self) -> f32 {
        self.terms + self.grams + self.encoder
    }
}

/// The label at hand, prepared for comparing with many.
pub(super) struct Query<'a> {
    pub(super) read: &'a Read,
    terms: Vec<Term>,
    term_square: f32,
    gram_square: f32,
    has_gram: Vec<u64>,
}

impl<'a> Query<'a> {
    pub(super) fn new(index: &Index, read: &'a Read) -> Self {
        let terms = distinct(&read.reading.terms);
        let unknown = read.reading.terms.iter().filter(|term| **term == UNKNOWN).count();
        let known: Vec<Term> = terms.iter().copied().filter(|term| *term != UNKNOWN).collect();
        let term_square = index.term_weights.square(&known) + unknown as f32 * index.term_weights.of(usize::MAX).powi(2);
        let gram_square = index.gram_weights.square(&read.bag.grams);
        let mut has_gram = vec![0u64; 1024];
        for gram in &read.bag.grams {
            has_gram[usize::from(gram >> 6)] |= 1 << (gram & 63);
        }
        Self { read, terms: known, term_square, gram_square, has_gram }
    }

    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub(super) fn term_square(&self) -> f32 {
        self.term_square
    }
}

fn fit(index: &Index, query: &Query<'_>, entry: &Entry, encoder: f32) -> Fit {
    let reading = &query.read.reading;
    let shared_terms: f32 =
        query.terms.iter().filter(|term| entry.terms.contains(term)).map(|term| index.term_weights.of(*term as usize).powi(2)).sum();
    let shared_grams: f32 = entry
        .grams
        .iter()
        .filter(|gram| query.has_gram[usize::from(**gram >> 6)] & (1 << (**gram & 63)) != 0)
        .map(|gram| index.gram_weights.of(usize::from(*gram)).powi(2))
        .sum();
    let last = index.lexicon.head_is_last(entry.language);
    let head = |terms: &[Term]| if last { terms.last().copied() } else { terms.first().copied() };
    let same_head = head(&reading.terms) == head(&entry.terms) && head(&entry.terms) != Some(UNKNOWN);
    Fit {
        terms: shared_terms / (query.term_square * entry.term_square).sqrt().max(1e-6),
        covers_label: shared_terms / entry.term_square.max(1e-6),
        covers_query: shared_terms / query.term_square.max(1e-6),
        grams: shared_grams / (query.gram_square * entry.gram_square).sqrt().max(1e-6),
        head: f32::from(same_head),
        order: in_order(&reading.terms, &entry.terms),
        spelling: closeness(&reading.whole, &entry.whole),
        encoder,
    }
}

/// Of the pairs of neighbours in the shorter label, the share that stand side by side in the other as well.
fn in_order(one: &[Term], other: &[Term]) -> f32 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let pairs = short.windows(2);
    let all = pairs.len();
    if all == 0 {
        return 0.0;
    }
    pairs.filter(|pair| long.windows(2).any(|other| other == *pair)).count() as f32 / all as f32
}

fn covered(index: &Index, query: &Query<'_>, has: impl Fn(Term) -> bool) -> f32 {
    let found: f32 =
        query.terms.iter().filter(|term| has(**term)).map(|term| index.term_weights.of(*term as usize).powi(2)).sum();
    found / query.term_square.max(1e-6)
}

fn surface(query: &Query<'_>, entries: &[Entry]) -> f32 {
    let words = &query.read.reading.words;
    entries.iter().map(|entry| words.iter().filter(|word| entry.whole.split(' ').any(|other| other == word.as_str())).count()).max().unwrap_or(0) as f32 / words.len().max(1) as f32
}

fn capitals(text: &str, short: &str) -> bool {
    let letters = short.chars().count();
    if !(2..=6).contains(&letters) || text.contains(' ') { return false; }
    let caps: String = text.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect();
    caps == short && !text.eq_ignore_ascii_case(short)
}

fn softly(index: &Index, query: &Query<'_>, entry: &Entry, pointing: &Pointing<'_>) -> (f32, f32) {
    let reading = &query.read.reading;
    let near = |place: usize, term: Term| if reading.terms[place] == term { 1.0 } else { dot(&pointing.words[place], &pointing.terms[term as usize]).max(0.0) };
    let weight = |term: Term| index.term_weights.of(term as usize);
    let (mut got, mut all) = (0.0, 1e-6);
    for place in 0..reading.terms.len() {
        let weight = weight(reading.terms[place]);
        all += weight;
        got += weight * entry.terms.iter().map(|term| near(place, *term)).fold(0.0, f32::max);
    }
    let (mut got_label, mut all_label) = (0.0, 1e-6);
    for term in &entry.terms {
        all_label += weight(*term);
        got_label += weight(*term) * (0..reading.terms.len()).map(|place| near(place, *term)).fold(0.0, f32::max);
    }
    (got / all, got_label / all_label)
}
