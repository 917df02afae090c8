//! A row of an answer by the fields that may be read. What is not on the list is skipped while it is parsed, so that it is
//! nowhere kept; a field of another type than the format has costs itself and is told.

mod allowed;

use crate::json::strict;
use crate::text::filled;
use allowed::Allowed;
use chrono::DateTime;
use passport::record::{PartialDate, Place, Reject, Sink};
use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

/// A row with its place.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    fields: Map<String, Value>,
}

/// A sink that drops: what is wrong with a row is told when the row is read as what it is.
pub struct Untold;

impl Sink for Untold {
    fn record(&mut self, _: passport::record::Record) {}
    fn reject(&mut self, _: Reject) {}
}

impl Row {
    /// The row with these fields and no others. What is no object, or gives a field twice, is a reject.
    pub fn open(raw: &RawValue, place: Place, allowed: &[&str]) -> Result<Row, Reject> {
        if !raw.get().starts_with('{') {
            let reason = "a row must be an object with the fields of one record";
            return Err(Reject::new(place, "wrong_type", reason));
        }
        let mut reader = serde_json::Deserializer::from_str(raw.get());
        match Allowed(allowed).deserialize(&mut reader) {
            Ok(fields) => Ok(Row { place, fields }),
            Err(error) => {
                if let Some(name) = strict::twice(&error) {
                    let reason = "this field stands twice in the row; send it once";
                    return Err(Reject::new(place.child(name), "duplicate_key", reason));
                }
                let (code, reason) = match error.to_string() {
                    message if message.starts_with("recursion") => {
                        ("too_deep", "objects or arrays stand more than 127 deep")
                    }
                    _ => (
                        "not_json",
                        "a text or a number in this row is broken; send it as received",
                    ),
                };
                Err(Reject::new(place, code, reason))
            }
        }
    }

    /// Whether the row has any of the fields that it was opened with.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// A field's value, unless it is absent or null.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// A text that says something.
    pub fn text(&self, name: &str, sink: &mut dyn Sink) -> Option<&str> {
        self.bounded(name, LONGEST_TEXT, sink)
    }

    /// A short text, such as a word that many records repeat.
    pub fn word(&self, name: &str, sink: &mut dyn Sink) -> Option<&str> {
        self.bounded(name, LONGEST_WORD, sink)
    }

    fn bounded(&self, name: &str, most: usize, sink: &mut dyn Sink) -> Option<&str> {
        let text = self.get(name)?.as_str();
        self.told(text.is_some(), name, "a text", sink);
        let text = text.and_then(filled)?;
        if text.len() > most {
            let reason = format!("is longer than {most} bytes; the row was read without it");
            sink.reject(self.fault(name, "too_large", &reason));
            return None;
        }
        Some(text)
    }

