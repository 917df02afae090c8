//! Delimited text to rows of cells (RFC 4180), finding the next row again after a broken one. The text may come in pieces:
//! a row that may go on in the next is asked for again.

use super::cells::Cells;
use std::borrow::Cow;

/// How much text may be read a second time to find the row after a broken one. It keeps hostile files from costing the
/// square of their length; sound rows earn it back.
const PATIENCE: usize = 64 << 20;
/// How many times its length a sound row earns.
const EARNED: usize = 8;

/// The longest row, in bytes. A quote that nobody closes must not make the rest of a file one row.
pub(super) const LONGEST: usize = 4 << 20;

/// Gives the rows of a text with their numbers.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    at: usize,
    row: u64,
    /// The line that `counted` stands on, from 1.
    line: u64,
    counted: usize,
    delimiter: u8,
    quotes: bool,
    patience: usize,
    /// Whether the line at hand is to be passed: it belongs to a broken row.
    passing: bool,
    /// How many cells the last row had: as many as the next, most likely.
    wide: usize,
}

/// What comes next in a text.
pub(super) enum Step<'t> {
    Row(Found<'t>),
    Fault(Fault),
    /// More of the text must be there to tell.
    More,
    End,
}

/// A row: its number, the line it begins on, and its cells.
#[derive(Debug)]
pub(super) struct Found<'t> {
    pub(super) row: u64,
    pub(super) line: u64,
    pub(super) cells: Vec<Cow<'t, str>>,
    /// Whether the text breaks off in it, within a character.
    pub(super) is_cut: bool,
}

/// A row that cannot be read.
#[derive(Debug)]
pub(super) struct Fault {
    /// Its number.
    pub(super) row: u64,
    /// The line it begins on.
    pub(super) line: u64,
    pub(super) why: Why,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Quotes,
    Long,
}

impl Scanner {
    pub(super) fn new(delimiter: u8) -> Self {
        Scanner {
            at: 0,
            row: 0,
            line: 1,
            counted: 0,
            delimiter,
            quotes: true,
            patience: PATIENCE,
            passing: false,
            wide: 0,
        }
    }

    /// The same, to which a quote is a sign like any other.
    pub(super) fn unquoted(self) -> Self {
        Scanner { quotes: false, ..self }
    }

    /// The next row of a text; `over` says that nothing follows it.
    pub(super) fn step<'t>(&mut self, text: &'t str, over: bool) -> Step<'t> {
        let ran_out = || if over { Step::End } else { Step::More };
        if self.passing && !self.pass_line(text, over) || self.at >= text.len() {
            return ran_out();
        }
        let reach = boundary(text, self.at.saturating_add(LONGEST));
        let mut cells = Cells {
            text: text.get(..reach).unwrap_or(text),
            at: self.at,
            delimiter: self.delimiter,
            quotes: self.quotes,
        };
        let (read, end) = match cells.row(self.wide) {
            Ok(read) => (Ok(read), cells.at),
            Err(at) => (Err(Why::Quotes), at),
        };
        let may_go_on = end >= reach;
        if may_go_on && reach == text.len() && !over {
            return Step::More;
        }
        let read = match read {
            // A quote that nobody closes, or far too much text: which of them, only the rest of the file would tell.
            _ if may_go_on && reach < text.len() => Err(Why::Long),
            read => read,
        };
        self.row += 1;
        let (row, line) = (self.row, self.line(text));
        match read {
            Ok(cells) => {
                self.wide = cells.len();
                self.patience = PATIENCE.min(self.patience + EARNED * (end - self.at));
                self.at = end;
                let is_cut = end == text.len() && text.ends_with(char::REPLACEMENT_CHARACTER);
                Step::Row(Found {
                    row,
                    line,
                    cells,
                    is_cut,
                })
            }
            Err(why) => {
                self.recover(end);
                Step::Fault(Fault { row, line, why })
            }
        }
    }

    /// How much of the text is done with, and may be let go; the rest is then the text.
    pub(super) fn let_go(&mut self, text: &str) -> usize {
        self.line(text);
        self.counted = 0;
        std::mem::take(&mut self.at)
    }

    /// The line at which reading stands.
    fn line(&mut self, text: &str) -> u64 {
        let passed = text.as_bytes().get(self.counted..self.at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = self.at;
        self.line
    }

    /// Goes on with the line after the one the broken row began on, or, out of patience, after the fault.
    fn recover(&mut self, fault: usize) {
        let again = fault.saturating_sub(self.at);
        if again > self.patience {
            self.at = fault;
        }
        self.patience = self.patience.saturating_sub(again);
        self.passing = true;
    }

    /// Passes the rest of a line and its end; whether that was there.
    fn pass_line(&mut self, text: &str, over: bool) -> bool {
        let bytes = text.as_bytes();
        let rest = bytes.get(self.at..).unwrap_or_default();
        self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let length = match (bytes.get(self.at), bytes.get(self.at + 1)) {
            (None, _) => return false,
            // The other half of this line end may be still to come.
            (Some(b'\r'), None) if !over => return false,
            (Some(b'\r'), Some(b'\n')) => 2,
            _ => 1,
        };
        self.at += length;
        self.passing = false;
        true
    }
}

/// The first filled line with its end; none where the text has none.
pub(super) fn first_line(text: &str) -> Option<&str> {
    let beginning = text.get(..boundary(text, LONGEST)).unwrap_or(text);
    beginning
        .split_inclusive(['\n', '\r'])
        .find(|line| !line.trim().is_empty())
}

/// The delimiter that the first filled line has most of outside quotes; a comma where it has none.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first_line(text).unwrap_or_default().bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // `max_by_key` takes the last of equals, so the comma goes last.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

/// The last place up to this one where a character begins or the text ends.
fn boundary(text: &str, most: usize) -> usize {
    let mut at = most.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
