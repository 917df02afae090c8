//! The statements of one file: one statement, an array, a page of a learning record store, or one statement a line.

use crate::Part;
use crate::elements::{self, Shape};
use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;

/// Receives each statement with its place.
pub type Each<'f, 'de> = &'f mut dyn FnMut(Place, Result<&'de RawValue, serde_json::Error>);

/// Gives every statement of a file as it is read. What was given before an error stands.
pub fn each<'de>(part: &'de Part<'_>, give: Each<'_, 'de>) -> Result<(), Unreadable> {
    let text = elements::text(&part.name, &part.bytes)?;
    let place = Place::pointer(&part.name, "");
    if is_by_lines(text) {
        lines(text, &place, give);
        return Ok(());
    }
    let inside = match text.trim_start().starts_with('[') {
        true => place.clone(),
        false => place.child("statements"),
    };
    let shape = elements::each(text, "statements", &mut |at, raw| give(inside.child(at), Ok(raw)))
        .map_err(|error| elements::unreadable(&part.name, &error))?;
    match shape {
        Shape::Array | Shape::Wrapped => Ok(()),
        Shape::Object => single(text, place, give),
        Shape::Scalar => Err(Unreadable::new(
            place,
            "wrong_format",
            "this is a single value; send statements, or the answer of a learning record store with its statements",
        )),
    }
}

fn single<'de>(text: &'de str, place: Place, give: Each<'_, 'de>) -> Result<(), Unreadable> {
    let raw: &'de RawValue = serde_json::from_str(text)
        .map_err(|error| elements::unreadable(place.file.as_deref().unwrap_or(""), &error))?;
    match what(raw) {
        What::Statement => give(place, Ok(raw)),
        What::Error => {
            let reason =
                "the learning record store answered with an error instead of statements; its own log says more";
            return Err(Unreadable::new(place, "source_error", reason));
        }
        What::Other => {
            let reason = "this is no statement: neither actor, verb nor object stands in it";
            return Err(Unreadable::new(place, "wrong_format", reason));
        }
    }
    Ok(())
}

enum What {
    Statement,
    Error,
    Other,
}

/// What an object is that holds no statements. The words of an error are not quoted: they may quote a statement.
fn what(raw: &RawValue) -> What {
    #[derive(serde::Deserialize)]
    struct Top<'a> {
        #[serde(borrow)]
        actor: Option<&'a RawValue>,
        #[serde(borrow)]
        verb: Option<&'a RawValue>,
        #[serde(borrow)]
        object: Option<&'a RawValue>,
        #[serde(borrow)]
        detail: Option<&'a RawValue>,
        #[serde(borrow)]
        error: Option<&'a RawValue>,
        #[serde(borrow, rename = "errorId")]
        error_id: Option<&'a RawValue>,
    }
    match serde_json::from_str::<Top<'_>>(raw.get()) {
        Ok(top) if top.actor.or(top.verb).or(top.object).is_some() => What::Statement,
        Ok(top) if top.detail.or(top.error).or(top.error_id).is_some() => What::Error,
        Ok(_) => What::Other,
        // A field given twice: the statement's own reading says which.
        Err(_) => What::Statement,
    }
}

/// One object a line: the first line is one whole object, and so another line begins.
fn is_by_lines(text: &str) -> bool {
    let mut filled = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_object = |line: &str| line.starts_with('{') && line.ends_with('}');
    filled.next().is_some_and(is_object) && filled.next().is_some_and(|line| line.starts_with('{'))
}

/// The lines, each a document: a bad one costs itself. Lines count from 0 in places, as elements do.
fn lines<'de>(text: &'de str, place: &Place, give: Each<'_, 'de>) {
    for (at, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            give(place.child(at), serde_json::from_str(line.trim()));
        }
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
            assert_eq!(is_by_lines(text), lines, "{text:?}");
        }
    }
}
