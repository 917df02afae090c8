//! Phrases that no label has as they are: the linker is asked about the most promising ones, as many as the length of the
//! text allows.

use super::clause::Telling;
use super::evidence::{Likeness, Sign};
use super::names::Names;
use super::promise::{Promise, promise};
use super::proposal::{Proposal, Sight};
use crate::skill::link::{Linker, Method, mixed, sum};
use std::collections::HashMap;
use std::ops::Range;

/// A phrase has at most so many telling words.
const LONGEST: usize = 6;

/// And at most so many pieces between words that say nothing.
const MOST_PIECES: usize = 3;

/// Within a piece, phrases of so many words are tried.
const LONGEST_INSIDE: usize = 3;

/// So many answers are kept at a time.
const MOST_KEPT: usize = 1 << 14;

/// A phrase that the linker may be asked about.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Its clause, by its place among those at hand.
    pub(super) clause: usize,
    /// Its telling words.
    pub(super) window: Range<usize>,
    pub(super) promise: Promise,
    /// How much it promises.
    pub(super) worth: f32,
}

/// What the linker said of a phrase.
#[derive(Debug, Clone)]
struct Said {
    concept: usize,
    right: f32,
    matchable: f32,
    method: Method,
    matched: Box<str>,
}

/// Asks the linker, the same thing once.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    linker: &'a Linker,
    said: HashMap<u64, Option<Said>>,
    pub(super) asked: usize,
}

impl<'a> Asking<'a> {
    /// Nothing asked yet.
    pub(super) fn of(linker: &'a Linker) -> Self {
        Self {
            linker,
            said: HashMap::new(),
            asked: 0,
        }
    }

    /// Forgets what was said: words have other numbers now.
    pub(super) fn forget(&mut self) {
        self.said.clear();
    }

    /// What the linker says of a phrase; nothing where it was not asked yet and may not be asked any more.
    pub(super) fn propose(&mut self, phrase: &Phrase, sight: Sight<'_, 'a>, budget: &mut usize) -> Option<Proposal> {
        let said = self.ask(phrase, sight, budget)?;
        let likeness = Likeness::Asked {
            right: said.right,
            matchable: said.matchable,
        };
        let sign = Sign {
            demand: self.linker.demand(said.concept),
            ..sight.sign(&phrase.window, likeness)
        };
        Some(Proposal {
            from: phrase.window.start,
            to: phrase.window.end - 1,
            concept: said.concept,
            method: said.method,
            matched: said.matched,
            evidence: sign.evidence(),
            promise: Some(phrase.promise),
        })
    }

    fn ask(&mut self, phrase: &Phrase, sight: Sight<'_, 'a>, budget: &mut usize) -> Option<Said> {
        let telling = &sight.clause.telling[phrase.window.clone()];
        let (first, last) = (telling.first()?, telling.last()?);
        let numbers = &sight.clause.numbers[first.place..=last.place];
        let key = numbers
            .iter()
            .fold(1, |key: u64, number| mixed(key.rotate_left(5) ^ u64::from(*number)));
        if let Some(said) = self.said.get(&key) {
            return said.clone();
        }
        *budget = budget.checked_sub(1)?;
        if self.said.len() >= MOST_KEPT {
            self.said.clear();
        }
        self.asked += 1;
        let said = self.link(&sight.whole(first, last));
        self.said.insert(key, said.clone());
        said
    }

    fn link(&self, whole: &str) -> Option<Said> {
        let linked = self.linker.link(whole, 1);
        let matchable = linked.matchable;
        linked.candidates.into_iter().next().map(|first| Said {
            concept: first.concept,
            right: first.confidence,
            matchable,
            method: first.method,
            matched: first.matched,
        })
    }
}

/// The phrases of a clause: they begin and end where a piece does, or are a few words within one. `named` are the phrases
/// that a label has.
pub(super) fn phrases(
    sight: Sight<'_, '_>,
    clause: usize,
    named: &[Proposal],
    names: &Names,
    counts: &Promise,
    out: &mut Vec<Phrase>,
) {
    let telling = &sight.clause.telling;
    for from in 0..telling.len() {
        let mut pieces = 1;
        for to in from..telling.len().min(from + LONGEST) {
            let bounded = telling[from].begins && telling[to].ends;
            let inside = to - from < LONGEST_INSIDE && pieces == 1;
            let words = &telling[from..=to];
            if (bounded || inside) && is_worth_asking(words, sight.written(&(from..to + 1))) {
                let named = named.iter().any(|one| one.from == from && one.to == to);
                let promise = promise(words, pieces, named, names);
                out.push(Phrase {
                    clause,
                    window: from..to + 1,
                    worth: sum(&promise, counts),
                    promise,
                });
            }
            pieces += usize::from(telling[to].ends);
            if pieces > MOST_PIECES {
                break;
            }
        }
    }
}

/// A name of a letter or two is known by its capitals, and that the linker does not look at.
fn is_worth_asking(words: &[Telling], written: &str) -> bool {
    written.chars().nth(2).is_some() && words.iter().any(|word| word.term.is_some())
}
