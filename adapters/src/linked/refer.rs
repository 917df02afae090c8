//! What the things of a delivery refer to, gathered before it is read for its records.

use super::node::Spellings;
use crate::text::filled;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Most identifiers that are kept in mind, each as a hash.
const MOST: usize = 1 << 22;

/// Which identifiers are referred to. It may take others for such, never the reverse, unless there are too many.
#[derive(Debug)]
pub struct References {
    spellings: &'static Spellings,
    /// The fields whose values may name another thing.
    fields: &'static [&'static str],
    found: HashSet<u64>,
    /// Whether any thing has an identifier, so that it may be referred to.
    pub has_named: bool,
    /// Whether there were more than are kept in mind.
    pub are_too_many: bool,
}

impl References {
    /// None so far.
    pub fn new(spellings: &'static Spellings, fields: &'static [&'static str]) -> Self {
        References {
            spellings,
            fields,
            found: HashSet::new(),
            has_named: false,
            are_too_many: false,
        }
    }

    /// Whether one of these is a reference to it.
    pub fn name(&self, id: &str) -> bool {
        self.found.contains(&hash(id))
    }

    /// Whether there are none, or nothing that they could mean.
    pub fn mean_nothing(&self) -> bool {
        self.found.is_empty() || !self.has_named
    }

    /// Takes those of one thing. A thing that is no JSON is told when it is read.
    pub fn take(&mut self, thing: &str) {
        let mut reader = serde_json::Deserializer::from_str(thing);
        let _ = Walk {
            references: self,
            refers: false,
            is_thing: true,
        }
        .deserialize(&mut reader);
    }

    fn add(&mut self, id: &str) {
        match self.found.len() < MOST {
            true => drop(self.found.insert(hash(id))),
            false => self.are_too_many |= !self.name(id),
        }
    }

    fn may_hold(&self, field: &str) -> bool {
        let ends = |name: &&str| field.ends_with(name);
        self.fields.iter().any(ends) && self.fields.contains(&self.spellings.plain(field))
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// A value, and whether it stands where another thing may be named.
struct Walk<'r> {
    references: &'r mut References,
    refers: bool,
    is_thing: bool,
}

impl<'r> Walk<'r> {
    fn within(&mut self, refers: bool) -> Walk<'_> {
        Walk {
            references: self.references,
            refers,
            is_thing: false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, id: &str) -> Result<(), E> {
        if self.refers {
            self.references.add(id);
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let refers = self.refers;
        while items.next_element_seed(self.within(refers))?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            if name == "@id" {
                self.references.has_named |= self.is_thing;
                let refers = self.refers;
                fields.next_value_seed(Identifier(self.within(refers)))?;
                continue;
            }
            let refers = match name.as_ref() {
                "@list" | "@set" => self.refers,
                name => self.references.may_hold(name),
            };
            fields.next_value_seed(self.within(refers))?;
        }
        Ok(())
    }
}

/// The same of an identifier, which is read without the blanks around it.
struct Identifier<'r>(Walk<'r>);

impl<'de> DeserializeSeed<'de> for Identifier<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        let id: serde_json::Value = serde::Deserialize::deserialize(reader)?;
        match id.as_str().and_then(filled) {
            Some(id) => self.0.visit_str(id),
            None => Ok(()),
        }
    }
}
