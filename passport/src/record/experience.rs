//! What a person did, and what they aim for.

use super::{Evidence, Organization, PartialDate, Period, Term};
use crate::level::Band;
use serde::Serialize;

/// Something the subject did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Experience {
    /// What kind.
    #[serde(rename = "experience")]
    pub kind: ExperienceKind,
    /// What it is called.
    pub title: String,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// In which role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The occupation, as a term of a vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<Term>,
    /// When.
    pub period: Period,
    /// In the holder's or source's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// What backs it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Kinds of experience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExperienceKind {
    /// Paid work.
    Job,
    /// School or study.
    Education,
    /// A project.
    Project,
    /// Unpaid work for others.
    Volunteering,
    /// Caring for somebody.
    Care,
    /// Work by the task.
    Gig,
    /// Service in the forces.
    Military,
    /// Learning on the job, under contract.
    Apprenticeship,
    /// Anything else that life taught.
    Life,
}

super::words!(ExperienceKind {
    Job => "job", Education => "education", Project => "project", Volunteering => "volunteering", Care => "care",
    Gig => "gig", Military => "military", Apprenticeship => "apprenticeship", Life => "life",
});

/// What the subject aims for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Goal {
    /// What it is called.
    pub title: String,
    /// The skill or occupation aimed for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Term>,
    /// How well, where the target is a skill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// By when, at the latest on its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// In the holder's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
