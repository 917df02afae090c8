//! JSON Resume: a résumé as its holder writes it and brings it along. Everything in it is the holder's word.
//!
//! A document is one person's: who it is is read first, then section by section, entry by entry ([`section`]).

mod map;
mod recognise;
mod section;
mod wire;

use crate::json::cells::{Cells, Faults};
use crate::json::each_document;
use crate::json::node::Node;
use crate::json::piece::Piece;
use crate::json::told::Told;
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};
use serde_json::{Map, Value};

/// Reads JSON Resume documents.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "json_resume",
    name: "JSON Resume",
    version: 1,
    family: Family::Hris,
    formats: &[
        "JSON Resume 1.0 (JSON), with the names of fields that versions before it had",
        "an array of these",
    ],
    specification: "https://jsonresume.org/schema",
    streams: &[
        Stream {
            name: map::PERSON,
            kinds: &["person"],
            about: "The person whose résumé it is (basics).",
        },
        Stream {
            name: map::WORK,
            kinds: &["experience"],
            about: "Jobs and other paid work.",
        },
        Stream {
            name: map::VOLUNTEER,
            kinds: &["experience"],
            about: "Voluntary work.",
        },
        Stream {
            name: map::PROJECT,
            kinds: &["experience"],
            about: "Projects with the holder's roles in them.",
        },
        Stream {
            name: map::PUBLICATION,
            kinds: &["experience"],
            about: "Publications, with their address as evidence.",
        },
        Stream {
            name: map::EDUCATION,
            kinds: &["learning"],
            about: "Studies, with their score.",
        },
        Stream {
            name: map::COURSE,
            kinds: &["learning"],
            about: "Courses listed with a study.",
        },
        Stream {
            name: map::AWARD,
            kinds: &["credential"],
            about: "Awards with who gave them.",
        },
        Stream {
            name: map::CERTIFICATE,
            kinds: &["credential"],
            about: "Certificates with their issuers.",
        },
        Stream {
            name: map::SKILL,
            kinds: &["skill"],
            about: "Skills with their level; their keywords are skills without one.",
        },
        Stream {
            name: map::LANGUAGE,
            kinds: &["skill"],
            about: "Languages with their fluency.",
        },
        Stream {
            name: map::REFERENCE,
            kinds: &["endorsement"],
            about: "Words of referees.",
        },
    ],
    not_carried: &[
        (
            "basics.location, basics.image",
            "an address and a face are nobody's but the holder's",
        ),
        (
            "basics.label, basics.summary",
            "a headline and a text about oneself, without a declared skill or job; no place in the common schema",
        ),
        ("interests", "what somebody likes is no skill"),
        ("names of referees", "they are other persons; their words are kept"),
        (
            "keywords of projects",
            "words about the project, not skills that are claimed; they stand in the payload",
        ),
        (
            "location and description of an employer, type of a project",
            "no place in the common schema; they stand in the payload",
        ),
        (
            "meta.theme and other settings",
            "they are for programs that show the résumé",
        ),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(recognise::recognises)
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let mut told = Told::default();
        each_document(delivery, sink, |piece, sink| document(piece, &mut told, sink))
    }
}

/// What a job of JSON Resume has, and a résumé has not. Its skills are asked for, and nobody's.
const JOB: [&str; 3] = ["company", "responsibilities", "qualifications"];

/// Reads one résumé; what is none is unreadable.
fn document(piece: &Piece<'_>, told: &mut Told, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let foreign = || {
        let reason = "this is no JSON Resume: it has neither `basics` nor a section of the schema";
        Unreadable::new(piece.place.clone(), "wrong_format", reason)
    };
    if !piece.is_object() {
        return Err(foreign());
    }
    let fields = match piece.fields() {
        Ok(fields) => fields,
        Err(reject) => {
            sink.reject(reject);
            return Ok(());
        }
    };
    let is_job = JOB.iter().any(|key| fields.has(key));
    if !fields.has("basics") && (is_job || !section::ALL.iter().any(|section| fields.has(section.name))) {
        return Err(foreign());
    }
    let faults = Faults::default();
    let mut head = Map::new();
    for key in wire::Basics::FIELDS {
        if let Some(value) = fields.get(key).and_then(|piece| faults.spare(piece.value().map(Some))) {
            head.insert(key.to_owned(), value);
        }
    }
    let head = Value::Object(head);
    let node = Node {
        value: &head,
        place: piece.place.clone(),
    };
    let basics = wire::Basics::read(&Cells { node, faults: &faults });
    let holder = map::holder(&basics, piece.text);
    told.give_made(map::person(&basics, &holder, &head, piece.place.child("basics")), sink);
    faults.pour(sink);
    for section in section::ALL {
        if let Some(list) = fields.get(section.name) {
            section.read(&list, &holder, told, sink);
        }
    }
    Ok(())
}
