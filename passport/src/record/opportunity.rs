//! Jobs, training and credentials on offer.

use super::{Organization, Period, Term};
use serde::Serialize;

/// A job, a training or a credential on offer, with what it requires.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opportunity {
    /// What kind: `job`, `training` or `credential`.
    #[serde(rename = "opportunity")]
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Who offers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization>,
    /// Where to read more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// How long it stands open.
    pub valid: Period,
    /// The skills it asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Term>,
}
