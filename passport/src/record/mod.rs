//! The common shape: what every adapter turns its source's words into.
//!
//! A [`Record`] says *what the source said*, never what the hub makes of it: labels, codes, levels and dates are as
//! received, bands and concepts come later, by the rules. Serialised to JSON it is what `import --dry-run --json`
//! prints and what the content hash is taken of.

mod bounds;
mod claim;
mod credential;
mod date;
mod email;
mod experience;
mod facts;
mod learning;
mod opportunity;
mod organization;
mod person;
mod place;
mod programme;
mod scale;

pub use bounds::{LONGEST_NAME, LONGEST_TEXT};
pub(crate) use claim::words;
pub use claim::{AssertedBy, AsserterKind, Assertion, Claim, Evidence, Role, Term};
pub use credential::{Credential, CredentialStatus, Endorsement, ResultAsReceived, Signed};
pub use date::{BadDate, PartialDate, Period, Precision};
pub use email::{NoAddress, is_address};
pub use experience::{Experience, ExperienceKind, Goal};
pub use facts::Fact;
pub use learning::{Learning, LearningFact, LearningKind, LearningStatus, Told, Untold};
pub use opportunity::Opportunity;
pub use organization::{Organization, OrganizationKind};
pub use person::{Identifier, IdentifierSystem, Person, Subject};
pub use place::{Place, Reject, Unreadable, element_of, lies_within};
pub use programme::{CredentialAttained, Outcome, Programme, Service, SkillGain};
pub use scale::{Direction, Level, Scale, ScaleStep};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// One statement of a source in the common shape.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// What the record says; its tag is the record's kind.
    #[serde(flatten)]
    pub body: Body,
    /// Which of the source's streams it came from, for example `employee_skill`; listed in the adapter's profile.
    pub stream: &'static str,
    /// The source's own key for it, stable between deliveries and unique in its stream. Holds no personal data.
    pub key: String,
    /// Whom it is about, as the source knows them; none for organizations and opportunities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The skills it speaks of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// Where in the delivery it stands.
    pub place: Place,
    /// The source's own fields that the adapter's allow-list lets through, unchanged, for provenance and replay.
    pub payload: serde_json::Value,
}

/// What a record says, by kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "content", rename_all = "snake_case")]
pub enum Body {
    /// A person as the source knows them: name and identifiers stand in [`Record::subject`].
    Person(Person),
    /// An organization: a school, an employer, an issuer.
    Organization(Organization),
    /// A credential awarded to the subject.
    Credential(Box<Credential>),
    /// Something the subject did: a job, a project, care, education.
    Experience(Box<Experience>),
    /// A course or programme taken, with its result.
    Learning(Box<Learning>),
    /// Participation in a workforce programme.
    Programme(Box<Programme>),
    /// Skills alone: everything stands in [`Record::claims`].
    Skill,
    /// What the subject aims for.
    Goal(Box<Goal>),
    /// A person or organization vouching for something.
    Endorsement(Box<Endorsement>),
    /// A job or training on offer.
    Opportunity(Box<Opportunity>),
    /// The source says that the record with this stream and key is no more: a tombstone.
    Withdrawn,
}

impl Body {
    /// The kind in one word, as in the JSON form.
    pub fn kind(&self) -> &'static str {
        match self {
            Body::Person(_) => "person",
            Body::Organization(_) => "organization",
            Body::Credential(_) => "credential",
            Body::Experience(_) => "experience",
            Body::Learning(_) => "learning",
            Body::Programme(_) => "programme",
            Body::Skill => "skill",
            Body::Goal(_) => "goal",
            Body::Endorsement(_) => "endorsement",
            Body::Opportunity(_) => "opportunity",
            Body::Withdrawn => "withdrawn",
        }
    }
}

impl Record {
    /// SHA-256 (hex) over everything the record says. The place is left out: a row that moved says nothing new.
    pub fn content_hash(&self) -> String {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        strip_places(&mut value);
        // serde_json's map is ordered by key, so the same content always gives the same bytes.
        hex::encode(Sha256::digest(value.to_string().as_bytes()))
    }
}

fn strip_places(value: &mut serde_json::Value) {
    if let Some(record) = value.as_object_mut() {
        record.remove("place");
        let claims = record.get_mut("claims").and_then(|c| c.as_array_mut());
        for claim in claims.into_iter().flatten().filter_map(|c| c.as_object_mut()) {
            claim.remove("place");
        }
    }
}

/// Everything one delivery held, for callers that want it whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Batch {
    /// The good records, in the order of the delivery.
    pub records: Vec<Record>,
    /// What could not be read, each with place and reason.
    pub rejects: Vec<Reject>,
}

/// Receives what an adapter reads, as it reads it, so that a large delivery never stands in memory whole.
pub trait Sink {
    /// One good record.
    fn record(&mut self, record: Record);
    /// One record that could not be read.
    fn reject(&mut self, reject: Reject);
    /// The delivery itself says that of this stream it holds only some of the records: what changed, or one page.
    fn partial(&mut self, _stream: &'static str) {}
}

impl Sink for Batch {
    fn record(&mut self, record: Record) {
        self.records.push(record);
    }
    fn reject(&mut self, reject: Reject) {
        self.rejects.push(reject);
    }
}
