//! Cuts a text into clauses and words, by their places: no skill is looked for across the end of a clause.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// A clause has at most so many words: a text without an end is cut here.
const MOST_WORDS: usize = 96;

/// Walks through a text, clause by clause.
#[derive(Debug)]
pub(super) struct Clauses<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Clauses<'t> {
    /// From the beginning.
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// How far it has come, in bytes.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Puts the words of the next clause into `words`; false at the end of the text.
    pub(super) fn next(&mut self, words: &mut Vec<Range<usize>>) -> bool {
        words.clear();
        loop {
            let gap = self.gap();
            if self.at == self.text.len() {
                return !words.is_empty();
            }
            if !words.is_empty() && (gap.parts() || words.len() == MOST_WORDS) {
                return true;
            }
            let start = self.at;
            self.at += word(&self.text[start..]);
            words.push(start..self.at);
        }
    }

    /// Steps over what stands between two words.
    fn gap(&mut self) -> Gap {
        let mut gap = Gap::default();
        for letter in self.text[self.at..].chars() {
            if begins_word(letter) {
                gap.before(letter);
                return gap;
            }
            gap.take(letter);
            self.at += letter.len_utf8();
        }
        gap
    }
}

/// What stands between two words.
#[derive(Debug, Default)]
struct Gap {
    ends: bool,
    spaced: bool,
    joins: bool,
    line: bool,
}

impl Gap {
    fn take(&mut self, letter: char) {
        match letter {
            '\n' | '\r' | '\u{2028}' => (self.ends, self.line, self.spaced) = (self.ends || self.line, true, true),
            _ if letter.is_whitespace() => self.spaced = true,
            '-' | '/' | '.' | '_' | '‐' | '‑' | '–' | '—' => self.joins = true,
            '\'' | '’' | '&' | '®' | '™' => {}
            _ if letter.is_control() || is_unseen(letter) => {}
            _ => self.ends = true,
        }
    }

    /// A new line that goes on in small letters is the same clause.
    fn before(&mut self, letter: char) {
        self.ends |= self.line && !letter.is_lowercase();
    }

    fn parts(&self) -> bool {
        self.ends || self.joins && self.spaced
    }
}

fn begins_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '+' || letter == '#'
}

/// Zero-width spaces and joiners, marks of direction, the soft hyphen.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || is_combining_mark(letter)
}

/// How long the word is that a text begins with.
fn word(text: &str) -> usize {
    text.char_indices()
        .find(|(_, letter)| !begins_word(*letter) && !is_combining_mark(*letter))
        .map_or(text.len(), |(end, _)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<Vec<&str>> {
        let mut walk = Clauses::of(text);
        let (mut all, mut words) = (Vec::new(), Vec::new());
        while walk.next(&mut words) {
            all.push(words.iter().map(|range| &text[range.clone()]).collect());
        }
        all
    }

    #[test]
    fn punctuation_parts_clauses_and_what_joins_words_does_not() {
        for (text, expected) in [
            ("", vec![]),
            (" — ", vec![]),
            ("welding, sawing", vec![vec!["welding"], vec!["sawing"]]),
            ("Python (programming)", vec![vec!["Python"], vec!["programming"]]),
            ("front-end work", vec![vec!["front", "end", "work"]]),
            ("cooking - baking", vec![vec!["cooking"], vec!["baking"]]),
            ("Node.js. Angular", vec![vec!["Node", "js"], vec!["Angular"]]),
            ("TCP/IP", vec![vec!["TCP", "IP"]]),
            ("C++ and C#", vec![vec!["C++", "and", "C#"]]),
            ("care for\npatients", vec![vec!["care", "for", "patients"]]),
            ("Care\nPatients", vec![vec!["Care"], vec!["Patients"]]),
            ("care\n\npatients", vec![vec!["care"], vec!["patients"]]),
            ("sales & marketing", vec![vec!["sales", "marketing"]]),
            ("cafe\u{301} work", vec![vec!["cafe\u{301}", "work"]]),
            ("team🙂work", vec![vec!["team"], vec!["work"]]),
        ] {
            assert_eq!(clauses(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_clause_without_an_end_is_cut() {
        let text = "word ".repeat(MOST_WORDS * 2 + 1);
        let cut = clauses(&text);
        assert_eq!(
            cut.iter().map(Vec::len).collect::<Vec<_>>(),
            [MOST_WORDS, MOST_WORDS, 1]
        );
    }
}
