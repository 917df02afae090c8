//! A value of linked data that knows its place.

use crate::text::filled;
use passport::record::{Place, Reject};
use serde_json::Value;

/// How many values one field of one thing may have.
pub const MOST: usize = 1_000;
/// The ways in which the names of a vocabulary are written before the plain name: ``, `schema:`, `https://schema.org/`.
#[derive(Debug)]
pub struct Spellings(pub &'static [&'static str]);

impl Spellings {
    /// A name without what is written before it.
    pub fn plain<'n>(&self, name: &'n str) -> &'n str {
        let longest = self.0.iter().filter_map(|before| name.strip_prefix(before));
        longest.min_by_key(|rest| rest.len()).unwrap_or(name)
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// Where it stands.
    pub place: Place,
    /// How its vocabulary is spelt.
    pub spellings: &'static Spellings,
}

impl<'a> Node<'a> {
    /// What was looked up for this value, in its place; else itself.
    pub fn follow<'v>(&self, referred: Option<&'v Value>) -> Node<'v>
    where
        'a: 'v,
    {
        Node {
            value: referred.unwrap_or(self.value),
            ..self.clone()
        }
    }

    fn within(&self, value: &'a Value, step: impl std::fmt::Display) -> Node<'a> {
        Node {
            value,
            place: self.place.child(step),
            spellings: self.spellings,
        }
    }

    /// The field in any spelling, unless it is absent or null.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        let fields = self.value.as_object()?;
        let spelt = |before: &&str| fields.get_key_value(&format!("{before}{name}"));
        let (name, value) = self.spellings.0.iter().find_map(spelt)?;
        (!value.is_null()).then(|| self.within(value, name))
    }

    /// A keyword of JSON-LD: `@id`, `@type`.
    pub fn keyword(&self, name: &str) -> Option<Node<'a>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(self.within(value, name))
    }

    /// The elements of an array or of an explicit list, or itself as the only one; far too many are a fault.
    pub fn items(&self) -> Result<Vec<Node<'a>>, Reject> {
        let items = self.elements();
        if items.len() > MOST {
            let reason = format!(
                "here stand {} values; at most {MOST} are read in one field",
                items.len()
            );
            return Err(Reject::new(self.place.clone(), "too_many", reason));
        }
        Ok(items)
    }

    /// The same, however many there are.
    pub fn elements(&self) -> Vec<Node<'a>> {
        let listed = self.keyword("@list").or_else(|| self.keyword("@set"));
        let node = listed.as_ref().unwrap_or(self);
        match node.value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(at, value)| node.within(value, at))
                .collect(),
            _ => vec![node.clone()],
        }
    }

    /// The values of a field that may hold none, one or many; nulls are none.
    pub fn all(&self, name: &str) -> Result<Vec<Node<'a>>, Reject> {
        let mut found = self.get(name).map_or(Ok(Vec::new()), |node| node.items())?;
        found.retain(|node| !node.value.is_null());
        Ok(found)
    }

    /// Its types, plain; what is no text is none.
    pub fn types(&self) -> Vec<&'a str> {
        let types = self.keyword("@type").map(|node| node.value);
        let types = types.map_or(&[][..], |types| match types {
            Value::Array(types) => types.as_slice(),
            one => std::slice::from_ref(one),
        });
        types
            .iter()
            .filter_map(Value::as_str)
            .map(|name| self.spellings.plain(name))
            .collect()
    }

    /// Its identifier as written; an address, or only a name within the document.
    pub fn id(&self) -> Option<&'a str> {
        self.keyword("@id").and_then(|node| filled(node.value.as_str()?))
    }

    /// Its identifier, where the world knows it: an address that is no name within the document.
    pub fn iri(&self) -> Option<&'a str> {
        self.id().filter(|id| is_iri(id))
    }

    /// A reject for a value of the wrong JSON type.
    pub fn wrong(&self, wanted: &str) -> Reject {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        let reason = format!("here stands {found}; it must be {wanted}");
        Reject::new(self.place.clone(), "wrong_type", reason)
    }
}

/// Whether an address names something in the web.
pub fn is_web(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty()) && !address.contains(char::is_whitespace)
}

/// Whether a text is an absolute address: `https://…`, `urn:…`, `did:…`; `_:b0` and `#it` are names within a document.
fn is_iri(id: &str) -> bool {
    let scheme = id.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(letters)
        && !id.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{Node, Spellings};
    use passport::record::Place;
    use serde_json::{Value, json};

    static SPELLINGS: Spellings = Spellings(&["", "ex:", "https://example.org/"]);

    fn node(value: &Value) -> Node<'_> {
        Node {
            value,
            place: Place::pointer("f", ""),
            spellings: &SPELLINGS,
        }
    }

    #[test]
    fn names_are_found_in_every_spelling() {
        for (value, place) in [
            (json!({"name": 1}), "/name"),
            (json!({"ex:name": 1}), "/ex:name"),
            (json!({"https://example.org/name": 1}), "/https:~1~1example.org~1name"),
        ] {
            let found = node(&value).get("name").map(|found| found.place.inside());
            assert_eq!(found.as_deref(), Some(place));
        }
        let typed = json!({"@type": ["ex:A", "https://example.org/B", "other:C", 4]});
        assert_eq!(node(&typed).types(), ["A", "B", "other:C"]);
    }

    #[test]
    fn what_the_world_knows_is_told_from_names_within_a_document() {
        for (id, known) in [
            ("https://example.org/1", true),
            ("urn:ctid:1", true),
            ("_:b0", false),
            ("#acme", false),
            ("acme", false),
            ("a b:c", false),
        ] {
            let value = json!({"@id": id});
            assert_eq!(node(&value).iri().is_some(), known, "{id}");
        }
    }
}
