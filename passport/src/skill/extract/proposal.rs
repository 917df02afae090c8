//! What may be a skill in a clause, by the labels of the vocabulary.

use super::clause::{Clause, Telling};
use super::evidence::{Evidence, Likeness, Sign};
use super::names::{self, Names, key};
use super::promise::Promise;
use super::words::Words;
use crate::skill::link::{Linker, Method, Name, Rank, distinct};
use std::ops::Range;

/// Words of a label stand at most so far from each other in a text, those between that say nothing counted.
const WIDEST: usize = 12;

/// Labels of more words are not looked for with another word between.
const LONGEST_APART: usize = 6;

/// A concept that may be meant by some words of a clause.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The first and the last telling word.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) concept: usize,
    pub(super) method: Method,
    /// The label, as published.
    pub(super) matched: Box<str>,
    pub(super) evidence: Evidence,
    /// What spoke for asking the linker, where it was asked.
    pub(super) promise: Option<Promise>,
}

/// A clause under the eyes of the finder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'s, 'a> {
    pub(super) linker: &'a Linker,
    pub(super) text: &'a str,
    pub(super) clause: &'s Clause,
    pub(super) words: &'s Words<'a>,
}

impl Sight<'_, '_> {
    /// Finds the labels whose words stand in the clause.
    pub(super) fn by_names(&self, names: &Names, out: &mut Vec<Proposal>) {
        for from in 0..self.clause.telling.len() {
            self.beginning_at(names, from, out);
        }
    }

    fn beginning_at(&self, names: &Names, from: usize, out: &mut Vec<Proposal>) {
        let telling = &self.clause.telling[from..];
        let (mut sum, mut unknown) = (0u64, 0);
        for (more, last) in telling.iter().enumerate().take(names::LONGEST) {
            let Some(term) = last.term else {
                unknown += 1;
                if unknown > 1 || more == 0 {
                    return;
                }
                continue;
            };
            if last.place > telling[0].place + WIDEST {
                return;
            }
            if !is_first(telling, more) {
                continue;
            }
            sum = sum.wrapping_add(key(term));
            let window = from..from + more + 1;
            match unknown {
                0 => {
                    self.propose(&window, names.having(sum), false, out);
                    if (2..LONGEST_APART).contains(&more) {
                        self.with_one_left_out(names, &window, sum, out);
                    }
                }
                _ => self.propose(&window, names.having(sum), true, out),
            }
        }
    }

    fn with_one_left_out(&self, names: &Names, window: &Range<usize>, sum: u64, out: &mut Vec<Proposal>) {
        for between in &self.clause.telling[window.start + 1..window.end - 1] {
            if let Some(term) = between.term {
                self.propose(window, names.having(sum.wrapping_sub(key(term))), true, out);
            }
        }
    }

    fn propose(&self, window: &Range<usize>, rows: &[(u64, u32)], apart: bool, out: &mut Vec<Proposal>) {
        if rows.is_empty() {
            return;
        }
        let written = self.written(window);
        let mut fitting: Vec<Name<'_>> = rows
            .iter()
            .map(|(_, place)| self.linker.name(*place as usize))
            .collect();
        fitting.retain(|name| !names::is_short(name) || name.text == written);
        let Some((fit, name)) = self.best(window, &fitting, apart) else {
            return;
        };
        let sign = Sign {
            is_shrunk: names::is_capitals(&name) && name.text != written,
            rivals: distinct(fitting.iter().map(|name| name.concept)).len(),
            demand: fit.demand,
            ..self.sign(window, fit.likeness)
        };
        out.push(Proposal {
            from: window.start,
            to: window.end - 1,
            concept: name.concept,
            method: fit.method(&name),
            matched: name.text.into(),
            evidence: sign.evidence(),
            promise: None,
        });
    }

