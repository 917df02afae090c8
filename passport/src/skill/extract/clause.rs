//! One clause of a text as the finder sees it: which of its words tell something, and where phrases begin and end.

use super::words::Words;
use crate::skill::link::{Linker, idle};
use std::ops::Range;

/// A word that tells something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling {
    /// Its place among the words of the clause.
    pub(super) place: usize,
    /// Its term, where any label has it.
    pub(super) term: Option<u32>,
    /// How much it tells, 0 to 1.
    pub(super) weight: f32,
    /// Whether the clause begins here, or a word that says nothing stands before it.
    pub(super) begins: bool,
    /// Whether the clause ends here, or a word that says nothing stands after it.
    pub(super) ends: bool,
    /// Whether a phrase that frames a skill stands before it: *experience with*.
    pub(super) framed: bool,
}

/// A clause.
#[derive(Debug, Default)]
pub(super) struct Clause {
    /// Its words by their places in the text.
    pub(super) ranges: Vec<Range<usize>>,
    /// And by their numbers.
    pub(super) numbers: Vec<u32>,
    pub(super) telling: Vec<Telling>,
}

impl Clause {
    /// Reads the words whose places stand in `ranges`.
    pub(super) fn read<'a>(&mut self, text: &'a str, linker: &Linker, words: &mut Words<'a>) {
        let ranges = &self.ranges;
        words.numbers(ranges.iter().map(|range| &text[range.clone()]), &mut self.numbers);
        let language = words.language(&self.numbers);
        self.tell(words);
        for telling in &mut self.telling {
            telling.term = words.term(self.numbers[telling.place], language);
            telling.weight = linker.weight(telling.term);
        }
    }

    /// The bytes of the text from one telling word to another.
    pub(super) fn range(&self, from: &Telling, to: &Telling) -> Range<usize> {
        self.ranges[from.place].start..self.ranges[to.place].end
    }

    fn tell(&mut self, words: &Words<'_>) {
        let texts: Vec<&str> = self.numbers.iter().map(|number| words.text(*number)).collect();
        self.telling.clear();
        let (mut place, mut begins, mut framed) = (0, true, false);
        while place < texts.len() {
            match idle(&texts[place..]) {
                0 => {
                    self.telling.push(Telling {
                        place,
                        term: None,
                        weight: 0.0,
                        begins,
                        ends: true,
                        framed,
                    });
                    (begins, framed) = (false, false);
                    place += 1;
                    if place < texts.len() && idle(&texts[place..]) == 0 {
                        self.telling.last_mut().into_iter().for_each(|last| last.ends = false);
                    }
                }
                many => {
                    framed |= many > 1;
                    begins = true;
                    place += many;
                }
            }
        }
    }
}
