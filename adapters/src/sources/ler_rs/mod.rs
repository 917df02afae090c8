//! LER-RS: résumés of the HR Open Standards, plain or as verifiable credentials, with the credentials inside them.
//!
//! A document is one person's ([`document`]). Its sections are read entry by entry ([`section`]); credentials that back an
//! entry keep their bytes ([`backing`]), and badges among them are read as badges.

mod backing;
mod document;
mod map;
mod recognise;
mod section;
mod wire;

pub use recognise::is_document;

use crate::json::each_document;
use crate::json::told::Told;
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};

/// Reads LER-RS documents.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "ler_rs",
    name: "LER-RS (HR Open)",
    version: 1,
    family: Family::Hris,
    formats: &[
        "LER-RS 4.4 and 4.5 (JSON), plain or as a verifiable credential",
        "HR Open credentials of education, employment, certification and licence (JSON)",
        "an array of these",
    ],
    specification: "https://www.hropenstandards.org/learning-and-employment-record-resume-standard-ler-rs",
    streams: &[
        Stream {
            name: map::PERSON,
            kinds: &["person"],
            about: "The person whose résumé it is.",
        },
        Stream {
            name: map::SKILL,
            kinds: &["skill"],
            about: "Skills and competencies with their ratings.",
        },
        Stream {
            name: map::ASSESSMENT,
            kinds: &["learning"],
            about: "Assessments that are named as evidence of a competency, with their scores.",
        },
        Stream {
            name: map::EDUCATION,
            kinds: &["learning"],
            about: "Education, one record a degree or attendance.",
        },
        Stream {
            name: map::EMPLOYMENT,
            kinds: &["experience"],
            about: "Positions held, voluntary ones and apprenticeships too.",
        },
        Stream {
            name: map::MILITARY,
            kinds: &["experience"],
            about: "Military service, with the expertise gained in it.",
        },
        Stream {
            name: map::CREDENTIAL,
            kinds: &["credential"],
            about: "Degrees, certifications, licences, every credential inside the document, and the signed document itself.",
        },
        Stream {
            name: map::ENDORSEMENT,
            kinds: &["endorsement"],
            about: "Words of referees, and of those who endorse a skill.",
        },
        Stream {
            name: map::GOAL,
            kinds: &["goal"],
            about: "Positions that the person prefers.",
        },
        Stream {
            name: map::OPENING,
            kinds: &["opportunity"],
            about: "The job opening that the résumé was written for.",
        },
    ],
    not_carried: &[
        (
            "birth date, gender, ethnicity, citizenship, legal and tax ids, addresses, military status",
            "nobody's but the holder's; they are not even read",
        ),
        (
            "serviceNumber, disciplinaryActions, dischargeStatus, campaigns, honors of military service",
            "nobody's but the holder's",
        ),
        (
            "names and contacts of referees and endorsers",
            "they are other persons; their organization and their words are kept",
        ),
        ("yearsOfExperience, experienceMeasure", "years are no level on a scale"),
        (
            "interestLevel, competencyDimensions",
            "how much somebody likes a skill, and parts of a rating, are no level of it",
        ),
        ("keywords", "words about an entry, not skills that are claimed"),
        (
            "a rating beyond the first of a skill, a score beyond the first of a degree not granted",
            "one level is kept, all stand in the payload",
        ),
        (
            "iscedEducationLevelCode, educationLevelCodes, academicHonors, department",
            "no place in the common schema; they stand in the payload",
        ),
        (
            "licence endorsements, restrictions and violations",
            "no place in the common schema; violations are nobody's but the holder's",
        ),
        ("narratives, attachments", "free text and files without a declared kind"),
        (
            "patents, publications, affiliations, employmentPreferences",
            "of HR Open's person profile, not statements about skills",
        ),
        (
            "location and department of a position, jobLevels, job categories beyond the first, division of military service",
            "no place in the common schema; they stand in the payload",
        ),
        (
            "what a learner record (CLR) or another credential inside says",
            "it is kept as a credential, byte for byte; deliver it itself to have it read",
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
        each_document(delivery, sink, |piece, sink| document::read(piece, &mut told, sink))
    }
}
