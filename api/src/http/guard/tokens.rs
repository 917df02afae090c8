//! A first look at a document, before the parser: how many tokens, how deeply nested. It reads bytes once, keeps
//! nothing, and stops at the limit, so a hostile document costs no more than an honest one.

use crate::http::{
    errors::{Fault, code},
    settings::Limits,
};

/// Brackets the parser may meet inside one another. It recurses, so this guards the stack.
const NESTED_BRACKETS: usize = 64;

/// Refuses a document that is too long or too nested to be parsed.
pub(super) fn check(document: &str, limits: &Limits) -> Result<(), Fault> {
    if document.len() > limits.document_bytes {
        return Err(too_large(document.len(), limits.document_bytes));
    }
    let mut rest = document.as_bytes();
    let (mut tokens, mut open) = (0, 0_usize);
    while let Some((token, after)) = next(rest) {
        tokens += 1;
        match token {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        if tokens > limits.tokens {
            return Err(too_many(limits.tokens));
        }
        if open > NESTED_BRACKETS {
            return Err(too_nested());
        }
        rest = after;
    }
    Ok(())
}

/// The first byte of the next token and what follows the token. Anything unknown counts as a token of one byte.
fn next(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let bytes = skip_ignored(bytes);
    let first = *bytes.first()?;
    let length = match first {
        b'"' if bytes.starts_with(b"\"\"\"") => block_string(bytes),
        b'"' => string(bytes),
        b'.' if bytes.starts_with(b"...") => 3,
        _ => word(bytes).max(1),
    };
    Some((first, &bytes[length.min(bytes.len())..]))
}

fn skip_ignored(mut bytes: &[u8]) -> &[u8] {
    loop {
        match bytes {
            [b' ' | b'\t' | b'\n' | b'\r' | b',', rest @ ..] | [0xEF, 0xBB, 0xBF, rest @ ..] => bytes = rest,
            [b'#', ..] => bytes = &bytes[line(bytes)..],
            _ => return bytes,
        }
    }
}

fn line(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| matches!(b, b'\n' | b'\r'))
        .unwrap_or(bytes.len())
}

/// Names and numbers alike: a run of what either may hold.
fn word(bytes: &[u8]) -> usize {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'.');
    match bytes.first() {
        Some(b'.') | None => 0,
        Some(_) => bytes.iter().position(|b| !is_part(b)).unwrap_or(bytes.len()),
    }
}

fn string(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn block_string(bytes: &[u8]) -> usize {
    let mut at = 3;
    while at < bytes.len() {
        match &bytes[at..] {
            [b'\\', b'"', b'"', b'"', ..] => at += 4,
            [b'"', b'"', b'"', ..] => return at + 3,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn too_many(limit: usize) -> Fault {
    Fault::new(
        code::TOO_MANY_TOKENS,
        format!("The document has more than {limit} tokens. Split it, or send values as variables."),
    )
}

fn too_large(bytes: usize, limit: usize) -> Fault {
    Fault::new(
        code::DOCUMENT_TOO_LARGE,
        format!("The document has {bytes} bytes; the limit is {limit}. Split it, or send values as variables."),
    )
}

fn too_nested() -> Fault {
    Fault::new(
        code::QUERY_TOO_DEEP,
        format!("The document nests more than {NESTED_BRACKETS} brackets. Ask for less depth, or use variables."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(document: &str) -> usize {
        let (mut rest, mut tokens) = (document.as_bytes(), 0);
        while let Some((_, after)) = next(rest) {
            (rest, tokens) = (after, tokens + 1);
        }
        tokens
    }

    #[test]
    fn tokens_are_counted_as_the_grammar_has_them() {
        for (document, tokens) in [
            ("", 0),
            ("{ a }", 3),
            ("{a,b , c}", 5),
            ("# only { a } comment", 0),
            ("{ a # no\n b }", 4),
            ("query Q($id: ID! = -1.5e+3) { a }", 14),
            (r#"{ a(b: "x y \" z") }"#, 8),
            ("{ a(b: \"\"\"x \" \\\"\"\" y\"\"\") }", 8),
            ("{ ...F @skip(if:true) ... on T{a} }", 17),
            ("\u{feff}{a}", 3),
            ("{ a(b: \"open", 6),
        ] {
            assert_eq!(count(document), tokens, "{document}");
        }
    }

    #[test]
    fn too_long_and_too_nested_documents_are_refused() {
        let limits = Limits {
            tokens: 10,
            document_bytes: 1_000,
            ..Limits::default()
        };
        let deep = "[".repeat(65);
        for (document, code) in [
            ("{a b c d e f g h}".to_owned(), None),
            ("{a b c d e f g h i}".to_owned(), Some(code::TOO_MANY_TOKENS)),
            (" ".repeat(1_001), Some(code::DOCUMENT_TOO_LARGE)),
        ] {
            assert_eq!(
                check(&document, &limits).err().map(|fault| fault.code),
                code,
                "{document}"
            );
        }
        assert_eq!(check(&deep, &Limits::default()).unwrap_err().code, code::QUERY_TOO_DEEP);
    }
}
