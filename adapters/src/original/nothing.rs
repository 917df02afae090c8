//! Rows and elements that became no record, and were not rejected either: told by the places of all others.

use super::document::{NO_FIELD, entries, raw, segments};
use super::find::files;
use crate::table::Stream;
use crate::{Delivery, Part, elements, text};
use passport::record::{Place, element_of};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Most tables and lists that are watched.
const MOST_LISTS: usize = 1_000;
/// How many examples are named.
const EXAMPLES: usize = 2;

/// Rows and elements that became nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nothing {
    /// How many.
    pub count: u64,
    /// Where some of them stand: the first of each table or list, at most two.
    pub examples: Vec<Place>,
}

/// The rows and elements that became something, as records and rejects are met: a bit for each.
#[derive(Debug, Default)]
pub struct Met {
    lists: BTreeMap<(String, String), List>,
    is_any: bool,
}

/// A table, or a list of a document.
#[derive(Debug, Default)]
struct List {
    /// Whether a record came of it: else it may be there for others that refer to it.
    is_source: bool,
    met: Vec<u64>,
}

impl Met {
    /// A record stands here.
    pub fn record(&mut self, place: &Place) {
        self.add(place, true);
    }

    /// Something is rejected here.
    pub fn reject(&mut self, place: &Place) {
        self.add(place, false);
    }

    fn add(&mut self, place: &Place, is_record: bool) {
        self.is_any = true;
        let Some((list, number)) = list_of(place) else { return };
        let key = (place.file.clone().unwrap_or_default(), list);
        if self.lists.len() == MOST_LISTS && !self.lists.contains_key(&key) {
            return;
        }
        let list = self.lists.entry(key).or_default();
        list.is_source |= is_record;
        list.meet(number);
    }

    /// What became nothing: of the tables and lists that a record came from, for the rows of others may be there to be
    /// referred to; where nothing at all came of a delivery, of its only file.
    pub fn nothing(self, delivery: &Delivery<'_>) -> Nothing {
        let delivery = delivery.in_utf8();
        let files = files(&delivery);
        let mut found: Vec<Nothing> = Vec::new();
        if let (false, [part]) = (self.is_any, files.as_slice()) {
            let name = only_list(part);
            found.extend(name.map(|name| nothing_of(part, &name, &List::default())));
        }
        for ((file, name), list) in self.lists.iter().filter(|(_, list)| list.is_source) {
            let part = files.iter().find(|part| part.name == file.as_str());
            found.extend(part.map(|part| nothing_of(part, name, list)));
        }
        let firsts = found.iter().filter_map(|one| one.examples.first());
        let others = found.iter().flat_map(|one| one.examples.iter().skip(1));
        Nothing {
            count: found.iter().map(|one| one.count).sum(),
            examples: firsts.chain(others).take(EXAMPLES).cloned().collect(),
        }
    }
}

impl List {
    fn meet(&mut self, number: u64) {
        let Ok(at) = usize::try_from(number / 64) else { return };
        if self.met.len() <= at {
            self.met.resize(at + 1, 0);
        }
        if let Some(bits) = self.met.get_mut(at) {
            *bits |= 1 << (number % 64);
        }
    }

    fn has_met(&self, number: u64) -> bool {
        let bits = usize::try_from(number / 64).ok().and_then(|at| self.met.get(at));
        bits.is_some_and(|bits| bits & (1 << (number % 64)) != 0)
    }
}

impl Nothing {
    fn add(&mut self, place: Place) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(place);
        }
    }
}

/// The name of a table, which no list of a document has.
const TABLE: &str = "row";

/// The outermost list, or the table, that a place is in, and the number of its element there; none where it is in none.
fn list_of(place: &Place) -> Option<(String, u64)> {
    if let Some(row) = place.row {
        return Some((TABLE.to_owned(), row));
    }
    let (list, number) = element_of(place.pointer.as_deref()?).rsplit_once('/')?;
    Some((list.to_owned(), number.parse().ok()?))
}

/// What became nothing of a table or a list. What stands before a fault was read.
fn nothing_of(part: &Part<'_>, name: &str, list: &List) -> Nothing {
    let mut nothing = Nothing::default();
    if name == TABLE {
        if let Ok(table) = Stream::open(part) {
            let _ = table.each(&mut |row| {
                if let Some(row) = row.ok().filter(|row| !list.has_met(row.number())) {
                    nothing.add(row.place());
                }
            });
        }
        return nothing;
    }
    each_of(part, name, &mut |number, element| {
        if !list.has_met(number) && !element.is_some_and(is_named) {
            nothing.add(Place::pointer(&part.name, format!("{name}/{number}")));
        }
    });
    nothing
}

/// Whether it is a thing with a name, to which others of linked data refer.
fn is_named(element: &RawValue) -> bool {
    element.get().starts_with('{') && field_of(element, "@id").is_some()
}

