//! The way through a document: into its array, or line by line.

use super::broken::Broken;
use super::split::{Split, Taken};
use super::{Each, Element, Faulty, Shape};
use crate::Part;
use passport::record::Place;
use serde_json::value::RawValue;
use std::io::Read;

pub(super) fn each(part: &Part<'_>, name: &str, give: Each<'_>) -> Result<Shape, Broken> {
    let place = Place::pointer(&part.name, "");
    let mut text = begun(part)?;
    if is_by_lines(part)? {
        return lines(text, &place, give).map(|()| Shape::Lines);
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

/// A file from behind its byte order mark, kept as far as it is passed.
pub(super) fn begun<'p>(part: &'p Part<'_>) -> Result<Split<Box<dyn Read + Send + 'p>>, Broken> {
    let mut text = Split::new(part.bytes.open()?);
    text.pass_mark()?;
    text.keep();
    Ok(text)
}

/// Gives the elements of an array.
pub(super) fn elements<R: Read>(text: &mut Split<R>, place: &Place, give: Each<'_>) -> Result<(), Broken> {
    text.let_go();
    array(text, &mut |at, value| give(place.child(at), element(value)))
}

/// Gives each value of an array with its number, as it is written.
pub(super) fn array<R: Read>(text: &mut Split<R>, give: &mut dyn FnMut(u64, Taken<'_>)) -> Result<(), Broken> {
    text.pass_if(b'[')?;
    if text.pass_if(b']')? {
        return Ok(());
    }
    for at in 0_u64.. {
        let Some(value) = text.take()? else {
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

/// Gives the value that comes next.
pub(super) fn one<R: Read>(text: &mut Split<R>, place: Place, give: Each<'_>) -> Result<(), Broken> {
    let Some(value) = text.take()? else {
        return Err(text.not_json());
    };
    give(place, element(value));
    Ok(())
}

fn object<R: Read>(text: &mut Split<R>, (place, name): (&Place, &str), give: Each<'_>) -> Result<Shape, Broken> {
    let mut found = false;
    fields(text, &mut |text, key| {
        if key.as_deref() != Some(name) {
            return text.skip().map(drop);
        }
        let place = place.child(name);
        if std::mem::replace(&mut found, true) {
            give(place, Err(Faulty::Twice));
            return text.skip().map(drop);
        }
        match text.peek()? {
            Some(b'[') => elements(text, &place, &mut *give),
            _ => Err(text.other()),
        }
    })?;
    match found {
        true => Ok(Shape::Wrapped),
        // There is no such array: the object itself is wanted.
        false => whole(text).map(Shape::Object),
    }
}

/// Takes the value of a field.
type Field<'f, R> = &'f mut dyn FnMut(&mut Split<R>, Option<String>) -> Result<(), Broken>;

/// Goes through the fields of an object; each is told by its key, where that is a text, and passes its value.
pub(super) fn fields<R: Read>(text: &mut Split<R>, field: Field<'_, R>) -> Result<(), Broken> {
    text.pass_if(b'{')?;
    let mut first = true;
    while !text.pass_if(b'}')? {
        if !first && !text.pass_if(b',')? {
            return Err(text.not_json());
        }
        first = false;
        if text.peek()? != Some(b'"') {
            return Err(text.not_json());
        }
        let key = text.value()?.and_then(|key| serde_json::from_slice(key).ok());
        if !text.pass_if(b':')? {
            return Err(text.not_json());
        }
        field(text, key)?;
    }
    Ok(())
}

/// The document that was kept.
pub(super) fn whole<R: Read>(text: &mut Split<R>) -> Result<Box<RawValue>, Broken> {
    let kept = text.kept().ok_or_else(|| text.too_large())?;
    let whole = String::from_utf8(kept).map_err(|_| Broken::Encoding)?;
    RawValue::from_string(whole).map_err(|error| Broken::NotJson(error.line(), error.column()))
}

/// Gives each line that is not blank, by its number among these.
pub(super) fn lines<R: Read>(mut text: Split<R>, place: &Place, give: Each<'_>) -> Result<(), Broken> {
    text.let_go();
    let mut at = 0_u64;
    while let Some(line) = text.take_line()? {
        let line = match line {
            Taken::Whole(line) if line.trim_ascii().is_empty() => continue,
            Taken::Whole(line) => Taken::Whole(line.trim_ascii()),
            Taken::TooLong => Taken::TooLong,
        };
        give(place.child(at), element(line));
        at += 1;
    }
    Ok(())
}

/// What was taken as the JSON that it should be.
pub(super) fn element(taken: Taken<'_>) -> Element<'_> {
    let Taken::Whole(bytes) = taken else {
        return Err(Faulty::TooLarge);
    };
    let text = std::str::from_utf8(bytes).map_err(|_| Faulty::Encoding)?;
    serde_json::from_str(text).map_err(|error| match error.is_eof() {
        true => Faulty::Truncated,
        false => Faulty::NotJson,
    })
}

/// One object a line: the first ends on the line it begins on, and there is another line.
pub(super) fn is_by_lines(part: &Part<'_>) -> Result<bool, Broken> {
    let mut text = begun(part)?;
    text.let_go();
    Ok(text.peek()? == Some(b'{') && text.is_line_of_several()?)
}

#[cfg(test)]
mod tests {
    use super::super::{Shape, each};
    use super::is_by_lines;
    use crate::Part;
    use crate::delivery::HEAD;
    use crate::delivery::few::Few;

    #[test]
    fn one_object_a_line_is_told_from_one_object_over_lines() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(HEAD));
        let (several, alone) = (format!("{long}\n{long}\n"), format!("{long}\n\n"));
        for (text, lines) in [
            ("{\"a\":1}\n{\"a\":2}\n", true),
            ("\r\n{\"a\":1}\r\n\r\n{\"a\":", true),
            ("{\"a\":1}\nx", true),
            ("{\"a\":1}", false),
            ("{\"a\":1} {\"a\":2}\n", false),
            ("{\n\"a\":{}\n}", false),
            ("{\"a\":\n{}\n}", false),
            ("{\"a\":{}\n,\"b\":{}}\n{}", false),
            ("[{}\n,{}]", false),
            ("1\n2", false),
            (&several, true),
            (&alone, false),
        ] {
            for bytes in [text.as_bytes().into(), Few(text.as_bytes().to_vec(), 4096).content()] {
                let name = "f".into();
                let found = is_by_lines(&Part { name, bytes });
                assert_eq!(found.ok(), Some(lines), "{text:.80?}");
            }
        }
    }

    #[test]
    fn what_is_passed_of_an_object_is_kept_within_bounds() {
        let field = format!("\"a\":\"{}\",", "x".repeat(1 << 20));
        for (last, many, shape) in [
            ("\"rows\":[1,2]", 65, Ok("wrapped")),
            ("\"b\":0", 2, Ok("object")),
            ("\"b\":0", 65, Err("too_large")),
        ] {
            let text = format!("{{{}{last}}}", field.repeat(many));
            let bytes = Few(text.into_bytes(), 1 << 16).content();
            let name = "f".into();
            let mut given = 0;
            let found = each(&Part { name, bytes }, "rows", &mut |_, _| given += 1);
            let found = found.map(|shape| match shape {
                Shape::Wrapped => "wrapped",
                Shape::Object(_) => "object",
                _ => "another",
            });
            assert_eq!(found.map_err(|fault| fault.code), shape);
            assert_eq!(given, if shape == Ok("wrapped") { 2 } else { 0 });
        }
    }
}
