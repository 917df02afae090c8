//! The answer that must come: a document walked over what must be there, with pages, filters and orders of its own.

use crate::expected::{Listed, Thing, Want};
use crate::paths::{Arguments, Field};
use crate::skills::{Key, Skill, comparable, strength};
use crate::world::{ASSERTIONS, BANDS};
use serde_json::{Map, Value, json};
use std::cmp::Ordering;

/// Begins a text that stands for any value.
pub const ANY: &str = "\u{2}any";
/// Begins a text that stands for the id of what follows.
pub const NAME: &str = "\u{2}id of ";

/// Begins a scope, however it is written.
pub const SCOPE: &str = "\u{2}scope ";

fn scope(text: &str) -> Value {
    format!("{SCOPE}{text}").into()
}

/// An answer: its data, and the places and codes of its errors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    pub data: Value,
    pub faults: Vec<(String, String)>,
}

/// Walks documents.
#[derive(Default)]
pub struct Walk {
    faults: Vec<(String, String)>,
    path: Vec<String>,
}

/// A page that is asked for with a cursor of something that is not in the list.
struct BadCursor;

impl Walk {
    /// The answer to one field each.
    pub fn answer(fields: &[(Field, Want)]) -> Answer {
        let mut walk = Walk::default();
        let data: Map<String, Value> = fields.iter().map(|(field, want)| walk.field(field, want)).collect();
        walk.faults.sort();
        Answer {
            data: data.into(),
            faults: walk.faults,
        }
    }

    fn field(&mut self, field: &Field, want: &Want) -> (String, Value) {
        self.path.push(field.key().to_owned());
        let value = self.value(field, want);
        self.path.pop();
        (field.key().to_owned(), value)
    }

    fn fault(&mut self, code: &str) -> Value {
        self.faults.push((self.path.join("."), code.to_owned()));
        Value::Null
    }

    fn value(&mut self, field: &Field, want: &Want) -> Value {
        match want {
            Want::Plain(value) => value.clone(),
            Want::Any => ANY.into(),
            Want::Scopes(scopes) if scopes.len() == 1 && field.name == "scope" => scope(&scopes[0]),
            Want::Scopes(scopes) => scopes.iter().map(|text| scope(text)).collect(),
            Want::Name(name) => format!("{NAME}{name}").into(),
            Want::One(thing) => self.object(field, thing),
            Want::Many(things) => self.list(field, things),
            Want::Refused(code) => self.fault(code),
            Want::AsOf(today, others) => {
                let asked = field.arguments.as_of.as_ref();
                let things = asked.map_or(today, |(which, _)| &others[*which]);
                self.value(field, &Want::Pages(things.clone()))
            }
            Want::Pages(things) => match page(things, &field.arguments) {
                Ok(page) => self.page(field, &page),
                Err(BadCursor) => self.fault("BAD_USER_INPUT"),
            },
        }
    }

    fn object(&mut self, field: &Field, thing: &Thing) -> Value {
        let mut object = Map::new();
        if let Some(within) = &field.within {
            object.insert("__typename".into(), thing.of.into());
            if within != thing.of {
                return object.into();
            }
        }
        for inner in &field.inner {
            let want = thing.fields.get(inner.name.as_str()).unwrap_or_else(|| {
                panic!(
                    "{}.{} is asked for, and api/tests/proof/expected.rs does not say what must be there",
                    thing.of, inner.name
                )
            });
            let (key, value) = self.field(inner, want);
            object.insert(key, value);
        }
        object.into()
    }

    fn list(&mut self, field: &Field, things: &[Thing]) -> Value {
        let mut list = Vec::new();
        for (at, thing) in things.iter().enumerate() {
            self.path.push(at.to_string());
            list.push(self.object(field, thing));
            self.path.pop();
        }
        list.into()
    }

    fn page(&mut self, field: &Field, page: &Page<'_>) -> Value {
        let mut object = Map::new();
        for inner in &field.inner {
            self.path.push(inner.name.clone());
            let value = match inner.name.as_str() {
                "totalCount" => page.total.into(),
                "pageInfo" => page.info(inner),
                "nodes" => self.list(
                    inner,
                    &page.things.iter().map(|thing| (*thing).clone()).collect::<Vec<_>>(),
                ),
                "edges" => self.edges(inner, page),
                other => panic!("pages have no {other}"),
            };
            self.path.pop();
            object.insert(inner.name.clone(), value);
        }
        object.into()
    }

    fn edges(&mut self, field: &Field, page: &Page<'_>) -> Value {
        let mut edges: Vec<Value> = Vec::new();
        for (at, thing) in page.things.iter().enumerate() {
            self.path.push(at.to_string());
            let mut edge = Map::new();
            for inner in &field.inner {
                let want = match inner.name.as_str() {
                    "cursor" => Want::Name(cursor_name(thing)),
                    _ => Want::One(Box::new((*thing).clone())),
                };
                let (key, value) = self.field(inner, &want);
                edge.insert(key, value);
            }
            self.path.pop();
            edges.push(edge.into());
        }
        edges.into()
    }
}

/// How the proof calls a thing's place in lists: a skill has the same one in every passport.
pub fn cursor_name(thing: &Thing) -> String {
    let name = thing
        .name
        .split_once(": ")
        .map_or(thing.name.as_str(), |(_, skill)| skill);
    // A place in a list is the same as of whichever day.
    let name = name.split_once(" on day ").map_or(name, |(name, _)| name);
    format!("cursor of {name}")
}

