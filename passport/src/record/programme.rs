//! Participation in workforce programmes.

use super::{Organization, PartialDate, Period, Term};
use serde::Serialize;

/// One period of participation in a workforce programme. Codes stand beside their words, as received.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Programme {
    /// The programme: `WIOA Adult`.
    pub programme: String,
    /// Who ran it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Organization>,
    /// From entry to exit.
    pub period: Period,
    /// What was done for the participant.
    pub services: Vec<Service>,
    /// Measurable skill gains.
    pub skill_gains: Vec<SkillGain>,
    /// Credentials attained, by type.
    pub credentials_attained: Vec<CredentialAttained>,
    /// What came of it.
    pub outcomes: Vec<Outcome>,
}

/// A service, such as one training.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Service {
    /// In words.
    pub name: String,
    /// The source's code.
    pub code: String,
    /// Who provided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The occupation trained for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<Term>,
    /// The field of instruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instruction: Option<Term>,
    /// When.
    pub period: Period,
    /// Whether it was completed; none where the source does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed: Option<bool>,
}

/// A measurable skill gain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkillGain {
    /// Which kind, in words.
    pub kind: String,
    /// The source's element number.
    pub element: u16,
    /// When.
    pub on: PartialDate,
}

/// A credential attained: a type, never a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CredentialAttained {
    /// The type in words.
    pub kind: String,
    /// The source's code.
    pub code: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
}

/// What came of the participation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// In words: `employed after exit`.
    pub name: String,
    /// The occupation, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<Term>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
}
