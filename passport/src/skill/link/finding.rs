//! Candidates by words: which concepts share stems with a label, carry it as it is, or are shortened to it.

use super::index::Index;
use super::lexicon::Term;
use std::cell::RefCell;
use std::collections::HashMap;

/// Abbreviations are of so many letters.
const SHORT: std::ops::RangeInclusive<usize> = 2..=6;

/// So many concepts are looked at for one abbreviation.
const MOST_SHORTENED: usize = 8;

/// Ways from words to concepts.
#[derive(Debug)]
pub(super) struct Finding {
    /// For each term the concepts that have it, with how much of their best label it makes.
    having: Vec<Vec<(u32, f32)>>,
    exact: HashMap<Box<str>, Vec<u32>>,
    shortened: HashMap<Box<str>, Vec<u32>>,
}

impl Finding {
    /// From all labels.
    pub(super) fn build(index: &Index) -> Self {
        let mut finding = Self {
            having: vec![Vec::new(); index.lexicon.len()],
            exact: HashMap::new(),
            shortened: HashMap::new(),
        };
        for (number, entry) in index.entries.iter().enumerate() {
            for term in index.terms(number) {
                let share = index.term_weights.of(*term as usize).powi(2) / index.term_square(number).sqrt().max(1e-6);
                note(&mut finding.having[*term as usize], entry.concept, share);
            }
            finding
                .exact
                .entry(without_spaces(&entry.whole))
                .or_default()
                .push(number as u32);
            if let Some(letters) = capitals(&entry.text) {
                let concepts = finding.shortened.entry(letters.into()).or_default();
                if !concepts.contains(&entry.concept) && concepts.len() < MOST_SHORTENED {
                    concepts.push(entry.concept);
                }
            }
        }
        finding
    }

    /// The labels that are this one but for case, punctuation and spaces: *front-end* is *frontend*.
    pub(super) fn exact(&self, whole: &str) -> &[u32] {
        self.exact.get(&without_spaces(whole)).map_or(&[], Vec::as_slice)
    }

    /// The concepts with a label of one word whose capitals are this: *js* for JavaScript.
    pub(super) fn shortened(&self, whole: &str) -> &[u32] {
        self.shortened.get(whole).map_or(&[], Vec::as_slice)
    }

    /// The concepts that share most with these terms, best first.
    pub(super) fn by_terms(&self, terms: &[Term], concepts: u32, count: usize) -> Vec<u32> {
        SHARES.with_borrow_mut(|shares| {
            if shares.len() < concepts as usize {
                shares.resize(concepts as usize, 0.0);
            }
            let mut touched = Vec::with_capacity(terms.iter().map(|term| self.having[*term as usize].len()).sum());
            for term in terms {
                for (concept, share) in &self.having[*term as usize] {
                    let held = &mut shares[*concept as usize];
                    if *held == 0.0 {
                        touched.push(*concept);
                    }
                    *held += share;
                }
            }
            let best = best(&touched, shares, count);
            touched.iter().for_each(|concept| shares[*concept as usize] = 0.0);
            best
        })
    }
}

thread_local! {
    /// Room for the share of each concept, all 0 between two labels: clearing it for every label would take longer than
    /// filling it.
    static SHARES: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// The concepts with the highest shares, best first; of equals, the first in the vocabulary.
fn best(concepts: &[u32], shares: &[f32], count: usize) -> Vec<u32> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(count + 1);
    let mut line = f32::MIN;
    for concept in concepts {
        let share = shares[*concept as usize];
        if share < line {
            continue;
        }
        let worse = |held: &(f32, u32)| share > held.0 || share == held.0 && *concept < held.1;
        let place = best.iter().position(worse).unwrap_or(best.len());
        best.insert(place, (share, *concept));
        best.truncate(count);
        if best.len() == count {
            line = best.last().map_or(line, |(share, _)| *share);
        }
    }
    best.into_iter().map(|(_, concept)| concept).collect()
}

fn without_spaces(whole: &str) -> Box<str> {
    whole.chars().filter(|letter| *letter != ' ').collect()
}

fn note(having: &mut Vec<(u32, f32)>, concept: u32, share: f32) {
    match having.last_mut() {
        Some((last, held)) if *last == concept => *held = held.max(share),
        _ => having.push((concept, share)),
    }
}

/// The capitals of a label of one word, where it has others beside.
fn capitals(text: &str) -> Option<String> {
    if text.contains(' ') || text.chars().all(|letter| !letter.is_lowercase()) {
        return None;
    }
    let letters: String = text
        .chars()
        .filter(|letter| letter.is_uppercase())
        .flat_map(char::to_lowercase)
        .collect();
    SHORT.contains(&letters.chars().count()).then_some(letters)
}
