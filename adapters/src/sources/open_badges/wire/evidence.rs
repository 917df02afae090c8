//! Evidence: what an award rests on.

use super::real_id;
use crate::sources::open_badges::node::Node;
use crate::text::is_web;
use passport::record::Reject;
use serde_json::Value;

/// One piece of evidence.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Its genre, or its type beyond `Evidence`.
    pub genre: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// What it tells.
    pub narrative: Option<String>,
}

impl Evidence {
    /// Reads evidence, given as an address, an object, or several of them; `typed` where it must be of type `Evidence`.
    pub fn all(node: &Node<'_>, typed: bool) -> Result<Vec<Self>, Reject> {
        node.several("evidence")?
            .iter()
            .map(|evidence| Self::read(evidence, typed))
            .collect()
    }

    fn read(node: &Node<'_>, typed: bool) -> Result<Self, Reject> {
        match node.value {
            Value::String(url) if is_web(url) => Ok(Evidence {
                url: Some(url.clone()),
                ..Evidence::default()
            }),
            Value::String(words) => Ok(Evidence {
                description: Some(words.clone()),
                ..Evidence::default()
            }),
            Value::Object(_) => Self::object(node, typed),
            _ => Err(node.wrong("an address or an Evidence object")),
        }
    }

    fn object(node: &Node<'_>, typed: bool) -> Result<Self, Reject> {
        if typed {
            node.must_be(&["Evidence"])?;
        }
        let special = node
            .types()?
            .into_iter()
            .find(|name| *name != "Evidence")
            .map(str::to_owned);
        Ok(Evidence {
            genre: node.words("genre")?.or(special),
            name: node.words("name")?,
            url: real_id(node)?.filter(|id| is_web(id)),
            description: node.words("description")?,
            narrative: node.words("narrative")?,
        })
    }
}
