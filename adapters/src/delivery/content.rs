//! The bytes of one file of a delivery: in memory, or where they stand until they are read.

use crate::text::Wide;
use passport::record::{Place, Unreadable};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Cursor, Read};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// How much of a file that is not in memory is looked at to tell what it is.
pub const HEAD: usize = 1 << 20;

/// The bytes of a file. As a slice they are all of them where they are in memory; else the beginning, by which the format
/// is recognised, and [`Content::open`] reads them all.
#[derive(Debug, Clone, Default)]
pub struct Content<'a> {
    bytes: Cow<'a, [u8]>,
    rest: Option<Elsewhere>,
    passed: Arc<AtomicU64>,
    halted: Arc<AtomicBool>,
}

/// Bytes that are not in memory. Whoever delivers them says how they are read; adapters know no files.
pub trait Opens: fmt::Debug + Send + Sync {
    /// Reads all of them, from the beginning.
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;

    /// Whether they are others by now than when the delivery was made.
    fn has_changed(&self) -> bool {
        false
    }
}

#[derive(Debug, Clone)]
struct Elsewhere {
    opens: Arc<dyn Opens>,
    length: u64,
}

/// A text in UTF-16 or UTF-32 that stands elsewhere, read as UTF-8.
#[derive(Debug)]
struct Widely {
    opens: Arc<dyn Opens>,
    wide: Wide,
}

impl Opens for Widely {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(self.wide.utf8(self.opens.open()?)))
    }

    fn has_changed(&self) -> bool {
        self.opens.has_changed()
    }
}

impl Content<'static> {
    /// Bytes of this length that are not in memory, but for their head; all of them where they are not longer than that.
    pub fn elsewhere(opens: Arc<dyn Opens>, length: u64) -> io::Result<Self> {
        let mut bytes = Vec::new();
        opens.open()?.take(HEAD as u64).read_to_end(&mut bytes)?;
        let whole = length <= bytes.len() as u64;
        if !whole {
            end_with_a_character(&mut bytes);
        }
        Ok(Content {
            bytes: bytes.into(),
            rest: (!whole).then_some(Elsewhere { opens, length }),
            passed: Arc::default(),
            halted: Arc::default(),
        })
    }
}

/// Leaves out a character of UTF-8 that the end cuts through: it would make the whole beginning look like another encoding.
fn end_with_a_character(bytes: &mut Vec<u8>) {
    if let Err(error) = std::str::from_utf8(bytes)
        && error.error_len().is_none()
    {
        bytes.truncate(error.valid_up_to());
    }
}

impl Content<'_> {
    /// Reads all of it, from the beginning, and counts how far it came.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        self.passed.store(0, Relaxed);
        Ok(Box::new(Counting {
            reader: self.open_uncounted()?,
            passed: &self.passed,
            halted: &self.halted,
        }))
    }

    /// How many bytes the reading that was opened last has passed: none where it was never opened.
    pub fn passed(&self) -> u64 {
        self.passed.load(Relaxed)
    }

    /// Forgets how far it was read, as before another reading.
    pub fn forget_passed(&self) {
        self.passed.store(0, Relaxed);
    }

    /// Nobody wants it any more: whoever reads it finds that it breaks off.
    pub fn halt(&self) {
        self.halted.store(true, Relaxed);
    }

    /// Whether nobody wants it any more.
    pub fn is_halted(&self) -> bool {
        self.halted.load(Relaxed)
    }

    fn open_uncounted(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        match &self.rest {
            Some(elsewhere) => elsewhere.opens.open(),
            None => Ok(Box::new(Cursor::new(&*self.bytes))),
        }
    }

    /// The same, lent; how far either is read, both tell.
    pub fn borrowed(&self) -> Content<'_> {
        Content {
            bytes: Cow::Borrowed(&self.bytes),
            rest: self.rest.clone(),
            passed: Arc::clone(&self.passed),
            halted: Arc::clone(&self.halted),
        }
    }

    /// The same text in UTF-8, where it is in UTF-16 or UTF-32.
    pub(super) fn in_utf8(&self) -> io::Result<Content<'_>> {
        let Some(wide) = Wide::of(&self.bytes) else {
            return Ok(self.borrowed());
        };
        let content = match &self.rest {
            Some(Elsewhere { opens, length }) => {
                let opens = Arc::clone(opens);
                Content::elsewhere(Arc::new(Widely { opens, wide }), wide.most(*length))?
            }
            None => {
                let mut bytes = Vec::new();
                wide.utf8(&*self.bytes).read_to_end(&mut bytes)?;
                bytes.into()
            }
        };
        Ok(Content {
            halted: Arc::clone(&self.halted),
            ..content
        })
    }

    /// How many bytes there are in all.
    pub fn whole_len(&self) -> u64 {
        self.rest.as_ref().map_or(self.bytes.len() as u64, |rest| rest.length)
    }

    /// Whether it stands elsewhere, and is another there by now than when the delivery was made.
    pub fn has_changed(&self) -> bool {
        self.rest.as_ref().is_some_and(|rest| rest.opens.has_changed())
    }

    /// Whether all of it is in memory.
    pub fn is_whole(&self) -> bool {
        self.rest.is_none()
    }

    /// All of it in memory, where it is not longer than what is left of it.
    pub(crate) fn in_memory(&self, name: &str, left: &mut u64) -> Result<Content<'_>, Unreadable> {
        let length = self.whole_len();
        *left = left.checked_sub(length).ok_or_else(|| {
            let reason =
                "the delivery is too large to be read as a whole, as this format must be; send it in smaller ones";
            Unreadable::new(Place::file(name), "too_large", reason)
        })?;
        if self.is_whole() {
            return Ok(Content::from(&*self.bytes));
        }
        let mut bytes = Vec::new();
        // What is only loaded is not read yet.
        let read = self
            .open_uncounted()
            .and_then(|file| Halting(file, &self.halted).take(length).read_to_end(&mut bytes));
        read.map_err(|_| Unreadable::new(Place::file(name), "io", "the file cannot be read to its end"))?;
        Ok(Content::from(bytes))
    }
}

