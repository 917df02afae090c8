//! Credentials and endorsements, as received.

use super::{Evidence, Organization, PartialDate};
use serde::Serialize;

/// A credential awarded to the subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Credential {
    /// What it is called; where the source gives only an identifier, that identifier.
    pub name: String,
    /// What it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Kind in the source's words: `Badge`, `Degree`, `License`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achievement_type: Option<String>,
    /// Identifier of what was achieved, the same for everybody who achieved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achievement_id: Option<String>,
    /// Who issued it; none where the delivery does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Organization>,
    /// When it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<PartialDate>,
    /// When it expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<PartialDate>,
    /// What the source says of its standing; nothing has been checked.
    pub status: CredentialStatus,
    /// Format and version: `open_badges_2`, `open_badges_3`, `pirl`.
    pub format: &'static str,
    /// Picture of it, a URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Results, each on its declared scale.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<ResultAsReceived>,
    /// What backs it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The document exactly as received, byte for byte, so that its signature can be checked later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}

/// A document kept byte for byte; in JSON output it is shown by length and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Serialize for Signed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        use sha2::Digest;
        let mut shown = serializer.serialize_struct("Signed", 3)?;
        shown.serialize_field("media_type", self.media_type)?;
        shown.serialize_field("length", &self.bytes.len())?;
        shown.serialize_field("sha256", &hex::encode(sha2::Sha256::digest(&self.bytes)))?;
        shown.end()
    }
}

/// A result as received.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultAsReceived {
    /// What was measured: `GPA`, `Overall grade`.
    pub name: String,
    /// The value in the source's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The status in the source's words: `Completed`, `Failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The level reached on the declared scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<super::Level>,
}

/// What the source says of a credential's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialStatus {
    /// Nothing speaks against it.
    Active,
    /// The source says that it was revoked.
    Revoked,
    /// The source does not say.
    Unknown,
}

super::words!(CredentialStatus { Active => "active", Revoked => "revoked", Unknown => "unknown" });

/// A person or organization vouching for something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Endorsement {
    /// Who vouches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorser: Option<Organization>,
    /// In which words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Identifier of what is endorsed: a credential, an achievement, an issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<PartialDate>,
    /// The document exactly as received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}
