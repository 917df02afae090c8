//! Profiles: who issues.

use super::real_id;
use crate::sources::open_badges::node::Node;
use crate::text::is_web;
use passport::record::Reject;
use serde_json::Value;

/// An issuer or another party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// DID or URL.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its home page.
    pub url: Option<String>,
}

/// How many parents of an organization are looked at.
const MOST_PARENTS: usize = 8;

impl Profile {
    /// A party known by its address alone.
    pub fn named(id: &str) -> Self {
        Profile {
            id: Some(id.to_owned()),
            name: None,
            url: None,
        }
    }

    /// Reads a profile: an address, or an object that must be of one of these types (any, where none is given).
    pub fn read(node: &Node<'_>, types: &[&str]) -> Result<Self, Reject> {
        match node.value {
            Value::String(id) if !id.trim().is_empty() => Ok(Profile::named(id.trim())),
            Value::String(_) => Err(Reject::new(node.place.clone(), "missing_field", "the address is empty")),
            Value::Object(_) => Self::object(node, types, MOST_PARENTS),
            _ => Err(node.wrong("an address or an object")),
        }
    }

    fn object(node: &Node<'_>, types: &[&str], parents: usize) -> Result<Self, Reject> {
        if !types.is_empty() {
            node.must_be(types)?;
            for entry in node.all("otherIdentifier") {
                entry.object()?.must_be(&["IdentifierEntry"])?;
            }
            if let Some(parent) = node
                .get("parentOrg")
                .filter(|parent| parents > 0 && !parent.value.is_string())
            {
                Self::object(&parent.object()?, types, parents - 1)?;
            }
        }
        Ok(Profile {
            id: real_id(node)?,
            name: node.words("name")?,
            url: node.words("url")?,
        })
    }
}

/// Reads an issuer's own document, as OB 2.0 has it hosted at its `id`.
pub fn hosted_issuer(node: &Node<'_>) -> Result<Profile, Reject> {
    let types = node.types()?;
    let place = node.place.child("type");
    if let Some(at) = types.iter().position(|name| !super::super::kind::is_known_type(name)) {
        let reason = "the type is none of Open Badges 2.0; give its full IRI if an extension defines it";
        return Err(Reject::new(
            if types.len() > 1 { place.child(at) } else { place },
            "unknown_type",
            reason,
        ));
    }
    node.need_words("name")?;
    let id = node.need_words("id")?;
    if !is_web(&id) {
        let reason = "the `id` of an issuer's own document must be the http(s) address at which it is hosted";
        return Err(Reject::new(node.place.child("id"), "bad_id", reason));
    }
    if types.contains(&"Issuer") {
        node.need_words("url")?;
    }
    Profile::read(node, &["Issuer", "Profile"])
}
