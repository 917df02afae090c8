//! Credentials in all their forms: the same said in each, the signed bytes kept exactly, hostile content survived.

use super::Adapter;
use crate::{Batch, Delivery, read_all};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passport::record::Body;
use proptest::prelude::*;
use serde_json::{Value, json};

const BEARER: &str = r#"{ "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"], "issuer": "did:example:i", "credentialSubject": {"name": "Zoë"}  }"#;

fn read(text: &str) -> Batch {
    read_all(&Adapter, &Delivery::single("x.json", text.as_bytes())).unwrap()
}

#[test]
fn a_credential_among_others_keeps_its_own_bytes_exactly() {
    let other = BEARER.replace("did:example:i", "did:example:j");
    let batch = read(&format!("[\n 1, {BEARER}\n,{{\"credential\":   {other} }} ]"));
    let signed = batch.records.iter().map(|record| match &record.body {
        Body::Credential(credential) => credential.signed.as_ref().unwrap().bytes.as_slice(),
        other => panic!("{}", other.kind()),
    });
    assert_eq!(signed.collect::<Vec<_>>(), [BEARER.as_bytes(), other.as_bytes()]);
    assert_eq!(batch.rejects[0].place.inside(), "/0");
}

#[test]
fn a_credential_as_a_token_keeps_the_token_exactly() {
    const TOKEN: &str = include_str!("fixtures/good_sd_jwt.jwt");
    for text in [
        TOKEN.to_owned(),
        format!("\u{feff} {TOKEN}\n"),
        format!("[\"{TOKEN}\"]"),
    ] {
        let batch = read(&text);
        let Body::Credential(credential) = &batch.records[0].body else {
            panic!("{text}")
        };
        let signed = credential.signed.as_ref().unwrap();
        assert_eq!(
            (signed.media_type, &*signed.bytes),
            ("application/vc+sd-jwt", TOKEN.as_bytes())
        );
    }
}

fn token(payload: &str) -> String {
    format!("eyJhbGciOiJFUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
}

/// What the first record says, apart from where and in which form it came.
fn said(batch: &Batch) -> Value {
    let mut said = serde_json::to_value(&batch.records[0]).unwrap();
    said["place"] = Value::Null;
    said["content"]["signed"] = Value::Null;
    let claims = said["claims"].as_array_mut();
    claims
        .into_iter()
        .flatten()
        .for_each(|claim| claim["place"] = Value::Null);
    said
}

#[test]
fn a_credential_says_the_same_in_every_form() {
    const BADGE: &str = include_str!("fixtures/good_ob3_rubric.json");
    let plain = read(BADGE);
    assert!(!plain.records[0].claims.is_empty());
    for form in [
        token(BADGE),
        token(&format!(r#"{{"vc": {BADGE}, "nbf": 1262304000}}"#)),
        format!("{}~", token(BADGE)),
        format!(r#"["data:application/vc+jwt,{}"]"#, token(BADGE)),
        format!(
            "<svg xmlns:b='https://purl.imsglobal.org/ob/v3p0'><b:credential><![CDATA[{BADGE}]]></b:credential></svg>"
        ),
    ] {
        let batch = read(&form);
        assert_eq!((said(&batch), batch.rejects.len()), (said(&plain), 0), "{form}");
    }
}

#[test]
fn a_credential_in_several_envelopes_is_one_and_another_of_its_id_a_reject() {
    let badge = BEARER.replace("\"type\"", "\"id\": \"urn:1\", \"type\"");
    let spread = badge.replace(',', " ,\n");
    let other = badge.replace("Zoë", "Ada");
    let presented = |badge: &str| format!(r#"{{"type": "VerifiablePresentation", "verifiableCredential": {badge}}}"#);
    for first in [badge.clone(), presented(&badge)] {
        let batch = read(&format!("[{first}, {}, {}]", presented(&spread), presented(&other)));
        assert_eq!(batch.records.len(), 1);
        let rejects: Vec<_> = batch.rejects.iter().map(|r| (r.place.inside(), r.code)).collect();
        assert_eq!(rejects, [("/2/verifiableCredential".to_owned(), "duplicate_key")]);
    }
    let batch = read(&format!("[{badge}, {badge}]"));
    assert_eq!((batch.records.len(), batch.rejects.len()), (1, 0));
}

#[test]
fn a_badge_beside_its_revocation_is_withdrawn_whichever_stands_first() {
    let badge = BEARER.replace("\"type\"", "\"id\": \"urn:1\", \"type\"");
    let revoked =
        r#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "urn:1", "revoked": true}"#;
    for delivery in [
        format!("[{badge}, {revoked}]"),
        format!("[{revoked}, {badge}, {revoked}]"),
    ] {
        let batch = read(&delivery);
        let bodies: Vec<_> = batch.records.iter().map(|record| &record.body).collect();
        assert_eq!(bodies, [&Body::Withdrawn], "{delivery}");
        assert!(batch.rejects.is_empty());
    }
}

#[test]
fn envelopes_are_opened_to_a_bounded_depth() {
    let nested = (0..40).fold(BEARER.to_owned(), |inner, _| {
        format!(r#"{{"type": ["VerifiablePresentation"], "verifiableCredential": [{inner}]}}"#)
    });
    let batch = read(&nested);
    assert!(batch.records.is_empty());
    assert_eq!(
        batch.rejects.iter().map(|reject| reject.code).collect::<Vec<_>>(),
        ["too_deep"]
    );
}

#[test]
fn a_credential_that_names_nobody_is_kept_for_whoever_brings_it() {
    let batch = read(BEARER);
    assert!(batch.rejects.is_empty());
    assert_eq!(batch.records[0].subject, None);
    assert!(batch.records[0].key.starts_with("sha256:"));
}

/// Values that may stand anywhere in a hostile document.
fn odd() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(1e300),
        json!(""),
        json!([[1]]),
        json!({"_sd": ["x"], "...": "y"}),
        json!("eyJhbGciOiJub25lIn0.e30."),
        json!("data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30."),
        json!(["VerifiablePresentation", "ClrCredential"]),
    ])
}

/// Puts a value in place of the one at this turn, counted through the document.
fn put(document: &mut Value, turn: &mut usize, value: &Value) {
    if *turn == 0 {
        *document = value.clone();
    }
    *turn = turn.wrapping_sub(1);
    match document {
        Value::Object(fields) => fields.values_mut().for_each(|inner| put(inner, turn, value)),
        Value::Array(items) => items.iter_mut().for_each(|inner| put(inner, turn, value)),
        _ => {}
    }
}

proptest! {
    /// The contract replaces values in JSON fixtures; here they stand within tokens.
    #[test]
    fn any_value_within_a_token_is_survived(turns in prop::collection::vec(0_usize..90, 1..4), odd in odd(), nested: bool) {
        let mut document: Value = serde_json::from_str(include_str!("fixtures/good_ob3_rubric.json")).unwrap();
        turns.into_iter().for_each(|mut turn| put(&mut document, &mut turn, &odd));
        let payload = if nested { json!({"vc": document, "iss": odd, "nbf": odd}) } else { document };
        let text = token(&payload.to_string());
        let delivery = Delivery::single("x.jwt", text.as_bytes());
        for adapter in ["open_badges", "clr"].map(|key| crate::by_key(key).unwrap()) {
            adapter.recognises(&delivery);
            match read_all(adapter, &delivery) {
                Ok(batch) => prop_assert!(batch.rejects.iter().all(|reject| !reject.reason.is_empty())),
                Err(fault) => prop_assert!(!fault.reason.is_empty()),
            }
        }
    }
}
