//! A JSON value that knows its place, so that every fault can say where it stands.

use crate::text::filled;
use passport::record::{PartialDate, Place, Reject};
use serde_json::Value;

/// How many entries one list may have: alignments of a badge, jobs of a résumé.
const MOST: usize = 1_000;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// Where it stands.
    pub place: Place,
}

/// A text, with its language where the source says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words, as received.
    pub words: String,
    /// BCP 47.
    pub language: Option<String>,
}

impl<'a> Node<'a> {
    /// The field, unless it is absent or null. `id` and `type` may be spelt `@id` and `@type`, as in JSON-LD.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let object = self.value.as_object()?;
        let spelt = match key {
            "id" | "type" if !object.contains_key(key) => format!("@{key}"),
            _ => key.to_owned(),
        };
        let value = object.get(&spelt).filter(|value| !value.is_null())?;
        Some(Node {
            value,
            place: self.place.child(spelt),
        })
    }

    /// The field, which must be there.
    pub fn need(&self, key: &str) -> Result<Node<'a>, Reject> {
        self.get(key).ok_or_else(|| {
            Reject::new(
                self.place.child(key),
                "missing_field",
                format!("`{key}` is missing; the specification requires it"),
            )
        })
    }

    /// Itself, if it is an object.
    pub fn object(self) -> Result<Node<'a>, Reject> {
        if self.value.is_object() {
            Ok(self)
        } else {
            Err(self.wrong("an object"))
        }
    }

    /// The elements of an array, or itself as the only one: JSON-LD writes one value with or without brackets.
    pub fn items(&self) -> Vec<Node<'a>> {
        match self.value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(i, value)| Node {
                    value,
                    place: self.place.child(i),
                })
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// The values of a field that may hold none, one or many.
    pub fn all(&self, key: &str) -> Vec<Node<'a>> {
        self.get(key).map(|node| node.items()).unwrap_or_default()
    }

    /// The same of a field that a person could have many of; far too many are a fault.
    pub fn several(&self, key: &str) -> Result<Vec<Node<'a>>, Reject> {
        let found = self.all(key);
        if found.len() <= MOST {
            return Ok(found);
        }
        let reason = format!(
            "here stand {} entries; at most {MOST} are read in one list",
            found.len()
        );
        Err(Reject::new(self.place.child(key), "too_many", reason))
    }

    /// A text in one of the ways JSON-LD writes it: plain, `{"@value", "@language"}`, or by language (English if there,
    /// else the first). None when it is blank.
    pub fn text(&self) -> Result<Option<Text>, Reject> {
        let (words, language) = match self.value {
            Value::String(words) => (words.as_str(), None),
            Value::Object(map) => match map.get("@value") {
                Some(value) => (self.string(value)?, map.get("@language").and_then(Value::as_str)),
                None => self.by_language(map)?,
            },
            _ => return Err(self.wrong("a text")),
        };
        Ok(filled(words).map(|words| Text {
            words: words.to_owned(),
            language: language.map(str::to_owned),
        }))
    }

    fn by_language(&self, map: &'a serde_json::Map<String, Value>) -> Result<(&'a str, Option<&'a str>), Reject> {
        let english = map
            .iter()
            .find(|(language, _)| *language == "en" || language.starts_with("en-"));
        let (language, value) = english
            .or_else(|| map.iter().next())
            .ok_or_else(|| self.wrong("a text"))?;
        Ok((
            self.string(value)?,
            Some(language.as_str()).filter(|language| !language.starts_with('@')),
        ))
    }

    fn string<'v>(&self, value: &'v Value) -> Result<&'v str, Reject> {
        value.as_str().ok_or_else(|| self.wrong("a text"))
    }

    /// The words of an optional text field.
    pub fn words(&self, key: &str) -> Result<Option<String>, Reject> {
        self.get(key)
            .map_or(Ok(None), |node| Ok(node.text()?.map(|text| text.words)))
    }

    /// The words of a text field that must be there and say something.
    pub fn need_words(&self, key: &str) -> Result<String, Reject> {
        let node = self.need(key)?;
        node.text()?.map(|text| text.words).ok_or_else(|| {
            Reject::new(
                node.place,
                "missing_field",
                format!("`{key}` is empty; the specification requires it"),
            )
        })
    }

    /// A short value that some write as a number: a code, a grade, points.
    pub fn value_of(&self, key: &str) -> Result<Option<String>, Reject> {
        self.get(key).map_or(Ok(None), |node| node.short())
    }

    /// Itself as such a short value.
    pub fn short(&self) -> Result<Option<String>, Reject> {
        match self.value {
            Value::Number(number) => Ok(Some(number.to_string())),
            _ => Ok(self.text()?.map(|text| text.words)),
        }
    }

    /// The date of an optional field.
    pub fn date(&self, key: &str) -> Result<Option<PartialDate>, Reject> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let text = node.value.as_str().ok_or_else(|| node.wrong("a date-time as text"))?;
        let date = PartialDate::parse(text).or_else(|bad| match text.trim().strip_suffix('Z') {
            // `2017-10-01T00:00Z`: minutes without seconds are ISO 8601, though not RFC 3339.
            Some(minutes) => PartialDate::parse(minutes),
            None => Err(bad),
        });
        date.map(Some)
            .map_err(|bad| Reject::new(node.place, "bad_date", format!("`{key}` is {bad}")))
    }

    /// Its types, one or many.
    pub fn types(&self) -> Result<Vec<&'a str>, Reject> {
        self.all("type")
            .iter()
            .map(|node| node.value.as_str().ok_or_else(|| node.wrong("a text")))
            .collect()
    }

    /// Faults a `type` that names none of these. A nested object without any `type` is let pass: its place says what it is.
    pub fn must_be(&self, allowed: &[&str]) -> Result<(), Reject> {
        let types = self.types()?;
        if self.get("type").is_none() || types.iter().any(|name| allowed.contains(name)) {
            return Ok(());
        }
        let wanted = allowed
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(" or ");
        let place = self
            .get("type")
            .map_or_else(|| self.place.child("type"), |node| node.place);
        Err(Reject::new(
            place,
            "unknown_type",
            format!("`type` must contain {wanted}"),
        ))
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
        Reject::new(
            self.place.clone(),
            "wrong_type",
            format!("here stands {found}; it must be {wanted}"),
        )
    }
}
