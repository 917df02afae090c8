//! A text page by page: a page is as much as is weighed at once, so that the linker is asked about the most promising
//! phrases of each.

use super::Extractor;
use super::asking::{Asking, Phrase, phrases};
use super::clause::Clause;
use super::clauses::Clauses;
use super::proposal::{Proposal, Sight};
use super::words::Words;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A page has so many bytes, and what its last clause has beyond.
const PAGE: usize = 4096;

/// The linker is asked once for so many bytes, so that the time stays in proportion to the text.
const BYTES_AN_ASK: usize = 128;

/// And so often beside, for a text of a few words.
const ASKS_BESIDE: usize = 4;

/// What a phrase promises less for every time that its words were asked about already: other phrases find more then.
const WORN: f32 = 1.0;

/// How many phrases the linker is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// The most promising ones.
    AsTheTextAllows,
    /// All.
    All,
}

/// A text on its way through the finder.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    extractor: &'a Extractor,
    text: &'a str,
    clauses: Clauses<'a>,
    words: Words<'a>,
    asking: Asking<'a>,
    asks: Asks,
    page: Vec<(Clause, Vec<Proposal>)>,
}

impl<'a> Pages<'a> {
    /// From the beginning.
    pub(super) fn of(extractor: &'a Extractor, text: &'a str, language: Option<&str>, asks: Asks) -> Self {
        Self {
            extractor,
            text,
            clauses: Clauses::of(text),
            words: Words::of(&extractor.linker, language),
            asking: Asking::of(&extractor.linker),
            asks,
            page: Vec::new(),
        }
    }

    /// Works on the next page; false at the end of the text.
    pub(super) fn next(&mut self) -> bool {
        if self.words.forget() {
            self.asking.forget();
        }
        let start = self.clauses.place();
        self.page.clear();
        let mut clause = Clause::default();
        while self.clauses.place() - start < PAGE && self.clauses.next(&mut clause.ranges) {
            clause.read(self.text, &self.extractor.linker, &mut self.words);
            self.page.push((std::mem::take(&mut clause), Vec::new()));
        }
        let budget = match self.asks {
            Asks::All => usize::MAX,
            Asks::AsTheTextAllows => ASKS_BESIDE + (self.clauses.place() - start) / BYTES_AN_ASK,
        };
        self.propose(budget);
        !self.page.is_empty()
    }

    /// The clauses of the page, with what is proposed for each.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (Clause, Vec<Proposal>)> + '_ {
        self.page.drain(..)
    }

    fn propose(&mut self, budget: usize) {
        let extractor = self.extractor;
        let counts = &extractor.learned.phrase;
        let mut asks: Vec<Phrase> = Vec::new();
        for (place, (clause, proposals)) in self.page.iter_mut().enumerate() {
            let sight = sight(extractor, self.text, clause, &self.words);
            sight.by_names(&extractor.names, proposals);
            phrases(sight, place, proposals, &extractor.names, counts, &mut asks);
        }
        self.ask(asks, budget);
    }

    /// Asks about the most promising first. A word that was asked about promises less the next time.
    fn ask(&mut self, phrases: Vec<Phrase>, mut budget: usize) {
        let mut asked: Vec<Vec<u8>> = self
            .page
            .iter()
            .map(|(clause, _)| vec![0; clause.telling.len()])
            .collect();
        let mut heap: BinaryHeap<Promising> = phrases
            .into_iter()
            .enumerate()
            .map(|(order, phrase)| Promising {
                worth: phrase.worth,
                order,
                phrase,
            })
            .collect();
        while let Some(mut most) = heap.pop() {
            let of_clause = &asked[most.phrase.clause][most.phrase.window.clone()];
            let often = of_clause.iter().copied().map(f32::from).sum::<f32>() / of_clause.len() as f32;
            let worth = most.phrase.worth - often * WORN;
            if worth < most.worth {
                most.worth = worth;
                heap.push(most);
                continue;
            }
            let (clause, proposals) = &mut self.page[most.phrase.clause];
            let sight = sight(self.extractor, self.text, clause, &self.words);
            proposals.extend(self.asking.propose(&most.phrase, sight, &mut budget));
            asked[most.phrase.clause][most.phrase.window.clone()]
                .iter_mut()
                .for_each(|often| *often = often.saturating_add(1));
        }
    }
}

/// A phrase with how much it promises at the moment.
#[derive(Debug)]
struct Promising {
    worth: f32,
    order: usize,
    phrase: Phrase,
}

impl Ord for Promising {
    fn cmp(&self, other: &Self) -> Ordering {
        self.worth.total_cmp(&other.worth).then(other.order.cmp(&self.order))
    }
}

impl PartialOrd for Promising {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Promising {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Promising {}

fn sight<'s, 'a>(extractor: &'a Extractor, text: &'a str, clause: &'s Clause, words: &'s Words<'a>) -> Sight<'s, 'a> {
    Sight {
        linker: &extractor.linker,
        text,
        clause,
        words,
    }
}
