//! The things of a document of linked data: elements of an array, of the fields of an object that hold its things, or of
//! documents a line each.

use super::broken::Broken;
use super::read::{begun, elements, fields, is_by_lines, lines, one, whole};
use super::split::Split;
use super::{Each, Element, Faulty};
use crate::Part;
use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;
use std::io::Read;

/// Gives the things of a file one by one, so that a long one never stands in memory whole. `holders` are the fields of an
/// object that hold its things (`@graph`); an object without any of them is a thing itself. The fault says where reading
/// stopped; what was given before it stands.
pub fn things(part: &Part<'_>, holders: &[&str], give: Each<'_>) -> Result<(), Unreadable> {
    document(part, holders, give).map_err(|broken| broken.of(&part.name))
}

fn document(part: &Part<'_>, holders: &[&str], give: Each<'_>) -> Result<(), Broken> {
    let place = Place::pointer(&part.name, "");
    let mut text = begun(part)?;
    if is_by_lines(part)? {
        return lines(text, &place, &mut |place, line| {
            of_line(place, line, holders, &mut *give);
        });
    }
    match text.peek()? {
        None => Err(Broken::Empty),
        Some(b'[') => {
            elements(&mut text, &place, give)?;
            ended(&mut text)
        }
        Some(b'{') => object(&mut text, &place, holders, give),
        Some(_) => single(&mut text),
    }
}

/// The things of an object, or itself as the only one, once nothing follows it.
fn object<R: Read>(text: &mut Split<R>, place: &Place, holders: &[&str], give: Each<'_>) -> Result<(), Broken> {
    let mut met = Vec::new();
    let mut unsound = None;
    fields(text, &mut |text, key| {
        let key = key.unwrap_or_default();
        if !holders.contains(&key.as_str()) {
            if !text.skip()? {
                unsound.get_or_insert(place.child(key));
            }
            return Ok(());
        }
        text.let_go();
        let place = place.child(&key);
        if met.contains(&key) {
            give(place, Err(Faulty::Twice));
            return text.skip().map(drop);
        }
        met.push(key);
        match text.peek()? {
            Some(b'[') => elements(text, &place, &mut *give),
            // One thing alone, without the brackets.
            _ => one(text, place, &mut *give),
        }
    })?;
    ended(text)?;
    if met.is_empty() {
        match whole(text) {
            Ok(thing) => give(place.clone(), Ok(&thing)),
            Err(Broken::TooLarge(..)) => give(place.clone(), Err(Faulty::TooLarge)),
            Err(broken) => return Err(broken),
        }
    } else if let Some(place) = unsound {
        give(place, Err(Faulty::Encoding));
    }
    Ok(())
}

/// The things of a line, which may hold them as any document does.
fn of_line(place: Place, line: Element<'_>, holders: &[&str], give: Each<'_>) {
    match line {
        Ok(raw) if holds_any(raw, holders) => {
            let mut text = Split::whole(raw.get().as_bytes().to_vec());
            text.keep();
            // It is JSON, so nothing breaks off in it.
            let _ = object(&mut text, &place, holders, give);
        }
        line => give(place, line),
    }
}

/// Whether an object may have one of these fields: most have none, and need not be gone through.
fn holds_any(raw: &RawValue, holders: &[&str]) -> bool {
    let text = raw.get();
    let named = |holder: &&str| memchr::memmem::find(text.as_bytes(), holder.as_bytes()).is_some();
    text.starts_with('{') && (text.contains('\\') || holders.iter().any(named))
}

/// That a value without fields and elements stands there.
fn single<R: Read>(text: &mut Split<R>) -> Result<(), Broken> {
    let (not_json, other) = (text.not_json(), text.other());
    let value = text.value()?.unwrap_or_default();
    let is_json = serde_json::from_slice::<&RawValue>(value).is_ok();
    Err(if is_json { other } else { not_json })
}

