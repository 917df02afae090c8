//! What of a row is kept for provenance and replay: an allow-list.

use serde_json::Value;

/// The fields of these names, at any depth below others of these names. Everything else is left out.
pub fn keep(value: &Value, fields: &[&str]) -> Value {
    match value {
        Value::Object(found) => {
            let kept = found.iter().filter(|(key, _)| fields.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key.clone(), keep(value, fields))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| keep(item, fields)).collect()),
        plain => plain.clone(),
    }
}

/// The same of a row that holds a list of which each entry becomes a record: without the others.
pub fn keep_one(value: &Value, list: &str, at: Option<usize>, fields: &[&str]) -> Value {
    let others: Vec<&str> = fields.iter().copied().filter(|field| *field != list).collect();
    let mut kept = keep(value, &others);
    let one = at.and_then(|at| value.get(list)?.get(at)).map(|one| keep(one, fields));
    if let (Some(kept), Some(one)) = (kept.as_object_mut(), one) {
        kept.insert(list.to_owned(), Value::Array(vec![one]));
    }
    kept
}
