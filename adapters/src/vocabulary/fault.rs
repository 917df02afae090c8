//! What is wrong in a file and where: a row as a spreadsheet shows it, or a JSON pointer, and the line in an editor.

use passport::record::{Place, Unreadable};

/// Where in a file something stands; small, because one is kept for every concept and relation while reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// The file, by its place among the names.
    pub(super) file: u32,
    /// The line, from 1; 0 when none is known.
    line: u32,
    within: Within,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    Row(u32),
    /// An element of a list of a JSON document: the pointer of the list, and the position.
    Element(&'static str, u32),
    /// A list or object of a JSON document.
    Pointer(&'static str),
}

impl Spot {
    /// A line of a text.
    pub(super) fn line(line: u64) -> Self {
        Spot {
            line: small(line),
            ..Spot::default()
        }
    }

    /// A row of a table.
    pub(super) fn row(file: u32, row: u64, line: u64) -> Self {
        Spot {
            file,
            line: small(line),
            within: Within::Row(small(row)),
        }
    }

    /// An element of a list of a JSON document.
    pub(super) fn element(file: u32, list: &'static str, at: usize, line: u64) -> Self {
        Spot {
            file,
            line: small(line),
            within: Within::Element(list, small(at as u64)),
        }
    }

    /// A part of a JSON document.
    pub(super) fn pointer(file: u32, pointer: &'static str, line: u64) -> Self {
        Spot {
            file,
            line: small(line),
            within: Within::Pointer(pointer),
        }
    }

    /// The same, on another line.
    pub(super) fn on_line(self, line: u64) -> Self {
        Spot {
            line: small(line),
            ..self
        }
    }

    /// As a place, in the file of this name.
    pub(super) fn place(self, file: &str) -> Place {
        match self.within {
            Within::Nothing => Place::file(file),
            Within::Row(row) => Place::row(file, u64::from(row)),
            Within::Element(list, at) => Place::pointer(file, format!("{list}/{at}")),
            Within::Pointer(pointer) => Place::pointer(file, pointer),
        }
    }

    /// The line, unless the place says it already.
    fn line_to_tell(self) -> Option<u32> {
        let told = self.within == Within::Row(self.line);
        (self.line > 0 && !told).then_some(self.line)
    }
}

/// Beyond four thousand million lines the last is told.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The error that something is wrong at this spot, in this column or field of it.
pub(super) fn fault(
    file: &str,
    spot: Spot,
    field: Option<&str>,
    code: &'static str,
    reason: impl Into<String>,
) -> Unreadable {
    let place = spot.place(file);
    let place = match (field, &place.pointer) {
        (None, _) => place,
        (Some(field), Some(_)) => place.child(field),
        (Some(field), None) => place.column(field),
    };
    let reason = match spot.line_to_tell() {
        Some(line) => format!("line {line}: {}", reason.into()),
        None => reason.into(),
    };
    Unreadable::new(place, code, reason)
}
