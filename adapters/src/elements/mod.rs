//! JSON documents read element by element, so that a long one never stands in memory.

mod broken;
mod faulty;
pub mod lists;
mod read;
mod scan;
mod split;
mod things;

pub use faulty::Faulty;
pub use things::things;

use crate::Part;
use crate::json::strict::{self, GIVEN_TWICE};
use crate::text::utf8;
use passport::record::{Place, Reject, Unreadable};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::fmt;
use std::marker::PhantomData;

/// One element as it is written, or why it is none.
pub type Element<'e> = Result<&'e RawValue, Faulty>;

/// Receives each element with its place. It is lent for the call.
pub type Each<'f> = &'f mut dyn FnMut(Place, Element<'_>);

/// What a document turned out to be.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An array; its elements were given.
    Array,
    /// An object with an array under the name asked for; the elements of that were given.
    Wrapped,
    /// One object a line; they were given by the number of their line, from 0; blank ones do not count.
    Lines,
    /// An object without it.
    Object(Box<RawValue>),
    /// A text, a number, `true`, `false` or `null`.
    Scalar,
}

/// The text of a file, without its byte order mark; JSON is UTF-8.
pub fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Unreadable> {
    let Some(text) = utf8(bytes) else {
        let reason = "the file is not UTF-8, as JSON must be; send it as received";
        return Err(Unreadable::new(Place::file(file), "bad_encoding", reason));
    };
    if text.trim().is_empty() {
        let reason = "the file is empty; send it again whole";
        return Err(Unreadable::new(Place::file(file), "empty", reason));
    }
    Ok(text)
}

/// Gives each element of an array, of the array that an object holds under `name`, or each line, as it is read. An element
/// that is no JSON or too long costs itself, and what was given before an error stands. A second array of this name is
/// faulty. No more than one element is in memory.
pub fn each(part: &Part<'_>, name: &str, give: Each<'_>) -> Result<Shape, Unreadable> {
    read::each(part, name, give).map_err(|broken| broken.of(&part.name))
}

/// Whether a file begins as an array does.
pub fn is_array(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"[")
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
        if let Some(name) = strict::twice(error.inner()) {
            return Reject::new(place.child(name), "duplicate_key", GIVEN_TWICE);
        }
        let (code, reason) = of_element(error.inner());
        Reject::new(place, code, reason)
    })
}

fn of_element(error: &serde_json::Error) -> (&'static str, &'static str) {
    let message = error.to_string();
    match error.classify() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_given_as_they_are_read_and_stand_when_the_rest_does_not() {
        let deep = format!("[1,{}1{}]", "[".repeat(400), "]".repeat(400));
        let long = format!("[{}1]", "{\"a\":\"x\"},".repeat(20_000));
        for (document, shape, given, faulty) in [
            ("[1, {\"a\":2}]", Ok("array"), 2, 0),
            (" [] ", Ok("array"), 0, 0),
            ("\u{feff}[1]", Ok("array"), 1, 0),
            ("{\"more\":\"x\",\"rows\":[1]}", Ok("wrapped"), 1, 0),
            ("{\"rows\":[1],\"rows\":[2]}", Ok("wrapped"), 2, 1),
            ("{\"a\":1}\nx", Ok("lines"), 2, 1),
            ("{\"r\\u006fws\":[1]}", Ok("wrapped"), 1, 0),
            ("{\"a\":1}", Ok("object"), 0, 0),
            ("{}", Ok("object"), 0, 0),
            ("\"a\"", Ok("scalar"), 0, 0),
            ("12", Ok("scalar"), 0, 0),
            ("{\"a\":1}\n\n{\"a\":2}\n", Ok("lines"), 2, 0),
            ("{\"a\":1}\r\n{\"a\":\r\n{\"a\":3}", Ok("lines"), 3, 1),
            ("[1,nope,{\"a\":},2]", Ok("array"), 4, 2),
            (&deep, Ok("array"), 2, 0),
            (&long, Ok("array"), 20_001, 0),
            ("[1,2,", Err("truncated"), 2, 0),
            ("[1,2,]", Err("not_json"), 2, 0),
            ("[1 2]", Err("not_json"), 1, 0),
            ("[1]]", Err("not_json"), 1, 0),
            ("[\"a", Err("truncated"), 0, 0),
            ("{\"rows\":7}", Err("wrong_format"), 0, 0),
            ("{\"rows\":[1]", Err("truncated"), 1, 0),
            ("{\"a\" 1}", Err("not_json"), 0, 0),
            ("{a:1}", Err("not_json"), 0, 0),
            ("  ", Err("empty"), 0, 0),
        ] {
            let part = Part {
                name: "f".into(),
                bytes: document.as_bytes().into(),
            };
            let (mut count, mut bad, mut last) = (0, 0, None);
            let found = each(&part, "rows", &mut |place, element| {
                // The name of an array that stands there again has no number.
                let at = place.inside().rsplit('/').next().unwrap().parse::<usize>().ok();
                assert!(last < at || at.is_none(), "{document:.80}");
                last = at;
                count += 1;
                bad += usize::from(element.is_err());
            });
            let found = found.map(|shape| match shape {
                Shape::Array => "array",
                Shape::Wrapped => "wrapped",
                Shape::Lines => "lines",
                Shape::Object(_) => "object",
                Shape::Scalar => "scalar",
            });
            assert_eq!(
                (found.map_err(|fault| fault.code), count, bad),
                (shape, given, faulty),
                "{document:.80}"
            );
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
            ("{\"a\":[],\"a\":[]}", "/7/a", "duplicate_key"),
            ("{\"b\":{\"b\":null,\"b\":1}}", "/7/b/b", "duplicate_key"),
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
