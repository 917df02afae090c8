//! Comprehensive Learner Records 2.0: a transcript as one credential, and every credential in it as a record of its own.
//!
//! The credentials in a record are Open Badges or other verifiable credentials, each with its own issuer and signature:
//! the reader of `open_badges` reads them, so that each says and is called the same here as delivered alone.

mod learner;
mod map;
mod wire;

use super::open_badges::document::Document;
use super::open_badges::node::Node;
use super::open_badges::reader::Reader;
use super::open_badges::recognise::{self, Holds};
use crate::{Adapter as Contract, Delivery, Family, Profile, Stream};
use learner::OfLearner;
use passport::record::{Sink, Unreadable};

static PROFILE: Profile = Profile {
    key: "clr",
    name: "Comprehensive Learner Record",
    version: 1,
    family: Family::Badge,
    formats: &[
        "CLR 2.0 credential (JSON, JWT or SD-JWT), on VC data model 1.1 or 2.0",
        "the credentials nested in it, as JSON or JWT, each with its own issuer and signature",
        "badges and other credentials beside it, as `open_badges` reads them",
        "any of these in an array, in a presentation, enveloped, or under `credential`",
    ],
    specification: "https://www.imsglobal.org/spec/clr/v2p0/",
    streams: &[
        Stream {
            name: super::open_badges::map::CREDENTIAL,
            kinds: &["credential", "withdrawn"],
            about: "The learner record itself, without claims, and each credential in it with its own.",
        },
        Stream {
            name: super::open_badges::map::ENDORSEMENT,
            kinds: &["endorsement"],
            about: "Endorsements among the nested credentials, or inside one, its achievement, its creator or its issuer.",
        },
        Stream {
            name: super::open_badges::map::ISSUER,
            kinds: &["organization"],
            about: "Issuers sent as documents of their own beside a record.",
        },
    ],
    not_carried: &[
        (
            "achievement of the record's subject",
            "it is listed for the associations; the record does not say that the learner reached it",
        ),
        (
            "association",
            "the common schema has no place for how achievements hang together; it stays in the payload",
        ),
        (
            "creditsEarned, term, role, licenseNumber, fieldOfStudy, partial",
            "no place in the common schema; they stay in the payload or the signed document",
        ),
        (
            "date of birth, address, phone and e-mail of parties",
            "nothing is told by them of skill or standing",
        ),
        (
            "tag, extensions",
            "keywords and fields whose meaning is private to those who agreed on them",
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
        recognise::delivery(delivery) == Some(Holds::LearnerRecord)
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        Reader::of(delivery, Some(learner_record)).read(delivery, sink)
    }
}

/// Reads one learner record. The credentials in it are read whatever is wrong around them: each stands for itself.
fn learner_record(
    reader: &Reader,
    node: &Node<'_>,
    document: &Document<'_>,
    sink: &mut dyn Sink,
) -> Result<(), Unreadable> {
    wire::refuse_version_one(node)?;
    let learner = match wire::learner_record(node) {
        Ok(found) => {
            let record = map::learner_record(&found, document.signed("application/vc+ld+json"), sink);
            let learner = record.subject.clone();
            sink.record(record);
            learner
        }
        Err(reject) => {
            sink.reject(reject);
            None
        }
    };
    let mut sink = OfLearner { learner, sink };
    let nested = document.within(&["credentialSubject", "verifiableCredential"]);
    nested
        .iter()
        .try_for_each(|credential| reader.document(credential, &mut sink))
}

#[cfg(test)]
mod tests {
    use super::Adapter;
    use crate::{Adapter as Contract, Delivery, by_key, read_all};
    use passport::record::Record;
    use serde_json::Value;

    const TRANSCRIPT: &str = include_str!("fixtures/good_transcript.json");

    /// What a record says, wherever it stood and however its document was written.
    fn said(record: &Record) -> (Value, &str) {
        let mut said = serde_json::to_value(record).unwrap();
        let claims = said.get_mut("claims").and_then(Value::as_array_mut);
        claims
            .into_iter()
            .flatten()
            .for_each(|claim| claim["place"] = Value::Null);
        said["place"] = Value::Null;
        said["content"]["signed"] = Value::Null;
        (said, &record.key)
    }

    #[test]
    fn a_credential_says_the_same_alone_and_in_a_learner_record() {
        let transcript: Value = serde_json::from_str(TRANSCRIPT).unwrap();
        let badges = by_key("open_badges").unwrap();
        let whole = read_all(&Adapter, &Delivery::single("", TRANSCRIPT.as_bytes())).unwrap();
        for at in [0, 3] {
            let nested = &transcript["credentialSubject"]["verifiableCredential"][at];
            let text = nested.as_str().map_or_else(|| nested.to_string(), str::to_owned);
            let delivery = Delivery::single("", text.as_bytes());
            assert!(badges.recognises(&delivery) && !Adapter.recognises(&delivery));
            let alone = read_all(badges, &delivery).unwrap();
            let alone = said(&alone.records[0]);
            assert!(whole.records.iter().any(|record| said(record) == alone), "{}", alone.1);
        }
    }

    #[test]
    fn a_learner_record_is_known_in_every_envelope() {
        let token = include_str!("fixtures/good_transcript_jwt.jwt");
        let presented =
            |inner: &str| format!(r#"{{"type": "VerifiablePresentation", "verifiableCredential": [{inner}]}}"#);
        for text in [
            TRANSCRIPT.to_owned(),
            format!("[{TRANSCRIPT}]"),
            presented(TRANSCRIPT),
            format!(r#"{{"credential": {TRANSCRIPT}}}"#),
            token.to_owned(),
            presented(&format!("\"{token}\"")),
            token.chars().take(token.len() / 2).collect(),
            format!("<svg xmlns:b='https://purl.imsglobal.org/ob/v3p0'><b:credential verify='{token}'/></svg>"),
        ] {
            let delivery = Delivery::single("", text.as_bytes());
            assert!(Adapter.recognises(&delivery), "{text}");
            assert!(!by_key("open_badges").unwrap().recognises(&delivery), "{text}");
        }
    }
}
