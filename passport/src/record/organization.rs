//! Organizations as sources name them.

use serde::Serialize;

/// An organization: who issues, teaches or employs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organization {
    /// What it does here.
    pub role: OrganizationKind,
    /// Its name; where the source gives only an identifier, that identifier.
    pub name: String,
    /// Identifier: a DID, a URL, or an id that only this source knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What an organization is to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    /// Issues credentials.
    Issuer,
    /// Employs people.
    Employer,
    /// A department or another part of one.
    Department,
    /// Teaches.
    School,
    /// Offers training or services of a workforce programme.
    Provider,
}

impl OrganizationKind {
    /// The word stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Employer => "employer",
            Self::Department => "department",
            Self::School => "school",
            Self::Provider => "provider",
        }
    }
}
