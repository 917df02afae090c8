//! Signed receipts: what a hub says of a consent, in a form that anybody with its published key can check.
//!
//! The signature is a JSON Web Signature with detached content (RFC 7515, appendix F) over the canonical form of the
//! receipt (RFC 8785): however the JSON is laid out later, the signature holds, and one altered value breaks it.

use crate::keys::Keys;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use passport::consent::Receipt;
use serde::{Deserialize, Serialize};

/// A receipt with its signature, as it is downloaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// What is signed.
    pub receipt: Receipt,
    /// The signature: `header..signature`.
    pub jws: String,
}

/// The header of a signature.
#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

const ALGORITHM: &str = "EdDSA";
const TYPE: &str = "consent-receipt";

/// Why a receipt does not verify.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadReceipt {
    /// The text is no receipt.
    #[error("this is no receipt of a hub: {0}")]
    NotOne(String),
    /// The text is no set of keys.
    #[error("this is no set of keys: {0}")]
    NoKeys(String),
    /// It is signed in another way.
    #[error("the signature is of another kind than a hub's: EdDSA over a consent receipt, detached")]
    Form,
    /// Its key is not among those given.
    #[error("it is signed with the key {0}, which is not among the keys given: are they of another hub?")]
    UnknownKey(String),
    /// The signature does not fit.
    #[error("the signature does not fit: the receipt was altered, or another hub signed it")]
    Altered,
}

impl Signed {
    /// Signs a receipt.
    pub fn new(receipt: Receipt, keys: &Keys) -> Result<Self, BadReceipt> {
        let header = Header {
            alg: ALGORITHM.into(),
            kid: keys.kid(),
            typ: TYPE.into(),
        };
        let header = serde_json::to_vec(&header).map_err(|error| BadReceipt::NotOne(error.to_string()))?;
        let header = BASE64.encode(header);
        let signature = keys.sign(signed_text(&header, &receipt)?.as_bytes());
        Ok(Signed {
            receipt,
            jws: format!("{header}..{}", BASE64.encode(signature)),
        })
    }
}

fn signed_text(header: &str, receipt: &Receipt) -> Result<String, BadReceipt> {
    let canonical = serde_json_canonicalizer::to_vec(receipt).map_err(|error| BadReceipt::NotOne(error.to_string()))?;
    Ok(format!("{header}.{}", BASE64.encode(canonical)))
}

/// The receipt in a downloaded text, if one of these keys (a JSON Web Key set) signed it as it stands.
pub fn verify(text: &str, key_set: &str) -> Result<Receipt, BadReceipt> {
    // As a client shows the field `document`: the document within a JSON string.
    let quoted: Option<String> = serde_json::from_str(text).ok();
    let text = quoted.as_deref().unwrap_or(text);
    let signed: Signed = serde_json::from_str(text).map_err(|error| BadReceipt::NotOne(place(&error)))?;
    let (header, rest) = signed.jws.split_once('.').ok_or(BadReceipt::Form)?;
    let signature = rest.strip_prefix('.').ok_or(BadReceipt::Form)?;
    let known = BASE64
        .decode(header)
        .ok()
        .and_then(|json| serde_json::from_slice::<Header>(&json).ok());
    let known = known
        .filter(|header| header.alg == ALGORITHM && header.typ == TYPE)
        .ok_or(BadReceipt::Form)?;
    let signature = BASE64
        .decode(signature)
        .ok()
        .and_then(|bytes| Signature::from_slice(&bytes).ok());
    let signature = signature.ok_or(BadReceipt::Form)?;
    let key = key_of(key_set, &known.kid)?;
    let text = signed_text(header, &signed.receipt)?;
    key.verify(text.as_bytes(), &signature)
        .map_err(|_| BadReceipt::Altered)?;
    Ok(signed.receipt)
}

fn key_of(key_set: &str, kid: &str) -> Result<VerifyingKey, BadReceipt> {
    #[derive(Deserialize)]
    struct KeySet {
        keys: Vec<Key>,
    }
    #[derive(Deserialize)]
    struct Key {
        kid: Option<String>,
        crv: Option<String>,
        x: Option<String>,
    }
    let set: KeySet = serde_json::from_str(key_set).map_err(|error| BadReceipt::NoKeys(place(&error)))?;
    let named = |key: &&Key| key.kid.as_deref() == Some(kid) && key.crv.as_deref() == Some("Ed25519");
    let unknown = || BadReceipt::UnknownKey(kid.chars().take(40).filter(|c| !c.is_control()).collect());
    let key = set.keys.iter().find(named).ok_or_else(unknown)?;
    let bytes = key.x.as_ref().and_then(|x| BASE64.decode(x).ok());
    let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = bytes.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    key.ok_or_else(|| BadReceipt::NoKeys("the key's x is no point of Ed25519".into()))
}

