//! Where a JSON value ends, told byte by byte, so that a text may come in pieces of any size.

/// Looks for the end of one value. Brackets and quotes are counted; whether the value is well formed is for a parser to say.
#[derive(Debug, Default)]
pub struct Scan {
    kind: Kind,
    depth: usize,
    in_text: bool,
    escaped: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing of it was seen yet.
    #[default]
    Unseen,
    /// An object, an array or a text: it ends with its last bracket or quote.
    Closed,
    /// A number or a word: it ends before what cannot belong to it.
    Open,
}

impl Scan {
    /// How many of the bytes still belong to the value, where it ends among them; none where all of them do.
    pub fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            if self.in_text {
                at += self.text(bytes.get(at..).unwrap_or_default());
                if !self.in_text && self.depth == 0 {
                    return Some(at);
                }
                continue;
            }
            match byte {
                b'"' => {
                    if self.kind == Kind::Open {
                        return Some(at);
                    }
                    self.kind = Kind::Closed;
                    self.in_text = true;
                }
                b'{' | b'[' => {
                    if self.kind == Kind::Open {
                        return Some(at);
                    }
                    self.kind = Kind::Closed;
                    self.depth += 1;
                }
                b'}' | b']' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                b'}' | b']' | b',' | b':' if self.depth == 0 => return Some(at),
                b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Some(at),
                _ if self.kind == Kind::Unseen => self.kind = Kind::Open,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Whether a value that ends here, with the text, is whole.
    pub fn may_end(&self) -> bool {
        self.kind == Kind::Open
    }

    /// Goes on in a text; how many bytes that took.
    fn text(&mut self, bytes: &[u8]) -> usize {
        if self.escaped {
            self.escaped = false;
            return 1;
        }
        match memchr::memchr2(b'"', b'\\', bytes) {
            None => bytes.len(),
            Some(at) => {
                match bytes.get(at) {
                    Some(b'\\') => self.escaped = true,
                    _ => self.in_text = false,
                }
                at + 1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_it_ends_however_the_text_is_cut() {
        for (text, length) in [
            ("{\"a\":[1,{}]} , 2", 12),
            ("[\"]\\\"]\"],", 8),
            ("\"a\\\\\"x", 5),
            ("12.5e3,", 6),
            ("true]", 4),
            ("null\n", 4),
            ("{}{}", 2),
            ("1{}", 1),
            ("]", 0),
        ] {
            for step in 1..=text.len() {
                let (mut scan, mut passed, mut found) = (Scan::default(), 0, None);
                for piece in text.as_bytes().chunks(step) {
                    if let Some(end) = scan.end(piece) {
                        found = Some(passed + end);
                        break;
                    }
                    passed += piece.len();
                }
                assert_eq!(found, Some(length), "{text} by {step}");
            }
        }
        for cut in ["{\"a\":", "\"abc", "[", "12"] {
            assert_eq!(Scan::default().end(cut.as_bytes()), None, "{cut}");
        }
    }
}
