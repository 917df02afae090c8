//! The learning objectives that results and line items are tied to: as many as there are results, so each is held in few
//! bytes.

use super::wire::ObjectiveLink;
use super::words::{Word, Words};
use crate::seen::Seen;
use crate::table::Row;
use passport::record::Place;

/// A learning objective that a result or a line item is tied to.
pub struct Objective<'s> {
    pub source: Option<&'s str>,
    pub id: &'s str,
    pub score: Option<&'s str>,
    pub text_score: Option<&'s str>,
    pub place: Place,
}

/// The objectives of one delivery.
#[derive(Default)]
pub struct Objectives {
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
    next: Option<u32>,
}

impl Objectives {
    /// Holds what a row ties to the result or line item of this key. The first row with an objective counts.
    pub fn hold(&mut self, target: u128, row: &Row<'_>, link: &ObjectiveLink<'_>) {
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

    /// Those of the result or line item of this key, in the order of their rows.
    pub fn of(&self, target: u128) -> impl Iterator<Item = Objective<'_>> {
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
        }
    }
}
