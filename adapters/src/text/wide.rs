//! UTF-16 and UTF-32 to UTF-8, as they are read: adapters see one encoding of Unicode.

use std::io::{self, Read};

/// How much is read at a time, in bytes; whole characters' worth.
const PIECE: usize = 64 * 1024;

/// An encoding of Unicode in units of two or four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wide {
    /// Bytes of a unit.
    unit: usize,
    little: bool,
}

impl Wide {
    /// By the byte order mark, else by the zeros in what begins with ASCII, as all JSON and nearly every header does.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let wide = |unit, little| Some(Wide { unit, little });
        let plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
        match *head {
            [0xFF, 0xFE, 0, 0, ..] => wide(4, true),
            [0, 0, 0xFE, 0xFF, ..] => wide(4, false),
            [0xFF, 0xFE, ..] => wide(2, true),
            [0xFE, 0xFF, ..] => wide(2, false),
            [a, 0, 0, 0, ..] if plain(a) => wide(4, true),
            [0, 0, 0, a, ..] if plain(a) => wide(4, false),
            [a, 0, ..] if plain(a) => wide(2, true),
            [0, a, ..] if plain(a) => wide(2, false),
            _ => None,
        }
    }

    /// The same bytes in UTF-8, without a byte order mark. What is no character becomes U+FFFD.
    pub(crate) fn utf8<R: Read>(self, reader: R) -> Utf8<R> {
        Utf8 {
            reader,
            wide: self,
            raw: Vec::new(),
            ready: Vec::new(),
            given: 0,
            began: false,
        }
    }

    /// Most bytes of UTF-8 that so many bytes become: a unit of two may need three.
    pub(crate) fn most(self, bytes: u64) -> u64 {
        bytes.saturating_add(bytes / 2).saturating_add(3)
    }

    fn units(self, bytes: &[u8]) -> impl Iterator<Item = u32> {
        bytes.chunks(self.unit).map(move |unit| {
            let add = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
            match (unit.len() == self.unit, self.little) {
                // Cut off in the middle.
                (false, _) => u32::MAX,
                (_, true) => unit.iter().rev().fold(0, add),
                (_, false) => unit.iter().fold(0, add),
            }
        })
    }

    /// The characters of whole units.
    fn text(self, bytes: &[u8]) -> String {
        let units = self.units(bytes);
        if self.unit == 4 {
            return units.map(|unit| char::from_u32(unit).unwrap_or('\u{FFFD}')).collect();
        }
        // Half of a surrogate pair stands for nothing, as does half of a unit.
        let units = units.map(|unit| u16::try_from(unit).unwrap_or(0xD800));
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
    }

    /// How many of these bytes are whole characters, if more follow.
    fn whole(self, bytes: &[u8]) -> usize {
        let units = bytes.len() / self.unit * self.unit;
        let last = bytes.get(units.saturating_sub(2)..units).unwrap_or_default();
        let is_first_half = self.unit == 2 && self.units(last).any(|unit| (0xD800..0xDC00).contains(&unit));
        if is_first_half { units - 2 } else { units }
    }
}

/// Reads UTF-8.
pub(crate) struct Utf8<R> {
    reader: R,
    wide: Wide,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    began: bool,
}

impl<R: Read> Utf8<R> {
    /// Makes more text ready; none at the end.
    fn more(&mut self) -> io::Result<()> {
        let read = self.reader.by_ref().take(PIECE as u64).read_to_end(&mut self.raw)?;
        let whole = match read {
            0 => self.raw.len(),
            _ => self.wide.whole(&self.raw),
        };
        let bytes: Vec<u8> = self.raw.drain(..whole).collect();
        let text = self.wide.text(&bytes);
        let mark = if self.began {
            None
        } else {
            text.strip_prefix('\u{FEFF}')
        };
        self.began = true;
        self.ready = mark.unwrap_or(&text).as_bytes().to_vec();
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            let held = self.raw.len();
            self.more()?;
            if self.ready.is_empty() && self.raw.len() <= held {
                return Ok(0);
            }
        }
        let mut rest = self.ready.get(self.given..).unwrap_or_default();
        let length = rest.read(into)?;
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Opens;
    use crate::delivery::few::Few;
    use proptest::prelude::*;

    fn encoded(text: &str, unit: usize, little: bool) -> Vec<u8> {
        let order = |bytes: &[u8]| -> Vec<u8> {
            let bytes = bytes.iter().copied();
            if little { bytes.rev().collect() } else { bytes.collect() }
        };
        match unit {
            2 => text
                .encode_utf16()
                .flat_map(|unit| order(&unit.to_be_bytes()))
                .collect(),
            _ => text.chars().flat_map(|c| order(&u32::from(c).to_be_bytes())).collect(),
        }
    }

    fn read(bytes: &[u8], at_a_time: usize) -> Option<String> {
        let mut text = String::new();
        let wide = Wide::of(bytes)?;
        let file = Few(bytes.to_vec(), at_a_time).open().unwrap();
        wide.utf8(file).read_to_string(&mut text).unwrap();
        assert!(text.len() as u64 <= wide.most(bytes.len() as u64));
        Some(text)
    }

    proptest! {
        #[test]
        fn text_is_read_back_with_a_mark_and_without(
            text in "[\\[{a ]\\PC{0,20}", unit in prop::sample::select(vec![2, 4]), little: bool, at_a_time in 1_usize..7,
        ) {
            for mark in ["", "\u{FEFF}"] {
                let bytes = encoded(&format!("{mark}{text}"), unit, little);
                prop_assert_eq!(read(&bytes, at_a_time), Some(text.clone()));
            }
        }
    }

    #[test]
    fn other_bytes_are_left_as_they_are() {
        for bytes in [
            &b"{}"[..],
            b"",
            b"a",
            b"PK\x03\x04",
            b"\x89PNG\r\n",
            b"\0\0\0\0",
            b"\xEF\xBB\xBF{}",
            "日本".as_bytes(),
        ] {
            assert_eq!(Wide::of(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_character_is_marked_as_such() {
        for (bytes, text) in [
            (&b"[\0\0\xD8]\0"[..], "[\u{FFFD}]"),
            (b"[\0]\0\"", "[]\u{FFFD}"),
            (b"[\0\0\xD8", "[\u{FFFD}"),
            (b"[\0\0\0\0\0\x11\0]\0", "[\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(read(bytes, 3).as_deref(), Some(text), "{bytes:?}");
        }
    }
}
