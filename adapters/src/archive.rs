//! Zip archives as deliveries: unpacked in memory, within bounds, with hostile paths left out.

use crate::delivery::Part;
use passport::record::{Place, Unreadable};
use std::borrow::Cow;
use std::io::{Cursor, Read};

/// Most files an archive may hold.
const MOST_FILES: usize = 2_000;
/// Most bytes an archive may unpack to, all files together: they are held in memory while they are read.
const MOST_BYTES: u64 = 256 << 20;

/// Whether the bytes begin like an xz file.
pub fn is_xz(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFD7zXZ\0")
}

/// Whether the bytes begin like a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive. Folders and names that would leave the archive (`..`, absolute) are passed over.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<Part<'static>>, Unreadable> {
    let bad = |code, reason: String| Unreadable::new(Place::file(name), code, reason);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        bad(
            "truncated",
            "the zip archive is damaged or cut off; send it again".into(),
        )
    })?;
    if archive.len() > MOST_FILES {
        return Err(bad(
            "too_large",
            format!(
                "the archive holds {} files; at most {MOST_FILES} are read",
                archive.len()
            ),
        ));
    }
    let mut left = MOST_BYTES;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|_| {
            bad(
                "truncated",
                format!("file {} of the archive cannot be unpacked", index + 1),
            )
        })?;
        let Some(path) = file.enclosed_name().filter(|_| file.is_file()) else {
            continue;
        };
        let path = path.to_string_lossy().replace('\\', "/");
        let mut content = Vec::new();
        let read = file.by_ref().take(left + 1).read_to_end(&mut content).map_err(|_| {
            Unreadable::new(
                Place::file(&path),
                "truncated",
                "this file of the archive is damaged; send it again",
            )
        })?;
        left = left.checked_sub(read as u64).ok_or_else(|| {
            bad(
                "too_large",
                format!("the archive unpacks to more than {} MiB", MOST_BYTES >> 20),
            )
        })?;
        parts.push(Part {
            name: Cow::Owned(path),
            bytes: content.into(),
        });
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(parts)
}
