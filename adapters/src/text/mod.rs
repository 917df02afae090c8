//! Bytes to text: byte order marks, UTF-16 and Latin-1 as files in the wild have them.

mod decoding;
mod wide;

use std::borrow::Cow;

pub(crate) use decoding::{Decoded, Decoding, is_utf8};
pub(crate) use wide::Wide;

/// Decodes a text file: by its byte order mark, else as UTF-8, else as Windows-1252 (which every byte is in). What breaks
/// off within a character of UTF-8 ends with U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    let encoding = match is_utf8(bytes) {
        true => encoding_rs::UTF_8,
        false => encoding_rs::WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// The text, trimmed; none when it is blank.
pub fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Whether a text is a web address.
pub fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The text of a JSON file without its byte order mark; none where it is not UTF-8, as JSON must be.
pub fn utf8(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What is said of a token in which no adapter finds anything to read.
pub const NO_CREDENTIAL_IN_TOKEN: &str = "the token (JWT or SD-JWT) holds no credential that is read, or is encrypted; ask \
     its issuer for an Open Badge, a CLR or another W3C verifiable credential";

/// Whether a text is a compact JWT or SD-JWT, alone or as a JSON text: three runs of base64url or more, the first of which
/// is a JSON object.
pub fn is_jwt(text: &str) -> bool {
    let token = text.trim().trim_matches('"');
    let signed = token.split('~').next().unwrap_or_default();
    let base64 = |run: &str| {
        run.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='))
    };
    // `{"` in base64url.
    token.starts_with("eyJ") && signed.split('.').count() >= 3 && signed.split('.').all(base64)
}

#[cfg(test)]
mod tests {
    use super::{decode, is_jwt};

    #[test]
    fn a_jwt_is_told_from_other_text() {
        for (text, jwt) in [
            ("eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2ln", true),
            ("\"eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2ln\"\n", true),
            ("eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319.c2ln~WyJzYWx0Il0~", true),
            ("eyJhbGciOiJub25lIn0.eyJ2YyI6e319.", true),
            ("eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319", false),
            ("eyJ.not a token.x", false),
            ("www.example.org", false),
            ("{}", false),
            ("", false),
        ] {
            assert_eq!(is_jwt(text), jwt, "{text:?}");
        }
    }

    #[test]
    fn files_are_read_in_the_encoding_they_come_in() {
        for (bytes, text) in [
            (&b"plain"[..], "plain"),
            (b"\xEF\xBB\xBFmarked", "marked"),
            (b"Zo\xC3\xAB", "Zoë"),
            (b"Zo\xEB", "Zoë"),
            (b"Zo\xC3\xAB\xC3", "Zoë\u{FFFD}"),
            (b"Zo\xC3\xAB\xC3\n", "ZoÃ«Ã\n"),
            (b"\xFF\xFEa\0\xEB\0", "aë"),
            (b"\xFE\xFF\0a\0\xEB", "aë"),
        ] {
            assert_eq!(decode(bytes), text);
        }
    }
}
