//! To whom something is awarded.

use super::real_id;
use crate::sources::open_badges::node::Node;
use passport::record::{Place, Reject};
use serde_json::Value;

/// The person, as the award names them.
#[derive(Debug, Clone, Default)]
pub struct Holder {
    /// DID, URL or another URI.
    pub id: Option<String>,
    /// Where they are spoken of.
    pub place: Place,
    /// The name shown.
    pub name: Option<String>,
    /// Other identifiers.
    pub identities: Vec<Identity>,
}

/// One identifier of the person, plain or hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its kind: `email`, `emailAddress`, `userName`, …
    pub kind: String,
    /// Whether the value is a salted hash.
    pub hashed: bool,
    /// The value or its hash, as `sha256$…`.
    pub value: String,
    /// The salt.
    pub salt: Option<String>,
    /// Where the value stands.
    pub place: Place,
}

impl Holder {
    /// The subject of a credential: its id, its name, and its `identifier` entries (OB 3.0).
    pub fn subject(node: &Node<'_>) -> Result<Self, Reject> {
        let mut holder = Holder {
            id: real_id(node)?,
            place: node.place.clone(),
            name: node.words("name")?,
            identities: Vec::new(),
        };
        for entry in node.several("identifier")? {
            let entry = entry.object()?;
            entry.must_be(&["IdentityObject"])?;
            let identity = Identity::read(&entry, "identityType", "identityHash")?;
            if identity.kind == "name" && !identity.hashed {
                holder.name.get_or_insert(identity.value);
            } else if !is_birth(&identity.kind) {
                holder.identities.push(identity);
            }
        }
        Ok(holder)
    }

    /// The recipient of an assertion (OB 2.0).
    pub fn recipient(node: &Node<'_>) -> Result<Self, Reject> {
        Ok(Holder {
            place: node.place.clone(),
            identities: vec![Identity::read(node, "type", "identity")?],
            ..Holder::default()
        })
    }
}

/// A date or place of birth is no identifier, and is not kept.
fn is_birth(kind: &str) -> bool {
    kind.to_ascii_lowercase().contains("birth")
}

impl Identity {
    fn read(node: &Node<'_>, kind: &str, value: &str) -> Result<Self, Reject> {
        let kind = node
            .need(kind)?
            .items()
            .into_iter()
            .next()
            .map_or(Ok(None), |kind| kind.text())?;
        let place = node.need(value)?.place;
        let value = node.need_words(value)?;
        let hashed = match node.get("hashed").map(|hashed| (hashed.value, hashed)) {
            Some((Value::Bool(hashed), _)) => *hashed,
            Some((_, hashed)) => return Err(hashed.wrong("true or false")),
            None => false,
        };
        Ok(Identity {
            kind: kind.map(|kind| kind.words).unwrap_or_default(),
            hashed: hashed || value.starts_with("sha256$") || value.starts_with("md5$"),
            value,
            salt: node.words("salt")?,
            place,
        })
    }
}
