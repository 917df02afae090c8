//! The pieces of JSON documents that records stand in: by their pointers, through the tokens and pictures that carry them.

use super::cut::Cut;
use crate::delivery::HEAD;
use crate::elements::{self, Shape};
use crate::{Part, baked, text, token};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// The longest piece that is taken out.
const LONGEST: usize = 4 << 20;
/// How much beside a piece is kept with it: more of it may be other records.
const BESIDE: usize = 64 << 10;

/// The pieces at these pointers, each with the number that it was asked for under. Of a long document no more than those
/// are made into values.
pub(super) fn cuts(part: &Part<'_>, wanted: &[(usize, &str)]) -> Vec<(usize, Cut)> {
    let carried = match baked::is_picture(&part.bytes) {
        true => baked::texts(part).ok().flatten().unwrap_or_default(),
        false => carried(&part.bytes).into_iter().collect(),
    };
    let whole = match carried.as_slice() {
        [] if part.bytes.is_whole() && part.bytes.len() <= HEAD => {
            text::utf8(&part.bytes).and_then(raw).map(RawValue::get)
        }
        _ => None,
    };
    if let Some(whole) = whole {
        return in_value(whole, &ways(wanted));
    }
    let written = |text: &String| match raw(text) {
        Some(value) => value.get().to_owned(),
        None => Value::String(text.clone()).to_string(),
    };
    let carried: Vec<String> = carried.iter().map(written).collect();
    match carried.as_slice() {
        [] => in_elements(part, wanted),
        [alone] => in_value(alone, &ways(wanted)),
        // Of several in one picture each has its number.
        several => in_value(&format!("[{}]", several.join(",")), &ways(wanted)),
    }
}

/// A text as the one JSON value that it is.
pub(super) fn raw(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text).ok()
}

/// The text of a file that is one token.
fn carried(bytes: &[u8]) -> Option<String> {
    token::find(text::utf8(bytes)?).map(str::to_owned)
}

/// Somebody's number, and the way to what they want.
type Wanted = (usize, Vec<String>);

fn ways(wanted: &[(usize, &str)]) -> Vec<Wanted> {
    let ways = wanted.iter().map(|(asked, pointer)| (*asked, segments(pointer)));
    ways.collect()
}

/// The pieces within a value, each with what stands beside it on the way, but for the other elements of lists.
fn in_value(value: &str, wanted: &[Wanted]) -> Vec<(usize, Cut)> {
    if let Some(opened) = opened(value) {
        return in_value(&opened, wanted);
    }
    let mut found = Vec::new();
    let mut steps: BTreeMap<&str, Vec<Wanted>> = BTreeMap::new();
    for (asked, way) in wanted {
        match way.split_first() {
            Some((step, rest)) => steps.entry(step).or_default().push((*asked, rest.to_vec())),
            None if value.len() <= LONGEST => found.push((
                *asked,
                Cut::Json {
                    text: value.to_owned(),
                    pointer: String::new(),
                },
            )),
            None => {}
        }
    }
    if steps.is_empty() {
        return found;
    }
    match value.as_bytes().first() {
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(value).unwrap_or_default();
            for (step, wanted) in steps {
                if let Some(item) = step.parse::<usize>().ok().and_then(|at| items.get(at)) {
                    let cuts = in_value(item.get(), &wanted).into_iter();
                    found.extend(cuts.map(|(asked, cut)| (asked, cut.inside(("[", "/0", "]")))));
                }
            }
        }
        Some(b'{') => {
            let fields: HashMap<_, _> = entries(value).unwrap_or_default().into_iter().collect();
            for (step, wanted) in steps {
                if let Some(field) = fields.get(step) {
                    let (before, after) = around(value, field, step);
                    let by = format!("/{}", escaped(step));
                    let cuts = in_value(field.get(), &wanted).into_iter();
                    found.extend(cuts.map(|(asked, cut)| (asked, cut.inside((&before, &by, &after)))));
                }
            }
        }
        _ => {}
    }
    found
}

/// What stands around a field of an object; of a long one its name alone.
fn around(object: &str, field: &RawValue, name: &str) -> (String, String) {
    let start = (field.get().as_ptr() as usize).saturating_sub(object.as_ptr() as usize);
    let beside = (object.get(..start), object.get(start + field.get().len()..));
    match beside {
        (Some(before), Some(after)) if before.len() + after.len() <= BESIDE => (before.to_owned(), after.to_owned()),
        _ => (format!("{{{}:", Value::from(name)), "}".to_owned()),
    }
}