/// Where JSON is wrong; never what stands there.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use passport::consent::{ConsentState, Purpose, ReceiptFacts};
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn receipt() -> Receipt {
        let at: DateTime<Utc> = "2026-01-15T12:00:00Z".parse().unwrap();
        let facts = ReceiptFacts {
            consent: "c1".into(),
            version: 2,
            holder: "h1".into(),
            hub: "passport-hub".into(),
            partner: ("p1".into(), "Acme".into()),
            client: None,
            purpose: Purpose::Hiring,
            state: ConsentState::Withdrawn,
            permits: vec!["passport/Skill.r".into()],
            denies: vec![],
            starts_at: at,
            expires_at: at,
            use_limit: Some(3),
            retention: Some("P30D".into()),
            redisclosure: Some("none".into()),
            notice: ("2026-11".into(), "en".into()),
            given_by: "holder".into(),
            recorded_at: at,
        };
        Receipt::of(Uuid::from_u128(1), facts)
    }

    fn keys(secret: u8) -> (Keys, String) {
        let keys = Keys::derive(&[secret; 32]);
        let set = json!({ "keys": [keys.jwk()] }).to_string();
        (keys, set)
    }

    fn signed() -> (Value, String) {
        let (keys, set) = keys(1);
        (
            serde_json::to_value(Signed::new(receipt(), &keys).unwrap()).unwrap(),
            set,
        )
    }

    #[test]
    fn what_a_hub_signed_verifies_however_it_is_laid_out() {
        let (signed, set) = signed();
        for text in [signed.to_string(), serde_json::to_string_pretty(&signed).unwrap()] {
            assert_eq!(verify(&text, &set), Ok(receipt()));
        }
    }

    #[test]
    fn what_it_did_not_sign_says_why() {
        let (good, set) = signed();
        let with = |path: &str, value: Value| {
            let mut bad = good.clone();
            *bad.pointer_mut(path).unwrap() = value;
            bad.to_string()
        };
        let header = |header: Value| format!("{}..{}", BASE64.encode(header.to_string()), "A".repeat(86));
        let kid = Keys::derive(&[1; 32]).kid();
        let none = header(json!({ "alg": "none", "kid": kid, "typ": TYPE }));
        let token = header(json!({ "alg": ALGORITHM, "kid": kid, "typ": "JWT" }));
        for (text, keys, why) in [
            (
                with("/receipt/pii_processing/purpose", json!("admission")),
                &set,
                BadReceipt::Altered,
            ),
            (
                with("/receipt/events/0/event_state", json!("granted")),
                &set,
                BadReceipt::Altered,
            ),
            (with("/jws", json!(none)), &set, BadReceipt::Form),
            (with("/jws", json!(token)), &set, BadReceipt::Form),
            (with("/jws", json!("a.b.c")), &set, BadReceipt::Form),
            (good.to_string(), &keys(2).1, BadReceipt::UnknownKey(kid)),
            (
                good.to_string(),
                &"{}".to_owned(),
                BadReceipt::NoKeys("line 1, column 2".into()),
            ),
        ] {
            assert_eq!(verify(&text, keys), Err(why));
        }
        assert!(matches!(verify("{", &set), Err(BadReceipt::NotOne(_))));
        let mut more = good.clone();
        more["receipt"]["extra"] = json!(1);
        assert!(matches!(verify(&more.to_string(), &set), Err(BadReceipt::NotOne(_))));
    }

    proptest! {
        /// No byte of a receipt can be another one without being noticed, but for white space between.
        #[test]
        fn every_altered_byte_is_noticed(at in 0usize..2_000, with in 33u8..126) {
            let (good, set) = signed();
            let mut bytes = good.to_string().into_bytes();
            let at = at % bytes.len();
            prop_assume!(bytes[at] != with);
            bytes[at] = with;
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(verify(&text, &set).is_err(), "{}", text);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}", set in ".{0,200}") {
            prop_assert!(verify(&text, &set).is_err());
        }
    }
}
