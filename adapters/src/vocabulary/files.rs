//! The files of a vocabulary: loose, in zip archives or xz-compressed, unpacked one at a time and within bounds.

use super::fault::{Spot, fault};
use crate::archive::{is_xz, is_zip};
use crate::delivery::{Delivery, Part};
use crate::text;
use lzma_rust2::XzReader;
use passport::record::{Place, Unreadable};
use std::cell::Cell;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most files that are looked at.
const MOST_FILES: usize = 2_000;
/// Most bytes of a file and of all files together, unpacked. One file at a time is held in memory.
const LIMITS: Limits = Limits {
    file: 256 << 20,
    all: 2 << 30,
};
/// Most memory that unpacking an xz file may take, in KiB: the strongest preset of its makers asks for 64 MiB.
const XZ_MEMORY: u32 = 128 << 10;
/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 << 10;

/// Most bytes, unpacked.
#[derive(Debug, Clone, Copy)]
struct Limits {
    file: u64,
    all: u64,
}

/// The files that came together.
pub(super) struct Files<'d> {
    delivery: &'d Delivery<'d>,
    files: Vec<File<'d>>,
    limits: Limits,
    left: Cell<u64>,
}

/// One file, still packed.
pub(super) struct File<'d> {
    pub(super) name: String,
    packed: Packed<'d>,
}

enum Packed<'d> {
    Loose(&'d [u8]),
    Zipped(ZipArchive<Cursor<&'d [u8]>>, usize),
}

impl<'d> Files<'d> {
    /// Lists the files of a delivery and of the archives in it. Folders, hidden files and names that would leave an
    /// archive are passed over.
    pub(super) fn open(delivery: &'d Delivery<'d>) -> Result<Self, Unreadable> {
        Self::within(LIMITS, delivery)
    }

    fn within(limits: Limits, delivery: &'d Delivery<'d>) -> Result<Self, Unreadable> {
        let mut files = Vec::new();
        for part in delivery.parts() {
            match is_zip(&part.bytes) {
                true => list(part, &mut files)?,
                false => files.push(loose(part)),
            }
            if files.len() > MOST_FILES {
                let reason =
                    format!("it holds more than {MOST_FILES} files; leave out what is no part of the vocabulary");
                return Err(Unreadable::new(Place::file(delivery.name()), "too_large", reason));
            }
        }
        files.retain(|file| !hidden(&file.name));
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Files {
            delivery,
            files,
            limits,
            left: Cell::new(limits.all),
        })
    }

    /// What they are called together.
    pub(super) fn name(&self) -> &'d str {
        self.delivery.name()
    }

    /// The version that a name tells: of the delivery, of what came in it, or of a file in an archive.
    pub(super) fn version(&self) -> Option<String> {
        let came = self.delivery.parts().iter().map(|part| &*part.name);
        let files = self.files.iter().map(|file| &*file.name);
        std::iter::once(self.name())
            .chain(came)
            .chain(files)
            .find_map(super::version_in)
    }

    /// The error that a file is not of the format. It may be a damaged one that is, so it is not passed over.
    pub(super) fn stranger(&self, file: &File<'d>, format: &str) -> Unreadable {
        if let Err(fault) = self.text(file) {
            return fault;
        }
        let reason = format!(
            "this is no file of {format} that is known, or its first row is damaged; leave it out, or download it again"
        );
        Unreadable::new(Place::file(&file.name), "unknown_file", reason)
    }

    /// Their names, in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.files.iter().map(|file| file.name.clone()).collect()
    }

    /// The files, in the order of their names.
    pub(super) fn iter(&self) -> impl Iterator<Item = &File<'d>> {
        self.files.iter()
    }

    /// The first piece of a file as text; enough to tell what it is, even of one that is damaged further on.
    pub(super) fn head(&self, file: &File<'d>) -> String {
        // A fault is told when the file is read whole.
        let bytes = file.bytes(HEAD).unwrap_or_default();
        let whole = match std::str::from_utf8(&bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => bytes.len(),
        };
        text::decode(bytes.get(..whole).unwrap_or_default()).into_owned()
    }

    /// The whole file as text.
    pub(super) fn text(&self, file: &File<'d>) -> Result<String, Unreadable> {
        let most = self.limits.file.min(self.left.get());
        let bytes = file.bytes(most + 1).map_err(|error| unpackable(&file.name, &error))?;
        let read = bytes.len() as u64;
        if read > most {
            return Err(self.too_large(file));
        }
        self.left.set(self.left.get() - read);
        decode(&file.name, bytes)
    }

    fn too_large(&self, file: &File<'d>) -> Unreadable {
        let [one, all] = [self.limits.file, self.limits.all].map(|bytes| bytes >> 20);
        let reason = format!("unpacked it is larger than {one} MiB, or all files together than {all} MiB; load fewer");
        Unreadable::new(Place::file(&file.name), "too_large", reason)
    }
}

