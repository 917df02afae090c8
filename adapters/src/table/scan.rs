//! Delimited text to rows of cells (RFC 4180), finding the next row again after a broken one.

use std::borrow::Cow;

/// How much text may be read a second time to find the row after a broken one, all broken rows together. It keeps
/// hostile files from costing the square of their length.
const PATIENCE: usize = 16 << 20;

/// Most cells of a row that are kept; a hostile row would weigh many times its bytes.
pub(super) const WIDEST: usize = 10_000;

/// Gives the rows of a text with their numbers.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    row: u64,
    /// The line that `counted` stands on, from 1.
    line: u64,
    counted: usize,
    delimiter: u8,
    quotes: bool,
    patience: usize,
}

/// A row: its number, the line it begins on, and its cells.
#[derive(Debug)]
pub(super) struct Found<'t> {
    pub(super) row: u64,
    pub(super) line: u64,
    pub(super) cells: Vec<Cow<'t, str>>,
}

/// A row whose quotes are broken.
#[derive(Debug)]
pub(super) struct Fault {
    /// Its number.
    pub(super) row: u64,
    /// The line it begins on.
    pub(super) line: u64,
    /// Where in the text it shows.
    at: usize,
}

/// How a cell ends: at a delimiter, or at the row's end.
enum End {
    Cell,
    Row,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8) -> Self {
        Scanner {
            text,
            at: 0,
            row: 0,
            line: 1,
            counted: 0,
            delimiter,
            quotes: true,
            patience: PATIENCE,
        }
    }

    /// The same text, in which a quote is a sign like any other.
    pub(super) fn unquoted(self) -> Self {
        Scanner { quotes: false, ..self }
    }

    /// The line at which reading stands.
    fn line(&mut self) -> u64 {
        let passed = self.text.as_bytes().get(self.counted..self.at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = self.at;
        self.line
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn row(&mut self) -> Result<Vec<Cow<'t, str>>, Fault> {
        let mut cells = Vec::new();
        loop {
            let (cell, end) = if self.quotes && self.byte(self.at) == Some(b'"') {
                self.quoted()?
            } else {
                self.plain()
            };
            keep(&mut cells, cell);
            if let End::Row = end {
                return Ok(cells);
            }
        }
    }

    fn plain(&mut self) -> (Cow<'t, str>, End) {
        let from = self.at;
        while self
            .byte(self.at)
            .is_some_and(|byte| byte != self.delimiter && byte != b'\n' && byte != b'\r')
        {
            self.at += 1;
        }
        let cell = Cow::Borrowed(self.slice(from, self.at));
        (cell, self.end().unwrap_or(End::Row))
    }

    fn quoted(&mut self) -> Result<(Cow<'t, str>, End), Fault> {
        let fault = |at| Fault { row: 0, line: 0, at };
        let mut cell = Cow::Borrowed("");
        self.at += 1;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let length = rest
                .iter()
                .position(|byte| *byte == b'"')
                .ok_or(fault(self.text.len()))?;
            cell += self.slice(self.at, self.at + length);
            self.at += length + 1;
            if self.byte(self.at) != Some(b'"') {
                return Ok((cell, self.end().ok_or(fault(self.at))?));
            }
            cell += "\"";
            self.at += 1;
        }
    }

    /// Steps over the delimiter or line end here; none when something else stands here.
    fn end(&mut self) -> Option<End> {
        let (step, end) = match self.byte(self.at) {
            None => (0, End::Row),
            Some(b'\n') => (1, End::Row),
            Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => (2, End::Row),
            Some(b'\r') => (1, End::Row),
            Some(byte) if byte == self.delimiter => (1, End::Cell),
            Some(_) => return None,
        };
        self.at += step;
        Some(end)
    }

    /// Goes on with the line after the one the broken row began on, or, out of patience, after the fault.
    fn recover(&mut self, began: usize, fault: usize) {
        let again = fault.saturating_sub(began);
        self.at = if again <= self.patience { began } else { fault };
        self.patience = self.patience.saturating_sub(again);
        while self.byte(self.at).is_some_and(|byte| byte != b'\n' && byte != b'\r') {
            self.at += 1;
        }
        self.end();
    }
}

/// Past the widest row, the last place takes what is filled, so that nobody takes the row for a narrower one.
fn keep<'t>(cells: &mut Vec<Cow<'t, str>>, cell: Cow<'t, str>) {
    if cells.len() < WIDEST {
        cells.push(cell);
    } else if let Some(last) = cells.last_mut().filter(|_| !cell.trim().is_empty()) {
        *last = cell;
    }
}

impl<'t> Iterator for Scanner<'t> {
    type Item = Result<Found<'t>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        self.row += 1;
        let (began, row, line) = (self.at, self.row, self.line());
        let found = self.row().map(|cells| Found { row, line, cells });
        Some(found.map_err(|Fault { at, .. }| {
            self.recover(began, at);
            Fault { row, line, at }
        }))
    }
}
