//! Open Badges 2.0 and 3.0 and other verifiable credentials, as JSON: whole documents, arrays of them, or wrapped.

mod document;
mod kind;
mod map;
mod node;
mod shelf;
mod wire;

use crate::strict;
use crate::{Adapter as Contract, Delivery, Family, Profile, Stream};
use document::{Document, documents};
use kind::Kind;
use node::Node;
use passport::record::{Place, Record, Reject, Signed, Sink, Unreadable};
use shelf::Shelf;
use strict::Fault;
use wire::Statement;

static PROFILE: Profile = Profile {
    key: "open_badges",
    name: "Open Badges",
    version: 1,
    family: Family::Badge,
    formats: &[
        "Open Badges 1.0 assertion (JSON)",
        "Open Badges 2.0 assertion (JSON), badge class and issuer embedded or delivered beside it",
        "Open Badges 3.0 credential (JSON), on VC data model 1.1 or 2.0",
        "other verifiable credentials (JSON), without skills",
        "any of these in an array, in a presentation, or under `credential`",
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
            about: "Endorsements sent as documents of their own.",
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
            "endorsement inside a badge",
            "it is about the badge or its issuer; it stays in the signed document",
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
        delivery.parts().iter().any(document::recognises)
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let shelf = Shelf::of(delivery);
        let alone = delivery.parts().len() == 1;
        for part in delivery.parts() {
            let read = documents(part).and_then(|found| {
                found
                    .into_iter()
                    .try_for_each(|document| self::read(&document, &shelf, sink))
            });
            match read {
                Err(fault) if alone => return Err(fault),
                Err(Unreadable { place, code, reason }) => sink.reject(Reject { place, code, reason }),
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

/// Reads one document; envelopes are opened, the rest is one statement at most.
fn read(document: &Document<'_>, shelf: &Shelf, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let value = match strict::parse(document.text, &document.place) {
        Ok(value) => value,
        Err(Fault::Whole(fault)) => return Err(fault),
        Err(Fault::Record(reject)) => {
            sink.reject(reject);
            return Ok(());
        }
    };
    let node = Node {
        value: &value,
        place: document.place.clone(),
    };
    let Some(kind) = kind::kind(&value) else {
        return unknown(document, node, sink);
    };
    match kind {
        Kind::Wrapped => document
            .within("credential")
            .iter()
            .try_for_each(|inner| read(inner, shelf, sink)),
        Kind::Presentation => document
            .within("verifiableCredential")
            .iter()
            .try_for_each(|inner| read(inner, shelf, sink)),
        _ => {
            match statement(kind, &node, document, shelf, sink) {
                Ok(records) => records.into_iter().for_each(|record| sink.record(record)),
                Err(reject) => sink.reject(reject),
            }
            Ok(())
        }
    }
}

/// A whole document of another format is unreadable; one among several is a reject.
fn unknown(document: &Document<'_>, node: Node<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let (code, reason) = match node.value.as_str() {
        Some(_) => ("unsupported", crate::text::JWT_IS_NOT_READ),
        None => (
            "wrong_format",
            "this is no Open Badges document; its `@context` and `type` say nothing that is known",
        ),
    };
    if document.whole {
        return Err(Unreadable::new(node.place, code, reason));
    }
    sink.reject(Reject::new(node.place, code, reason));
    Ok(())
}

/// The records of one document.
fn statement(
    kind: Kind,
    node: &Node<'_>,
    document: &Document<'_>,
    shelf: &Shelf,
    sink: &mut dyn Sink,
) -> Result<Vec<Record>, Reject> {
    let signed = |media_type| Signed {
        media_type,
        bytes: document.bytes().to_vec(),
    };
    match kind {
        Kind::Credential => Ok(match wire::credential(node)? {
            Statement::Awards(found) => awards(&found, &signed("application/vc+ld+json"), sink),
            Statement::Endorsement(endorsement) => {
                vec![map::endorsement(*endorsement, signed("application/vc+ld+json"))]
            }
            Statement::Nothing => Vec::new(),
        }),
        Kind::Assertion => assertion(node, signed("application/ld+json"), shelf, sink).map(|record| vec![record]),
        Kind::Endorsement => {
            let endorsement = wire::endorsement_two(node, shelf)?;
            Ok(vec![map::endorsement(endorsement, signed("application/ld+json"))])
        }
        Kind::Issuer => wire::hosted_issuer(node).map(|profile| vec![issuer(&profile, node)]),
        Kind::BadgeClass => badge_class(node, shelf),
        Kind::Criteria => node.need("narrative").map(|_| Vec::new()),
        Kind::Unknown => Err(unknown_type(node)),
        Kind::Support | Kind::Wrapped | Kind::Presentation => Ok(Vec::new()),
    }
}

/// The record of each person a credential is about.
fn awards(found: &[wire::Award], signed: &Signed, sink: &mut dyn Sink) -> Vec<Record> {
    let unread = found.iter().flat_map(|award| map::unread(&award.holder));
    unread.for_each(|reject| sink.reject(reject));
    let records = found.iter().map(|award| map::award(award, signed.clone()));
    match found.len() {
        0 | 1 => records.collect(),
        _ => (0..).zip(records).map(|(at, record)| numbered(record, at)).collect(),
    }
}

fn assertion(node: &Node<'_>, signed: Signed, shelf: &Shelf, sink: &mut dyn Sink) -> Result<Record, Reject> {
    match wire::assertion(node, shelf)? {
        Some(award) => {
            map::unread(&award.holder).for_each(|reject| sink.reject(reject));
            Ok(map::award(&award, signed))
        }
        None => Ok(map::withdrawn(
            &node.need_words("id")?,
            node.place.clone(),
            wire::award_payload(node),
        )),
    }
}

/// A badge class alone says nothing of a person; an issuer written out in it is one all the same.
fn badge_class(node: &Node<'_>, shelf: &Shelf) -> Result<Vec<Record>, Reject> {
    wire::check_context_two(node)?;
    let (_, profile) = wire::badge_class(node, shelf)?;
    let embedded = node.need("issuer")?;
    Ok(if embedded.value.is_object() {
        vec![issuer(&profile, &embedded)]
    } else {
        Vec::new()
    })
}

fn issuer(profile: &wire::Profile, node: &Node<'_>) -> Record {
    map::issuer(profile, node.place.clone(), wire::party_payload(node))
}

fn unknown_type(node: &Node<'_>) -> Reject {
    let place: Place = node.place.child("type");
    Reject::new(
        place,
        "unknown_type",
        "`type` names nothing of Open Badges 2.0; an assertion's must contain `Assertion`",
    )
}

/// A credential about several persons becomes one record for each.
fn numbered(record: Record, at: usize) -> Record {
    Record {
        key: format!("{}#{at}", record.key),
        ..record
    }
}

#[cfg(test)]
mod tests {
    use super::Adapter;
    use crate::{Batch, Delivery, read_all};
    use passport::record::Body;

    const BEARER: &str = r#"{ "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"], "issuer": "did:example:i", "credentialSubject": {"name": "Zoë"}  }"#;

    fn read(text: &str) -> Batch {
        read_all(&Adapter, &Delivery::single("x.json", text.as_bytes())).unwrap()
    }

    #[test]
    fn a_credential_among_others_keeps_its_own_bytes_exactly() {
        let batch = read(&format!("[\n 1, {BEARER}\n,{{\"credential\":   {BEARER} }} ]"));
        let signed = batch.records.iter().map(|record| match &record.body {
            Body::Credential(credential) => credential.signed.as_ref().unwrap().bytes.as_slice(),
            other => panic!("{}", other.kind()),
        });
        assert_eq!(signed.collect::<Vec<_>>(), [BEARER.as_bytes(), BEARER.as_bytes()]);
        assert_eq!(batch.rejects[0].place.inside(), "/0");
    }

    #[test]
    fn a_credential_that_names_nobody_is_kept_for_whoever_brings_it() {
        let batch = read(BEARER);
        assert!(batch.rejects.is_empty());
        assert_eq!(batch.records[0].subject, None);
        assert!(batch.records[0].key.starts_with("sha256:"));
    }
}
