//! Job postings of schema.org as JSON-LD: what is on offer, and the skills it asks for.
//!
//! A file holds one posting, an array, a graph, an item list or one document a line. Postings are read one by one; what
//! else stands among them is looked at only where a posting refers to it, for which a delivery is read before.

mod map;
mod recognise;
mod wire;

use crate::elements::{self, Element};
use crate::linked::{Known, Node, parse};
use crate::once::Once;
use crate::{Delivery, Family, Part, Profile, Sink, Stream, Unreadable};
use passport::record::{Place, Record, Reject};
use wire::{HOLDERS, LOOKED_UP, SPELLINGS};

/// Reads job postings.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "job_posting",
    name: "schema.org job postings",
    version: 1,
    family: Family::Workforce,
    formats: &[
        "schema.org JobPosting (JSON-LD): one, an array, a graph, an item list",
        "the same, one document a line",
    ],
    specification: "https://schema.org/JobPosting",
    streams: &[Stream {
        name: map::STREAM,
        kinds: &["opportunity"],
        about: "Jobs on offer, each with the skills it asks for.",
    }],
    not_carried: &[
        (
            "baseSalary, estimatedSalary, salaryCurrency, jobBenefits, incentiveCompensation",
            "the common record has no place for pay, and a passport needs none",
        ),
        (
            "occupationalCategory, relevantOccupation, industry",
            "an opportunity has no place for occupations; codes and names stay in the payload",
        ),
        (
            "qualifications, experienceRequirements, educationRequirements, responsibilities",
            "no skills; they stay in the payload, and of credentials only the competencies they require are carried",
        ),
        (
            "levels of skills",
            "schema.org declares none for what a posting asks, and requirements have no place for one",
        ),
        (
            "skills written as prose",
            "a text of more than 200 characters names no skill; it stays in the payload",
        ),
        (
            "whether a skill is required or desired",
            "schema.org's `skills` are both, without telling which",
        ),
        (
            "employmentType, workHours, jobLocationType",
            "no place; they stay in the payload",
        ),
        ("description", "prose that may name people"),
        (
            "applicationContact, and persons who hire",
            "they are persons, and nobody asked them",
        ),
        ("every other property", "an allow-list, not a block-list"),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(recognise::is_posting)
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
        };
        delivery.read_each(sink, |part, sink| reader.part(part, sink))
    }
}

/// Reads the postings of a delivery, each once.
struct Reader<'k> {
    known: &'k Known,
    once: Once,
    /// Postings and rejects so far.
    told: usize,
}

impl Reader<'_> {
    /// Reads a file. One that breaks off after postings is read as far as it goes, with a reject.
    fn part(&mut self, part: &Part<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let before = self.told;
        let mut others = 0_usize;
        let read = elements::things(part, HOLDERS, &mut |place, thing| {
            others += usize::from(!self.thing(place, thing, sink));
        });
        match read {
            Err(fault) if self.told == before => Err(fault),
            Err(fault) => {
                sink.reject(Reject::new(fault.place, fault.code, fault.reason));
                Ok(())
            }
            Ok(()) if self.told == before && others > 0 => Err(Unreadable::new(
                Place::pointer(&part.name, ""),
                "wrong_format",
                "no JobPosting of schema.org is in the document; its `@type` must say so",
            )),
            Ok(()) => Ok(()),
        }
    }

    /// Reads the postings of one thing, and says whether there were any, good or bad.
    fn thing(&mut self, place: Place, thing: Element<'_>, sink: &mut dyn Sink) -> bool {
        let before = self.told;
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
        self.told > before
    }

    /// Looks for postings in lists and pages; as deep as a document may nest.
    fn within(&mut self, node: &Node<'_>, sink: &mut dyn Sink) {
        if !node.value.is_object() {
            let reject = node.wrong("an object, such as a JobPosting");
            return self.give(Err(reject), sink);
        }
        if wire::is_posting(node) {
            let record = map::record(node, self.known, sink).and_then(|record| self.once.take(record));
            if let Some(read) = record.transpose() {
                self.give(read, sink);
            }
            return;
        }
        for held in wire::held(node) {
            self.within(&held, sink);
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
