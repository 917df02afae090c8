//! JSON documents read element by element, so that a long array never stands in memory as values.

use passport::record::{Place, Reject, Unreadable};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

/// Receives each element: its index, and its text.
pub type Each<'f, 'de> = &'f mut dyn FnMut(usize, &'de RawValue);

/// What a document turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An array; its elements were given.
    Array,
    /// An object with an array under the name asked for; the elements of that were given.
    Wrapped,
    /// An object without it.
    Object,
    /// A text, a number, `true`, `false` or `null`.
    Scalar,
}

/// The text of a file, without its byte order mark; JSON is UTF-8.
pub fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        let reason = "the file is not UTF-8, as JSON must be; send it as received";
        return Err(Unreadable::new(Place::file(file), "bad_encoding", reason));
    };
    if text.trim().is_empty() {
        let reason = "the file is empty; send it again whole";
        return Err(Unreadable::new(Place::file(file), "empty", reason));
    }
    Ok(text)
}

/// Gives each element of an array, or of the array that an object holds under `name`, as it is read. What was given before
/// an error stands.
pub fn each<'de>(text: &'de str, name: &str, each: Each<'_, 'de>) -> Result<Shape, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let shape = reader.deserialize_any(Document { name, each })?;
    reader.end().map(|()| shape)
}

/// One element in the shape of its kind. The reject names the field and quotes nothing of it.
pub fn shape<'de, T: Deserialize<'de>>(raw: &'de RawValue, place: &Place) -> Result<T, Reject> {
    if !raw.get().starts_with('{') {
        let reason = "here must stand an object";
        return Err(Reject::new(place.clone(), "wrong_type", reason));
    }
    let mut reader = serde_json::Deserializer::from_str(raw.get());
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = within(place, error.path());
        let (code, reason) = of_element(error.inner());
        Reject::new(place, code, reason)
    })
}

fn of_element(error: &serde_json::Error) -> (&'static str, &'static str) {
    let message = error.to_string();
    match error.classify() {
        Category::Data if message.starts_with("duplicate field") => (
            "duplicate_key",
            "a field stands twice in this object; send each once, so that all read the same value",
        ),
        Category::Data => ("wrong_type", "the value here is of another type than the format has"),
        _ if message.starts_with("recursion limit") => ("too_deep", "objects or arrays stand more than 127 deep"),
        _ if message.starts_with("number out of range") => ("out_of_range", "the number here is too large to be one"),
        _ => (
            "not_json",
            "the text here is no JSON text, such as half of a surrogate pair",
        ),
    }
}

/// Why a document could not be read on, with line and column.
pub fn unreadable(file: &str, error: &serde_json::Error) -> Unreadable {
    let at = format!("line {}, column {}", error.line(), error.column());
    let (code, reason) = match error.classify() {
        _ if error.to_string().starts_with("recursion limit") => (
            "too_deep",
            format!("objects or arrays stand more than 127 deep at {at}"),
        ),
        Category::Eof => ("truncated", format!("the JSON breaks off at {at}; send it again whole")),
        Category::Data => (
            "wrong_format",
            format!("another value than the format has stands at {at}"),
        ),
        _ => ("not_json", format!("this is no JSON from {at} on; send it as received")),
    };
    Unreadable::new(Place::pointer(file, ""), code, reason)
}

fn within(place: &Place, path: &serde_path_to_error::Path) -> Place {
    use serde_path_to_error::Segment;
    path.iter().fold(place.clone(), |place, segment| match segment {
        Segment::Seq { index } => place.child(index),
        Segment::Map { key } => place.child(key),
        Segment::Enum { variant } => place.child(variant),
        Segment::Unknown => place,
    })
}

/// An object by its fields. An array in its place is none, though it may hold as many values.
#[derive(Debug, Clone, Default)]
pub struct Fields<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fields<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor(PhantomData)).map(Fields)
    }
}

struct FieldsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldsVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(entries))
    }
}

struct Document<'n, 'f, 'de> {
    name: &'n str,
    each: Each<'f, 'de>,
}

impl<'de> Visitor<'de> for Document<'_, '_, 'de> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON document")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Shape, A::Error> {
        elements(items, self.each).map(|()| Shape::Array)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Shape, A::Error> {
        let mut shape = Shape::Object;
        while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == self.name && shape == Shape::Object {
                entries.next_value_seed(Elements(&mut *self.each))?;
                shape = Shape::Wrapped;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(shape)
    }
    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }
}

struct Elements<'f, 'de>(Each<'f, 'de>);

impl<'de> DeserializeSeed<'de> for Elements<'_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, 'de> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        elements(items, self.0)
    }
}

fn elements<'de, A: SeqAccess<'de>>(mut items: A, each: Each<'_, 'de>) -> Result<(), A::Error> {
    let mut at = 0;
    while let Some(raw) = items.next_element::<&'de RawValue>()? {
        each(at, raw);
        at += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_given_as_they_are_read_and_stand_when_the_rest_does_not() {
        let deep = format!("[1,{}1{}]", "[".repeat(400), "]".repeat(400));
        for (document, shape, given) in [
            ("[1, {\"a\":2}]", Ok(Shape::Array), 2),
            ("{\"more\":\"x\",\"rows\":[1]}", Ok(Shape::Wrapped), 1),
            ("{\"rows\":[1],\"rows\":[2]}", Ok(Shape::Wrapped), 1),
            ("{\"a\":1}", Ok(Shape::Object), 0),
            ("\"a\"", Ok(Shape::Scalar), 0),
            ("[1,2,", Err("truncated"), 2),
            ("[1 2]", Err("not_json"), 1),
            ("{\"rows\":7}", Err("wrong_format"), 0),
            (&deep, Ok(Shape::Array), 2),
        ] {
            let mut count = 0;
            let found = each(document, "rows", &mut |at, _| {
                assert_eq!(at, count);
                count += 1;
            });
            let found = found.map_err(|error| unreadable("f", &error).code);
            assert_eq!((found, count), (shape, given), "{document}");
        }
    }

    #[test]
    fn a_faulty_element_names_its_field_and_quotes_nothing() {
        #[derive(Debug, Deserialize)]
        struct Row {
            #[serde(rename = "a")]
            _a: Option<Vec<u8>>,
            #[serde(rename = "b")]
            _b: Option<Fields<Box<Row>>>,
        }
        for (row, place, code) in [
            ("{\"a\":[1,\"secret\"]}", "/7/a/1", "wrong_type"),
            ("{\"a\":[],\"a\":[]}", "/7", "duplicate_key"),
            ("\"secret\"", "/7", "wrong_type"),
            ("{\"b\":{\"a\":[\"secret\"]}}", "/7/b/a/0", "wrong_type"),
            ("{\"b\":[[1]]}", "/7/b", "wrong_type"),
            ("{\"a\":[1e999]}", "/7/a/0", "out_of_range"),
        ] {
            let raw: &RawValue = serde_json::from_str(row).unwrap();
            let fault = shape::<Row>(raw, &Place::pointer("f", "/7")).unwrap_err();
            assert_eq!((fault.place.inside().as_str(), fault.code), (place, code), "{row}");
            assert!(!fault.reason.contains("secret"));
        }
    }
}
