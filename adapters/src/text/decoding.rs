//! The encoding of a file of any length, and its text in pieces.

use crate::delivery::Content;
use encoding_rs::{Decoder, Encoding, UTF_8, WINDOWS_1252};
use std::io::{self, Read};

/// How much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// How the bytes of a file become text: as in [`super::decode`], by the whole of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoding {
    encoding: &'static Encoding,
    mark: usize,
}

impl Decoding {
    /// By the byte order mark; without one, UTF-8 where all of it is, even if it breaks off, else Windows-1252.
    pub(crate) fn of(content: &Content<'_>) -> io::Result<Self> {
        if let Some((encoding, mark)) = Encoding::for_bom(content) {
            return Ok(Decoding { encoding, mark });
        }
        let is_utf8 = match content.is_whole() {
            true => is_utf8(content),
            false => all_is_utf8(content.open()?)?,
        };
        let encoding = if is_utf8 { UTF_8 } else { WINDOWS_1252 };
        Ok(Decoding { encoding, mark: 0 })
    }

    /// The text behind the mark, from its beginning.
    pub(crate) fn open<'c>(self, content: &'c Content<'_>) -> io::Result<Decoded<'c>> {
        let mut reader = content.open()?;
        io::copy(&mut reader.by_ref().take(self.mark as u64), &mut io::sink())?;
        Ok(Decoded {
            reader,
            decoder: self.encoding.new_decoder_without_bom_handling(),
            piece: vec![0; PIECE],
        })
    }
}

/// A text that is being read.
pub(crate) struct Decoded<'c> {
    reader: Box<dyn Read + Send + 'c>,
    decoder: Decoder,
    piece: Vec<u8>,
}

impl Decoded<'_> {
    /// Adds the next piece to a text; whether there may be more.
    pub(crate) fn read(&mut self, text: &mut String) -> io::Result<bool> {
        let length = read_some(&mut self.reader, &mut self.piece)?;
        let bytes = self.piece.get(..length).unwrap_or_default();
        let room = self.decoder.max_utf8_buffer_length(length);
        text.reserve(room.ok_or(io::ErrorKind::OutOfMemory)?);
        let (..) = self.decoder.decode_to_string(bytes, text, length == 0);
        Ok(length > 0)
    }
}

fn read_some(reader: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Whether a text is UTF-8, or would be if it did not break off within a character.
pub(crate) fn is_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) if error.error_len().is_some() => false,
        Err(error) => {
            let (whole, cut) = bytes.split_at(error.valid_up_to());
            is_cut(whole.is_ascii(), cut)
        }
    }
}

/// Whether these last bytes are rather the beginning of a character than a letter of Windows-1252, with which a text may
/// end that is ASCII but for it.
fn is_cut(is_ascii: bool, last: &[u8]) -> bool {
    !is_ascii || last.len() > 1
}

/// The same of all bytes that come.
fn all_is_utf8(mut reader: impl Read) -> io::Result<bool> {
    let mut piece = vec![0; PIECE];
    // Bytes of a character whose end is still to come.
    let mut held = 0;
    let mut is_ascii = true;
    loop {
        let length = held + read_some(&mut reader, piece.get_mut(held..).unwrap_or_default())?;
        if length == held {
            return Ok(held == 0 || is_cut(is_ascii, piece.get(..held).unwrap_or_default()));
        }
        let bytes = piece.get(..length).unwrap_or_default();
        let sound = match std::str::from_utf8(bytes) {
            Ok(_) => length,
            Err(error) if error.error_len().is_some() => return Ok(false),
            Err(error) => error.valid_up_to(),
        };
        is_ascii &= bytes.get(..sound).is_some_and(<[u8]>::is_ascii);
        piece.copy_within(sound..length, 0);
        held = length - sound;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::few::Few;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_in_pieces_is_the_same_text(
            mark in prop::sample::select(vec![&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"]),
            text in prop::collection::vec(prop::sample::select(vec![&b"a\0"[..], "é".as_bytes(), "日".as_bytes(), "🙂".as_bytes(), b"\xE9", b"\xF0\x9F"]), 0..12),
            at_a_time in 1_usize..5,
        ) {
            let bytes = [&[mark][..], &text].concat().concat();
            let content = Few(bytes.clone(), at_a_time).content();
            let mut decoded = Decoding::of(&content).unwrap().open(&content).unwrap();
            let mut found = String::new();
            while decoded.read(&mut found).unwrap() {}
            prop_assert_eq!(found, crate::text::decode(&bytes));
        }
    }
}
