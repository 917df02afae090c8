//! A JSON text of any length, value by value: no more of it stands in memory than the value at hand.

pub use super::broken::Broken;
use super::scan::Scan;
use std::io::{self, Read};

/// How much is read at a time.
const PIECE: usize = 64 * 1024;
/// The longest value that is taken as a whole, in bytes.
pub const LONGEST: usize = 64 * 1024 * 1024;

/// A value or a line that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken<'t> {
    /// As it is written.
    Whole(&'t [u8]),
    /// It is longer than any is, and was passed.
    TooLong,
}

/// Reads a text from front to back.
pub struct Split<R> {
    reader: R,
    piece: Vec<u8>,
    /// What was read, from which `at` is still to be passed.
    buffer: Vec<u8>,
    at: usize,
    line: usize,
    /// Bytes of this line before the buffer's place.
    column: usize,
    over: bool,
    /// What was passed since it is kept; none where it is not, or was too long.
    kept: Option<Vec<u8>>,
}

impl Split<io::Empty> {
    /// Reads a text that is all there.
    pub fn whole(text: Vec<u8>) -> Self {
        Split {
            buffer: text,
            over: true,
            ..Split::new(io::empty())
        }
    }
}

impl<R: Read> Split<R> {
    pub fn new(reader: R) -> Self {
        Split {
            reader,
            piece: Vec::new(),
            buffer: Vec::new(),
            at: 0,
            line: 1,
            column: 1,
            over: false,
            kept: None,
        }
    }

    /// Keeps what is passed from here on, as it is written.
    pub fn keep(&mut self) {
        self.kept = Some(Vec::new());
    }

    /// Keeps no more, and lets go what was kept.
    pub fn let_go(&mut self) {
        self.kept = None;
    }

    /// What was kept; none where that is longer than any value is.
    pub fn kept(&mut self) -> Option<Vec<u8>> {
        self.kept.take()
    }

    /// The next byte that is no white space; none at the end. It stays where it is.
    pub fn peek(&mut self) -> Result<Option<u8>, Broken> {
        loop {
            while let Some(byte) = self.buffer.get(self.at).copied() {
                if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                    return Ok(Some(byte));
                }
                self.pass(1);
            }
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Passes this byte where it comes next; whether it did.
    pub fn pass_if(&mut self, wanted: u8) -> Result<bool, Broken> {
        let there = self.peek()? == Some(wanted);
        if there {
            self.pass(1);
        }
        Ok(there)
    }

    /// Passes a byte order mark at the beginning. That of UTF-16 says that it is no JSON.
    pub fn pass_mark(&mut self) -> Result<(), Broken> {
        while self.buffer.len() < 3 && self.more()? {}
        if self.buffer.starts_with(b"\xFF\xFE") || self.buffer.starts_with(b"\xFE\xFF") {
            return Err(Broken::Encoding);
        }
        if self.buffer.starts_with(b"\xEF\xBB\xBF") {
            self.at = 3;
        }
        Ok(())
    }

    /// The next line, with its end; none at the end of the text. It is lent until the next call.
    pub fn take_line(&mut self) -> Result<Option<Taken<'_>>, Broken> {
        let (mut looked, mut long) = (0, false);
        let is_there = loop {
            let fresh = self.buffer.get(self.at + looked..).unwrap_or_default();
            let end = memchr::memchr(b'\n', fresh).map(|end| end + 1);
            looked += end.unwrap_or(fresh.len());
            if looked > LONGEST {
                self.pass(std::mem::take(&mut looked));
                long = true;
            }
            if end.is_some() || !self.more()? {
                break long || looked > 0;
            }
        };
        if long {
            self.pass(std::mem::take(&mut looked));
        }
        let line = match long {
            true => Taken::TooLong,
            false => Taken::Whole(self.passed(looked)),
        };
        Ok(is_there.then_some(line))
    }