/// Reads through the document once for each field of it in which something is wanted; elements of an array are in one.
fn in_elements(part: &Part<'_>, wanted: &[(usize, &str)]) -> Vec<(usize, Cut)> {
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
pub(super) const NO_FIELD: &str = "\0";

fn in_field(part: &Part<'_>, field: &str, wanted: &[(usize, &str)]) -> Vec<(usize, Cut)> {
    let mut found = Vec::new();
    let shape = elements::each(part, field, &mut |place, element| {
        let at = place.pointer.unwrap_or_default();
        let below = wanted
            .iter()
            .filter_map(|(asked, pointer)| Some((*asked, segments(within(pointer, &at)?))));
        let below: Vec<Wanted> = below.collect();
        if let (false, Ok(raw)) = (below.is_empty(), element) {
            found.extend(in_value(raw.get(), &below));
        }
    });
    let wrap = |cut: Cut| match &shape {
        Ok(Shape::Lines) => cut,
        Ok(Shape::Array) => cut.inside(("[", "/0", "]")),
        // What broke off later began as one of the two.
        _ if field == "0" => cut.inside(("[", "/0", "]")),
        _ => {
            let (before, by) = (format!("{{{}:[", Value::from(field)), format!("/{}/0", escaped(field)));
            cut.inside((&before, &by, "]}"))
        }
    };
    let mut found: Vec<_> = found.into_iter().map(|(asked, cut)| (asked, wrap(cut))).collect();
    if let Ok(Shape::Object(raw)) = &shape {
        found.extend(in_value(raw.get(), &ways(wanted)));
    }
    found
}

/// What is left of a pointer below another one; none where it stands elsewhere.
pub(super) fn within<'p>(pointer: &'p str, outer: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// The steps of a pointer.
pub(super) fn segments(pointer: &str) -> Vec<String> {
    let segments = pointer.split('/').skip(1);
    segments
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
        .collect()
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// What a JSON text holds where it is a token.
fn opened(value: &str) -> Option<String> {
    if !value.starts_with('"') {
        return None;
    }
    let text: String = serde_json::from_str(value).ok()?;
    let token = token::open(token::find(&text)?).ok()?;
    let payload = serde_json::from_str(&token.payload).ok()?;
    match token.selective {
        true => token.disclose(payload).ok().map(|payload| payload.to_string()),
        false => Some(raw(&token.payload)?.get().to_owned()),
    }
}

/// The fields of an object in their order, one that stands twice twice.
pub(super) fn entries(object: &str) -> Option<Vec<(String, &RawValue)>> {
    serde_json::Deserializer::from_str(object).deserialize_map(Entries).ok()
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = fields.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;
    use crate::Delivery;
    use crate::delivery::few::Few;
    use passport::record::Place;

    #[test]
    fn far_into_a_long_document_no_more_than_what_is_wanted_is_taken() {
        let element = |at: usize| format!("{{\"id\":{at},\"name\":\"n {at}\"}}");
        let all: Vec<String> = (0..60_000).map(element).collect();
        for (document, pointer, piece) in [
            (format!("[{}]", all.join(",")), "/59999", "[…]"),
            (
                format!("{{\"more\":\"x\",\"rows\":[{}]}}", all.join(",")),
                "/rows/59999",
                "{\"rows\":[…]}",
            ),
            (all.join("\n"), "/59999", "…"),
            (
                format!("{{\"a\":{{\"rows\":[{}]}},\"b\":1}}", all.join(",")),
                "/a/rows/59999",
                "{\"a\":{\"rows\":[…]},\"b\":1}",
            ),
        ] {
            let part = Part {
                name: "f.json".into(),
                bytes: Few(document.into_bytes(), 70_000).content(),
            };
            let expected = piece.replace('…', &element(59_999));
            let found = cuts(&part, &[(7, pointer)]);
            assert!(
                matches!(&*found, [(7, Cut::Json { text, .. })] if *text == expected),
                "{pointer}: {found:?}"
            );
            let delivery = Delivery::several("f.json", vec![part]);
            let words = find(&delivery, &[Place::pointer("f.json", pointer)]).remove(0).unwrap();
            let words: Vec<&str> = words.leaves.iter().map(|leaf| leaf.text.as_str()).collect();
            assert_eq!(words, ["59999", "n 59999"], "{pointer}");
        }
    }
}
