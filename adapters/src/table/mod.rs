//! Tables: delimited text read row by row, with rows counted as a spreadsheet shows them.
//!
//! Files in the wild come with commas, semicolons or tabs, with line breaks inside quoted cells, with rows that are too
//! short, and cut off in the middle of a cell. A row that cannot be trusted becomes a [`Reject`] with its place, and
//! reading goes on with the next. A [`Table`] is text in memory; a [`Stream`] is a file of any length, read in pieces. Both
//! give the same rows.

mod cells;
mod header;
mod row;
mod scan;
mod stream;

#[cfg(test)]
mod tests;

pub use header::Header;
pub use row::Row;
pub use stream::{Rows, Stream};

use passport::record::{Reject, Unreadable};
use scan::{Fault, Found, Scanner, Step};
use std::ops::Deref;

/// A table in memory, with its header read.
#[derive(Debug)]
pub struct Table<'t> {
    header: Header<'t>,
    text: &'t str,
    below: Scanner,
}

impl<'t> Table<'t> {
    /// Reads the header, which is the first row that is not blank. The delimiter is the one the header has most of.
    pub fn open(file: &'t str, text: &'t str) -> Result<Self, Unreadable> {
        Self::begin(file, text, Scanner::new(scan::delimiter(text)))
    }

    /// The same for text with tabs between its cells, in which quotes are signs like any other.
    pub fn open_tabbed(file: &'t str, text: &'t str) -> Result<Self, Unreadable> {
        Self::begin(file, text, Scanner::new(b'\t').unquoted())
    }

    fn begin(file: &'t str, text: &'t str, mut scanner: Scanner) -> Result<Self, Unreadable> {
        let header = Header::of(file, scanner.whole(text).find(is_filled))?;
        Ok(Table {
            header,
            text,
            below: scanner,
        })
    }

    /// The same, in which a row may leave out cells at its end.
    pub fn padded(self) -> Self {
        Table {
            header: self.header.padded(),
            ..self
        }
    }

    /// Its rows below the header, blank ones left out.
    pub fn rows(&'t self) -> impl Iterator<Item = Result<Row<'t>, Reject>> {
        self.lines().map(|row| row.map_err(|(_, reject)| reject))
    }

    /// Whether its last row has fewer cells than the header: so it is where a file was cut off.
    pub fn last_is_short(&self) -> bool {
        matches!(self.filled().last(), Some(Ok(last)) if last.cells.len() < self.names().len())
    }

    /// The same, a row that cannot be read with the line of the text that it begins on.
    pub fn lines(&'t self) -> impl Iterator<Item = Result<Row<'t>, (u64, Reject)>> {
        self.filled().map(|found| {
            let line = match &found {
                Ok(found) => found.line,
                Err(fault) => fault.line,
            };
            self.header.row(found).map_err(|reject| (line, reject))
        })
    }

    /// What is not blank below the header.
    fn filled(&self) -> impl Iterator<Item = Result<Found<'t>, Fault>> + use<'t> {
        let (mut scanner, text) = (self.below.clone(), self.text);
        std::iter::from_fn(move || scanner.whole(text).next()).filter(is_filled)
    }
}

impl<'t> Deref for Table<'t> {
    type Target = Header<'t>;

    fn deref(&self) -> &Header<'t> {
        &self.header
    }
}

impl Scanner {
    /// The rows of a text that is all there.
    fn whole<'s, 't: 's>(&'s mut self, text: &'t str) -> impl Iterator<Item = Result<Found<'t>, Fault>> + 's {
        std::iter::from_fn(move || match self.step(text, true) {
            Step::Row(found) => Some(Ok(found)),
            Step::Fault(fault) => Some(Err(fault)),
            Step::More | Step::End => None,
        })
    }
}

fn is_filled(found: &Result<Found<'_>, Fault>) -> bool {
    !matches!(found, Ok(found) if found.cells.iter().all(|cell| cell.trim().is_empty()))
}
