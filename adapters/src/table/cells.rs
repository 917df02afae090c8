//! The cells of one row (RFC 4180).

use std::borrow::Cow;

/// Most cells of a row that are kept; a hostile row would weigh many times its bytes.
pub(super) const WIDEST: usize = 10_000;

/// Reads the cells of one row.
pub(super) struct Cells<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) delimiter: u8,
    pub(super) quotes: bool,
}

/// How a cell ends: at a delimiter, or at the row's end.
enum End {
    Cell,
    Row,
}

impl<'t> Cells<'t> {
    /// The cells, probably so many, or where it shows that their quotes are broken.
    pub(super) fn row(&mut self, wide: usize) -> Result<Vec<Cow<'t, str>>, usize> {
        let mut cells = Vec::with_capacity(wide);
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
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.delimiter || *byte == b'\n' || *byte == b'\r';
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        let cell = Cow::Borrowed(self.slice(from, self.at));
        (cell, self.end().unwrap_or(End::Row))
    }

    fn quoted(&mut self) -> Result<(Cow<'t, str>, End), usize> {
        let mut cell = Cow::Borrowed("");
        self.at += 1;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let length = memchr::memchr(b'"', rest).ok_or(self.text.len())?;
            cell += self.slice(self.at, self.at + length);
            self.at += length + 1;
            if self.byte(self.at) != Some(b'"') {
                return Ok((cell, self.end().ok_or(self.at)?));
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

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
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
