//! Whether a document is a JSON Resume, told by its content, whole or damaged.

use crate::Part;
use crate::json::piece::{Piece, glance};
use crate::text::utf8;
use serde_json::Value;

/// How many elements of an array are looked at.
const LOOKED_AT: usize = 20;
/// What `basics` holds.
const BASICS: [&str; 6] = ["name", "label", "email", "profiles", "summary", "location"];
/// Sections, of which one stands beside `basics`.
const SECTIONS: [&str; 6] = ["work", "education", "skills", "volunteer", "projects", "languages"];
/// Names of the schema.
const SCHEMAS: [&str; 2] = ["resume-schema", "jsonresume"];

/// Whether a part is of this format.
pub fn recognises(part: &Part<'_>) -> bool {
    let Some(text) = utf8(&part.bytes) else { return false };
    if !text.contains("\"basics\"") && !SCHEMAS.iter().any(|schema| text.contains(schema)) {
        return false;
    }
    match Piece::of(part) {
        Ok(whole) => whole.any(LOOKED_AT, |piece| is_resume(&piece.outline(2))),
        Err(_) => looks_like(text),
    }
}

fn is_resume(value: &Value) -> bool {
    let has = |key: &&str| value.get(*key).is_some();
    let schema = value.get("$schema").and_then(Value::as_str).unwrap_or_default();
    let names_schema = SCHEMAS.iter().any(|name| schema.contains(name));
    let basics = value.get("basics").and_then(Value::as_object);
    let is_person = basics.is_some_and(|basics| BASICS.iter().any(|key| basics.contains_key(*key)));
    let sections = SECTIONS.iter().any(|key| value.get(*key).is_some_and(Value::is_array));
    // `properties` stand in the schema itself.
    !has(&"properties") && ((names_schema && (basics.is_some() || sections)) || (is_person && sections))
}

/// A damaged text whose beginning has `basics` as an object.
fn looks_like(text: &str) -> bool {
    let text = glance(text.trim_start());
    let mut after = text.split("\"basics\"").skip(1).map(str::trim_start);
    let object = after.any(|rest| {
        rest.strip_prefix(':')
            .is_some_and(|rest| rest.trim_start().starts_with('{'))
    });
    text.starts_with(['{', '[']) && object && BASICS.iter().any(|key| text.contains(&format!("\"{key}\"")))
}

#[cfg(test)]
mod tests {
    use super::{is_resume, looks_like};
    use serde_json::json;

    #[test]
    fn resumes_are_told_from_postings_and_from_the_schema_itself() {
        let schema = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";
        for (document, expected) in [
            (json!({"basics": {"name": "Nia Park"}, "work": []}), true),
            (json!({"$schema": schema, "skills": []}), true),
            (json!({"$schema": schema, "basics": {}}), true),
            (json!({"basics": {"name": "Nia Park"}}), false),
            (json!({"basics": {"rate": 1}, "work": []}), false),
            (json!({"basics": "x", "work": []}), false),
            (json!({"$schema": schema, "title": "Web developer"}), false),
            (json!({"title": "Web developer", "skills": [{"name": "HTML"}]}), false),
            (
                json!({"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"basics": {}}}),
                false,
            ),
            (json!([]), false),
        ] {
            assert_eq!(is_resume(&document), expected, "{document}");
        }
        for (text, expected) in [
            (r#"{ "basics" : { "name": "Nia"#, true),
            (r#"{ "basics": [ "name""#, false),
            (r#"{ "title": "basics""#, false),
        ] {
            assert_eq!(looks_like(text), expected, "{text}");
        }
    }
}
