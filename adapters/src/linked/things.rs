//! The things in a file, one by one: elements of an array, of a graph or a list, or lines of their own.

use crate::json::strict::{self, Fault, unreadable};
use passport::record::{Place, Reject, Unreadable};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// One thing of a file, not yet looked into.
#[derive(Debug, Clone)]
pub struct Thing<'a> {
    /// Its text, exactly as received.
    pub text: &'a str,
    /// Where it stands.
    pub place: Place,
}

/// Reads one thing strictly. What is wrong with it costs it alone.
pub fn parse(thing: &Thing<'_>) -> Result<Value, Reject> {
    strict::parse(thing.text, &thing.place).map_err(|fault| match fault {
        Fault::Record(reject) => reject,
        Fault::Whole(Unreadable { place, code, reason }) => Reject::new(place, code, reason),
    })
}

/// Gives the things of a text one by one, so that a long one never stands in memory whole. `holders` are the fields of an
/// object that hold its things (`@graph`); an object without any of them is a thing itself. The fault says where reading
/// stopped; what was given before it stands.
pub fn things<'a>(
    text: &'a str,
    file: &str,
    holders: &'static [&'static str],
    give: &mut dyn FnMut(Thing<'a>),
) -> Result<(), Unreadable> {
    let place = Place::pointer(file, "");
    if is_lines(text) {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        for (at, line) in lines.enumerate() {
            give_object(line, place.child(at), holders, give);
        }
        return Ok(());
    }
    let read = match text.trim_start().starts_with('[') {
        true => elements(text, &place, give),
        false => object(text, &place, holders, give),
    };
    read.map_err(|error| unreadable(&error, &place))
}

/// Whether each line is a document of its own: the first one is, and there are more.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    first.trim_start().starts_with('{') && lines.next().is_some() && serde_json::from_str::<IgnoredAny>(first).is_ok()
}

/// A line, which may hold things like any document. A broken one is given as it is: whoever parses it says what is wrong.
fn give_object<'a>(text: &'a str, place: Place, holders: &'static [&'static str], give: &mut dyn FnMut(Thing<'a>)) {
    let whole = serde_json::from_str::<&'a RawValue>(text);
    if whole.is_err() || object(text, &place, holders, give).is_err() {
        give(Thing { text, place });
    }
}

fn elements<'a>(text: &'a str, place: &Place, give: &mut dyn FnMut(Thing<'a>)) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    Elements { place, give }.deserialize(&mut reader)?;
    reader.end()
}

fn object<'a>(
    text: &'a str,
    place: &Place,
    holders: &'static [&'static str],
    give: &mut dyn FnMut(Thing<'a>),
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let fields = Fields { place, holders, give };
    match fields
        .deserialize(&mut reader)
        .and_then(|held| reader.end().map(|()| held))
    {
        Ok(true) => Ok(()),
        Ok(false) => {
            let place = place.clone();
            give(Thing { text, place });
            Ok(())
        }
        // What should hold things is no array: one thing alone, perhaps.
        Err(error) if error.classify() == Category::Data => single(text, place, holders, give),
        Err(error) => Err(error),
    }
}

/// The things of an object whose holder has one thing without the brackets of an array.
fn single<'a>(
    text: &'a str,
    place: &Place,
    holders: &'static [&'static str],
    give: &mut dyn FnMut(Thing<'a>),
) -> Result<(), serde_json::Error> {
    let fields: BTreeMap<Cow<'_, str>, &'a RawValue> = serde_json::from_str(text)?;
    let held = fields
        .iter()
        .filter(|(name, value)| holders.contains(&name.as_ref()) && !value.get().starts_with('['));
    for (name, value) in held {
        let place = place.child(name);
        give(Thing {
            text: value.get(),
            place,
        });
    }
    Ok(())
}

struct Elements<'g, 'a> {
    place: &'g Place,
    give: &'g mut dyn FnMut(Thing<'a>),
}

impl<'de> DeserializeSeed<'de> for Elements<'_, 'de> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, 'de> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut at = 0_usize;
        while let Some(raw) = items.next_element::<&'de RawValue>()? {
            let place = self.place.child(at);
            (self.give)(Thing { text: raw.get(), place });
            at += 1;
        }
        Ok(())
    }
}

struct Fields<'g, 'a> {
    place: &'g Place,
    holders: &'static [&'static str],
    give: &'g mut dyn FnMut(Thing<'a>),
}

impl<'de> DeserializeSeed<'de> for Fields<'_, 'de> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_, 'de> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<bool, A::Error> {
        let mut held = false;
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            if self.holders.contains(&name.as_ref()) {
                held = true;
                let place = &self.place.child(&name);
                let give = &mut *self.give;
                fields.next_value_seed(Elements { place, give })?;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(held)
    }
}

#[cfg(test)]
mod tests {
    use super::things;

    /// Place and text of each thing, and the code of the fault.
    fn read(text: &str) -> (Vec<(String, String)>, Option<&'static str>) {
        let mut found = Vec::new();
        let outcome = things(text, "f", &["@graph"], &mut |thing| {
            found.push((thing.place.inside(), thing.text.trim().to_owned()));
        });
        (found, outcome.err().map(|fault| fault.code))
    }

    #[test]
    fn things_are_found_wherever_a_file_may_hold_them() {
        for (text, expected, fault) in [
            ("{\"a\":1}", &[("", "{\"a\":1}")][..], None),
            (" [1, {\"a\":2}]\n", &[("/0", "1"), ("/1", "{\"a\":2}")], None),
            ("[]", &[], None),
            (
                "{\"@graph\":[{},2],\"b\":3}",
                &[("/@graph/0", "{}"), ("/@graph/1", "2")],
                None,
            ),
            ("{\"b\":3,\"@graph\":{\"a\":1}}", &[("/@graph", "{\"a\":1}")], None),
            (
                "{\"a\":1}\n\n{\"@graph\":[{}]}\r\n{bad\n",
                &[("/0", "{\"a\":1}"), ("/1/@graph/0", "{}"), ("/2", "{bad")],
                None,
            ),
            ("{\"@graph\":[{},{\"a\":", &[("/@graph/0", "{}")], Some("truncated")),
            ("[{},{\"a\"", &[("/0", "{}")], Some("truncated")),
            ("[{},]", &[("/0", "{}")], Some("not_json")),
            ("{\"a\":1} x", &[], Some("not_json")),
            ("hello", &[], Some("not_json")),
        ] {
            let (found, code) = read(text);
            let found: Vec<_> = found
                .iter()
                .map(|(place, text)| (place.as_str(), text.as_str()))
                .collect();
            assert_eq!((found.as_slice(), code), (expected, fault), "{text}");
        }
    }
}
