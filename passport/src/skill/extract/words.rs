//! The words of a text: each distinct one is normalised and stemmed once.

use crate::skill::link::Linker;
use crate::skill::normalise;
use std::collections::HashMap;

/// So many distinct words are kept at a time.
const MOST_KEPT: usize = 1 << 16;

/// Longer words, in bytes, are nobody's word.
const LONGEST: usize = 96;

/// So many languages are told apart.
const MOST_LANGUAGES: usize = 64;

/// What is known of one word.
#[derive(Debug)]
pub(super) struct Word {
    /// Normalised.
    pub(super) text: Box<str>,
    /// A bit for each language that has it in a label.
    knowing: u64,
    /// The language that it was last stemmed in, and what came of it.
    stemmed: Option<(usize, Option<u32>)>,
}

/// The distinct words of a text, by number.
#[derive(Debug)]
pub(super) struct Words<'a> {
    linker: &'a Linker,
    numbers: HashMap<&'a str, u32>,
    words: Vec<Word>,
    /// The language of the text, where it was said.
    said: Option<usize>,
    /// The language of the last clause.
    last: usize,
}

impl<'a> Words<'a> {
    /// None yet.
    pub(super) fn of(linker: &'a Linker, language: Option<&str>) -> Self {
        Self {
            linker,
            numbers: HashMap::new(),
            words: Vec::new(),
            said: language.and_then(|tag| linker.language_of(tag)),
            last: 0,
        }
    }

    /// Forgets all words when they are too many; then they get other numbers.
    pub(super) fn forget(&mut self) -> bool {
        let many = self.words.len() > MOST_KEPT;
        if many {
            self.words.clear();
            self.numbers.clear();
        }
        many
    }

    /// The words of one clause by their numbers, which hold until words are forgotten.
    pub(super) fn numbers(&mut self, clause: impl Iterator<Item = &'a str>, numbers: &mut Vec<u32>) {
        numbers.clear();
        for word in clause {
            numbers.push(self.number(word));
        }
    }

    /// A word by its number, normalised.
    pub(super) fn text(&self, number: u32) -> &str {
        &self.words[number as usize].text
    }

    /// The term of a word, where any label has it.
    pub(super) fn term(&mut self, number: u32, language: usize) -> Option<u32> {
        let word = &mut self.words[number as usize];
        match word.stemmed {
            Some((stemmed, term)) if stemmed == language => term,
            _ => {
                let term = Some(&word.text)
                    .filter(|text| text.len() <= LONGEST)
                    .and_then(|text| self.linker.term(language, text));
                word.stemmed = Some((language, term));
                term
            }
        }
    }

    /// The language that knows most of some words; of several, that of the clause before.
    pub(super) fn language(&mut self, numbers: &[u32]) -> usize {
        let languages = self.linker.languages().min(MOST_LANGUAGES);
        if let Some(said) = self.said {
            return said;
        }
        if languages > 1 {
            let known = |language: usize| {
                let knows = |number: &&u32| self.words[**number as usize].knowing >> language & 1 == 1;
                numbers.iter().filter(knows).count()
            };
            let mut best = (known(self.last), self.last);
            for language in 0..languages {
                let count = known(language);
                if count > best.0 {
                    best = (count, language);
                }
            }
            self.last = best.1;
        }
        self.last
    }

    fn number(&mut self, word: &'a str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        let text = if word.len() > LONGEST {
            String::new()
        } else {
            normalise(word)
        };
        let knows = |language: usize| u64::from(self.linker.knows(language, &text)) << language;
        let languages = 0..self.linker.languages().min(MOST_LANGUAGES);
        self.words.push(Word {
            knowing: languages.map(knows).sum(),
            text: text.into(),
            stemmed: None,
        });
        self.numbers.insert(word, number);
        number
    }
}
