//! A delivery: bytes received from a source in one go.

mod content;
#[cfg(test)]
pub(crate) mod few;

use passport::record::{Place, Sink, Unreadable};
use std::borrow::Cow;

pub use content::{Content, HEAD, Opens};

/// Bytes received in one go: one file, one posted document, or the files of a folder or set that belong together.
#[derive(Debug, Clone, Default)]
pub struct Delivery<'a> {
    name: Cow<'a, str>,
    parts: Vec<Part<'a>>,
}

/// One named file of a delivery.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Path inside the delivery with `/` between folders; the file's name for a single file, empty for a posted document.
    pub name: Cow<'a, str>,
    /// Its bytes, as received.
    pub bytes: Content<'a>,
}

/// Why a file that was written to, or taken away, while it was read is no delivery.
pub fn changed_while_read(file: &str) -> Unreadable {
    let reason = "the file was written to, or taken away, while it was read; send it again when it is written whole: \
                  what came in stays, and is compared then";
    Unreadable::new(Place::file(file), "changed_while_read", reason)
}

impl<'a> Delivery<'a> {
    /// A delivery of one document.
    pub fn single(name: impl Into<Cow<'a, str>>, bytes: impl Into<Content<'a>>) -> Self {
        let name = name.into();
        Delivery {
            parts: vec![Part {
                name: name.clone(),
                bytes: bytes.into(),
            }],
            name,
        }
    }

    /// A delivery of several files that belong together, such as a folder; they are read in the order of their names.
    pub fn several(name: impl Into<Cow<'a, str>>, mut parts: Vec<Part<'a>>) -> Self {
        parts.sort_by(|a, b| a.name.cmp(&b.name));
        Delivery {
            name: name.into(),
            parts,
        }
    }

    /// What to call it in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its files, taken out.
    pub fn into_parts(self) -> Vec<Part<'a>> {
        self.parts
    }

    /// Its files.
    pub fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    /// Reads file by file. One that cannot be read is a reject among others that can; where none can, the delivery is
    /// unreadable.
    pub fn read_each(
        &self,
        sink: &mut dyn Sink,
        mut read: impl FnMut(&Part<'_>, &mut dyn Sink) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        let faults: Vec<_> = self.parts.iter().filter_map(|part| read(part, sink).err()).collect();
        if faults.len() < self.parts.len() {
            faults.into_iter().for_each(|fault| sink.reject(fault.into()));
            return Ok(());
        }
        let nothing = || Unreadable::new(Place::file(self.name()), "empty", "the delivery holds no file");
        Err(faults.into_iter().next().unwrap_or_else(nothing))
    }

    /// How many bytes it holds, packed as received.
    pub fn len(&self) -> u64 {
        self.parts.iter().map(|part| part.bytes.whole_len()).sum()
    }

    /// How many of its bytes were read, where its format is read bit by bit; nothing where it is read as a whole.
    pub fn passed(&self) -> u64 {
        self.parts.iter().map(|part| part.bytes.passed()).sum()
    }

    /// Forgets how far it was read, as before another reading.
    pub fn forget_passed(&self) {
        self.parts.iter().for_each(|part| part.bytes.forget_passed());
    }

    /// Nobody wants it any more: whoever reads it finds that it breaks off.
    pub fn halt(&self) {
        self.parts.iter().for_each(|part| part.bytes.halt());
    }

    /// Whether nobody wants it any more.
    pub fn is_halted(&self) -> bool {
        self.parts.iter().any(|part| part.bytes.is_halted())
    }

    /// The same delivery, all of it in memory. More than `most` bytes are too many.
    pub(crate) fn in_memory(&self, most: u64) -> Result<Delivery<'_>, Unreadable> {
        let mut left = most;
        let parts = self.parts.iter().map(|part| {
            let bytes = part.bytes.in_memory(&part.name, &mut left)?;
            let name = Cow::Borrowed(&*part.name);
            Ok(Part { name, bytes })
        });
        let parts = parts.collect::<Result<_, Unreadable>>()?;
        let name = Cow::Borrowed(&*self.name);
        Ok(Delivery { name, parts })
    }

    /// The same delivery with its texts in UTF-8, where they are in UTF-16 or UTF-32. What cannot be read stays as it is, and
    /// is told when it is read.
    pub(crate) fn in_utf8(&self) -> Delivery<'_> {
        let parts = self.parts.iter().map(|part| Part {
            name: Cow::Borrowed(&*part.name),
            bytes: part.bytes.in_utf8().unwrap_or_else(|_| part.bytes.borrowed()),
        });
        Delivery {
            name: Cow::Borrowed(&*self.name),
            parts: parts.collect(),
        }
    }

    /// Leaves out files, and gives why.
    pub(crate) fn leave_out(&mut self, why: impl Fn(&Part<'a>) -> Option<Unreadable>) -> Vec<Unreadable> {
        let faults = self.parts.iter().filter_map(&why).collect();
        self.parts.retain(|part| why(part).is_none());
        faults
    }

    /// Whether some of it stands in files that are still to be read.
    pub(crate) fn is_in_files(&self) -> bool {
        self.parts.iter().any(|part| !part.bytes.is_whole())
    }

    /// Says of the first file that is another by now than when the delivery was made: what was read of it is of two files.
    pub(crate) fn changed_while_read(&self) -> Option<Unreadable> {
        let part = self.parts.iter().find(|part| part.bytes.has_changed())?;
        Some(changed_while_read(&part.name))
    }

    /// Whether it holds no bytes at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Part<'_> {
    /// The file's name without its folders.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}