impl<'d> File<'d> {
    /// Its name without folders and without `.xz`.
    pub(super) fn short_name(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        name.strip_suffix(".xz").unwrap_or(name)
    }

    /// Whether its name ends so; tables and documents of a format are told from what lies beside them.
    pub(super) fn is_named(&self, end: &str) -> bool {
        let name = self.short_name();
        name.len() > end.len() && name.to_ascii_lowercase().ends_with(end)
    }

    /// So many of its bytes, unpacked.
    fn bytes(&self, most: u64) -> std::io::Result<Vec<u8>> {
        match &self.packed {
            Packed::Loose(bytes) => unpacked(*bytes, most),
            Packed::Zipped(archive, index) => unpacked(archive.clone().by_index(*index)?, most),
        }
    }
}

/// What a reader gives, unpacked again if it is an xz file.
fn unpacked(mut reader: impl Read, most: u64) -> std::io::Result<Vec<u8>> {
    let (mut start, mut bytes) = (Vec::new(), Vec::new());
    reader.by_ref().take(6).read_to_end(&mut start)?;
    let packed = is_xz(&start);
    let reader = Cursor::new(start).chain(reader);
    match packed {
        true => XzReader::new_mem_limit(reader, true, XZ_MEMORY)
            .take(most)
            .read_to_end(&mut bytes)?,
        false => reader.take(most).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

fn loose<'d>(part: &'d Part<'_>) -> File<'d> {
    File {
        name: part.name.to_string(),
        packed: Packed::Loose(&part.bytes),
    }
}

fn list<'d>(part: &'d Part<'_>, files: &mut Vec<File<'d>>) -> Result<(), Unreadable> {
    let mut archive =
        ZipArchive::new(Cursor::new(&*part.bytes)).map_err(|_| damaged(&part.name, "the zip archive is"))?;
    for index in 0..archive.len().min(MOST_FILES + 1) {
        let entry = archive
            .by_index(index)
            .map_err(|_| damaged(&part.name, "the zip archive is encrypted,"))?;
        let name = entry.enclosed_name().filter(|_| entry.is_file());
        let Some(name) = name.map(|name| name.to_string_lossy().replace('\\', "/")) else {
            continue;
        };
        drop(entry);
        files.push(File {
            // Each language of a vocabulary may come in an archive of its own, with the same names inside.
            name: format!("{}/{name}", part.name),
            packed: Packed::Zipped(archive.clone(), index),
        });
    }
    Ok(())
}

/// What systems put beside files for themselves.
fn hidden(name: &str) -> bool {
    name.split('/')
        .any(|segment| segment.starts_with('.') || segment == "__MACOSX")
}

fn unpackable(name: &str, error: &std::io::Error) -> Unreadable {
    match error.kind() {
        std::io::ErrorKind::OutOfMemory => {
            let reason = format!("unpacking it takes more than {} MiB of memory", XZ_MEMORY >> 10);
            Unreadable::new(
                Place::file(name),
                "too_large",
                format!("{reason}; pack it again with `xz -9` at most"),
            )
        }
        _ => damaged(name, "the packed file is"),
    }
}

fn damaged(name: &str, what: &str) -> Unreadable {
    let reason = format!("{what} damaged or cut off; download it again");
    Unreadable::new(Place::file(name), "truncated", reason)
}

/// Bytes to text. One file is in one encoding: text that is partly UTF-8 and partly not would come out garbled.
fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Unreadable> {
    if encoding_rs::Encoding::for_bom(&bytes).is_some() {
        return marked(name, &bytes);
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let (at, cut) = (
        error.utf8_error().valid_up_to(),
        error.utf8_error().error_len().is_none(),
    );
    let bytes = error.into_bytes();
    if cut {
        let reason = "the file ends within a character, it was cut off; download it again";
        return Err(fault(name, line_spot(&bytes, at), None, "truncated", reason));
    }
    if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        let reason = "the file is UTF-8 in one place and another encoding in this; save it as UTF-8 throughout";
        return Err(fault(name, line_spot(&bytes, at), None, "mixed_encodings", reason));
    }
    Ok(text::decode(&bytes).into_owned())
}

/// Text that says its encoding by a byte order mark.
fn marked(name: &str, bytes: &[u8]) -> Result<String, Unreadable> {
    let decoded = text::decode(bytes).into_owned();
    let Some(at) = decoded.find('\u{FFFD}') else {
        return Ok(decoded);
    };
    let end = decoded.trim_end_matches('\u{FFFD}').len() == at;
    let (code, reason) = match end {
        true => (
            "truncated",
            "the file ends within a character, it was cut off; download it again",
        ),
        false => (
            "mixed_encodings",
            "the file is not in the encoding that it begins with; save it as UTF-8 throughout",
        ),
    };
    Err(fault(name, line_spot(decoded.as_bytes(), at), None, code, reason))
}

fn line_spot(bytes: &[u8], at: usize) -> Spot {
    let before = bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    Spot::line(before as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A file of so many MiB, in which nothing but blanks stands.
    fn blank(name: &str, size: usize) -> Part<'static> {
        let options = lzma_rust2::XzOptions::with_preset(0);
        let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
        writer.write_all(&vec![b' '; size << 20]).unwrap();
        Part {
            name: name.to_owned().into(),
            bytes: writer.finish().unwrap().into(),
        }
    }

    fn zipped(part: &Part<'_>) -> Part<'static> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(&*part.name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&part.bytes).unwrap();
        Part {
            name: "all.zip".into(),
            bytes: zip.finish().unwrap().into_inner().into(),
        }
    }

    #[test]
    fn what_unpacks_to_more_than_is_allowed_is_refused() {
        let (one, two) = (blank("a.csv.xz", 1), blank("b.csv.xz", 2));
        for (parts, fits) in [
            (vec![one.clone()], true),
            (vec![two.clone()], true),
            (vec![zipped(&two)], true),
            (vec![one.clone(), two.clone()], true),
            (vec![blank("c.csv.xz", 3)], false),
            (vec![zipped(&blank("c.csv.xz", 3))], false),
            (vec![one, two, blank("d.csv.xz", 1)], false),
        ] {
            assert!(parts.iter().all(|part| part.bytes.len() < 8 << 10));
            let delivery = Delivery::several("v", parts);
            let limits = Limits {
                file: 2 << 20,
                all: 3 << 20,
            };
            let files = Files::within(limits, &delivery).unwrap();
            let read: Result<Vec<_>, _> = files.iter().map(|file| files.text(file)).collect();
            assert_eq!(read.is_ok(), fits, "{:?}", files.names());
            assert!(read.err().is_none_or(|fault| fault.code == "too_large"));
        }
    }
}
