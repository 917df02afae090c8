//! Credential Engine's CTDL and CTDL-ASN as JSON-LD: credentials and learning on offer, what they require, and who offers
//! them.
//!
//! Competencies and frameworks are a vocabulary and no statements: they are looked up where something on offer requires
//! them. Things are read one by one; what they refer to may stand anywhere in the delivery, which is read for that before.

mod kind;
mod map;
mod recognise;
mod wire;

use crate::elements::{self, Element};
use crate::linked::{Known, Node, parse};
use crate::once::Once;
use crate::{Delivery, Family, Part, Profile, Sink, Stream, Unreadable};
use passport::record::{Place, Record, Reject};
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
        let known = Known::of(delivery, HOLDERS, &SPELLINGS, &LOOKED_UP, sink);
        let mut reader = Reader {
            known: &known,
            once: Once::default(),
            told: 0,
            others: 0,
        };
        delivery.read_each(sink, |part, sink| reader.part(part, sink))
    }
}

/// Reads the things of a delivery, each once.
struct Reader<'k> {
    known: &'k Known,
    once: Once,
    /// Records, rejects and things of CTDL that are only looked up, so far.
    told: usize,
    /// Things that are none of CTDL's, so far.
    others: usize,
}

impl Reader<'_> {
    /// Reads a file. One that breaks off is read as far as it goes, with a reject.
    fn part(&mut self, part: &Part<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let (told, others) = (self.told, self.others);
        let read = elements::things(part, HOLDERS, &mut |place, thing| self.thing(place, thing, sink));
        match read {
            Err(fault) if self.told == told => Err(fault),
            Err(fault) => {
                sink.reject(Reject::new(fault.place, fault.code, fault.reason));
                Ok(())
            }
            Ok(()) if self.told == told && self.others > others => Err(Unreadable::new(
                Place::pointer(&part.name, ""),
                "wrong_format",
                "nothing here has a type of CTDL, such as `ceterms:Course`",
            )),
            Ok(()) => Ok(()),
        }
    }

    fn thing(&mut self, place: Place, thing: Element<'_>, sink: &mut dyn Sink) {
        match parse(&place, thing) {
            Ok(value) => {
                let node = Node {
                    value: &value,
                    place,
                    spellings: &SPELLINGS,
                };
                self.within(&node, sink);
            }
            Err(reject) => self.give(Err(reject), sink),
        }
    }

    /// Looks into envelopes and graphs; as deep as a document may nest.
    fn within(&mut self, node: &Node<'_>, sink: &mut dyn Sink) {
        if !node.value.is_object() {
            return self.give(Err(node.wrong("an object with a type of CTDL")), sink);
        }
        let held = wire::held(node);
        if !held.is_empty() {
            held.iter().for_each(|held| self.within(held, sink));
        } else if let Some(kind) = kind::of(node) {
            let record = map::record(kind, node, self.known, sink).and_then(|record| self.once.take(record));
            if let Some(read) = record.transpose() {
                self.give(read, sink);
            }
        } else if wire::is_ctdl(node) {
            self.told += 1;
        } else {
            self.others += 1;
        }
    }

    fn give(&mut self, read: Result<Record, Reject>, sink: &mut dyn Sink) {
        self.told += 1;
        match read {
            Ok(record) => sink.record(record),
            Err(reject) => sink.reject(reject),
        }
    }
}
