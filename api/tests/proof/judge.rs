//! What came, against what must come.

use crate::answer::{ANY, Answer, NAME, SCOPE};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The ids that one kind of caller was told, each of one thing.
#[derive(Default)]
pub struct Told {
    pub by_name: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

/// The first difference between what must come and what came; what ids name is learned on the way.
pub fn difference(told: &mut Told, expected: &Answer, got: &Value) -> Option<String> {
    let place = |path: &str| {
        if path.is_empty() {
            "the answer".to_owned()
        } else {
            path.to_owned()
        }
    };
    let faults = faults(got);
    if let Some((path, why)) = differ(told, "", &expected.data, &got["data"]) {
        return Some(format!("{}: {why}", place(&path)));
    }
    (expected.faults != faults).then(|| format!("errors: expected {:?}, got {faults:?}", expected.faults))
}

/// The places and codes of an answer's errors.
pub fn faults(got: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let path = |error: &Value| {
        error["path"]
            .as_array()
            .into_iter()
            .flatten()
            .map(text)
            .collect::<Vec<_>>()
            .join(".")
    };
    let errors = got["errors"].as_array().into_iter().flatten();
    let code = |error: &Value| error["extensions"]["code"].as_str().unwrap_or("none").to_owned();
    let mut faults: Vec<_> = errors.map(|error| (path(error), code(error))).collect();
    faults.sort();
    faults
}

fn differ(told: &mut Told, path: &str, expected: &Value, got: &Value) -> Option<(String, String)> {
    let here = |why: String| Some((path.trim_start_matches('.').to_owned(), why));
    match (expected, got) {
        (Value::String(any), _) if any == ANY => None,
        (Value::String(name), Value::String(id)) if name.starts_with(NAME) => told.learn(name, id).and_then(here),
        (Value::String(scope), Value::String(got)) if scope.starts_with(SCOPE) => {
            let (want, got) = (normal(scope), normal(got));
            (want != got)
                .then(|| here(format!("expected the scope {want}, got {got}")))
                .flatten()
        }
        (Value::Array(want), Value::Array(got)) if are_scopes(want) => {
            let (want, got) = (in_order(want), in_order(got));
            (want != got)
                .then(|| here(format!("expected the scopes {want:?}, got {got:?}")))
                .flatten()
        }
        (Value::Array(want), Value::Array(got)) if want.len() == got.len() => {
            let mut pairs = want.iter().zip(got).enumerate();
            pairs.find_map(|(at, (want, got))| differ(told, &format!("{path}.{at}"), want, got))
        }
        (Value::Object(want), Value::Object(got)) if want.keys().collect::<BTreeSet<_>>() == got.keys().collect() => {
            let mut fields = want.iter();
            fields.find_map(|(name, want)| differ(told, &format!("{path}.{name}"), want, &got[name]))
        }
        (expected, got) if expected == got => None,
        (expected, got) => here(format!("expected {}, got {}", short(expected), short(got))),
    }
}

fn are_scopes(values: &[Value]) -> bool {
    values
        .iter()
        .any(|value| value.as_str().is_some_and(|text| text.starts_with(SCOPE)))
}

fn in_order(scopes: &[Value]) -> Vec<String> {
    let mut scopes: Vec<String> = scopes.iter().filter_map(Value::as_str).map(normal).collect();
    scopes.sort();
    scopes
}

/// A scope with its filters, and their values, in one order.
fn normal(scope: &str) -> String {
    let text = scope.trim_start_matches(SCOPE);
    let (head, filters) = text.split_once('?').unwrap_or((text, ""));
    let sorted = |text: &str, by: char| {
        let mut parts: Vec<&str> = text.split(by).collect();
        parts.sort_unstable();
        parts.join(&by.to_string())
    };
    let filters = filters.split('&').map(|filter| match filter.split_once('=') {
        Some((name, values)) => format!("{name}={}", sorted(values, ',')),
        None => filter.to_owned(),
    });
    let filters: Vec<String> = filters.collect();
    format!("{head}?{}", sorted(&filters.join("&"), '&'))
}

impl Told {
    /// An id names one thing by every path, and a thing has one id; what is wrong otherwise.
    fn learn(&mut self, name: &str, id: &str) -> Option<String> {
        let name = name.trim_start_matches(NAME).to_owned();
        let before = self.by_name.entry(name.clone()).or_insert_with(|| id.to_owned());
        if before != id {
            return Some(format!("{name} has the id {id}, and had {before} before"));
        }
        let named = self.names.entry(id.to_owned()).or_insert_with(|| name.clone());
        (*named != name).then(|| format!("the id {id} is of {name}, and was of {named} before"))
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string().replace(NAME, "id of ").replace(ANY, "anything");
    if text.chars().count() > 600 {
        text.chars().take(600).chain("…".chars()).collect()
    } else {
        text
    }
}

/// The marks that a text carries: `§7§` of a row, `§h0§` of a person.
pub fn marks(text: &str) -> BTreeSet<String> {
    let pieces: Vec<&str> = text.split('§').collect();
    let short = |piece: &&str| !piece.is_empty() && piece.len() < 6 && piece.chars().all(|c| c.is_ascii_alphanumeric());
    let inner = pieces.get(1..pieces.len().saturating_sub(1)).unwrap_or_default();
    inner
        .iter()
        .copied()
        .filter(short)
        .map(|piece| format!("§{piece}§"))
        .collect()
}
