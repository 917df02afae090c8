//! Parsing an object by the fields that may be read.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Takes the fields of this list; the others are skipped. A field given twice is an error.
pub struct Allowed<'l>(pub &'l [&'l str]);

impl<'de> DeserializeSeed<'de> for Allowed<'_> {
    type Value = Map<String, Value>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Allowed<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            if !self.0.contains(&&*name) {
                entries.next_value::<IgnoredAny>()?;
            } else if fields.contains_key(&*name) {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            } else {
                fields.insert(name.into_owned(), entries.next_value()?);
            }
        }
        Ok(fields)
    }
}
