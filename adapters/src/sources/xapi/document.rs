//! The statements of one file: one statement, an array, a page of a learning record store, or one statement a line.

use crate::Part;
use crate::elements::{self, Each, Shape};
use passport::record::{Place, Unreadable};
use serde_json::value::RawValue;

/// Gives every statement of a file as it is read. What was given before an error stands.
pub fn each(part: &Part<'_>, give: Each<'_>) -> Result<(), Unreadable> {
    let shape = elements::each(part, "statements", &mut *give)?;
    let place = Place::pointer(&part.name, "");
    match shape {
        Shape::Array | Shape::Wrapped | Shape::Lines => Ok(()),
        Shape::Object(raw) => single(&raw, place, give),
        Shape::Scalar => Err(Unreadable::new(
            place,
            "wrong_format",
            "this is a single value; send statements, or the answer of a learning record store with its statements",
        )),
    }
}

fn single(raw: &RawValue, place: Place, give: Each<'_>) -> Result<(), Unreadable> {
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
