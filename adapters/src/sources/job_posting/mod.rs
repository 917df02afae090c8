//! Job postings of schema.org as JSON-LD: what is on offer, and the skills it asks for.
//!
//! A file holds one posting, an array, a graph, an item list or one document a line. Postings are read one by one; what
//! else stands among them is looked at only where a posting refers to it, for which a delivery is read before.

mod map;
mod recognise;
mod wire;

use crate::linked::{Format, Found, Known, Node};
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};
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
        FORMAT.read(delivery, sink)
    }
}

static FORMAT: Format = Format {
    holders: HOLDERS,
    spellings: &SPELLINGS,
    looked_up: &LOOKED_UP,
    take,
    nothing: "no JobPosting of schema.org is in the document; its `@type` must say so",
};

/// Looks for postings in lists and pages; as deep as a document may nest.
fn take(node: &Node<'_>, known: &Known, found: &mut Found, sink: &mut dyn Sink) {
    if !node.value.is_object() {
        return found.reject(node.wrong("an object, such as a JobPosting"), sink);
    }
    if wire::is_posting(node) {
        let read = map::record(node, known, sink);
        return found.record(read, sink);
    }
    for held in wire::held(node) {
        take(&held, known, found, sink);
    }
}