    /// A number; some systems write it as a text.
    pub fn number(&self, name: &str, sink: &mut dyn Sink) -> Option<Number> {
        let value = self.get(name)?;
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return None;
        }
        let number = match value {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) => text.trim().parse::<Number>().ok(),
            _ => None,
        };
        self.told(number.is_some(), name, "a number", sink);
        number
    }

    /// True or false; some systems write 1 and 0.
    pub fn flag(&self, name: &str, sink: &mut dyn Sink) -> Option<bool> {
        let value = self.get(name)?;
        let flag = match value {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => match number.as_u64() {
                Some(0) => Some(false),
                Some(1) => Some(true),
                _ => None,
            },
            _ => None,
        };
        self.told(flag.is_some(), name, "true or false", sink);
        flag
    }

    /// An identifier, a whole number above 0 or a text; 0 stands for none.
    pub fn id(&self, name: &str, sink: &mut dyn Sink) -> Option<String> {
        let value = self.get(name)?;
        let id = as_id(value);
        let is_none = value.as_u64() == Some(0) || value.as_str().is_some_and(|text| text.trim().is_empty());
        self.told(id.is_some() || is_none, name, ID, sink);
        id
    }

    /// An identifier that the row means nothing without.
    pub fn need_id(&self, name: &str) -> Result<String, Reject> {
        let Some(value) = self.get(name) else {
            let reason = format!("{name} is missing, and must be there");
            return Err(Reject::new(self.place.child(name), "missing_field", reason));
        };
        as_id(value).ok_or_else(|| self.wrong(name, ID))
    }

    /// A date or a date and time in words.
    pub fn date(&self, name: &str, sink: &mut dyn Sink) -> Option<PartialDate> {
        let date = PartialDate::parse(self.text(name, sink)?);
        if date.is_err() {
            let reason = format!("{name} is no date; write YYYY-MM-DDThh:mm:ssZ. The row was read without it");
            sink.reject(Reject::new(self.place.child(name), "bad_date", reason));
        }
        date.ok()
    }

    /// The day (UTC) of a time in seconds since 1970; 0 stands for none.
    pub fn seconds(&self, name: &str, sink: &mut dyn Sink) -> Option<PartialDate> {
        let number = self.number(name, sink)?;
        if number.as_i64() == Some(0) {
            return None;
        }
        let day = number.as_i64().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let date = day.and_then(|day| PartialDate::parse(&day.date_naive().to_string()).ok());
        if date.is_none() {
            let reason = format!("{name} is no time in seconds since 1970. The row was read without it");
            sink.reject(Reject::new(self.place.child(name), "bad_date", reason));
        }
        date
    }

    /// An object in a field, by its own allowed fields.
    pub fn within(&self, name: &str, allowed: &[&str], sink: &mut dyn Sink) -> Option<Row> {
        let value = self.get(name)?;
        let object = value.as_object();
        self.told(object.is_some(), name, "an object", sink);
        Some(of(object?, self.place.child(name), allowed))
    }

    /// An object that the row means nothing without, by its own allowed fields.
    pub fn need_within(&self, name: &str, allowed: &[&str]) -> Result<Row, Reject> {
        let value = self
            .get(name)
            .ok_or_else(|| self.fault(name, "missing_field", "is missing, and must be there"))?;
        let object = value.as_object().ok_or_else(|| self.wrong(name, "an object"))?;
        Ok(of(object, self.place.child(name), allowed))
    }

    /// The objects of an array in a field, by their own allowed fields; not more than `most`.
    pub fn each(&self, name: &str, allowed: &[&str], most: usize, sink: &mut dyn Sink) -> Vec<Row> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let items = value.as_array();
        self.told(items.is_some(), name, "an array", sink);
        let place = self.place.child(name);
        let items = items.map(Vec::as_slice).unwrap_or_default();
        if items.len() > most {
            let reason = format!("here stand {} entries; at most {most} are read", items.len());
            sink.reject(Reject::new(place.clone(), "too_many", reason));
        }
        let mut rows = Vec::new();
        for (at, item) in items.iter().take(most).enumerate() {
            match item.as_object() {
                Some(object) => rows.push(of(object, place.child(at), allowed)),
                None => {
                    let reason = "here must stand an object";
                    sink.reject(Reject::new(place.child(at), "wrong_type", reason));
                }
            }
        }
        rows
    }

    /// The allowed fields as they stand, for provenance; lists and objects in them, and texts that are too long, are left out.
    pub fn payload(&self) -> Value {
        let plain = |value: &Value| match value {
            Value::Array(_) | Value::Object(_) | Value::Null => false,
            Value::String(text) => text.len() <= LONGEST_TEXT,
            Value::Bool(_) | Value::Number(_) => true,
        };
        let kept = self.fields.iter().filter(|(_, value)| plain(value));
        Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    /// The same without these fields: identifiers of the person, which stand in the subject.
    pub fn payload_without(&self, names: &[&str]) -> Value {
        let mut payload = self.payload();
        if let Some(fields) = payload.as_object_mut() {
            names.iter().for_each(|name| drop(fields.remove(*name)));
        }
        payload
    }

    /// A reject of one field; the reason goes on from the field's name.
    pub fn fault(&self, name: &str, code: &'static str, reason: &str) -> Reject {
        Reject::new(self.place.child(name), code, format!("{name} {reason}"))
    }

    fn wrong(&self, name: &str, wanted: &str) -> Reject {
        self.fault(name, "wrong_type", &format!("must be {wanted}"))
    }

    fn told(&self, is_right: bool, name: &str, wanted: &str, sink: &mut dyn Sink) {
        if !is_right {
            let reason = format!("must be {wanted}; the row was read without it");
            sink.reject(self.fault(name, "wrong_type", &reason));
        }
    }
}

