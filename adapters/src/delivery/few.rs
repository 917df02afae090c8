//! For tests: a file whose bytes come a few at a time.

use super::{Content, HEAD, Opens};
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// Bytes, and how many of them come at a time.
#[derive(Debug, Clone)]
pub(crate) struct Few(pub(crate) Vec<u8>, pub(crate) usize);

impl Few {
    /// Such a file. It says that it is longer than what is held of it, so that it is read from where it stands.
    pub(crate) fn content(self) -> Content<'static> {
        let length = HEAD as u64 + 1 + self.0.len() as u64;
        Content::elsewhere(Arc::new(self), length).expect("readable")
    }
}

impl Opens for Few {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let Few(bytes, at_a_time) = self.clone();
        Ok(Box::new(Pieces(Cursor::new(bytes), at_a_time)))
    }
}

struct Pieces(Cursor<Vec<u8>>, usize);

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(into.len());
        self.0.read(&mut into[..length])
    }
}