    /// The next value as it is written; none at the end. It is lent until the next call.
    pub fn value(&mut self) -> Result<Option<&[u8]>, Broken> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let Some(length) = self.value_end(LONGEST)? else {
            return Err(self.too_large());
        };
        Ok(Some(self.passed(length)))
    }

    /// The same, where one that is too long is no end of reading.
    pub fn take(&mut self) -> Result<Option<Taken<'_>>, Broken> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let Some(length) = self.value_end(LONGEST)? else {
            return Ok(Some(Taken::TooLong));
        };
        Ok(Some(Taken::Whole(self.passed(length))))
    }

    /// Passes the next value, however long it is. Whether it is text; of a long one that is taken for granted.
    pub fn skip(&mut self) -> Result<bool, Broken> {
        if self.peek()?.is_none() {
            return Err(self.not_json());
        }
        let length = self.value_end(PIECE)?;
        Ok(length.is_none_or(|length| std::str::from_utf8(self.passed(length)).is_ok()))
    }

    /// The length of the value that begins here; none where it is longer than `most`, and was passed.
    fn value_end(&mut self, most: usize) -> Result<Option<usize>, Broken> {
        let mut scan = Scan::default();
        let (mut scanned, mut long) = (0, false);
        loop {
            let fresh = self.buffer.get(self.at + scanned..).unwrap_or_default();
            let end = scan.end(fresh);
            scanned += end.unwrap_or(fresh.len());
            if scanned > most {
                self.pass(std::mem::take(&mut scanned));
                long = true;
            }
            if end.is_some() {
                break;
            }
            if !self.more()? {
                if scan.may_end() {
                    break;
                }
                self.pass(scanned);
                return Err(Broken::Truncated(self.line, self.column));
            }
        }
        if long {
            self.pass(scanned);
            return Ok(None);
        }
        match scanned {
            0 => Err(self.not_json()),
            _ => Ok(Some(scanned)),
        }
    }

    /// Passes a value that ends on the line it begins on; whether there is such, not longer than any is, and another line
    /// follows on which something stands. Reading goes no further than it takes to tell.
    pub fn is_line_of_several(&mut self) -> Result<bool, Broken> {
        let (line, mut scan, mut passed) = (self.line, Scan::default(), 0);
        loop {
            let fresh = self.buffer.get(self.at..).unwrap_or_default();
            let end = scan.end(fresh);
            let length = end.unwrap_or(fresh.len());
            passed += length;
            self.pass(length);
            if self.line > line || passed > LONGEST {
                return Ok(false);
            }
            if end.is_some() {
                return Ok(self.peek()?.is_some() && self.line > line);
            }
            if !self.more()? {
                return Ok(false);
            }
        }
    }

    /// What is wrong here: the end where there must be more, or something else than must be.
    pub fn not_json(&self) -> Broken {
        match self.over && self.at >= self.buffer.len() {
            true => Broken::Truncated(self.line, self.column),
            false => Broken::NotJson(self.line, self.column),
        }
    }

    /// That what stands before here is no value.
    pub fn no_value(&self) -> Broken {
        Broken::NotJson(self.line, self.column)
    }

    /// That another value stands here than must.
    pub fn other(&self) -> Broken {
        Broken::Other(self.line, self.column)
    }

    /// That what ends here is longer than any value is.
    pub fn too_large(&self) -> Broken {
        Broken::TooLarge(self.line, self.column)
    }

    /// Passes what is there, and lends it.
    fn passed(&mut self, bytes: usize) -> &[u8] {
        let from = self.at;
        self.pass(bytes);
        self.buffer.get(from..self.at).unwrap_or_default()
    }

    fn pass(&mut self, bytes: usize) {
        let passed = self.buffer.get(self.at..self.at + bytes).unwrap_or_default();
        match memchr::memrchr(b'\n', passed) {
            None => self.column += bytes,
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count();
                self.column = bytes - last;
            }
        }
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(passed);
        }
        if self.kept.as_ref().is_some_and(|kept| kept.len() > LONGEST) {
            self.kept = None;
        }
        self.at += bytes;
    }

    /// Reads on; whether there was more.
    fn more(&mut self) -> Result<bool, Broken> {
        if self.over {
            return Ok(false);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        self.piece.resize(PIECE, 0);
        let read = loop {
            match self.reader.read(&mut self.piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.buffer
            .extend_from_slice(self.piece.get(..read).unwrap_or_default());
        self.over = read == 0;
        Ok(read > 0)
    }
}
