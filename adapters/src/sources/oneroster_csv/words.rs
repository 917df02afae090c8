//! Texts that many rows share, each held once.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

/// A text by its number: four bytes, also where there may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(NonZeroU32);

/// The texts so far.
#[derive(Default)]
pub struct Words {
    all: Vec<Arc<str>>,
    at: HashMap<Arc<str>, Word>,
}

impl Words {
    /// The number of a text. None where there are four thousand million already, which no memory holds.
    pub fn number(&mut self, text: &str) -> Option<Word> {
        if let Some(word) = self.at.get(text) {
            return Some(*word);
        }
        let text: Arc<str> = text.into();
        self.all.push(Arc::clone(&text));
        let word = Word(NonZeroU32::new(self.all.len().try_into().ok()?)?);
        self.at.insert(text, word);
        Some(word)
    }

    /// The text itself, shared.
    pub fn shared(&mut self, text: &str) -> Arc<str> {
        let found = self.number(text).and_then(|word| self.all.get(word.place()));
        found.map_or_else(|| text.into(), Arc::clone)
    }

    /// The text of a number.
    pub fn text(&self, word: Word) -> &str {
        self.all.get(word.place()).map_or("", |text| text)
    }
}

impl From<Word> for u32 {
    fn from(word: Word) -> u32 {
        word.0.get()
    }
}

impl Word {
    /// The word of a number that was one.
    pub fn of(number: u32) -> Option<Word> {
        NonZeroU32::new(number).map(Word)
    }

    fn place(self) -> usize {
        self.0.get() as usize - 1
    }
}