/// A reader that tells how far it came.
struct Counting<'a> {
    reader: Box<dyn Read + Send + 'a>,
    passed: &'a AtomicU64,
    halted: &'a AtomicBool,
}

/// A reader that breaks off when nobody wants what it reads.
struct Halting<'a, R>(R, &'a AtomicBool);

impl<R: Read> Read for Halting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.1.load(Relaxed) {
            true => Err(io::Error::other("nobody wants it any more")),
            false => self.0.read(buffer),
        }
    }
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = Halting(&mut self.reader, self.halted).read(buffer)?;
        self.passed.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

impl Deref for Content<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl<'a> From<Cow<'a, [u8]>> for Content<'a> {
    fn from(bytes: Cow<'a, [u8]>) -> Self {
        Content {
            bytes,
            rest: None,
            passed: Arc::default(),
            halted: Arc::default(),
        }
    }
}

impl From<Vec<u8>> for Content<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Cow::<[u8]>::Owned(bytes).into()
    }
}

impl<'a> From<&'a [u8]> for Content<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Cow::Borrowed(bytes).into()
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Content<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Cow::Borrowed(bytes.as_slice()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Many(usize);

    impl Opens for Many {
        fn open(&self) -> io::Result<Box<dyn Read + Send>> {
            Ok(Box::new(Cursor::new(vec![b'x'; self.0])))
        }
    }

    #[test]
    fn a_long_file_is_known_by_its_beginning_and_read_to_its_end() {
        let content = Content::elsewhere(Arc::new(Many(HEAD + 10)), HEAD as u64 + 10).unwrap();
        assert_eq!((content.len(), content.whole_len()), (HEAD, HEAD as u64 + 10));
        let mut all = Vec::new();
        content.open().unwrap().read_to_end(&mut all).unwrap();
        assert_eq!((all.len(), content.passed()), (HEAD + 10, HEAD as u64 + 10));
        content.open().unwrap().read_exact(&mut [0; 7]).unwrap();
        assert_eq!(content.passed(), 7, "it counts the reading that was opened last");
        content.forget_passed();
        let mut left = 2 * HEAD as u64;
        assert_eq!(content.in_memory("x", &mut left).unwrap().len(), HEAD + 10);
        assert_eq!(content.passed(), 0, "loading is not reading");
        assert_eq!(content.in_memory("x", &mut left).unwrap_err().code, "too_large");

        let mut half = content.open().unwrap();
        half.read_exact(&mut [0; 7]).unwrap();
        content.halt();
        assert!(half.read(&mut [0; 7]).is_err(), "what nobody wants is not read on");
        assert!(content.open().unwrap().read(&mut [0; 7]).is_err());
        left = 2 * HEAD as u64;
        assert_eq!(content.in_memory("x", &mut left).unwrap_err().code, "io");

        let short = Content::from(b"short");
        assert!(short.is_whole() && short.whole_len() == 5);
    }
}
