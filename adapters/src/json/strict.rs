//! JSON read strictly: a key given twice is an error, for two readers could take two different values from it.

use passport::record::{Place, Reject, Unreadable};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, error::Category};
use std::fmt;

/// What is wrong with a key given twice.
pub const GIVEN_TWICE: &str =
    "the same key stands twice in one object; send each key once, so that all read the same value";

/// Why a text could not be read.
pub enum Fault {
    /// It is no JSON, or too deep: nothing can be read.
    Whole(Unreadable),
    /// It is JSON, but says something twice.
    Record(Reject),
}

/// Reads one JSON text that stands at `place`.
pub fn parse(text: &str, place: &Place) -> Result<Value, Fault> {
    let mut reader = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, Strict>(&mut reader) {
        Ok(Strict(value)) => reader
            .end()
            .map(|()| value)
            .map_err(|error| Fault::Whole(unreadable(&error, place))),
        Err(error) if error.inner().classify() == Category::Data => {
            let place = within(place, error.path());
            Err(Fault::Record(Reject::new(place, "duplicate_key", GIVEN_TWICE)))
        }
        Err(error) => Err(Fault::Whole(unreadable(error.inner(), place))),
    }
}

/// The field that stands twice, where an error of a reader with known fields says so.
pub fn twice(error: &serde_json::Error) -> Option<String> {
    let message = error.to_string();
    let name = message.strip_prefix("duplicate field `")?;
    name.split_once('`').map(|(name, _)| name.to_owned())
}

/// What a syntax error means for the delivery, with line and column.
pub fn unreadable(error: &serde_json::Error, place: &Place) -> Unreadable {
    let at = format!("line {}, column {}", error.line(), error.column());
    let (code, reason) = match error.classify() {
        _ if error.to_string().starts_with("recursion limit") => {
            ("too_deep", "objects or arrays stand more than 127 deep")
        }
        Category::Eof => ("truncated", "the JSON ends in the middle; send it again whole"),
        _ => (
            "not_json",
            "this is not JSON; comments, single quotes and trailing commas are not allowed",
        ),
    };
    Unreadable::new(place.clone(), code, format!("{at}: {reason}"))
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

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

/// Stands in for the value of a key given twice, so that the error is raised at that key.
struct Twice;

impl<'de> Deserialize<'de> for Twice {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(de::Error::custom("duplicate key"))
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                entries.next_value::<Twice>()?;
            }
            let Strict(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, parse};
    use passport::record::Place;

    #[test]
    fn what_cannot_be_read_says_why_and_where() {
        let deep = "[".repeat(200);
        for (text, code, at) in [
            ("{\"a\":", "truncated", "line 1, column 5"),
            ("{ // no\n}", "not_json", "line 1, column 3"),
            ("{} {}", "not_json", "line 1, column 4"),
            ("", "truncated", "line 1, column 0"),
            (&deep, "too_deep", "line 1, column 128"),
        ] {
            let Err(Fault::Whole(fault)) = parse(text, &Place::default()) else {
                panic!("{text} was read")
            };
            assert_eq!(fault.code, code, "{}", fault.reason);
            assert!(fault.reason.starts_with(at), "{}", fault.reason);
        }
    }

    #[test]
    fn a_key_given_twice_is_refused_where_it_stands() {
        let Err(Fault::Record(fault)) = parse(r#"{"a": [1, {"b/c": 1, "b/c": 2}]}"#, &Place::pointer("f", "/0")) else {
            panic!("it was read");
        };
        assert_eq!(
            (fault.place.inside().as_str(), fault.code),
            ("/0/a/1/b~1c", "duplicate_key")
        );
    }
}
