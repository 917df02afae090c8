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

#[cfg(test)]
mod tests {
    use super::{keep, keep_one};
    use serde_json::json;

    #[test]
    fn only_what_is_allowed_is_kept_at_any_depth() {
        let row = json!({"name": "x", "secret": 1, "list": [{"name": "a", "secret": 2}, {"name": "b"}]});
        let fields = ["name", "list"];
        assert_eq!(
            keep(&row, &fields),
            json!({"name": "x", "list": [{"name": "a"}, {"name": "b"}]})
        );
        assert_eq!(
            keep_one(&row, "list", Some(0), &fields),
            json!({"name": "x", "list": [{"name": "a"}]})
        );
        assert_eq!(keep_one(&row, "list", None, &fields), json!({"name": "x"}));
    }
}
