//! One row of a table.

use super::header::Header;
use passport::record::Place;
use std::borrow::Cow;

/// One row, as wide as the header.
#[derive(Debug)]
pub struct Row<'t> {
    header: &'t Header<'t>,
    number: u64,
    line: u64,
    cells: Vec<Cow<'t, str>>,
}

impl<'t> Row<'t> {
    pub(super) fn new(header: &'t Header<'t>, number: u64, line: u64, cells: Vec<Cow<'t, str>>) -> Self {
        Row {
            header,
            number,
            line,
            cells,
        }
    }

    /// The file it stands in.
    pub fn file(&self) -> &'t str {
        self.header.file()
    }

    /// Its number, the header's being 1, as a spreadsheet shows it.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The line of the text that it begins on, from 1; cells may hold line breaks, so it is the row's number or beyond.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell at this position of the header, trimmed; none when it is blank.
    pub fn at(&self, column: usize) -> Option<&str> {
        self.cells.get(column).and_then(|cell| crate::text::filled(cell))
    }

    /// The cell in the column of this name, trimmed; none when it is blank or there is no such column.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.at(self.header.column(name)?)
    }

    /// Its cells as they stand.
    pub fn cells(&self) -> &[Cow<'t, str>] {
        &self.cells
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::row(self.header.file(), self.number)
    }

    /// Where one of its cells stands.
    pub fn cell_place(&self, column: &str) -> Place {
        self.place().column(column)
    }
}