const ID: &str = "an identifier: a whole number above 0, or a text";
/// Longest identifier; keys may be made of several.
const LONGEST: usize = 150;
/// Longest text, in bytes, and longest one that stands in many records.
const LONGEST_TEXT: usize = 10_000;
const LONGEST_WORD: usize = 1_000;

fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => number.as_u64().filter(|id| *id > 0).map(|id| id.to_string()),
        Value::String(text) => filled(text)
            .filter(|id| id.len() <= LONGEST && !id.contains('@'))
            .map(str::to_owned),
        _ => None,
    }
}

fn of(object: &Map<String, Value>, place: Place, allowed: &[&str]) -> Row {
    let kept = object.iter().filter(|(name, _)| allowed.contains(&name.as_str()));
    Row {
        place,
        fields: kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
    }
}

/// The names of an object's fields, for telling what it is; none where the text is no object.
pub fn names(raw: &RawValue) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Names(std::collections::BTreeMap<String, IgnoredAny>);
    let Names(found) = serde_json::from_str(raw.get()).ok()?;
    Some(found.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Batch;

    fn open(text: &str) -> Result<Row, Reject> {
        let raw: &RawValue = serde_json::from_str(text).unwrap();
        Row::open(raw, Place::pointer("", "/4"), &["a", "b", "c"])
    }

    #[test]
    fn only_allowed_fields_are_there_and_each_once() {
        let row = open(r#"{"a": 7, "secret": {"a": 1}, "b": [1], "c": null, "secret": 2}"#).unwrap();
        assert_eq!(row.payload(), serde_json::json!({"a": 7}));
        for (text, code) in [
            (r#"{"a": 1, "a": 1}"#, "duplicate_key"),
            ("7", "wrong_type"),
            (r#"{"a": "\ud800"}"#, "not_json"),
            (r#"{"a": 1e999}"#, "not_json"),
        ] {
            assert_eq!(open(text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_costs_itself_and_is_told() {
        let row = open(&format!(
            "{{\"a\": {:?}, \"b\": {:?}}}",
            "x".repeat(10_001),
            "y".repeat(1_001)
        ))
        .unwrap();
        let mut told = Batch::default();
        assert_eq!((row.text("a", &mut told), row.word("b", &mut told)), (None, None));
        assert!(row.text("b", &mut told).is_some());
        assert!(told.rejects.iter().all(|reject| reject.code == "too_large"));
        assert_eq!(told.rejects.len(), 2);
        assert!(row.payload().get("a").is_none());
    }

    #[test]
    fn a_field_of_another_type_costs_itself_and_is_told() {
        for (value, text, number, flag, id, seconds) in [
            ("\" x \"", Some("x"), None, None, Some("x"), None),
            ("\"\"", None, None, None, None, None),
            ("7", None, Some(7.0), None, Some("7"), Some("1970-01-01")),
            ("\"4.50\"", Some("4.50"), Some(4.5), None, Some("4.50"), None),
            ("1", None, Some(1.0), Some(true), Some("1"), Some("1970-01-01")),
            ("0", None, Some(0.0), Some(false), None, None),
            ("true", None, None, Some(true), None, None),
            (
                "1756684800",
                None,
                Some(1_756_684_800.0),
                None,
                Some("1756684800"),
                Some("2025-09-01"),
            ),
            (
                "99999999999999",
                None,
                Some(99_999_999_999_999.0),
                None,
                Some("99999999999999"),
                None,
            ),
            ("\"a@example.org\"", Some("a@example.org"), None, None, None, None),
            ("{}", None, None, None, None, None),
            ("null", None, None, None, None, None),
        ] {
            let row = open(&format!("{{\"a\": {value}}}")).unwrap();
            let mut told = Batch::default();
            let sink = &mut told;
            assert_eq!(row.text("a", sink), text, "{value}");
            assert_eq!(
                row.number("a", sink).and_then(|number| number.as_f64()),
                number,
                "{value}"
            );
            assert_eq!(row.flag("a", sink), flag, "{value}");
            assert_eq!(row.id("a", sink).as_deref(), id, "{value}");
            assert_eq!(
                row.seconds("a", sink).map(|day| day.to_string()).as_deref(),
                seconds,
                "{value}"
            );
            assert!(told.rejects.iter().all(|reject| reject.place.inside() == "/4/a"));
        }
    }
}
