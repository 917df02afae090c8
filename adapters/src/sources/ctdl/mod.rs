//! Credential Engine's CTDL and CTDL-ASN as JSON-LD: credentials and learning on offer, what they require, and who offers
//! them.
//!
//! Competencies and frameworks are a vocabulary and no statements: they are looked up where something on offer requires
//! them. Things are read one by one; what they refer to may stand anywhere in the delivery, which is read for that before.

mod kind;
mod map;
mod recognise;
mod wire;

use crate::linked::{Format, Found, Known, Node};
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};
use wire::{HOLDERS, LOOKED_UP, SPELLINGS};

/// Reads CTDL.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "ctdl",
    name: "CTDL",
    version: 1,
    family: Family::Workforce,
    formats: &[
        "CTDL and CTDL-ASN (JSON-LD): one resource, an array, a graph, one document a line",
        "answers of the Credential Registry, with the resource under `decoded_resource`",
    ],
    specification: "https://credreg.net/ctdl/terms",
    streams: &[
        Stream {
            name: kind::CREDENTIAL,
            kinds: &["opportunity", "withdrawn"],
            about: "Credentials on offer with the competencies they require, or withdrawn by their status.",
        },
        Stream {
            name: kind::LEARNING,
            kinds: &["opportunity", "withdrawn"],
            about: "Courses, programmes and other learning on offer, with the competencies they require.",
        },
        Stream {
            name: kind::ORGANIZATION,
            kinds: &["organization"],
            about: "Organizations that issue credentials or offer learning.",
        },
    ],
    not_carried: &[
        (
            "teaches, assesses",
            "an opportunity has a place for what it requires, and none for what it teaches; they stay in the payload",
        ),
        (
            "recommends, corequisite, alternativeCondition",
            "not each of these is required; they stay in the payload",
        ),
        (
            "targetCredential, targetLearningOpportunity, targetAssessment, experience, yearsOfExperience",
            "requirements that are no competencies; they stay in the payload",
        ),
        (
            "occupationType, industryType, instructionalProgramType",
            "an opportunity has no place for occupations; codes and names stay in the payload",
        ),
        (
            "levels and weights of required competencies",
            "requirements have no place for a level; they stay in the payload",
        ),
        (
            "estimatedCost, estimatedDuration, creditValue, deliveryType, audienceLevelType",
            "no place in the common record; they stay in the payload",
        ),
        (
            "ceasn:Competency, ceasn:CompetencyFramework, ceasn:Rubric, skos:Concept",
            "a vocabulary, and no statement of anybody or of anything on offer; looked up where it is referred to",
        ),
        (
            "assessments, occupations, jobs, tasks, pathways, transfer values, actions, outcomes",
            "neither on offer for itself nor an organization",
        ),
        (
            "conditions of a manifest (commonConditions)",
            "they hold for many resources; not followed",
        ),
        (
            "description, contact points, street addresses, tax numbers",
            "they may name people",
        ),
        ("every other property", "an allow-list, not a block-list"),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(recognise::is_ctdl)
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        FORMAT.read(delivery, sink)
    }
}

static FORMAT: Format = Format {
    holders: HOLDERS,
    spellings: &SPELLINGS,
    looked_up: &LOOKED_UP,
    take,
    nothing: "nothing here has a type of CTDL, such as `ceterms:Course`",
};

/// Looks into envelopes and graphs; as deep as a document may nest.
fn take(node: &Node<'_>, known: &Known, found: &mut Found, sink: &mut dyn Sink) {
    if !node.value.is_object() {
        return found.reject(node.wrong("an object with a type of CTDL"), sink);
    }
    let held = wire::held(node);
    if !held.is_empty() {
        held.iter().for_each(|held| take(held, known, found, sink));
    } else if let Some(kind) = kind::of(node) {
        let read = map::record(kind, node, known, sink);
        found.record(read, sink);
    } else if wire::is_ctdl(node) {
        found.other();
    }
}
