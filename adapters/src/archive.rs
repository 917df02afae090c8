//! Archives as deliveries: unpacked in memory, within bounds. What cannot be unpacked is told, and costs no other file.

mod entries;

use crate::text::Wide;
use crate::{Delivery, Part};
use passport::record::{Place, Unreadable};
use std::borrow::Cow;
use std::io::Read;

/// What to do with an archive that is not read.
pub(crate) const UNPACK_IT: &str = "unpack it and send the files in it, a spreadsheet saved as CSV";

/// Whether the bytes begin like an xz file.
pub fn is_xz(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFD7zXZ\0")
}

/// Whether the bytes begin like a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of a delivery, and why others of its archives cannot be read.
#[derive(Debug, Default)]
pub struct Unpacked<'a> {
    /// Its files, those of its archives among them, texts in UTF-8.
    pub files: Vec<Part<'a>>,
    /// Archives, and files in archives, that cannot be unpacked.
    pub faults: Vec<Unreadable>,
}

/// The files of a delivery, archives unpacked. Those of an archive among other files are named as if it were a folder.
/// More than `most` bytes of archives, packed, are too many.
pub fn unpacked<'d>(delivery: &'d Delivery<'_>, most: u64) -> Unpacked<'d> {
    let is_alone = delivery.parts().len() == 1;
    let mut left = most;
    let mut all = Unpacked::default();
    for part in delivery.parts() {
        if !is_zip(&part.bytes) {
            all.files.push(Part {
                name: Cow::Borrowed(&*part.name),
                bytes: part.bytes.borrowed(),
            });
            continue;
        }
        let folder = if is_alone { "" } else { &*part.name };
        let packed = part.bytes.in_memory(&part.name, &mut left);
        match packed.and_then(|packed| entries::unpack(&part.name, folder, &packed)) {
            Ok(inside) => {
                all.files.extend(inside.files);
                all.faults.extend(inside.faults);
            }
            Err(fault) => all.faults.push(fault),
        }
    }
    all
}

/// Why an archive is a file that cannot be read, to an adapter that reads none.
pub(crate) fn unread(part: &Part<'_>) -> Option<Unreadable> {
    let what = "this is a zip archive, or a spreadsheet or another office document, and this adapter reads none";
    let reason = || format!("{what}; {UNPACK_IT}");
    is_zip(&part.bytes).then(|| Unreadable::new(Place::file(&part.name), "wrong_format", reason()))
}

/// The beginning of a file, in UTF-8. What could be unpacked before an error tells enough.
pub(crate) fn head(file: impl Read, most: u64) -> Vec<u8> {
    let mut head = Vec::new();
    let _ = file.take(most).read_to_end(&mut head);
    let Some(wide) = Wide::of(&head) else { return head };
    let mut text = Vec::new();
    let _ = wide.utf8(head.as_slice()).take(most).read_to_end(&mut text);
    text
}
