//! The part of a thing that may be kept with its record.

use super::node::Spellings;
use super::text::is_language;
use serde_json::{Map, Value};

/// What JSON-LD itself says of a value.
const KEYWORDS: [&str; 5] = ["@id", "@type", "@value", "@language", "@list"];

/// The value with the fields of the allow-list alone, at every depth, under the names it came with.
pub fn kept(value: &Value, spellings: &Spellings, allowed: &[&str]) -> Value {
    match value {
        Value::Object(fields) if says_by_language(fields) => value.clone(),
        Value::Object(fields) => {
            let may_stay = |name: &str| KEYWORDS.contains(&name) || allowed.contains(&spellings.plain(name));
            let fields = fields.iter().filter(|(name, _)| may_stay(name));
            let kept = fields.map(|(name, value)| (name.clone(), kept(value, spellings, allowed)));
            Value::Object(kept.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(|item| kept(item, spellings, allowed)).collect(),
        plain => plain.clone(),
    }
}

/// Whether an object holds one text in several languages; nothing but texts, so that no field passes for a language.
fn says_by_language(fields: &Map<String, Value>) -> bool {
    let is_text = |value: &Value| match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        value => value.is_string(),
    };
    !fields.is_empty() && fields.iter().all(|(name, value)| is_language(name) && is_text(value))
}

#[cfg(test)]
mod tests {
    use super::{Spellings, kept};
    use serde_json::json;

    #[test]
    fn only_what_is_allowed_stays_at_any_depth() {
        let told = json!({
            "@context": "x", "@id": "i", "ex:title": {"en-US": "T", "de": ["A"]}, "ssn": "no",
            "place": [{"city": "C", "tel": "no"}, "plain"], "secret": {"title": "no"}
        });
        let spellings = Spellings(&["", "ex:"]);
        assert_eq!(
            kept(&told, &spellings, &["title", "place", "city"]),
            json!({"@id": "i", "ex:title": {"en-US": "T", "de": ["A"]}, "place": [{"city": "C"}, "plain"]})
        );
    }
}
