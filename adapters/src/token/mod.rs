//! Compact tokens: JSON that stands signed in a JWT, a JWS or an SD-JWT.
//!
//! A token is opened, not verified: its parts are decoded, disclosures that come along are put back in their places, and
//! the token itself stays as it is, for whoever checks the signature.

mod disclosure;

use crate::text::is_jwt;
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

/// Base64url as tokens have it, which some pad.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// Media types by which a `data:` address says that it is a credential as a token.
const ENVELOPES: [&str; 6] = [
    "application/vc+jwt",
    "application/vc-ld+jwt",
    "application/vp+jwt",
    "application/vc+sd-jwt",
    "application/vc-ld+sd-jwt",
    "application/vp+sd-jwt",
];

/// What a token holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The JSON that was signed.
    pub payload: String,
    /// Whether it is an SD-JWT, whose payload is whole only after [`Token::disclose`].
    pub selective: bool,
    disclosures: Vec<&'a str>,
}

impl Token<'_> {
    /// The payload with what the holder disclosed in its place, and without traces of what was kept back.
    pub fn disclose(&self, payload: Value) -> Result<Value, Fault> {
        disclosure::put_back(payload, &self.disclosures)
    }
}

/// Why a token could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable code: `truncated`, `bad_token`, `unsupported`, `bad_disclosure`.
    pub code: &'static str,
    /// What is wrong, in a sentence for the integrator.
    pub reason: String,
}

impl Fault {
    fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Fault {
            code,
            reason: reason.into(),
        }
    }
}

/// The token that a text is, whole or cut off: alone, in quotes as a JSON text, or in the `data:` address of an enveloped credential.
pub fn find(text: &str) -> Option<&str> {
    let text = text.trim();
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let token = enveloped(bare.unwrap_or(text)).unwrap_or(bare.unwrap_or(text));
    (is_jwt(token) || is_cut(token)).then_some(token)
}

/// Whether a text is the beginning of a token, cut off before its third part.
fn is_cut(text: &str) -> bool {
    let base64 = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_' | b'.');
    text.starts_with("eyJ") && text.bytes().all(base64)
}

/// The token in a `data:` address of a credential.
fn enveloped(text: &str) -> Option<&str> {
    let (kind, token) = text.strip_prefix("data:")?.split_once(',')?;
    let kind = kind.split(';').next().unwrap_or_default();
    ENVELOPES.contains(&kind).then_some(token)
}

/// Opens a token as [`find`] gives it.
pub fn open(token: &str) -> Result<Token<'_>, Fault> {
    let mut runs = token.split('~');
    let signed = runs.next().unwrap_or_default();
    let selective = token.contains('~');
    let parts: Vec<&str> = signed.split('.').collect();
    let payload = match parts.as_slice() {
        [header, payload, _] => opened(header, payload)?,
        [_, _, _, _, _] => {
            let reason = "the token is encrypted (JWE); ask for it signed and not encrypted";
            return Err(Fault::new("unsupported", reason));
        }
        _ => {
            let reason = "a token has three parts with dots between them: header, payload and signature; send it whole";
            return Err(Fault::new("truncated", reason));
        }
    };
    // What stands behind the last `~` is the holder's key binding, which is no part of what was issued.
    let mut disclosures: Vec<&str> = runs.collect();
    disclosures.pop();
    Ok(Token {
        payload,
        selective,
        disclosures,
    })
}

/// The payload, where the header says that it can be read.
fn opened(header: &str, payload: &str) -> Result<String, Fault> {
    let unsupported = |reason: &str| Err(Fault::new("unsupported", reason));
    let header: Map<String, Value> = serde_json::from_slice(&bytes(header, "header")?)
        .map_err(|_| Fault::new("bad_token", "the header of the token is no JSON object"))?;
    if !header.get("alg").is_some_and(Value::is_string) {
        let reason = "the header of the token names no `alg`; it must say how the token was signed";
        return Err(Fault::new("bad_token", reason));
    }
    if header.contains_key("zip") {
        return unsupported("the payload of the token is packed (`zip`), as health cards are; ask for it unpacked");
    }
    if header.get("b64") == Some(&Value::Bool(false)) || payload.is_empty() {
        return unsupported("the payload of the token is detached or not encoded; ask for it inside the token");
    }
    String::from_utf8(bytes(payload, "payload")?)
        .map_err(|_| Fault::new("bad_encoding", "the payload of the token is not UTF-8, as JSON must be"))
}

fn bytes(part: &str, what: &str) -> Result<Vec<u8>, Fault> {
    BASE64
        .decode(part)
        .map_err(|_| Fault::new("bad_token", format!("the {what} of the token is not base64url")))
}

/// What of a damaged token's payload can still be made out; for recognising it.
pub fn remains(token: &str) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let whole: String = payload
        .chars()
        .take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'))
        .collect();
    let readable = whole.get(..whole.len() / 4 * 4).unwrap_or_default();
    let bytes = BASE64.decode(readable).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{BASE64, find, open, remains};
    use base64::Engine;

    fn token(header: &str, payload: &str) -> String {
        format!("{}.{}.c2ln", BASE64.encode(header), BASE64.encode(payload))
    }

    #[test]
    fn a_token_gives_its_payload_or_says_why_not() {
        let signed = r#"{"alg":"ES256"}"#;
        let cut = "eyJhbGciOiJFUzI1NiJ9.eyJ2YyI6e319".to_owned();
        for (token, expected) in [
            (token(signed, r#"{"vc":{}}"#), Ok(r#"{"vc":{}}"#)),
            (token(r#"{"alg":"none"}"#, "{}"), Ok("{}")),
            (token(signed, ""), Err("unsupported")),
            (token(r#"{"alg":"ES256","b64":false}"#, "{}"), Err("unsupported")),
            (token(r#"{"alg":"ES256","zip":"DEF"}"#, "{}"), Err("unsupported")),
            (token("{}", "{}"), Err("bad_token")),
            (token("[]", "{}"), Err("bad_token")),
            (format!("{}.%%.c2ln", BASE64.encode(signed)), Err("bad_token")),
            (format!("{}.gIA.c2ln", BASE64.encode(signed)), Err("bad_encoding")),
            (format!("{}.a.b.c", token(signed, "{}")), Err("truncated")),
            (format!("{}.a.b", token(signed, "{}")), Err("unsupported")),
            (cut, Err("truncated")),
        ] {
            let opened = open(&token);
            let found = opened
                .as_ref()
                .map(|token| token.payload.as_str())
                .map_err(|fault| fault.code);
            assert_eq!(found, expected, "{token}");
        }
    }

    #[test]
    fn a_token_is_found_where_it_stands() {
        let bare = token(r#"{"alg":"ES256"}"#, "{}").replace('=', "");
        for (text, found) in [
            (bare.clone(), true),
            (format!(" {bare}\n"), true),
            (format!("\"{bare}\""), true),
            (format!("\"data:application/vc+jwt,{bare}\""), true),
            (format!("data:text/plain,{bare}"), false),
            ("\"plain\"".to_owned(), false),
            ("eyJ no token".to_owned(), false),
        ] {
            assert_eq!(find(&text), found.then_some(bare.as_str()), "{text}");
        }
    }

    #[test]
    fn of_a_cut_token_something_remains() {
        let token = token(r#"{"alg":"ES256"}"#, r#"{"type":"VerifiableCredential"}"#);
        let half = token.get(..token.len() - 20).unwrap_or_default();
        assert!(remains(half).starts_with(r#"{"type":"Verif"#));
    }
}
