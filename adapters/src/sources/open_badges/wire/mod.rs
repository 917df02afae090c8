//! The source's shapes in the source's words. Reading one checks it: what the specification forbids is a reject.

mod achievement;
mod alignment;
mod assertion;
mod credential;
mod evidence;
mod holder;
mod payload;
mod profile;
mod result;

use crate::text::is_web;

pub use achievement::{Achievement, badge_class};
pub use alignment::Alignment;
pub use assertion::{assertion, check_context as check_context_two, endorsement_two};
pub use credential::{credential, issued};
pub use evidence::Evidence;
pub use holder::{Holder, Identity};
pub use payload::{party as party_payload, payload as award_payload, pick};
pub use profile::{Profile, hosted_issuer};
pub use result::{Outcome, ResultDescription, RubricLevel};

use super::node::Node;
use passport::record::{CredentialStatus, PartialDate, Period, Place};
use serde_json::Value;

/// An award of a badge or another credential: what OB 2.0 calls an assertion and OB 3.0 a credential.
#[derive(Debug, Default)]
pub struct Award {
    /// Where it stands.
    pub place: Place,
    /// Format and version: `open_badges_3`.
    pub format: &'static str,
    /// Its identifier.
    pub id: Option<String>,
    /// Its own name, apart from the achievement's.
    pub name: Option<String>,
    /// What it says of itself.
    pub description: Option<String>,
    /// What is awarded, in the source's words, where no achievement says it.
    pub kind: Option<String>,
    /// A picture.
    pub image: Option<String>,
    /// Who awards it.
    pub issuer: Option<Profile>,
    /// Since when it is valid.
    pub issued: Option<PartialDate>,
    /// Until when.
    pub expires: Option<PartialDate>,
    /// When the holder did what it is for.
    pub activity: Period,
    /// Its standing, where it says so itself.
    pub status: Option<CredentialStatus>,
    /// To whom.
    pub holder: Holder,
    /// Where it is said for what.
    pub achieved: Place,
    /// For what.
    pub achievement: Option<Achievement>,
    /// With what results.
    pub results: Vec<Outcome>,
    /// On what evidence.
    pub evidence: Vec<Evidence>,
    /// Skills listed beside the achievement, as LearnCard does.
    pub skills: Vec<Skill>,
    /// What is kept for provenance.
    pub payload: Value,
}

/// A skill named without a framework.
#[derive(Debug)]
pub struct Skill {
    /// Its name.
    pub label: String,
    /// Where it stands.
    pub place: Place,
}

/// A statement of one party about another, a badge or a credential.
#[derive(Debug)]
pub struct Endorsement {
    /// Where it stands.
    pub place: Place,
    /// Its identifier.
    pub id: Option<String>,
    /// Who endorses.
    pub endorser: Profile,
    /// In which words.
    pub text: Option<String>,
    /// What is endorsed.
    pub about: Option<String>,
    /// When.
    pub issued: Option<PartialDate>,
    /// What is kept for provenance.
    pub payload: Value,
}

/// One credential, of either kind.
#[derive(Debug)]
pub enum Statement {
    /// A badge or another credential; one for each subject.
    Awards(Vec<Award>),
    /// An endorsement.
    Endorsement(Box<Endorsement>),
    /// Something that says nothing of a person, such as a status list.
    Nothing,
}

/// Finds documents that were delivered beside the one that names them.
pub trait Beside {
    /// The document for this address.
    fn find(&self, url: &str) -> Option<Node<'_>>;
}

/// An identifier that means something outside its document: neither blank nor a blank node (`_:b0`).
pub fn real_id(node: &Node<'_>) -> Result<Option<String>, passport::record::Reject> {
    let id = match node.get("id") {
        Some(id) => id.value.as_str().ok_or_else(|| id.wrong("an identifier as text"))?,
        None => return Ok(None),
    };
    Ok(crate::text::filled(id)
        .filter(|id| !id.starts_with("_:"))
        .map(str::to_owned))
}

/// The address of a picture, given plainly or as an object; pictures written out in place stay in the signed document.
pub fn image(node: &Node<'_>, key: &str) -> Result<Option<String>, passport::record::Reject> {
    let Some(image) = node.all(key).into_iter().next() else {
        return Ok(None);
    };
    let address = match image.value {
        Value::String(address) => Some(address.clone()),
        Value::Object(_) => {
            image.must_be(&["Image", "ImageObject", "schema:ImageObject"])?;
            real_id(&image)?
        }
        _ => return Err(image.wrong("an address or an Image object")),
    };
    Ok(address.filter(|address| is_web(address)))
}
