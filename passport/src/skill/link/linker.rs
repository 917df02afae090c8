//! The linker: built once from a version of a vocabulary, shared, asked for one label after another.

use super::answer::{Candidate, Decision, Linked, Method};
use super::bytes::Directions;
use super::concept::{Concept, Rank};
use super::encoder::{Encoder, mean};
use super::evidence::{Asked, shares};
use super::features::{Agreement, Sight, Standing, place, sight, weigh};
use super::finding::Finding;
use super::index::Index;
use super::learned::{Judged, Learned};
use super::nearness::Nearness;
use super::neighbourhoods::Neighbourhoods;
use super::query::Query;
use super::ranking::{Weighed, WeighedConcept};

/// Candidates that are looked at closely: by shared stems, and by direction.
const BY_TERMS: usize = 12;
const BY_DIRECTION: usize = 16;

/// Candidates that an answer has at least, where there are so many concepts.
const LEAST: usize = 5;

/// From this closeness on, a label differs in spelling only.
const NEARLY_SPELLED: f32 = 0.8;

/// How a linker is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// An encoder trained on this vocabulary. Without one, labels are compared by their words and letters alone.
    pub encoder: Option<Encoder>,
    /// What counts how much; without it, what the release ships with.
    pub learned: Option<Learned>,
}

/// One version of a vocabulary, ready to be linked to. It never changes: another version is another linker.
#[derive(Debug)]
pub struct Linker {
    pub(super) index: Index,
    pub(super) finding: Finding,
    pub(super) encoder: Encoder,
    learned: Learned,
    pub(super) standing: Vec<Standing>,
    concepts: Neighbourhoods,
    descriptions: Directions,
    terms: Directions,
}

impl Linker {
    /// Reads a vocabulary.
    pub fn build(concepts: &[Concept], options: Options) -> Self {
        let index = Index::build(concepts);
        let encoder = options.encoder.unwrap_or_else(|| Encoder::plain_for(&index));
        let mut linker = Self {
            finding: Finding::build(&index),
            learned: options
                .learned
                .unwrap_or_else(|| Learned::shipped(encoder.is_trained())),
            standing: standing(concepts),
            concepts: Neighbourhoods::of(&[]),
            descriptions: Directions::default(),
            terms: Directions::default(),
            index,
            encoder,
        };
        linker.point(concepts);
        linker
    }

    /// Links a label: which concepts may be meant, at most `count` of them, at least five where there are.
    pub fn link(&self, label: &str, count: usize) -> Linked {
        let read = self.read_as(label);
        let weighed = self.weigh(read);
        let ranked = weighed.ranked(&self.learned.candidate);
        let Some(evidence) = weighed.evidence(&ranked) else {
            return Linked {
                decision: Decision::NoMatch,
                matchable: 0.0,
                candidates: Vec::new(),
            };
        };
        let judged = self.learned.judge(&evidence);
        let scores: Vec<f32> = ranked.iter().map(|(score, _)| *score).collect();
        let told = ranked
            .iter()
            .zip(confidences(&judged, &shares(&scores)))
            .take(count.max(LEAST));
        let candidates = told
            .map(|((_, weighed), confidence)| self.candidate(weighed, confidence))
            .map(|candidate| {
                if read == label {
                    candidate
                } else {
                    by_another_name(candidate)
                }
            })
            .collect();
        Linked {
            decision: judged.decision,
            matchable: judged.matchable,
            candidates,
        }
    }

    /// What may be meant by a label, and what speaks for each: what an answer is made of, and what fitting needs.
    pub fn weigh(&self, label: &str) -> Weighed {
        let query = Query::of(label, &self.index, &self.encoder, &self.terms);
        let asked = Asked {
            known_share: query.known_share,
            words: query.reading.words.len(),
        };
        if query.reading.whole.is_empty() {
            return Weighed {
                asked,
                candidates: Vec::new(),
            };
        }
        let shortened = self.finding.shortened(&query.reading.whole);
        let exact = self.finding.exact(&query.reading.whole);
        let near = self.near(&query, exact, shortened);
        self.index.meet_labels(&near);
        let sights: Vec<Sight> = near
            .into_iter()
            .filter_map(|concept| sight(&self.index, &query, concept, exact))
            .collect();
        self.index.meet_entries(sights.iter().map(|sight| sight.best));
        let places = sights.iter().flat_map(|sight| [sight.preferred, sight.best]);
        let terms = places.flat_map(|place| self.index.terms(place));
        let mut near = Nearness::of(&query, terms.copied(), &self.terms, &self.index.term_weights);
        let agreements = self.agreements(&query, &sights, shortened);
        let candidates = sights
            .into_iter()
            .zip(agreements)
            .map(|(sight, agreement)| self.weigh_one(&query, sight, &agreement, &mut near))
            .collect();
        Weighed { asked, candidates }
    }

