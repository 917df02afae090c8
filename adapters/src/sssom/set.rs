//! The shape of a mapping set. Identifiers are whole URIs here; how they are shortened is the file's affair.

use chrono::NaiveDate;
use passport::record::{Place, Reject};
use passport::skill::Relation;

pub use crate::vocabulary::Note;

/// A mapping set: what it is, its mappings, and what of it could not be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MappingSet {
    /// What it says of itself.
    pub about: About,
    /// Its mappings, in the order of the file.
    pub mappings: Vec<Mapping>,
    /// Rows that could not be read.
    pub rejects: Vec<Reject>,
    /// What was odd, or is not carried.
    pub notes: Vec<Note>,
}

/// What a set says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Its identifier.
    pub id: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The licence it is published under.
    pub licence: Option<String>,
}

/// One mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Where it stands; the whole delivery for one that was not read from a file.
    pub place: Place,
    /// The concept it speaks of.
    pub subject: Named,
    /// What it says of it.
    pub says: Says,
    /// Why it holds: `semapv:LexicalMatching` and the like; a URI where it is another vocabulary's.
    pub justification: String,
    /// Who made it, and how.
    pub made: Made,
    /// The vocabulary of the subject.
    pub subject_source: Found,
    /// The vocabulary of the object; of *no match*, where nothing was found.
    pub object_source: Found,
    /// How sure it is, 0 to 1, to three digits when written; none where it is not said.
    pub confidence: Option<f64>,
    /// What was compared, and what met.
    pub met: Met,
    /// Pages that say more.
    pub see_also: Vec<String>,
    /// What its makers remark.
    pub comment: Option<String>,
}

/// What of two concepts was compared, what met, and how alike the two are by a measure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Met {
    /// Properties of the subject: `skos:prefLabel` and the like, as the set writes them.
    pub subject_fields: Vec<String>,
    /// Properties of the object.
    pub object_fields: Vec<String>,
    /// The texts that met.
    pub strings: Vec<String>,
    /// How alike, 0 to 1, to three digits when written.
    pub score: Option<f64>,
    /// By what measure.
    pub measure: Option<String>,
}

/// What a mapping says of its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// It relates to another concept in this way; or not, where that is denied.
    Relates {
        /// The other concept.
        object: Named,
        /// How: `Broad` says that the other is broader.
        relation: Relation,
        /// Whether it says that this is *not* so.
        denied: bool,
    },
    /// Nothing corresponds to it.
    NoMatch,
}

/// A concept by its URI, with the label that the set gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Its URI.
    pub uri: String,
    /// Its label.
    pub label: Option<String>,
}

/// A vocabulary as a set names it: a URI, or a name where the set writes none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub source: Option<String>,
    /// In which version.
    pub version: Option<String>,
}

/// Who made a mapping, with what, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Who made it.
    pub authors: People,
    /// Who checked it.
    pub reviewers: People,
    /// The program that found it.
    pub tool: Option<String>,
    /// The program's version.
    pub tool_version: Option<String>,
    /// The set in which it was first told.
    pub first_told_in: Option<String>,
    /// When it was made.
    pub on: Option<NaiveDate>,
    /// When it was checked.
    pub reviewed_on: Option<NaiveDate>,
}

/// People or organizations, by identifier and by name; the two lists need not go together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Their URIs.
    pub ids: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
}

impl People {
    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.names.is_empty()
    }
}
