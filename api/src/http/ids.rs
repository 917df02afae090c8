//! A name for every request, so that an answer and the log can be laid side by side.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries the name, both ways.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of one request: the caller's own if it is a sane one, else a new UUIDv7.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

impl RequestId {
    /// A new name, later than all before it.
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    /// The caller's `x-request-id` if it is at most 64 letters, digits, `-` or `_`; else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let own = headers
            .get(HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|value| is_sane(value));
        own.map_or_else(Self::new, |value| Self(value.to_owned()))
    }

    /// The name as a header; a sane name always is one.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

fn is_sane(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sane_name_is_kept_and_any_other_replaced() {
        for (sent, kept) in [
            ("abc-1_Z", true),
            ("", false),
            ("a b", false),
            ("a\"b", false),
            (&"x".repeat(65), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_str(sent).unwrap());
            assert_eq!(RequestId::of(&headers).0 == sent, kept, "{sent}");
        }
    }
}
