//! A delivery as one run of bytes, so that the fuzzer can change it: the bytes of a file, or of several files, each after
//! a sign and its name.

use adapters::{Delivery, Part};

/// Begins a file among several; its name follows, to the end of the line. No text format holds this sign.
pub const SIGN: u8 = 0x1E;

/// The delivery that some bytes mean.
pub fn delivery(data: &[u8]) -> Delivery<'_> {
    if data.first() != Some(&SIGN) {
        return Delivery::single("input", data);
    }
    let parts = data.split(|byte| *byte == SIGN).skip(1);
    Delivery::several("folder", parts.map(part).collect())
}

fn part(data: &[u8]) -> Part<'_> {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (name, bytes) = data.split_at(end);
    let name = String::from_utf8_lossy(name).trim().to_owned();
    Part {
        // A file in a folder has a name.
        name: if name.is_empty() { "unnamed".into() } else { name.into() },
        bytes: bytes.get(1..).unwrap_or_default().into(),
    }
}