fn ended<R: Read>(text: &mut Split<R>) -> Result<(), Broken> {
    match text.peek()? {
        None => Ok(()),
        Some(_) => Err(text.not_json()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::few::Few;

    /// Place and text of each thing, or what is wrong with it, and the code of the fault.
    fn read(part: &Part<'_>) -> (Vec<(String, String)>, Option<&'static str>) {
        let mut found = Vec::new();
        let outcome = things(part, &["@graph", "items"], &mut |place, thing| {
            let said = thing.map_or_else(|faulty| format!("{faulty:?}"), |thing| thing.get().trim().to_owned());
            found.push((place.inside(), said));
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
                "{\"@graph\":{\"a\":1},\"items\":[2]}",
                &[("/@graph", "{\"a\":1}"), ("/items/0", "2")],
                None,
            ),
            (
                "{\"@graph\":[1],\"@graph\":[2],\"items\":[3]}",
                &[("/@graph/0", "1"), ("/@graph", "Twice"), ("/items/0", "3")],
                None,
            ),
            (
                "{\"a\":1}\n\n{\"@graph\":[{}]}\r\n{bad\n7\n{\"a\":\n{\"\\u0069tems\":[4]}",
                &[
                    ("/0", "{\"a\":1}"),
                    ("/1/@graph/0", "{}"),
                    ("/2", "NotJson"),
                    ("/3", "7"),
                    ("/4", "Truncated"),
                    ("/5/items/0", "4"),
                ],
                None,
            ),
            ("{\"@graph\":[{},{\"a\":", &[("/@graph/0", "{}")], Some("truncated")),
            ("[{},{\"a\"", &[("/0", "{}")], Some("truncated")),
            ("[{},{a:1},{}]", &[("/0", "{}"), ("/1", "NotJson"), ("/2", "{}")], None),
            ("[{},]", &[("/0", "{}")], Some("not_json")),
            ("{\"a\":1} x", &[], Some("not_json")),
            ("{\"a\":nope}", &[], Some("not_json")),
            ("{\"a\":", &[], Some("truncated")),
            ("hello", &[], Some("not_json")),
            ("12", &[], Some("wrong_format")),
            ("\u{feff} ", &[], Some("empty")),
        ] {
            let whole = text.as_bytes().into();
            let few = (1..4).map(|at_a_time| Few(text.as_bytes().to_vec(), at_a_time).content());
            for bytes in std::iter::once(whole).chain(few) {
                let name = "f".into();
                let (found, code) = read(&Part { name, bytes });
                let found: Vec<_> = found
                    .iter()
                    .map(|(place, text)| (place.as_str(), text.as_str()))
                    .collect();
                assert_eq!((found.as_slice(), code), (expected, fault), "{text}");
            }
        }
    }

    #[test]
    fn what_is_longer_than_any_thing_costs_itself() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(crate::elements::split::LONGEST));
        for (text, expected) in [
            (
                format!("[1,{long},2]"),
                &[("/0", "1"), ("/1", "TooLarge"), ("/2", "2")][..],
            ),
            (
                format!("{{\"b\":{long},\"items\":[1,{long},2]}}"),
                &[("/items/0", "1"), ("/items/1", "TooLarge"), ("/items/2", "2")],
            ),
            (long.clone(), &[("", "TooLarge")]),
            (
                format!("{{\"a\":1}}\n{long}\n{{}}"),
                &[("/0", "{\"a\":1}"), ("/1", "TooLarge"), ("/2", "{}")],
            ),
        ] {
            let bytes = Few(text.into_bytes(), 1 << 20).content();
            let (found, code) = read(&Part {
                name: "f".into(),
                bytes,
            });
            let found: Vec<_> = found
                .iter()
                .map(|(place, text)| (place.as_str(), text.as_str()))
                .collect();
            assert_eq!((found.as_slice(), code), (expected, None));
        }
    }
}
