//! A table of any length, read from its file in pieces.

use super::header::Header;
use super::is_filled;
use super::row::Row;
use super::scan::{self, Fault, Found, LONGEST, Scanner, Step};
use crate::Part;
use crate::text::{Decoded, Decoding};
use passport::record::{Place, Reject, Unreadable};
use std::io;
use std::ops::ControlFlow;

/// A table in a file, with its header read. Each pass over its rows reads the file anew; no more of it is in memory than
/// the row at hand and a piece.
#[derive(Debug)]
pub struct Stream<'t> {
    header: Header<'t>,
    part: &'t Part<'t>,
    decoding: Decoding,
    delimiter: u8,
    /// Whether the file ends within its header.
    is_cut: bool,
}

impl<'t> Stream<'t> {
    /// Tells the encoding by the whole file, and reads the header, which is the first row that is not blank.
    pub fn open(part: &'t Part<'t>) -> Result<Self, Unreadable> {
        let io = |_| unreadable(&part.name);
        let decoding = Decoding::of(&part.bytes).map_err(io)?;
        let mut pieces = Pieces::of(decoding.open(&part.bytes).map_err(io)?);
        let delimiter = pieces.delimiter().map_err(io)?;
        let is_cut = pieces.over && !pieces.has_line();
        let mut header = None;
        let take = &mut |found: Result<Found<'_>, Fault>| {
            header = Some(Header::of(&part.name, Some(found)));
            ControlFlow::Break(())
        };
        pieces.each(&mut Scanner::new(delimiter), take).map_err(io)?;
        Ok(Stream {
            header: header.unwrap_or_else(|| Header::of(&part.name, None))?,
            part,
            decoding,
            delimiter,
            is_cut,
        })
    }

    /// Its header.
    pub fn header(&self) -> &Header<'t> {
        &self.header
    }

    /// Gives its rows below the header, blank ones left out; each is lent for the call. Of a header in which the file ends
    /// nobody can tell what was to come.
    pub fn each(&self, give: &mut dyn FnMut(Result<Row<'_>, Reject>)) -> Result<(), Unreadable> {
        self.pass(give).map_err(|_| unreadable(&self.part.name))
    }

    /// The same rows, one whenever it is asked for: so that they can be read beside those of another file.
    pub fn rows(&self) -> Result<Rows<'_>, Unreadable> {
        let rest = self.decoding.open(&self.part.bytes);
        rest.and_then(|rest| self.begin(rest))
            .map_err(|_| unreadable(&self.part.name))
    }

    fn pass(&self, give: &mut dyn FnMut(Result<Row<'_>, Reject>)) -> io::Result<()> {
        let Rows {
            mut pieces,
            mut scanner,
            ..
        } = self.begin(self.decoding.open(&self.part.bytes)?)?;
        let below = &mut |found: Result<Found<'_>, Fault>| {
            give(self.header.row(found));
            ControlFlow::Continue(())
        };
        pieces.each(&mut scanner, below)?;
        if self.is_cut {
            let reason =
                "the file breaks off within its header: send it whole; a table without rows ends with a line end";
            give(Err(Reject::new(Place::row(&self.part.name, 1), "truncated", reason)));
        }
        Ok(())
    }

    /// Below the header.
    fn begin<'r>(&'r self, rest: Decoded<'r>) -> io::Result<Rows<'r>> {
        let mut rows = Rows {
            table: self,
            pieces: Pieces::of(rest),
            scanner: Scanner::new(self.delimiter),
        };
        let is_header = &mut |_: Result<Found<'_>, Fault>| ControlFlow::Break(());
        rows.pieces.each(&mut rows.scanner, is_header)?;
        Ok(rows)
    }
}

/// The rows of a table that are still to come.
pub struct Rows<'t> {
    table: &'t Stream<'t>,
    pieces: Pieces<'t>,
    scanner: Scanner,
}

impl Rows<'_> {
    /// Gives the next one, blank ones left out; whether there was one.
    pub fn next(&mut self, give: &mut dyn FnMut(Result<Row<'_>, Reject>)) -> Result<bool, Unreadable> {
        let mut is_row = false;
        let first = &mut |found: Result<Found<'_>, Fault>| {
            is_row = true;
            give(self.table.header.row(found));
            ControlFlow::Break(())
        };
        let io = |_| unreadable(&self.table.part.name);
        self.pieces.each(&mut self.scanner, first).map_err(io)?;
        Ok(is_row)
    }
}

fn unreadable(file: &str) -> Unreadable {
    Unreadable::new(Place::file(file), "io", "the file cannot be read to its end")
}

/// The text of a file, of which a part is there.
struct Pieces<'t> {
    rest: Decoded<'t>,
    text: String,
    over: bool,
}

impl<'t> Pieces<'t> {
    fn of(rest: Decoded<'t>) -> Self {
        Pieces {
            rest,
            text: String::new(),
            over: false,
        }
    }

    /// The delimiter, when the first filled line is there.
    fn delimiter(&mut self) -> io::Result<u8> {
        while !self.over && self.text.len() < LONGEST && !self.has_line() {
            self.more()?;
        }
        Ok(scan::delimiter(&self.text))
    }

    /// Whether the first filled line is there to its end.
    fn has_line(&self) -> bool {
        scan::first_line(&self.text).is_some_and(|line| line.ends_with(['\n', '\r']))
    }

    /// Gives what is not blank, until there is enough.
    fn each(
        &mut self,
        scanner: &mut Scanner,
        give: &mut dyn FnMut(Result<Found<'_>, Fault>) -> ControlFlow<()>,
    ) -> io::Result<()> {
        loop {
            let found = match scanner.step(&self.text, self.over) {
                Step::End => return Ok(()),
                Step::More => {
                    let done = scanner.let_go(&self.text);
                    self.text.drain(..done);
                    self.more()?;
                    continue;
                }
                Step::Row(found) => Ok(found),
                Step::Fault(fault) => Err(fault),
            };
            if is_filled(&found) && give(found).is_break() {
                return Ok(());
            }
        }
    }

    /// Reads on.
    fn more(&mut self) -> io::Result<()> {
        // A long row is read in pieces that grow with it, so that each of its bytes is moved and looked at a few times.
        let wanted = self.text.len();
        loop {
            self.over = !self.rest.read(&mut self.text)?;
            if self.over || self.text.len() >= 2 * wanted {
                return Ok(());
            }
        }
    }
}