/// Gives the elements of a list with their numbers; one that is no JSON without itself.
fn each_of(part: &Part<'_>, list: &str, give: &mut dyn FnMut(u64, Option<&RawValue>)) {
    let way = segments(list);
    let field = match way.as_slice() {
        [field] => field.as_str(),
        _ => NO_FIELD,
    };
    let shape = elements::each(part, field, &mut |place, element| {
        if let Some((_, number)) = list_of(&place) {
            give(number, element.ok());
        }
    });
    let Ok(elements::Shape::Object(object)) = shape else {
        return;
    };
    let Some(inner) = way.iter().try_fold(&*object, |value, step| field_of(value, step)) else {
        return;
    };
    let items: Vec<&RawValue> = serde_json::from_str(inner.get()).unwrap_or_default();
    (0..).zip(items).for_each(|(number, item)| give(number, Some(item)));
}

fn field_of<'v>(value: &'v RawValue, name: &str) -> Option<&'v RawValue> {
    let mut fields = entries(value.get())?.into_iter();
    fields.find(|(field, _)| field == name).map(|(_, value)| value)
}

/// The one list that a file is about: its rows or elements, or the only list of an object that holds nothing else than
/// single values, as a page of an answer does.
fn only_list(part: &Part<'_>) -> Option<String> {
    let head = text::utf8(&part.bytes)?.trim_start();
    match head.as_bytes().first()? {
        b'[' => Some(String::new()),
        b'{' => match raw(head) {
            None => Some(String::new()),
            Some(object) => {
                let is_list = |value: &RawValue| value.get().starts_with('[');
                let fields = entries(object.get())?;
                let is_page = fields.iter().all(|(_, value)| !value.get().starts_with('{'));
                let mut lists = fields.iter().filter(|(_, value)| is_list(value));
                let (Some((name, _)), None, true) = (lists.next(), lists.next(), is_page) else {
                    return None;
                };
                Some(format!("/{}", name.replace('~', "~0").replace('/', "~1")))
            }
        },
        _ => Some(TABLE.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_neither_a_record_nor_a_reject_is_counted_where_records_came_from() {
        let table = "id,role\n1,student\n2,teacher\n\n3,aide\n4,student\n";
        let page = r#"{"more": "", "statements": [{"a": 1}, {"a": 2}, 7]}"#;
        let nested = r#"{"answer": {"data": [{"a": 1}, {"a": 2}]}, "linked": [{"a": 1}]}"#;
        let graph = r#"[{"@id": "u:1"}, {"@id": "u:2"}, {"name": "no name to refer to"}]"#;
        let thing = r#"{"name": "x", "by": {"name": "y"}, "alignment": [{"a": 1}]}"#;
        let row = |file: &str, row| Place::row(file, row);
        let at = |pointer: &str| Place::pointer("f", pointer);
        for (files, records, rejects, count, examples) in [
            (
                vec![("f", table)],
                vec![row("f", 2)],
                vec![row("f", 6).column("id")],
                2,
                vec![row("f", 3), row("f", 5)],
            ),
            (
                vec![("f", table), ("g", table)],
                vec![row("g", 2), row("g", 3), row("g", 5)],
                vec![],
                1,
                vec![row("g", 6)],
            ),
            (
                vec![("f", table), ("g", table)],
                vec![row("f", 2), row("g", 3)],
                vec![],
                6,
                vec![row("f", 3), row("g", 2)],
            ),
            (vec![("f", table)], vec![], vec![row("f", 2)], 0, vec![]),
            (vec![("f", table)], vec![], vec![], 4, vec![row("f", 2), row("f", 3)]),
            (vec![("f", table), ("g", table)], vec![], vec![], 0, vec![]),
            (
                vec![("f", page)],
                vec![at("/statements/1/actor")],
                vec![at("/statements/2")],
                1,
                vec![at("/statements/0")],
            ),
            (
                vec![("f", page)],
                vec![],
                vec![],
                3,
                vec![at("/statements/0"), at("/statements/1")],
            ),
            (
                vec![("f", nested)],
                vec![at("/answer/data/1")],
                vec![],
                1,
                vec![at("/answer/data/0")],
            ),
            (vec![("f", graph)], vec![at("/0")], vec![], 1, vec![at("/2")]),
            (
                vec![("f", "{\"a\":1}\n\n{\"a\":2}\n")],
                vec![at("/0")],
                vec![],
                1,
                vec![at("/1")],
            ),
            (
                vec![("f", "{\"a\":1}\n\n{\"a\":2}\n")],
                vec![],
                vec![],
                2,
                vec![at("/0"), at("/1")],
            ),
            (vec![("f", thing)], vec![], vec![], 0, vec![]),
            (vec![("f", thing)], vec![at("")], vec![], 0, vec![]),
        ] {
            let part = |(name, text): &(&'static str, &'static str)| Part {
                name: (*name).into(),
                bytes: text.as_bytes().into(),
            };
            let delivery = Delivery::several("all", files.iter().map(part).collect());
            let mut met = Met::default();
            records.iter().for_each(|place| met.record(place));
            rejects.iter().for_each(|place| met.reject(place));
            assert_eq!(
                met.nothing(&delivery),
                Nothing { count, examples },
                "{files:?} {records:?}"
            );
        }
    }
}
