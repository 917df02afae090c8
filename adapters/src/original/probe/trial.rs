//! A piece of a delivery that is read again and again, with other words.

use super::super::cut::Cut;
use super::super::leaves::Leaf;
use super::super::sheet;
use super::budget::Budget;
use super::seen::Seen;
use crate::{Adapter, Delivery, Part, text};
use passport::record::{Place, Record};
use std::borrow::Cow;

/// The longest delivery that is read again as a whole, where a piece of it does not suffice.
const MOST_WHOLE: u64 = 1 << 20;

/// Where a word is changed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Spread {
    /// Where it stands.
    Here,
    /// In the same field of all documents, wherever it is the same.
    Everywhere,
    /// The same, but not where it stands.
    Elsewhere,
}

/// A piece of a delivery, and what is read with it.
pub(super) struct Trial<'d> {
    adapter: &'d dyn Adapter,
    file: String,
    pub(super) cut: Cut,
    beside: Vec<Part<'d>>,
    /// Whether it is the whole delivery.
    pub(super) is_whole: bool,
    place: Place,
    of: (&'static str, &'static str),
}

impl<'d> Trial<'d> {
    /// Of the piece that a record stands in, alone.
    pub(super) fn of_piece(adapter: &'d dyn Adapter, record: &Record, cut: Cut) -> Self {
        Trial {
            adapter,
            is_whole: false,
            file: record.place.file.clone().unwrap_or_default(),
            place: cut.place(&record.place),
            of: (record.stream, record.body.kind()),
            beside: Vec::new(),
            cut,
        }
    }

    /// Of the whole file that it stands in, beside all others.
    pub(super) fn of_all(adapter: &'d dyn Adapter, record: &Record, (whole, files): (Cut, &'d [Part<'_>])) -> Self {
        Trial {
            is_whole: true,
            beside: beside(files, &record.place),
            ..Trial::of_piece(adapter, record, whole)
        }
    }
}

impl Trial<'_> {
    /// Reads these files; none where that costs more than may be read.
    pub(super) fn read(&self, files: Vec<Part<'_>>, budget: &mut Budget<'_>) -> Option<Seen> {
        if !budget.pays(&files) {
            return None;
        }
        let mut seen = Seen::from(&self.place, self.of);
        // What was read before a fault was read.
        if let Err(fault) = crate::read(self.adapter, &Delivery::several(&*self.file, files), &mut seen) {
            seen.fault(fault);
        }
        Some(seen)
    }

    /// The files as they are.
    pub(super) fn as_it_was(&self) -> Option<Vec<Part<'_>>> {
        Some(self.files(self.cut.bytes()?))
    }

    fn files(&self, piece: Vec<u8>) -> Vec<Part<'_>> {
        let piece = Part {
            name: Cow::Borrowed(&*self.file),
            bytes: piece.into(),
        };
        self.beside.iter().map(lent).chain([piece]).collect()
    }

    /// The files with another word: where it stands, or what documents repeat in the same field everywhere, for any of them
    /// may be what the record is made of.
    pub(super) fn with(&self, leaf: &Leaf, other: &str, spread: Spread) -> Option<Vec<Part<'_>>> {
        if spread == Spread::Here {
            return Some(self.files(self.cut.with(leaf, other)?));
        }
        let field = self.cut.field(leaf)?;
        let mut files = self.as_it_was()?;
        let own = files.len() - 1;
        for (at, file) in files.iter_mut().enumerate() {
            let spared = (at == own && spread == Spread::Elsewhere).then_some(field.at);
            if let Some(document) = text::utf8(&file.bytes) {
                file.bytes = field.with((document, spared), leaf, other).into_bytes().into();
            }
        }
        Some(files)
    }
}

fn lent<'p>(part: &'p Part<'_>) -> Part<'p> {
    Part {
        name: Cow::Borrowed(&*part.name),
        bytes: part.bytes.borrowed(),
    }
}

/// The files beside the one of a place.
fn beside<'d>(files: &'d [Part<'_>], place: &Place) -> Vec<Part<'d>> {
    let beside = files.iter().filter(|part| Some(&*part.name) != place.file.as_deref());
    beside.map(lent).collect()
}

/// The whole file of a place as a piece, where all files together are short.
pub(super) fn whole(files: &[Part<'_>], place: &Place) -> Option<Cut> {
    let bytes: u64 = files.iter().map(|part| part.bytes.whole_len()).sum();
    if bytes > MOST_WHOLE || !files.iter().all(|part| part.bytes.is_whole()) {
        return None;
    }
    let part = files
        .iter()
        .find(|part| part.name == place.file.as_deref().unwrap_or_default())?;
    match place.row {
        Some(row) => sheet::whole(part, row),
        None => Some(Cut::Json {
            text: text::utf8(&part.bytes)?.to_owned(),
            pointer: place.pointer.clone()?,
        }),
    }
}
