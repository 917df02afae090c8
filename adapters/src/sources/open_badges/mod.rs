//! Open Badges 1.0 to 3.0 and other verifiable credentials: as JSON, as tokens, baked into pictures, alone or several.
//!
//! Learner records hold credentials of this format: their adapter (`clr`) reads them with the reader of this one.

pub(super) mod document;
mod kind;
pub(super) mod map;
pub(super) mod node;
mod once;
pub(super) mod reader;
pub(super) mod recognise;
mod registered;
mod shelf;
mod strict;
pub(super) mod wire;

use crate::{Adapter as Contract, Delivery, Family, Profile, Stream};
pub(super) use kind::{CLR_TYPE, VC_CONTEXTS, contexts};
use passport::record::{Sink, Unreadable};
use reader::Reader;
use recognise::Holds;

static PROFILE: Profile = Profile {
    key: "open_badges",
    name: "Open Badges",
    version: 2,
    family: Family::Badge,
    formats: &[
        "Open Badges 1.0 assertion (JSON)",
        "Open Badges 2.0 assertion (JSON or JWS), badge class and issuer embedded or delivered beside it",
        "Open Badges 3.0 credential (JSON, JWT or SD-JWT), on VC data model 1.1 or 2.0",
        "other verifiable credentials (JSON, JWT or SD-JWT), without skills",
        "any of these baked into a PNG or SVG",
        "any of these in an array, in a presentation, enveloped, or under `credential`",
    ],
    specification: "https://www.imsglobal.org/spec/ob/v3p0/",
    streams: &[
        Stream {
            name: map::CREDENTIAL,
            kinds: &["credential", "withdrawn"],
            about: "Badges and other credentials; alignments, results and listed skills are their claims.",
        },
        Stream {
            name: map::ENDORSEMENT,
            kinds: &["endorsement"],
            about: "Endorsements sent as documents of their own, or inside a credential, its achievement or its issuer.",
        },
        Stream {
            name: map::ISSUER,
            kinds: &["organization"],
            about: "Issuers sent as documents of their own.",
        },
    ],
    not_carried: &[
        ("tag", "keywords of the issuer, not statements about the holder"),
        (
            "endorsement inside an OB 2.0 badge",
            "it is about the badge or its issuer, and has no context of its own; delivered beside it, it is read",
        ),
        (
            "creditsEarned, term, role, licenseNumber",
            "no place in the common schema; they stay in the signed document",
        ),
        ("extensions", "their meaning is private to those who agreed on them"),
        (
            "subject claims of other credentials",
            "their vocabulary is open; a skill is never guessed from them",
        ),
    ],
};

/// The adapter.
pub struct Adapter;

impl Contract for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        recognise::delivery(delivery) == Some(Holds::Credentials)
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        Reader::of(delivery, None).read(delivery, sink)
    }
}

#[cfg(test)]
mod tests {
    use super::Adapter;
    use crate::{Batch, Delivery, read_all};
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use passport::record::Body;

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

    /// What the first record says, apart from where and in which form it came.
    fn said(batch: &Batch) -> serde_json::Value {
        let mut said = serde_json::to_value(&batch.records[0]).unwrap();
        said["place"] = serde_json::Value::Null;
        said["content"]["signed"] = serde_json::Value::Null;
        let claims = said["claims"].as_array_mut();
        claims
            .into_iter()
            .flatten()
            .for_each(|claim| claim["place"] = serde_json::Value::Null);
        said
    }

    #[test]
    fn a_credential_says_the_same_in_every_form() {
        const BADGE: &str = include_str!("fixtures/good_ob3_rubric.json");
        let token = |payload: &str| format!("eyJhbGciOiJFUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(payload));
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
        let presented =
            |badge: &str| format!(r#"{{"type": "VerifiablePresentation", "verifiableCredential": {badge}}}"#);
        for first in [badge.clone(), presented(&badge)] {
            let batch = read(&format!("[{first}, {}, {}]", presented(&spread), presented(&other)));
            assert_eq!(batch.records.len(), 1);
            let rejects: Vec<_> = batch.rejects.iter().map(|r| (r.place.inside(), r.code)).collect();
            assert_eq!(rejects, [("/2/verifiableCredential".to_owned(), "duplicate_key")]);
        }
        let batch = read(&format!("[{badge}, {badge}]"));
        assert_eq!(
            (batch.records.len(), batch.rejects.len()),
            (2, 0),
            "the hub counts what is sent again"
        );
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
}
