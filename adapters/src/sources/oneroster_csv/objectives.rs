//! The learning objectives that results and line items are tied to. Those of results are read beside them where they can
//! be (see [`super::in_step`]); each of the others is held in few bytes.

use super::in_step::{InStep, Turns};
use super::keys;
use super::wire::ObjectiveLink;
use super::words::{Word, Words};
use crate::seen::{Said, Seen};
use crate::table::Row;
use passport::record::{Place, Unreadable};
use std::collections::HashSet;

/// A learning objective that a result or a line item is tied to.
pub struct Objective<'s> {
    pub source: Option<&'s str>,
    pub id: &'s str,
    pub score: Option<&'s str>,
    pub text_score: Option<&'s str>,
    pub place: Place,
    /// Its number among all objectives, in the order of files and rows.
    number: u64,
}

/// The same, of a result that is at hand.
pub struct Told {
    source: Option<String>,
    id: String,
    score: Option<String>,
    text_score: Option<String>,
    place: Place,
    number: u64,
}

impl Told {
    /// With its number among all objectives of results.
    pub fn of(row: &Row<'_>, link: &ObjectiveLink<'_>, number: u64) -> Self {
        let owned = |cell: Option<&str>| cell.map(str::to_owned);
        Told {
            source: owned(link.source),
            id: link.id.unwrap_or_default().to_owned(),
            score: owned(link.score),
            text_score: owned(link.text_score),
            place: row.cell_place("learningObjectiveId"),
            number,
        }
    }

    fn lent(&self) -> Objective<'_> {
        Objective {
            source: self.source.as_deref(),
            id: &self.id,
            score: self.score.as_deref(),
            text_score: self.text_score.as_deref(),
            place: self.place.clone(),
            number: self.number,
        }
    }
}

/// The objective that a row ties to a result or line item, and the key of that. One that is withdrawn says nothing any
/// more.
pub fn tied<'r>(row: &'r Row<'_>) -> Option<(u128, ObjectiveLink<'r>)> {
    let stands = row.get("sourcedId").is_some() && row.get("status") != Some("tobedeleted");
    let link = ObjectiveLink::of(row);
    link.id.filter(|_| stands)?;
    Some((keys::target(link.result, link.line_item)?, link))
}

/// The objectives of one delivery.
#[derive(Default)]
pub struct Objectives {
    turns: Turns,
    /// The result at hand, and what was read beside it.
    at_hand: Option<(u128, Vec<Told>)>,
    words: Words,
    /// Where the objectives of a result or line item begin among the links.
    first: Seen,
    links: Vec<Link>,
}

/// One objective, and where the next one of the same result or line item stands among the links.
struct Link {
    source: Option<Word>,
    id: Word,
    score: Option<Word>,
    text_score: Option<Word>,
    file: Word,
    row: u64,
    number: u64,
    next: Option<u32>,
}

impl Objectives {
    /// Holds what a row ties to the result of this key and turn, unless it can be read beside it. The turn is none where
    /// the delivery lacks the result, and so nobody asks.
    pub fn hold_beside(&mut self, result: u128, turn: Option<Said>, row: &Row<'_>, link: &ObjectiveLink<'_>) {
        let number = self.turns.next();
        if !self.turns.keeps(turn) && turn.is_some() {
            self.hold_as(result, row, link, number);
        }
    }

    /// Reads what stands beside the result of this key, which is at hand from now on.
    pub fn reach(&mut self, result: u128, in_step: &mut InStep<'_>) -> Result<(), Unreadable> {
        self.at_hand = Some((result, in_step.beside(result, &self.turns)?));
        Ok(())
    }

    /// Nothing may be left beside the results when every one was read.
    pub fn end(&self, in_step: &mut InStep<'_>) -> Result<(), Unreadable> {
        in_step.end(&self.turns)
    }

    /// Holds what a row ties to the line item of this key. The first row with an objective counts.
    pub fn hold(&mut self, line_item: u128, row: &Row<'_>, link: &ObjectiveLink<'_>) {
        self.hold_as(line_item, row, link, self.links.len() as u64);
    }

    fn hold_as(&mut self, target: u128, row: &Row<'_>, link: &ObjectiveLink<'_>, number: u64) {
        let words = &mut self.words;
        let (Some(id), Some(file)) = (link.id.and_then(|id| words.number(id)), words.number(row.file())) else {
            return;
        };
        let link = Link {
            source: link.source.and_then(|text| words.number(text)),
            id,
            score: link.score.and_then(|text| words.number(text)),
            text_score: link.text_score.and_then(|text| words.number(text)),
            file,
            row: row.number(),
            number,
            next: None,
        };
        self.add(target, link);
    }

    fn add(&mut self, target: u128, link: Link) {
        let Ok(new) = u32::try_from(self.links.len()) else {
            return;
        };
        let Some(mut at) = self.first.said(target) else {
            self.first.note(target, new);
            return self.links.push(link);
        };
        while let Some(held) = self.links.get_mut(at as usize) {
            if held.id == link.id {
                return;
            }
            match held.next {
                Some(next) => at = next,
                None => {
                    held.next = Some(new);
                    return self.links.push(link);
                }
            }
        }
    }

    /// Those of the result or line item of this key, in the order of files and rows; of two that are one, the first.
    pub fn of(&self, target: u128) -> Vec<Objective<'_>> {
        let at_hand = self.at_hand.as_ref().filter(|(result, _)| *result == target);
        let beside = at_hand.into_iter().flat_map(|(_, beside)| beside).map(Told::lent);
        let mut all: Vec<_> = self.held(target).chain(beside).collect();
        if all.len() > 1 {
            all.sort_by_key(|objective| objective.number);
            let mut ids = HashSet::new();
            all.retain(|objective| ids.insert(objective.id));
        }
        all
    }

    fn held(&self, target: u128) -> impl Iterator<Item = Objective<'_>> {
        let link = |at: u32| self.links.get(at as usize);
        let first = self.first.said(target).and_then(link);
        std::iter::successors(first, move |held| held.next.and_then(link)).map(|held| self.told(held))
    }

    fn told(&self, link: &Link) -> Objective<'_> {
        let text = |word: Option<Word>| word.map(|word| self.words.text(word));
        Objective {
            source: text(link.source),
            id: self.words.text(link.id),
            score: text(link.score),
            text_score: text(link.text_score),
            place: Place::row(self.words.text(link.file), link.row).column("learningObjectiveId"),
            number: link.number,
        }
    }
}
