//! The entries of a zip archive, one by one.

use super::Unpacked;
use crate::delivery::Part;
use crate::text::Wide;
use passport::record::{Place, Unreadable};
use std::borrow::Cow;
use std::io::{self, Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// Most files an archive may hold.
const MOST_FILES: usize = 2_000;
/// Most bytes an archive may unpack to, all files together: they are held in memory while they are read.
const MOST_BYTES: u64 = 256 << 20;
/// Most characters of a path that is repeated where it is refused.
const MOST_SHOWN: usize = 80;

/// The files of an archive in the order of their names, texts in UTF-8; `folder` stands before their names, where there
/// is one. One that cannot be unpacked is a fault among others that can.
pub(super) fn unpack(name: &str, folder: &str, bytes: &[u8]) -> Result<Unpacked<'static>, Unreadable> {
    unpack_within(name, folder, bytes, MOST_BYTES)
}

fn unpack_within(name: &str, folder: &str, bytes: &[u8], most: u64) -> Result<Unpacked<'static>, Unreadable> {
    let bad = |code, reason: &str| Unreadable::new(Place::file(name), code, reason);
    let zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| bad("truncated", "the zip archive is damaged or cut off; send it again"))?;
    let entries = zip.len();
    if entries > MOST_FILES {
        let reason = format!("the archive holds {entries} files; at most {MOST_FILES} are read");
        return Err(bad("too_large", &reason));
    }
    let left = most;
    let mut archive = Entries {
        name,
        folder,
        zip,
        most,
        left,
    };
    let mut inside = Unpacked::default();
    for index in 0..entries {
        match archive.file(index) {
            Ok(file) => inside.files.extend(file),
            Err(fault) => inside.faults.push(fault),
        }
    }
    inside.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(inside)
}

/// An archive that is being unpacked.
struct Entries<'a> {
    name: &'a str,
    folder: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    most: u64,
    /// How many bytes it may still unpack to.
    left: u64,
}

impl Entries<'_> {
    /// The file of an entry; none where it is a folder.
    fn file(&mut self, index: usize) -> Result<Option<Part<'static>>, Unreadable> {
        let here = self.place(index);
        let entry = self.zip.by_index_raw(index).map_err(|_| damaged(here.clone()))?;
        if entry.is_dir() {
            return Ok(None);
        }
        let path = entry.name().replace('\\', "/");
        if entry.is_symlink() || !stays_inside(&path) {
            return Err(Unreadable::new(here, "unsafe_path", unsafe_path(entry.name())));
        }
        let name = match self.folder {
            "" => path,
            folder => format!("{folder}/{path}"),
        };
        if let Some((code, reason)) = unreadable(entry.encrypted(), entry.compression()) {
            return Err(Unreadable::new(Place::file(&name), code, reason));
        }
        let size = entry.size();
        drop(entry);
        let bytes = self.bytes(index, size).map_err(|error| self.fault(&name, &error))?;
        let (name, bytes) = (Cow::Owned(name), bytes.into());
        Ok(Some(Part { name, bytes }))
    }

    /// What an entry of this size unpacks to. Where it fails its size counts all the same, for it took that much work.
    fn bytes(&mut self, index: usize, size: u64) -> io::Result<Vec<u8>> {
        if size > self.left {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let bytes = self
            .zip
            .by_index(index)
            .map_err(io::Error::from)
            .and_then(|file| text(file, size, self.left));
        let taken = bytes.as_ref().map_or(size, |bytes| bytes.len() as u64);
        self.left = self.left.saturating_sub(taken);
        bytes
    }

    /// Where an entry stands whose path is not to be used.
    fn place(&self, index: usize) -> Place {
        let entry = format!("entry {}", index + 1);
        match self.name {
            "" => Place::file(&entry),
            name => Place::file(&format!("{name}: {entry}")),
        }
    }

    fn fault(&self, name: &str, error: &io::Error) -> Unreadable {
        if error.kind() != io::ErrorKind::FileTooLarge {
            return damaged(Place::file(name));
        }
        let reason = format!(
            "with this file the archive unpacks to more than {} MiB; send the file by itself, or several archives",
            self.most >> 20
        );
        Unreadable::new(Place::file(name), "too_large", reason)
    }
}

fn damaged(place: Place) -> Unreadable {
    let reason = "this file of the archive is damaged; send it again";
    Unreadable::new(place, "truncated", reason)
}

/// Whether a path with `/` between folders leads nowhere but into the archive. Windows would take `c:` for a disk.
fn stays_inside(path: &str) -> bool {
    let is_on_disk = path.as_bytes().get(1) == Some(&b':');
    let mut depth = 0_usize;
    let mut stays = |step: &str| {
        match step {
            "" | "." => {}
            ".." => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => depth += 1,
        }
        true
    };
    !path.contains('\0') && !path.starts_with('/') && !is_on_disk && path.split('/').all(&mut stays)
}

/// Why a path is refused. It is repeated only where it is short and plain, and no address of somebody.
fn unsafe_path(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == ' ' || (c.is_ascii_punctuation() && !matches!(c, '`' | '@'));
    let shown = match path.chars().count() <= MOST_SHOWN && path.chars().all(is_plain) {
        true => format!(" (`{path}`)"),
        false => String::new(),
    };
    format!(
        "the path of this file{shown} leads out of the archive (`..`, a disk, the root, a link); pack it again under a \
         plain name"
    )
}

/// Why an entry cannot be unpacked, whatever stands in it.
fn unreadable(is_locked: bool, method: CompressionMethod) -> Option<(&'static str, &'static str)> {
    let is_read = matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated);
    match (is_locked, is_read) {
        (true, _) => Some((
            "password_protected",
            "this file of the archive is locked with a password; send it unlocked",
        )),
        (false, false) => Some((
            "unsupported_compression",
            "this file of the archive is packed by a method that is not read; pack it again with deflate",
        )),
        (false, true) => None,
    }
}

/// The bytes of a file of this size, in UTF-8 where it is a text in UTF-16 or UTF-32. It is damaged where it is longer.
fn text(mut file: impl Read, size: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut raw = file.by_ref().take(size);
    raw.by_ref().take(4).read_to_end(&mut head)?;
    let wide = Wide::of(&head);
    let all = Cursor::new(head).chain(raw);
    let mut content = match wide {
        Some(wide) => held(wide.utf8(all), wide.most(size).min(most))?,
        None => held(all, size)?,
    };
    // Its checksum is compared only at its end.
    if file.read(&mut [0])? > 0 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // They are held together: none holds more than it is.
    content.shrink_to_fit();
    Ok(content)
}

/// All that a reader gives, in no more memory than so many bytes.
fn held(mut reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    // A buffer that grows as it is filled would be twice as large at its end.
    content.try_reserve_exact(usize::try_from(most).unwrap_or(usize::MAX))?;
    reader.by_ref().take(most).read_to_end(&mut content)?;
    match reader.read(&mut [0])? {
        0 => Ok(content),
        _ => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

#[cfg(test)]
mod tests;
