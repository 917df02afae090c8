//! Zip archives as deliveries: unpacked in memory, within bounds, with hostile paths left out.

use crate::delivery::Part;
use crate::text::Wide;
use passport::record::{Place, Unreadable};
use std::borrow::Cow;
use std::io::{self, Cursor, Read};

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

/// The files of an archive, texts in UTF-8. Folders and names that would leave the archive (`..`, absolute) are passed over.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<Part<'static>>, Unreadable> {
    unpack_within(name, bytes, MOST_BYTES)
}

fn unpack_within(name: &str, bytes: &[u8], most: u64) -> Result<Vec<Part<'static>>, Unreadable> {
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
    let mut left = most;
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
        let content = text(file.by_ref(), left + 1).map_err(|_| {
            Unreadable::new(
                Place::file(&path),
                "truncated",
                "this file of the archive is damaged; send it again",
            )
        })?;
        left = left.checked_sub(content.len() as u64).ok_or_else(|| {
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

/// The beginning of a file, in UTF-8. What could be unpacked before an error tells enough.
pub(crate) fn head(file: impl Read, most: u64) -> Vec<u8> {
    let mut head = Vec::new();
    let _ = file.take(most).read_to_end(&mut head);
    text(head.as_slice(), most).unwrap_or_default()
}

/// At most so many bytes of a file, in UTF-8 where it is a text in UTF-16 or UTF-32.
fn text(mut file: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.by_ref().take(4).read_to_end(&mut head)?;
    let wide = Wide::of(&head);
    let all = Cursor::new(head).chain(file);
    let mut content = Vec::new();
    match wide {
        Some(wide) => wide.utf8(all).take(most).read_to_end(&mut content)?,
        None => all.take(most).read_to_end(&mut content)?,
    };
    // They are held together: none holds more than it is.
    content.shrink_to_fit();
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn no_more_is_unpacked_than_is_allowed_all_files_together() {
        let zeros = vec![b'0'; 1 << 20];
        let archive = packed(&[("a", &zeros), ("b", &zeros)]);
        assert!(archive.len() < 10_000);
        let unpacked = |most| unpack_within("x.zip", &archive, most);
        let held: usize = unpacked(2 << 20).unwrap().iter().map(|part| part.bytes.len()).sum();
        assert_eq!(held, 2 << 20);
        for most in [0, 1 << 20, (2 << 20) - 1] {
            assert_eq!(unpacked(most).unwrap_err().code, "too_large");
        }
        // What is wide as it stands may be more in UTF-8.
        let wide: Vec<u8> = "日".repeat(1_000).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = packed(&[("a", &[b"\xFF\xFE", wide.as_slice()].concat())]);
        assert!(unpack_within("x.zip", &wide, 3_000).is_ok());
        assert_eq!(unpack_within("x.zip", &wide, 2_999).unwrap_err().code, "too_large");
    }

    #[test]
    fn texts_come_in_utf_8_with_a_mark_and_without_and_names_stay_inside() {
        let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
        let archive = packed(&[
            ("d/marked.csv", &utf_16("\u{FEFF}a,Zoë")),
            ("d/plain.json", &utf_16("{\"a\":\"Zoë\"}")),
            ("e.csv", "Zoë".as_bytes()),
            ("../out", b"x"),
            ("picture", b"\x89PNG\r\n"),
        ]);
        let files = unpack("x.zip", &archive).unwrap();
        let found: Vec<_> = files.iter().map(|part| (&*part.name, &*part.bytes)).collect();
        let expected: [(&str, &[u8]); 4] = [
            ("d/marked.csv", "a,Zoë".as_bytes()),
            ("d/plain.json", "{\"a\":\"Zoë\"}".as_bytes()),
            ("e.csv", "Zoë".as_bytes()),
            ("picture", b"\x89PNG\r\n"),
        ];
        assert_eq!(found, expected);
    }
}
