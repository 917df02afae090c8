//! Claims: one statement about one skill, as received.

use super::{Level, Organization, Period, Place};
use serde::Serialize;

/// One statement that the subject has, develops or was taught one skill.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// The skill in the source's words.
    pub term: Term,
    /// The level, where the source gave one on a scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// What the subject has to do with the skill.
    pub role: Role,
    /// What kind of statement it is.
    pub assertion: Assertion,
    /// Who states it.
    pub asserted_by: AssertedBy,
    /// When the skill was seen or taught.
    pub observed: Period,
    /// From when until when the statement holds, where the source limits it.
    pub valid: Period,
    /// What backs it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Where in the delivery it stands.
    pub place: Place,
}

/// A skill in a source's words; at least one of label, uri and code is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Term {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its URI in a vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// Its code in a vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The vocabulary, as the source names it: `ESCO`, `O*NET-SOC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<String>,
    /// Language of the label, BCP 47, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What the subject has to do with the skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Has it.
    Holds,
    /// Is developing it.
    Develops,
    /// Was taught it.
    Taught,
    /// Needed it, as in a job held that requires it.
    Required,
}

/// What kind of statement a claim is; the order is the order of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assertion {
    /// Concluded by a system from something else.
    Inferred,
    /// The holder says so.
    #[serde(rename = "self")]
    SelfAsserted,
    /// Somebody vouches for it.
    Endorsed,
    /// Somebody saw it done.
    Observed,
    /// It was tested.
    Assessed,
    /// A credential says so.
    Certified,
    /// An authority licensed it.
    Licensed,
}

/// Who states a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssertedBy {
    /// What kind of party.
    pub kind: AsserterKind,
    /// Which organization, where one is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
}

/// Kinds of parties that state claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AsserterKind {
    /// The holder.
    #[serde(rename = "self")]
    Holder,
    /// Another person.
    Peer,
    /// A system, with no person or organization behind it named.
    System,
    /// An organization.
    Organization,
    /// A public authority.
    Authority,
    /// The source does not say.
    Unknown,
}

/// Something that backs a claim, a credential or an experience.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What it is, in the source's words: `artefact`, `assessment`, `portfolio`, …
    pub kind: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

macro_rules! words {
    ($type:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];
            /// The word stored and shown.
            pub fn as_str(self) -> &'static str {
                match self { $($type::$variant => $word),+ }
            }
            /// The value a stored word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($type::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words!(Role { Holds => "holds", Develops => "develops", Taught => "taught", Required => "required" });
words!(Assertion {
    Inferred => "inferred", SelfAsserted => "self", Endorsed => "endorsed", Observed => "observed",
    Assessed => "assessed", Certified => "certified", Licensed => "licensed",
});
words!(AsserterKind {
    Holder => "self", Peer => "peer", System => "system", Organization => "organization",
    Authority => "authority", Unknown => "unknown",
});