    /// Of the labels that fit, the one that fits best; of equals, the first.
    fn best<'n>(&self, window: &Range<usize>, names: &[Name<'n>], apart: bool) -> Option<(Fit, Name<'n>)> {
        let telling = &self.clause.telling[window.clone()];
        let whole = self.whole(telling.first()?, telling.last()?);
        let mut best: Option<(Fit, Name<'n>)> = None;
        for name in names {
            let fit = Fit::of(name, &whole, telling, apart, self.linker);
            if best.as_ref().is_none_or(|(held, _)| fit.beats(held)) {
                best = Some((fit, *name));
            }
        }
        best
    }

    /// A window as it is written.
    pub(super) fn written(&self, window: &Range<usize>) -> &str {
        let telling = &self.clause.telling[window.clone()];
        let ends = telling.first().zip(telling.last());
        ends.map_or("", |(first, last)| &self.text[self.clause.range(first, last)])
    }

    /// What is known of a window without its label.
    pub(super) fn sign(&self, window: &Range<usize>, likeness: Likeness) -> Sign {
        let telling = &self.clause.telling[window.clone()];
        let first = telling.first();
        let last = telling.last();
        let written = self.written(window);
        Sign {
            likeness,
            words: telling.len(),
            rarest: telling.iter().map(|word| word.weight).fold(0.0, f32::max),
            is_capital: written.chars().any(char::is_uppercase) && first.is_some_and(|first| first.place > 0),
            is_shrunk: false,
            is_framed: first.is_some_and(|word| word.framed),
            bounds: usize::from(first.is_some_and(|word| word.begins))
                + usize::from(last.is_some_and(|word| word.ends)),
            rivals: 1,
            demand: 0.0,
        }
    }

    /// The words from one to another, normalised.
    pub(super) fn whole(&self, first: &Telling, last: &Telling) -> String {
        let numbers = &self.clause.numbers[first.place..=last.place];
        let mut whole = String::with_capacity(numbers.len() * 8);
        for number in numbers {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(self.words.text(*number));
        }
        whole
    }
}

/// How a label fits.
#[derive(Debug, Clone, Copy)]
struct Fit {
    likeness: Likeness,
    demand: f32,
    preferred: bool,
}

impl Fit {
    fn of(name: &Name<'_>, whole: &str, telling: &[Telling], apart: bool, linker: &Linker) -> Self {
        let in_order = || {
            telling
                .iter()
                .map(|word| word.term)
                .eq(name.terms.iter().map(|term| Some(*term)))
        };
        let preferred = name.rank == Rank::Preferred;
        let likeness = match () {
            () if apart => Likeness::Apart,
            () if name.whole == whole && preferred => Likeness::Preferred,
            () if name.whole == whole => Likeness::Other,
            () if in_order() => Likeness::Words,
            () => Likeness::Turned,
        };
        Self {
            likeness,
            demand: linker.demand(name.concept),
            preferred,
        }
    }

    fn rank(&self) -> u8 {
        match self.likeness {
            Likeness::Preferred => 5,
            Likeness::Other => 4,
            Likeness::Words => 3,
            Likeness::Turned => 2,
            _ => 0,
        }
    }

    fn beats(&self, other: &Self) -> bool {
        (self.rank(), self.preferred) > (other.rank(), other.preferred)
            || (self.rank(), self.preferred) == (other.rank(), other.preferred) && self.demand > other.demand
    }

    fn method(&self, name: &Name<'_>) -> Method {
        match (self.likeness, name.rank) {
            (Likeness::Preferred, _) => Method::PreferredLabel,
            (Likeness::Other, Rank::Hidden) => Method::HiddenLabel,
            (Likeness::Other, _) => Method::AlternativeLabel,
            (Likeness::Words | Likeness::Turned, _) => Method::SameWords,
            _ => Method::Resemblance,
        }
    }
}

fn is_first(telling: &[Telling], place: usize) -> bool {
    !telling[..place].iter().any(|word| word.term == telling[place].term)
}