    fn agreements(&self, query: &Query, sights: &[Sight], shortened: &[u32]) -> Vec<Agreement> {
        let concepts: Vec<u32> = sights.iter().map(|sight| sight.concept).collect();
        let named = self.concepts.agreements(&concepts, &query.aim);
        let described = self.descriptions.agreements_at(&concepts, &query.aim);
        let agreed = concepts.iter().zip(named).zip(described);
        agreed
            .map(|((number, concept), description)| Agreement {
                concept,
                description,
                is_capitals: shortened.contains(number),
            })
            .collect()
    }

    fn weigh_one(&self, query: &Query, sight: Sight, agreement: &Agreement, near: &mut Nearness) -> WeighedConcept {
        let concept = sight.concept as usize;
        let features = weigh(&self.index, query, &sight, &self.standing[concept], agreement, near);
        WeighedConcept {
            concept,
            features,
            sight,
        }
    }

    /// The concepts worth a closer look. Where the label is a preferred one, those that share words with it will do.
    fn near(&self, query: &Query, exact: &[u32], shortened: &[u32]) -> Vec<u32> {
        let exact = exact.iter().map(|entry| &self.index.entries[*entry as usize]);
        let is_preferred = exact.clone().any(|entry| entry.rank == Rank::Preferred);
        let by_terms = self.finding.by_terms(&query.known, self.index.concepts(), BY_TERMS);
        let scanned = if is_preferred && by_terms.len() >= LEAST {
            Vec::new()
        } else {
            self.concepts.nearest(&query.aim, BY_DIRECTION)
        };
        super::distinct(
            exact
                .map(|entry| entry.concept)
                .chain(shortened.iter().copied())
                .chain(by_terms)
                .chain(scanned),
        )
    }

    fn candidate(&self, weighed: &WeighedConcept, confidence: f32) -> Candidate {
        let entry = &self.index.entries[weighed.sight.best];
        Candidate {
            concept: weighed.concept,
            confidence,
            method: method(weighed, entry.rank),
            matched: entry.text.clone(),
        }
    }

    fn point(&mut self, concepts: &[Concept]) {
        let mut directions = Vec::with_capacity(concepts.len());
        for (number, concept) in concepts.iter().enumerate() {
            let labels = self
                .index
                .labels(number as u32)
                .map(|place| self.encoder.direction(&self.index.bag(place)));
            let labels: Vec<_> = labels.collect();
            directions.push(mean(&labels));
            self.descriptions
                .push(&self.encoder.of_text(&concept.descriptions, &self.index.lexicon));
        }
        self.concepts = Neighbourhoods::of(&directions);
        for (word, stem) in self.index.lexicon.samples() {
            self.terms
                .push(&self.encoder.direction(&super::buckets::Bag::of_word(word, stem)));
        }
    }
}

fn standing(concepts: &[Concept]) -> Vec<Standing> {
    let most = concepts.iter().map(|concept| concept.occupations).max().unwrap_or(0);
    concepts.iter().map(|concept| Standing::of(concept, most)).collect()
}

/// The first is as sure as was judged; what is left of the chance that any fits goes to the others by their shares.
fn confidences(judged: &Judged, shares: &[f32]) -> Vec<f32> {
    let Judged { right, matchable, .. } = *judged;
    let rest = (matchable - right) / shares.iter().skip(1).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut confidences: Vec<f32> = shares.iter().map(|share| (share * rest).min(right)).collect();
    if let Some(first) = confidences.first_mut() {
        *first = right;
    }
    confidences
}

/// What a language calls itself is another name of what is called the language, and no preferred label.
fn by_another_name(candidate: Candidate) -> Candidate {
    Candidate {
        method: candidate.method.max(Method::AlternativeLabel),
        ..candidate
    }
}

fn method(weighed: &WeighedConcept, rank: Rank) -> Method {
    const SPELLING: usize = place("spelling_best");
    match (weighed.sight.is_exact, rank) {
        (true, Rank::Preferred) => Method::PreferredLabel,
        (true, Rank::Alternative) => Method::AlternativeLabel,
        (true, Rank::Hidden) => Method::HiddenLabel,
        (false, _) if weighed.sight.same_words => Method::SameWords,
        (false, _) if weighed.features[SPELLING] >= NEARLY_SPELLED => Method::Spelling,
        (false, _) => Method::Resemblance,
    }
}
