//! A JSON text of any length, value by value: no more of it stands in memory than the value at hand.

use super::scan::Scan;
use std::io::{self, Read};

/// How much is read at a time.
const PIECE: usize = 64 * 1024;
/// The longest value that is taken as a whole, in bytes.
pub const LONGEST: usize = 64 * 1024 * 1024;

/// Why a text ends before its end.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It breaks off.
    #[error("the JSON breaks off at line {0}, column {1}; send it again whole")]
    Truncated(usize, usize),
    /// Something else stands where a value, a comma or a bracket must.
    #[error("this is no JSON from line {0}, column {1} on; send it as received")]
    NotJson(usize, usize),
    /// One value is longer than any is.
    #[error("one value before line {0}, column {1} is longer than 64 MiB; send it in smaller ones")]
    TooLarge(usize, usize),
    /// There is nothing in it.
    #[error("the file is empty; send it again whole")]
    Empty,
    /// It is not UTF-8.
    #[error("the file is not UTF-8, as JSON must be; send it as received")]
    Encoding,
    /// Another value stands where the array must.
    #[error("another value than the format has stands at line {0}, column {1}")]
    Other(usize, usize),
    /// It cannot be read.
    #[error("it cannot be read to its end")]
    Io(#[from] io::Error),
}

/// Reads a text from front to back.
pub struct Split<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    line: usize,
    /// Bytes of this line before the buffer's place.
    column: usize,
    over: bool,
}

impl<R: Read> Split<R> {
    pub fn new(reader: R) -> Self {
        Split {
            reader,
            buffer: Vec::new(),
            at: 0,
            line: 1,
            column: 1,
            over: false,
        }
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

    /// The next line, without its end; none at the end of the text. It is lent until the next call.
    pub fn line(&mut self) -> Result<Option<&[u8]>, Broken> {
        let mut looked = 0;
        let length = loop {
            let fresh = self.buffer.get(self.at + looked..).unwrap_or_default();
            if let Some(end) = memchr::memchr(b'\n', fresh) {
                break looked + end + 1;
            }
            looked += fresh.len();
            if looked > LONGEST {
                return Err(self.too_large());
            }
            if !self.more()? {
                break looked;
            }
        };
        if length == 0 {
            return Ok(None);
        }
        let from = self.at;
        self.pass(length);
        Ok(self.buffer.get(from..from + length))
    }

    /// The next value as it is written; none at the end. It is lent until the next call.
    pub fn value(&mut self) -> Result<Option<&[u8]>, Broken> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let mut scan = Scan::default();
        let mut scanned = 0;
        let length = loop {
            let fresh = self.buffer.get(self.at + scanned..).unwrap_or_default();
            if let Some(end) = scan.end(fresh) {
                break scanned + end;
            }
            scanned += fresh.len();
            if scanned > LONGEST {
                return Err(self.too_large());
            }
            if !self.more()? {
                if scan.may_end() {
                    break scanned;
                }
                self.pass(scanned);
                return Err(Broken::Truncated(self.line, self.column));
            }
        };
        if length == 0 {
            return Err(self.not_json());
        }
        let from = self.at;
        self.pass(length);
        Ok(self.buffer.get(from..from + length))
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

    /// That what stands before here is longer than is read.
    pub fn too_large(&self) -> Broken {
        Broken::TooLarge(self.line, self.column)
    }

    /// That another value stands here than must.
    pub fn other(&self) -> Broken {
        Broken::Other(self.line, self.column)
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
        self.at += bytes;
    }

    /// Reads on; whether there was more.
    fn more(&mut self) -> Result<bool, Broken> {
        if self.over {
            return Ok(false);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let held = self.buffer.len();
        // A long value is read in pieces that grow with it, so that each of its bytes is moved a few times at most.
        let piece = PIECE.max(held);
        self.buffer.resize(held + piece, 0);
        let read = loop {
            match self.reader.read(self.buffer.get_mut(held..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.buffer.truncate(held + read);
        self.over = read == 0;
        Ok(read > 0)
    }
}
