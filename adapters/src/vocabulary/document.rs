//! JSON documents of a vocabulary, read element by element, each with the line that it begins on.

use super::fault::{Spot, fault};
use passport::record::Unreadable;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::value::RawValue;

/// A JSON document of which every element has to be right.
pub(super) struct Document<'t> {
    file: u32,
    name: &'t str,
    text: &'t str,
}

/// The elements of a list, not yet looked into.
pub(super) type Raw<'t> = Vec<&'t RawValue>;

impl<'t> Document<'t> {
    /// The document of a file.
    pub(super) fn new(file: u32, name: &'t str, text: &'t str) -> Self {
        Document { file, name, text }
    }

    /// The document as a whole.
    pub(super) fn read<T: Deserialize<'t>>(&self) -> Result<T, Unreadable> {
        serde_json::from_str(self.text).map_err(|error| self.unreadable(self.whole(), 1, None, &error))
    }

    /// The whole document as a spot.
    pub(super) fn whole(&self) -> Spot {
        Spot::pointer(self.file, "", 0)
    }

    /// One element, of which all fields have to be right.
    pub(super) fn element<T: DeserializeOwned>(&self, spot: Spot, raw: &RawValue) -> Result<T, Unreadable> {
        let mut json = serde_json::Deserializer::from_str(raw.get());
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            let field = Some(path.as_str()).filter(|path| *path != ".");
            self.unreadable(spot, self.line(raw), field, error.inner())
        })
    }

    /// The elements of a list, each with its spot.
    pub(super) fn list<'r>(&self, list: &'static str, raw: &'r Raw<'t>) -> impl Iterator<Item = (Spot, &'r RawValue)> {
        let (mut counted, mut line) = (0, 1);
        raw.iter().enumerate().map(move |(at, raw)| {
            let offset = self.offset(raw);
            line += breaks(self.text.get(counted..offset).unwrap_or_default());
            counted = offset;
            (Spot::element(self.file, list, at, line), &**raw)
        })
    }

    /// A part of the document as a spot.
    pub(super) fn part(&self, pointer: &'static str, raw: &RawValue) -> Spot {
        Spot::pointer(self.file, pointer, self.line(raw))
    }

    /// The error that something is wrong there.
    pub(super) fn wrong(&self, spot: Spot, code: &'static str, reason: impl Into<String>) -> Unreadable {
        fault(self.name, spot, None, code, reason)
    }

    fn line(&self, raw: &RawValue) -> u64 {
        1 + breaks(self.text.get(..self.offset(raw)).unwrap_or_default())
    }

    /// Where an element begins: it is a piece of this text.
    fn offset(&self, raw: &RawValue) -> usize {
        raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr())
    }

    fn unreadable(&self, spot: Spot, first: u64, field: Option<&str>, error: &serde_json::Error) -> Unreadable {
        let line = first + (error.line() as u64).saturating_sub(1);
        let (code, reason) = match error.classify() {
            Category::Eof => (
                "truncated",
                "the document has no end, the file was cut off; download it again".to_owned(),
            ),
            Category::Data if error.to_string().starts_with("missing field") => {
                ("missing_field", format!("{}; add it", without_place(error)))
            }
            Category::Data => ("wrong_type", without_place(error)),
            _ => ("not_json", format!("this is not JSON: {}", without_place(error))),
        };
        fault(self.name, spot.on_line(line), field, code, reason)
    }
}

/// What is wrong, without the line within the element, which would mislead.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    // Values are quoted in such messages as they stand; a message holds so much of them.
    super::shown(&text[..end])
}

fn breaks(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}
