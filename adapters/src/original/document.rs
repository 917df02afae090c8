//! The words of values in JSON: by their pointers, through the tokens and pictures that carry them.

use super::leaves::Words;
use crate::elements::{self, Shape};
use crate::{Part, baked, text, token};
use serde_json::Value;
use std::collections::BTreeMap;

/// The words at these pointers, each with the number that it was asked for under. A long document is read element by
/// element.
pub(super) fn values(part: &Part<'_>, wanted: &[(usize, &str)]) -> Vec<(usize, Words)> {
    let carried = match baked::is_picture(&part.bytes) {
        true => baked::texts(part).ok().flatten().unwrap_or_default(),
        false => carried(&part.bytes).into_iter().collect(),
    };
    if carried.is_empty() {
        return in_elements(part, wanted);
    }
    let roots: Vec<Value> = carried
        .into_iter()
        .map(|text| serde_json::from_str(&text).unwrap_or(Value::String(text)))
        .collect();
    // Of several in one picture each has its number.
    let root = match <[Value; 1]>::try_from(roots) {
        Ok([alone]) => alone,
        Err(several) => Value::Array(several),
    };
    let found = wanted.iter().filter_map(|(asked, pointer)| {
        let value = value_at(&root, &segments(pointer))?;
        Some((*asked, Words::of(&value)))
    });
    found.collect()
}

/// The text of a file that is one token.
fn carried(bytes: &[u8]) -> Option<String> {
    token::find(text::utf8(bytes)?).map(str::to_owned)
}

/// Reads through the document once for each field of it in which something is wanted; elements of an array are in one.
fn in_elements(part: &Part<'_>, wanted: &[(usize, &str)]) -> Vec<(usize, Words)> {
    let mut groups: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for (asked, pointer) in wanted {
        let first = segments(pointer).into_iter().next().unwrap_or_default();
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit()) && !first.is_empty();
        let group = if is_number { "0".to_owned() } else { first };
        groups.entry(group).or_default().push((*asked, pointer));
    }
    let mut found = BTreeMap::new();
    for (field, wanted) in &groups {
        found.extend(in_field(part, field, wanted));
    }
    // Where a field holds no array, the document is read as a whole.
    let left: Vec<_> = wanted
        .iter()
        .copied()
        .filter(|(asked, _)| !found.contains_key(asked))
        .collect();
    if !left.is_empty() {
        found.extend(in_field(part, NO_FIELD, &left));
    }
    found.into_iter().collect()
}

/// A name that no field has.
const NO_FIELD: &str = "\0";

fn in_field(part: &Part<'_>, field: &str, wanted: &[(usize, &str)]) -> BTreeMap<usize, Words> {
    let mut found = BTreeMap::new();
    let shape = elements::each(part, field, &mut |place, element| {
        let at = place.pointer.unwrap_or_default();
        let mut below = wanted
            .iter()
            .filter_map(|(asked, pointer)| Some((*asked, within(pointer, &at)?)))
            .peekable();
        let (Some(_), Ok(raw)) = (below.peek(), element) else {
            return;
        };
        let Ok(root) = serde_json::from_str::<Value>(raw.get()) else {
            return;
        };
        for (asked, rest) in below {
            found.extend(value_at(&root, &segments(rest)).map(|value| (asked, Words::of(&value))));
        }
    });
    if let Ok(Shape::Object(raw)) = shape
        && let Ok(root) = serde_json::from_str::<Value>(raw.get())
    {
        for (asked, pointer) in wanted {
            found.extend(value_at(&root, &segments(pointer)).map(|value| (*asked, Words::of(&value))));
        }
    }
    found
}

/// What is left of a pointer below another one; none where it stands elsewhere.
pub(super) fn within<'p>(pointer: &'p str, outer: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

fn segments(pointer: &str) -> Vec<String> {
    let segments = pointer.split('/').skip(1);
    segments
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// The value at the end of a way. What a token holds stands where the token stands.
fn value_at(value: &Value, way: &[String]) -> Option<Value> {
    if let Some(opened) = value.as_str().and_then(opened) {
        return value_at(&opened, way);
    }
    let Some((next, rest)) = way.split_first() else {
        return Some(value.clone());
    };
    let inner = match value {
        Value::Object(fields) => fields.get(next),
        Value::Array(items) => items.get(next.parse::<usize>().ok()?),
        _ => None,
    };
    value_at(inner?, rest)
}

/// What a text holds where it is a token.
fn opened(text: &str) -> Option<Value> {
    let token = token::open(token::find(text)?).ok()?;
    let payload = serde_json::from_str(&token.payload).ok()?;
    if token.selective {
        return token.disclose(payload).ok();
    }
    Some(payload)
}
