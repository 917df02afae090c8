//! Names in scopes. A source, vocabulary or concept that nobody knows lets nothing through in a permit and holds
//! nothing back in a deny, so a slip of the pen would show what was to stay hidden: such a scope is refused.

use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::reference::Reference;
use passport::consent::{Filters, Scope};
use passport::skill::Concepts;
use std::fmt;

/// A name in a scope that is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// `source`, `vocabulary` or `concept`.
    pub kind: &'static str,
    /// As it was written.
    pub name: String,
    /// What was probably meant.
    pub meant: Option<String>,
}

/// Errors quote what was written, but not without end.
const SHOWN: usize = 200;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name: String = self.name.chars().take(SHOWN).collect();
        write!(f, "there is no {} “{name}” here; ", self.kind)?;
        match (&self.meant, self.kind) {
            (Some(meant), _) => write!(f, "did you mean “{meant}”? Keys are compared letter by letter"),
            (None, "concept") => write!(f, "a concept is named by its URI, see concepts(search:)"),
            (None, "source") => write!(f, "see sources for the keys there are"),
            (None, _) => write!(f, "concepts name the keys of their vocabularies, see concepts(search:)"),
        }
    }
}

/// The first unknown name in these scopes, with the place of its scope among them. What another process added is
/// looked for once.
pub async fn unknown(hub: &Hub, scopes: &[&Scope]) -> Result<Option<(usize, UnknownName)>, StoreError> {
    if first_unknown(&hub.reference(), scopes).is_none() {
        return Ok(None);
    }
    hub.shelf.refresh(&hub.db).await?;
    Ok(first_unknown(&hub.reference(), scopes))
}

fn first_unknown(reference: &Reference, scopes: &[&Scope]) -> Option<(usize, UnknownName)> {
    let of_scope = |(index, scope): (usize, &&Scope)| Some((index, unknown_in(reference, &scope.filters)?));
    scopes.iter().enumerate().find_map(of_scope)
}

fn unknown_in(reference: &Reference, filters: &Filters) -> Option<UnknownName> {
    let vocabularies = || reference.vocabularies.keys().into_iter();
    let sources = || reference.sources.values().map(|row| row.key.as_str());
    let concept = filters
        .concept
        .iter()
        .find(|uri| reference.vocabularies.by_uri(uri).is_none());
    unknown_key("source", &filters.source, sources)
        .or_else(|| unknown_key("vocabulary", &filters.vocabulary, vocabularies))
        .or_else(|| {
            Some(UnknownName {
                kind: "concept",
                name: concept?.clone(),
                meant: None,
            })
        })
}

fn unknown_key<'a, K>(kind: &'static str, written: &[String], known: impl Fn() -> K) -> Option<UnknownName>
where
    K: Iterator<Item = &'a str>,
{
    let name = written.iter().find(|name| !known().any(|key| key == name.as_str()))?;
    let alike = |key: &&str| key.eq_ignore_ascii_case(name.trim());
    Some(UnknownName {
        kind,
        name: name.clone(),
        meant: known().find(alike).map(str::to_owned),
    })
}
