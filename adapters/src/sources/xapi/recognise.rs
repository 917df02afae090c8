//! Whether a file holds xAPI statements, told by its content, whole or damaged.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// How much of a file is looked at, and how many elements of an array.
const GLANCE: usize = 64 << 10;
/// How much of it is parsed to tell what it is; of a longer file the words in it decide.
const PARSED: usize = 4 << 20;
const LOOKED_AT: usize = 20;

/// Whether this looks like statements: a page of a store, a statement, an array, or one a line.
pub fn is_xapi(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let bytes = bytes.get(..PARSED).unwrap_or(bytes);
    let glance = String::from_utf8_lossy(bytes.get(..GLANCE).unwrap_or(bytes));
    match bytes.first() {
        Some(b'{') => is_page(&glance) || has_statement(bytes, &glance),
        Some(b'[') => has_statement(bytes.get(1..).unwrap_or_default(), &glance),
        _ => false,
    }
}

/// A page of a store begins with its statements, or with the address of more.
fn is_page(glance: &str) -> bool {
    let bare: String = glance.chars().filter(|c| !c.is_whitespace()).take(4096).collect();
    bare.starts_with("{\"statements\":[") || (bare.starts_with("{\"more\":\"") && bare.contains("\"statements\":["))
}

/// What a statement has at its top, by which it is told from other events.
#[derive(Deserialize)]
struct Top {
    actor: Option<IgnoredAny>,
    verb: Option<Verb>,
    object: Option<IgnoredAny>,
    #[serde(rename = "@context")]
    context: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Verb {
    WithId {
        #[serde(rename = "id")]
        _id: IgnoredAny,
    },
    Other(IgnoredAny),
}

impl Top {
    fn is_statement(&self) -> bool {
        let is_verb = match &self.verb {
            Some(Verb::WithId { .. }) => true,
            Some(Verb::Other(_)) | None => false,
        };
        self.context.is_none() && is_verb && (self.actor.is_some() || self.object.is_some())
    }
}

/// One of the first objects is a statement. Where they cannot be read, the words that stand in every statement decide.
fn has_statement(bytes: &[u8], glance: &str) -> bool {
    let mut rest = bytes;
    for _ in 0..LOOKED_AT {
        let mut found = serde_json::Deserializer::from_slice(rest).into_iter::<Top>();
        match found.next() {
            Some(Ok(top)) if top.is_statement() => return true,
            Some(Ok(_)) => {}
            Some(Err(error)) if error.is_data() => return false,
            Some(Err(_)) => return looks_like(glance),
            None => return false,
        }
        let offset = found.byte_offset();
        let next = rest.get(offset..).unwrap_or_default().trim_ascii_start();
        rest = next.strip_prefix(b",").unwrap_or(next);
        if rest.first().is_none_or(|byte| *byte == b']') {
            return false;
        }
    }
    false
}

fn looks_like(glance: &str) -> bool {
    let bare: String = glance.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |words: &str| bare.contains(words);
    has("\"verb\":{\"id\":\"") && (has("\"actor\":{") || has("\"object\":{")) && !has("\"@context\":")
}

#[cfg(test)]
mod tests {
    use super::is_xapi;

    #[test]
    fn statements_are_told_from_other_events() {
        for (text, xapi) in [
            (r#"{"statements":[]}"#, true),
            (r#"{"more":"/x?y", "statements" : [] }"#, true),
            (r#"{"actor":{},"verb":{"id":"a:b"},"object":{}}"#, true),
            ("[ {\"actor\":{},\"verb\":{\"id\":\"a:b\"}}]", true),
            ("[{},{\"verb\":{\"id\":\"a:b\"},\"object\":{}}]", true),
            ("{\"verb\":{\"id\":\"a:b\"},\"object\":{}}\n{", true),
            (r#"{"actor":{"mbox":"x"},"verb":{"id":"a:b"},"obj"#, true),
            (r#"{"actor":"a","verb":"post","object":"b"}"#, false),
            (r#"{"@context":"c","actor":{},"verb":{"id":"a"},"object":{}}"#, false),
            (r#"{"detail":"Not Found"}"#, false),
            (r#"["7c8ce85a"]"#, false),
            (r#"{"requests":[{"actor":{},"verb":{"id":"a:b"},"object":{}}]}"#, false),
            ("[]", false),
            ("", false),
        ] {
            assert_eq!(is_xapi(text.as_bytes()), xapi, "{text}");
        }
    }
}
