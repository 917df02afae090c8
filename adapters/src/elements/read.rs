//! The way through a document: into its array, or line by line.

use super::split::{Broken, Split};
use super::{Each, Element, Faulty, Shape};
use crate::Part;
use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;
use std::io::Read;

/// How much is looked at to tell one object a line from one document.
const GLANCE: usize = 1 << 20;

pub(super) fn each(part: &Part<'_>, name: &str, give: Each<'_>) -> Result<Shape, Broken> {
    let mut text = Split::new(part.bytes.open()?);
    text.pass_mark()?;
    let place = Place::pointer(&part.name, "");
    if is_by_lines(&part.bytes) {
        return lines(text, &place, give);
    }
    let shape = match text.peek()? {
        None => return Err(Broken::Empty),
        Some(b'[') => elements(&mut text, &place, give).map(|()| Shape::Array),
        Some(b'{') => object(&mut text, (&place, name), give),
        Some(_) => text.value().map(|_| Shape::Scalar),
    }?;
    match text.peek()? {
        None => Ok(shape),
        Some(_) => Err(text.not_json()),
    }
}

fn elements<R: Read>(text: &mut Split<R>, place: &Place, give: Each<'_>) -> Result<(), Broken> {
    array(text, &mut |at, value| give(place.child(at), element(value)))
}

/// Gives each value of an array with its number, as it is written.
pub(super) fn array<R: Read>(text: &mut Split<R>, give: &mut dyn FnMut(u64, &[u8])) -> Result<(), Broken> {
    text.pass_if(b'[')?;
    if text.pass_if(b']')? {
        return Ok(());
    }
    for at in 0_u64.. {
        let Some(value) = text.value()? else {
            return Err(text.not_json());
        };
        give(at, value);
        if text.pass_if(b']')? {
            break;
        }
        if !text.pass_if(b',')? {
            return Err(text.not_json());
        }
    }
    Ok(())
}

fn object<R: Read>(text: &mut Split<R>, (place, name): (&Place, &str), give: Each<'_>) -> Result<Shape, Broken> {
    text.pass_if(b'{')?;
    // What was passed, in case that there is no such array: the object itself is wanted then.
    let mut passed = Some(vec![b'{']);
    let mut first = true;
    while !text.pass_if(b'}')? {
        if !first && !text.pass_if(b',')? {
            return Err(text.not_json());
        }
        if text.peek()? != Some(b'"') {
            return Err(text.not_json());
        }
        let key = text.value()?.unwrap_or_default().to_vec();
        if !text.pass_if(b':')? {
            return Err(text.not_json());
        }
        let is_wanted = serde_json::from_slice::<String>(&key).is_ok_and(|key| key == name);
        if is_wanted && passed.is_some() {
            if text.peek()? != Some(b'[') {
                return Err(text.other());
            }
            elements(text, &place.child(name), &mut *give)?;
            passed = None;
        } else {
            let Some(value) = text.value()? else {
                return Err(text.not_json());
            };
            if let Some(passed) = &mut passed {
                passed.extend_from_slice(if first { b"" } else { b"," });
                passed.extend_from_slice(&key);
                passed.push(b':');
                passed.extend_from_slice(value);
            }
        }
        first = false;
    }
    let Some(mut passed) = passed else {
        return Ok(Shape::Wrapped);
    };
    passed.push(b'}');
    let whole = String::from_utf8(passed).map_err(|_| Broken::Encoding)?;
    RawValue::from_string(whole)
        .map(Shape::Object)
        .map_err(|_| text.not_json())
}

fn lines<R: Read>(mut text: Split<R>, place: &Place, give: Each<'_>) -> Result<Shape, Broken> {
    let mut at = 0_u64;
    while let Some(line) = text.line()? {
        let line = line.trim_ascii();
        if !line.is_empty() {
            give(place.child(at), element(line));
            at += 1;
        }
    }
    Ok(Shape::Lines)
}

/// A text as the JSON that it should be.
pub(super) fn element(bytes: &[u8]) -> Element<'_> {
    let text = std::str::from_utf8(bytes).map_err(|_| Faulty::Encoding)?;
    serde_json::from_str(text).map_err(|error| match error.is_eof() {
        true => Faulty::Truncated,
        false => Faulty::NotJson,
    })
}

/// One object a line: the first line is one whole object, and so another line begins.
fn is_by_lines(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let glance = bytes.get(..GLANCE).unwrap_or(bytes);
    let mut filled = glance
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty());
    let is_object = |line: &[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    filled.next().is_some_and(is_object) && filled.next().is_some_and(|line| line.starts_with(b"{"))
}

impl Broken {
    /// As it is told of a file.
    pub(super) fn of(self, file: &str) -> Unreadable {
        let (code, place) = match self {
            Broken::Empty => ("empty", Place::file(file)),
            Broken::Encoding => ("bad_encoding", Place::file(file)),
            Broken::Io(_) => ("io", Place::file(file)),
            Broken::Truncated(..) => ("truncated", Place::pointer(file, "")),
            Broken::NotJson(..) => ("not_json", Place::pointer(file, "")),
            Broken::Other(..) => ("wrong_format", Place::pointer(file, "")),
            Broken::TooLarge(..) => ("too_large", Place::pointer(file, "")),
        };
        Unreadable::new(place, code, self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::is_by_lines;

    #[test]
    fn one_object_a_line_is_told_from_one_object_over_lines() {
        for (text, lines) in [
            ("{\"a\":1}\n{\"a\":2}\n", true),
            ("\r\n{\"a\":1}\r\n\r\n{\"a\":", true),
            ("{\"a\":1}", false),
            ("{\n\"a\":{}\n}", false),
            ("{\"a\":\n{}\n}", false),
            ("[{}\n,{}]", false),
        ] {
            assert_eq!(is_by_lines(text.as_bytes()), lines, "{text:?}");
        }
    }
}
