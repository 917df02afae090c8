//! A key that an object gives twice: where that is a fault, it is named with its file.

use crate::fixtures::{each_fixture, ensure};
use crate::outcomes::outcome;
use adapters::read_all;
use serde_json::{Value, json};

/// Keys given twice per fixture.
const TRIED: usize = 40;

#[test]
fn a_key_given_twice_is_named_with_its_file() {
    each_fixture("a_key_given_twice_is_named_with_its_file", |fixture| {
        let [(name, bytes)] = fixture.parts.as_slice() else {
            return Ok(());
        };
        let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
            return Ok(());
        };
        let keys = keys(&document, "");
        let step = keys.len().div_ceil(TRIED).max(1);
        for (object, key) in keys.iter().step_by(step) {
            let parts = [(name.clone(), twice(&document, object, key).into_bytes())];
            let said = outcome(&read_all(fixture.adapter, &fixture.delivery_of(&parts)));
            let expected = json!({"file": name, "pointer": format!("{object}/{}", escaped(key))});
            for fault in faults(&said) {
                ensure(fault["place"] == expected, || {
                    format!("{object} has {key} twice, and the fault is at {}", fault["place"])
                })?;
            }
        }
        Ok(())
    });
}

/// Faults that are about two fields of one object, not about two records of one key.
fn faults(said: &Value) -> impl Iterator<Item = &Value> {
    let rejects = said["rejects"].as_array().into_iter().flatten();
    let all = rejects.chain(said.get("unreadable"));
    let is_record = |fault: &Value| {
        let reason = fault["reason"].as_str().unwrap_or_default();
        reason.contains("stood there before") || reason.contains("delivery twice")
    };
    all.filter(move |fault| fault["code"] == "duplicate_key" && !is_record(fault))
}

/// Every object by its pointer, with each of its keys.
fn keys(value: &Value, pointer: &str) -> Vec<(String, String)> {
    let within = |step: &str, value| keys(value, &format!("{pointer}/{}", escaped(step)));
    match value {
        Value::Object(fields) => {
            let own = fields.keys().map(|key| (pointer.to_owned(), key.clone()));
            let inner = fields.iter().flat_map(|(key, value)| within(key, value));
            own.chain(inner).collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, value)| within(&at.to_string(), value))
            .collect(),
        _ => Vec::new(),
    }
}

/// The document with this key a second time in this object.
fn twice(document: &Value, object: &str, key: &str) -> String {
    const HERE: &str = "\u{1}here";
    let mut document = document.clone();
    let Some(Value::Object(fields)) = document.pointer_mut(object) else {
        return document.to_string();
    };
    let again = fields.get(key).cloned().unwrap_or_default();
    fields.insert(HERE.to_owned(), again);
    let (here, key) = (Value::from(HERE).to_string(), Value::from(key).to_string());
    document.to_string().replace(&here, &key)
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
