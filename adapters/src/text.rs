//! Bytes to text: byte order marks, UTF-16 and Latin-1 as files in the wild have them.

use std::borrow::Cow;

/// Decodes a text file: by its byte order mark, else as UTF-8, else as Windows-1252 (which every byte is in).
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// The text, trimmed; none when it is blank.
pub fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn files_are_read_in_the_encoding_they_come_in() {
        for (bytes, text) in [
            (&b"plain"[..], "plain"),
            (b"\xEF\xBB\xBFmarked", "marked"),
            (b"Zo\xC3\xAB", "Zoë"),
            (b"Zo\xEB", "Zoë"),
            (b"\xFF\xFEa\0\xEB\0", "aë"),
            (b"\xFE\xFF\0a\0\xEB", "aë"),
        ] {
            assert_eq!(decode(bytes), text);
        }
    }
}
