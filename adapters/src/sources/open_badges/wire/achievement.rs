//! What is awarded: an achievement (OB 3.0) or a badge class (OB 2.0).

use super::alignment::Alignment;
use super::profile::Profile;
use super::result::ResultDescription;
use super::{Beside, image, real_id};
use crate::sources::open_badges::node::Node;
use passport::record::Reject;
use serde_json::Value;

/// What is awarded, the same for everybody who reached it.
#[derive(Debug, Clone, Default)]
pub struct Achievement {
    /// Its identifier.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it stands for.
    pub description: Option<String>,
    /// Its kind: `Badge`, `Degree`, `License`, …
    pub kind: Option<String>,
    /// Its code, as people write it: `CS 101`.
    pub code: Option<String>,
    /// Its picture.
    pub image: Option<String>,
    /// Language of its words.
    pub language: Option<String>,
    /// What it is aligned with.
    pub alignments: Vec<Alignment>,
    /// Scales of its results.
    pub descriptions: Vec<ResultDescription>,
}

impl Achievement {
    /// An achievement known by its address alone.
    pub fn named(id: &str) -> Self {
        Achievement {
            id: Some(id.to_owned()),
            ..Achievement::default()
        }
    }

    fn read(node: &Node<'_>) -> Result<Self, Reject> {
        let name = node.need("name")?.text()?;
        node.need_words("name")?;
        let language = node.words("inLanguage")?.or(node.words("@language")?);
        Ok(Achievement {
            id: real_id(node)?,
            language: language.or_else(|| name.as_ref().and_then(|name| name.language.clone())),
            name: name.map(|name| name.words),
            description: node.words("description")?,
            kind: node.words("achievementType")?,
            code: node.value_of("humanCode")?,
            image: image(node, "image")?,
            alignments: Alignment::all(node)?,
            descriptions: ResultDescription::all(node)?,
        })
    }
}

/// Reads the achievement of a credential.
pub fn achievement(node: &Node<'_>) -> Result<Achievement, Reject> {
    node.must_be(&["Achievement"])?;
    // The specification wants `criteria` as well. Registrars' transcripts come without, and nothing here is made of them.
    for field in ["id", "description"] {
        node.need(field)?;
    }
    if let Some(creator) = node.get("creator") {
        Profile::read(&creator, &["Profile"])?;
    }
    for entry in node.all("otherIdentifier") {
        entry.object()?.must_be(&["IdentifierEntry"])?;
    }
    Achievement::read(node)
}

/// Reads a badge class and its issuer, which may stand in a document of its own.
pub fn badge_class(node: &Node<'_>, beside: &dyn Beside) -> Result<(Achievement, Profile), Reject> {
    node.must_be(&["BadgeClass"])?;
    for field in ["description", "criteria"] {
        node.need(field)?;
    }
    let achievement = Achievement::read(node)?;
    Ok((achievement, issuer(&node.need("issuer")?, beside)?))
}

/// The issuer at `node`: written out, delivered beside, or known by its address alone.
pub fn issuer(node: &Node<'_>, beside: &dyn Beside) -> Result<Profile, Reject> {
    let types = ["Issuer", "Profile"];
    let Value::String(url) = node.value else {
        return Profile::read(node, &types);
    };
    let Some(found) = beside.find(url) else {
        return Profile::read(node, &types);
    };
    if found.must_be(&types).is_err() {
        let reason =
            "the document delivered for this address is no issuer; its `type` must contain `Issuer` or `Profile`";
        return Err(Reject::new(node.place.clone(), "wrong_reference", reason));
    }
    // A faulty issuer document is rejected where it stands; the badge is still known to be of that address.
    Ok(super::hosted_issuer(&found).unwrap_or_else(|_| Profile::named(url)))
}
