//! The header of a table, and rows that fit it.

use super::cells::WIDEST;
use super::row::Row;
use super::scan::{Fault, Found, LONGEST, Why};
use passport::record::{Place, Reject, Unreadable};
use std::borrow::Cow;

/// The header of a table.
#[derive(Debug, Clone)]
pub struct Header<'t> {
    file: &'t str,
    names: Vec<String>,
    padded: bool,
}

impl<'t> Header<'t> {
    /// The first filled row of a file as its header.
    pub(super) fn of(file: &'t str, first: Option<Result<Found<'_>, Fault>>) -> Result<Self, Unreadable> {
        let fail = |code, reason: String| Unreadable::new(Place::row(file, 1), code, reason);
        let unquoted = || {
            let reason = "the header row has a quoted cell that does not end";
            fail("bad_quoting", reason.to_owned())
        };
        let wide = || {
            let reason = format!("the header has {WIDEST} columns or more; check its delimiters");
            fail("wrong_column_count", reason)
        };
        let names = match first {
            None => return Err(fail("empty", "the file holds no header row".to_owned())),
            Some(Err(fault)) if fault.why == Why::Long => return Err(fail("too_large", too_long())),
            Some(Err(_)) => return Err(unquoted()),
            Some(Ok(found)) if found.cells.len() == WIDEST => return Err(wide()),
            Some(Ok(found)) => found.cells.iter().map(|name| name.trim().to_owned()).collect(),
        };
        let padded = false;
        Ok(Header { file, names, padded })
    }

    /// The same, in which a row may leave out cells at its end.
    pub(super) fn padded(self) -> Self {
        Header { padded: true, ..self }
    }

    /// The file it was read from.
    pub fn file(&self) -> &'t str {
        self.file
    }

    /// The names of its columns, trimmed.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where the column of this name stands, upper and lower case being the same.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    /// What was found as a row of this table.
    pub(super) fn row<'r>(&'r self, found: Result<Found<'r>, Fault>) -> Result<Row<'r>, Reject> {
        match found {
            Ok(found) if found.is_cut => {
                let reason = "the file breaks off within a character of this row; send it again whole";
                Err(Reject::new(Place::row(self.file, found.row), "truncated", reason))
            }
            Ok(found) => self.fitted(found),
            Err(fault) => Err(self.unreadable(&fault)),
        }
    }

    fn unreadable(&self, fault: &Fault) -> Reject {
        let place = Place::row(self.file, fault.row);
        match fault.why {
            Why::Long => Reject::new(place, "too_large", too_long()),
            Why::Quotes => {
                let reason =
                    "a quoted cell does not end, or goes on after its closing quote; double the quotes inside it";
                Reject::new(place, "bad_quoting", reason)
            }
        }
    }

    /// The row if it is as wide as the header; blank cells past the header's end are a spreadsheet's habit, no fault.
    fn fitted<'r>(&'r self, found: Found<'r>) -> Result<Row<'r>, Reject> {
        let Found {
            row, line, mut cells, ..
        } = found;
        let wide = self.names.len();
        if self.padded && cells.len() < wide {
            cells.resize(wide, Cow::Borrowed(""));
        }
        let got = cells.len();
        if got < wide || cells.iter().skip(wide).any(|cell| !cell.trim().is_empty()) {
            let reason = format!("the row has {got} cells, the header {wide}; check its delimiters and quotes");
            return Err(Reject::new(Place::row(self.file, row), "wrong_column_count", reason));
        }
        cells.truncate(wide);
        Ok(Row::new(self, row, line, cells))
    }
}

fn too_long() -> String {
    let most = LONGEST >> 20;
    format!("the row is longer than {most} MiB; check its quotes and line ends")
}