/// One page of a list.
struct Page<'a> {
    things: Vec<&'a Thing>,
    total: usize,
    before: bool,
    after: bool,
}

impl Page<'_> {
    fn info(&self, field: &Field) -> Value {
        let cursor =
            |thing: Option<&&Thing>| thing.map_or(Value::Null, |thing| format!("{NAME}{}", cursor_name(thing)).into());
        let mut info = Map::new();
        for inner in &field.inner {
            let value = match inner.name.as_str() {
                "hasPreviousPage" => json!(self.before),
                "hasNextPage" => json!(self.after),
                "startCursor" => cursor(self.things.first()),
                "endCursor" => cursor(self.things.last()),
                other => panic!("pageInfo has no {other}"),
            };
            info.insert(inner.name.clone(), value);
        }
        info.into()
    }
}

fn page<'a>(things: &'a [Thing], asked: &Arguments) -> Result<Page<'a>, BadCursor> {
    let mut list: Vec<&Thing> = things
        .iter()
        .filter(|thing| asked.filter.iter().all(|(name, value)| passes(thing, name, value)))
        .collect();
    if let Some((field, down)) = asked.order {
        list.sort_by(|a, b| ordered(&a.listed, &b.listed, field, down, a, b));
    }
    let find = |name: &str| {
        list.iter()
            .position(|thing| cursor_name(thing) == name)
            .ok_or(BadCursor)
    };
    let start = asked
        .after
        .as_ref()
        .map(|after| find(&after.name))
        .transpose()?
        .map_or(0, |at| at + 1);
    let end = asked.before.as_ref().map(|before| find(&before.name)).transpose()?;
    let end = end.unwrap_or(list.len()).max(start);
    let (from, to) = match (asked.first, asked.last) {
        (_, Some(last)) => (end.saturating_sub(last).max(start), end),
        (first, None) => (start, end.min(start + first.unwrap_or(20))),
    };
    Ok(Page {
        things: list[from..to].to_vec(),
        total: list.len(),
        before: from > 0,
        after: to < list.len(),
    })
}

/// Values of a filter as texts, enum words without their mark and small.
fn texts(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(|text| text.trim_start_matches('#').to_owned());
    match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

fn passes(thing: &Thing, filter: &str, value: &Value) -> bool {
    let (listed, texts) = (&thing.listed, texts(value));
    if let Some(skill) = &listed.skill {
        return skill_passes(thing, skill, filter, value, &texts);
    }
    let among = |word: Option<&str>| {
        word.is_some_and(|word| texts.iter().any(|text| text == word || *text == word.to_uppercase()))
    };
    match filter {
        "kinds" => among(listed.kind),
        "statuses" => among(listed.status),
        "source" => among(Some(listed.source)),
        "search" => comparable(&listed.title).contains(&comparable(&texts[0])),
        other => panic!("no filter {other}"),
    }
}

fn skill_passes(thing: &Thing, skill: &Skill, filter: &str, value: &Value, texts: &[String]) -> bool {
    let concept = |field: &str| match (&thing.fields["concept"], field) {
        (Want::One(concept), field) => concept.fields.get(field).cloned(),
        _ => None,
    };
    match filter {
        "minBand" => {
            let wanted = BANDS.iter().position(|band| band.to_uppercase() == texts[0]).unwrap();
            skill
                .band
                .is_some_and(|(low, _)| usize::try_from(low).unwrap() >= wanted)
        }
        "vocabulary" => skill.vocabulary.as_deref() == Some(&texts[0]),
        "concept" => matches!(concept("uri"), Some(Want::Plain(uri)) if uri == texts[0].as_str()),
        "strongestAssertion" => texts
            .iter()
            .any(|text| *text == ASSERTIONS[skill.strongest].to_uppercase()),
        "minIndependentSources" => skill.sources as u64 >= value.as_u64().unwrap(),
        "translated" => skill.concept.is_some() == value.as_bool().unwrap(),
        "search" => skill.labels.iter().any(|label| label.contains(&comparable(&texts[0]))),
        other => panic!("no filter {other}"),
    }
}

/// Entries without a date come last, whichever way; among equals the one taken in first.
fn ordered(a: &Listed, b: &Listed, field: &str, down: bool, of_a: &Thing, of_b: &Thing) -> Ordering {
    let directed = |ordering: Ordering| if down { ordering.reverse() } else { ordering };
    if let (Some(one), Some(other)) = (&a.skill, &b.skill) {
        let ordering = match field {
            "STRENGTH" => strength(of_a).cmp(&strength(of_b)),
            "BAND" => one.band.map(|(low, _)| low).cmp(&other.band.map(|(low, _)| low)),
            "LAST_OBSERVED" => one.last.cmp(&other.last),
            _ => alphabetical(&one.label).cmp(&alphabetical(&other.label)),
        };
        let key = |skill: &Skill| -> Key { skill.key.clone() };
        return directed(ordering).then_with(|| key(one).cmp(&key(other)));
    }
    let ordering = match field {
        "DATE" => match (a.date, b.date) {
            (Some(a), Some(b)) => directed(a.cmp(&b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
        "TITLE" => directed(a.title.cmp(&b.title)),
        _ => directed(a.recorded.cmp(&b.recorded)),
    };
    ordering.then(a.at.cmp(&b.at))
}

fn alphabetical(label: &str) -> (String, String) {
    (comparable(label), label.to_owned())
}
