//! Pieces of JSON text, exactly as received, so that large documents are read piece by piece and signed ones keep their
//! bytes.

use super::strict::{self, Fault, unreadable};
use crate::{Part, elements};
use passport::record::{Place, Reject, Unreadable};
use serde::Deserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The text of one JSON value, and where it stands.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// Its text, without blanks around it.
    pub text: &'a str,
    /// Where it stands.
    pub place: Place,
}

/// The fields of an object, each key once.
#[derive(Debug)]
pub struct Fields<'a> {
    place: Place,
    found: BTreeMap<String, &'a str>,
}

impl<'a> Piece<'a> {
    /// The one document that a file holds, whole as far as its syntax goes.
    pub fn of(part: &'a Part<'_>) -> Result<Self, Unreadable> {
        let text = elements::text(&part.name, &part.bytes)?;
        let whole: &RawValue =
            serde_json::from_str(text).map_err(|error| unreadable(&error, &Place::file(&part.name)))?;
        Ok(Piece {
            text: whole.get(),
            place: Place::pointer(&part.name, ""),
        })
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.text.starts_with('{')
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        self.text.starts_with('[')
    }

    /// Its fields. A key given twice is a fault: two readers could take two different values from it.
    pub fn fields(&self) -> Result<Fields<'a>, Reject> {
        let mut reader = serde_json::Deserializer::from_str(self.text);
        match reader.deserialize_map(Entries) {
            Ok((found, None)) => Ok(Fields {
                place: self.place.clone(),
                found,
            }),
            Ok((_, Some(twice))) => Err(Reject::new(
                self.place.child(twice),
                "duplicate_key",
                strict::GIVEN_TWICE,
            )),
            Err(_) => Err(Reject::new(
                self.place.clone(),
                "wrong_type",
                "here must stand an object",
            )),
        }
    }

    /// Gives its elements one by one, as they are read; none where it is no array.
    pub fn each(&self, mut give: impl FnMut(Piece<'a>)) {
        let mut at = 0_usize;
        let each = |text: &'a str| {
            give(Piece {
                text,
                place: self.place.child(at),
            });
            at += 1;
        };
        let mut reader = serde_json::Deserializer::from_str(self.text);
        // The syntax was looked at as a whole; what is no array has no elements.
        let _ = reader.deserialize_seq(Elements(each));
    }

    /// Its value as far as it takes to tell what it is: fields down to this depth, and nothing in long texts and lists, so
    /// that a large document is not built up to be recognised.
    pub fn outline(&self, depth: usize) -> Value {
        const SHORT: usize = 4096;
        if self.is_object() {
            let fields = self.fields().ok().filter(|_| depth > 0);
            let found = fields.into_iter().flat_map(|fields| fields.found);
            let inner = |(key, text): (String, &str)| {
                let place = Place::default();
                (key, Piece { text, place }.outline(depth - 1))
            };
            return Value::Object(found.map(inner).collect());
        }
        let short = self.text.len() <= SHORT;
        let told = short.then(|| serde_json::from_str(self.text).ok()).flatten();
        told.unwrap_or_else(|| {
            if self.is_array() {
                Value::Array(Vec::new())
            } else {
                Value::Null
            }
        })
    }

    /// Whether this is said of the document, or of one of the first in an array of them.
    pub fn any(&self, most: usize, mut says: impl FnMut(&Piece<'a>) -> bool) -> bool {
        if !self.is_array() {
            return says(self);
        }
        let (mut looked, mut found) = (0, false);
        self.each(|piece| {
            found = found || (looked < most && says(&piece));
            looked += 1;
        });
        found
    }

    /// Its value, read strictly.
    pub fn value(&self) -> Result<Value, Reject> {
        strict::parse(self.text, &self.place).map_err(|fault| match fault {
            Fault::Record(reject) => reject,
            Fault::Whole(Unreadable { place, code, reason }) => Reject { place, code, reason },
        })
    }
}

impl<'a> Fields<'a> {
    /// The field, unless it is absent or null.
    pub fn get(&self, key: &str) -> Option<Piece<'a>> {
        let text = self.found.get(key).copied().filter(|text| *text != "null")?;
        Some(Piece {
            text,
            place: self.place.child(key),
        })
    }

    /// The field as a text; none where it is anything else.
    pub fn text(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.found.get(key)?).ok()
    }

    /// Whether the field is there.
    pub fn has(&self, key: &str) -> bool {
        self.found.contains_key(key)
    }
}

/// How much of a damaged text is looked at to tell what it was.
const GLANCE: usize = 4096;

/// The beginning of a text, for recognising what is no JSON any more.
pub fn glance(text: &str) -> &str {
    let end = (0..=GLANCE.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = (BTreeMap<String, &'de str>, Option<String>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let (mut found, mut twice) = (BTreeMap::new(), None);
        while let Some((key, raw)) = entries.next_entry::<String, &'de RawValue>()? {
            if found.insert(key.clone(), raw.get()).is_some() {
                twice = twice.or(Some(key));
            }
        }
        Ok((found, twice))
    }
}

struct Elements<F>(F);

impl<'de, F: FnMut(&'de str)> Visitor<'de> for Elements<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(raw) = items.next_element::<&'de RawValue>()? {
            (self.0)(raw.get());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, glance};
    use passport::record::Place;

    fn piece(text: &str) -> Piece<'_> {
        let place = Place::pointer("f", "/x");
        Piece { text, place }
    }

    #[test]
    fn a_document_falls_into_pieces_that_are_exactly_as_received() {
        let fields = piece(r#"{"a": [ 1 ,{"b" : 2} ], "none": null, "t": "\u00e9"}"#)
            .fields()
            .unwrap();
        let mut found = Vec::new();
        fields
            .get("a")
            .unwrap()
            .each(|piece| found.push((piece.text.to_owned(), piece.place.inside())));
        let expected = [("1", "/x/a/0"), (r#"{"b" : 2}"#, "/x/a/1")];
        assert_eq!(found, expected.map(|(text, place)| (text.to_owned(), place.to_owned())));
        assert_eq!(fields.text("t").as_deref(), Some("é"));
        assert!(fields.get("none").is_none() && fields.has("none"));
    }

    #[test]
    fn what_is_no_object_or_says_a_key_twice_is_a_reject() {
        for (text, code, at) in [
            ("[1]", "wrong_type", "/x"),
            (r#"{"a": 1, "b": 2, "a": 3}"#, "duplicate_key", "/x/a"),
        ] {
            let reject = piece(text).fields().unwrap_err();
            assert_eq!((reject.code, reject.place.inside().as_str()), (code, at), "{text}");
        }
    }

    #[test]
    fn an_outline_is_short_and_tells_what_a_document_is() {
        let long = format!(
            r#"{{"type": "x", "list": [{}0], "note": "{}", "in": {{"a": {{"b": 1}}, "c": [1]}}}}"#,
            "1,".repeat(5000),
            "n".repeat(5000)
        );
        let expected = serde_json::json!({"type": "x", "list": [], "note": null, "in": {"a": {}, "c": [1]}});
        assert_eq!(piece(&long).outline(2), expected);
        assert!(piece("[1, 2, 3]").any(2, |piece| piece.text == "2"));
        assert!(!piece("[1, 2, 3]").any(2, |piece| piece.text == "3"));
    }

    #[test]
    fn a_glance_ends_between_two_characters() {
        assert_eq!(glance(&"é".repeat(4000)).len(), 4096);
        assert_eq!(glance(&format!("a{}", "é".repeat(4000))).len(), 4095);
        assert_eq!(glance("ab"), "ab");
    }
}
