//! Open Badges 1.0 to 3.0 and other verifiable credentials: as JSON, as tokens, baked into pictures, alone or several.
//!
//! Learner records hold credentials of this format: their adapter (`clr`) reads them with the reader of this one.

pub(super) mod document;
mod kind;
pub(super) mod map;
mod once;
pub(super) mod reader;
pub(super) mod recognise;
mod registered;
mod shelf;
pub(super) mod wire;

pub(super) use crate::json::node;
use crate::json::strict;
use crate::{Adapter as Contract, Delivery, Family, Profile, Stream};
pub(super) use kind::{CLR_TYPE, VC_CONTEXTS, contexts};
use passport::record::{Batch, Place, Sink, Unreadable};
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
            about: "Endorsements sent as documents of their own, or inside a credential, its achievement, its creator or its issuer.",
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

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        Reader::of(delivery, None).read(delivery, sink)
    }
}

/// What a credential says that stands inside a document of another format.
pub(super) fn embedded(text: &str, place: Place) -> Result<Batch, Unreadable> {
    let mut batch = Batch::default();
    Reader::of(&Delivery::default(), None).document(&document::Document::new(text, place, true), &mut batch)?;
    Ok(batch)
}

#[cfg(test)]
mod tests;
