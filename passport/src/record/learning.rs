//! Courses and programmes taken.

use super::{Level, Organization, Period, Term};
use serde::Serialize;

/// A course or programme taken. Its result is a result of the course, not a level of any skill.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learning {
    /// What kind.
    #[serde(rename = "learning")]
    pub kind: LearningKind,
    /// Its title; where the delivery gives only an identifier, that identifier.
    pub title: String,
    /// Its code in the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who taught it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Organization>,
    /// How it stands.
    pub status: LearningStatus,
    /// The result on its declared scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Level>,
    /// Credits, in the source's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<String>,
    /// What it sets out to teach.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Term>,
    /// When.
    pub period: Period,
}

/// Kinds of learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningKind {
    /// A course, or one run of it.
    Course,
    /// A programme of several courses.
    Programme,
    /// One graded piece of a course.
    Assessment,
}

super::words!(LearningKind { Course => "course", Programme => "programme", Assessment => "assessment" });

/// How a piece of learning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningStatus {
    /// Enrolled, not begun or running.
    Enrolled,
    /// Brought to its end.
    Completed,
    /// Brought to its end without success.
    Failed,
    /// Broken off.
    Withdrawn,
    /// The source does not say.
    Unknown,
}

super::words!(LearningStatus {
    Enrolled => "enrolled", Completed => "completed", Failed => "failed", Withdrawn => "withdrawn", Unknown => "unknown",
});
