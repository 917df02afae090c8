//! Whether a document is LER-RS, told by its content, whole or damaged.

use crate::Part;
use crate::json::piece::{Piece, glance};
use crate::text::utf8;
use serde_json::Value;

/// How many elements of an array are looked at.
const LOOKED_AT: usize = 20;
/// Sections that no other format has.
const SECTIONS: [&str; 2] = ["educationAndLearnings", "employmentHistories"];
/// What the subject of a credential holds in place of a whole résumé.
pub const PROVISIONAL: [&str; 4] = ["educationAndLearning", "employmentHistory", "certification", "license"];

/// Whether a part is of this format.
pub fn recognises(part: &Part<'_>) -> bool {
    let Some(text) = utf8(&part.bytes) else { return false };
    let told = ["LER-RS", "hropenstandards.org", SECTIONS[0], SECTIONS[1]];
    if !told.iter().any(|word| text.contains(word)) {
        return false;
    }
    match Piece::of(part) {
        Ok(whole) => whole.any(LOOKED_AT, |piece| is_document(&piece.outline(3))),
        Err(_) => looks_like(text),
    }
}

/// Whether a document is an LER-RS résumé or a credential of HR Open. Credentials of other formats come in the same
/// wrapping; their adapters ask here.
pub fn is_document(value: &Value) -> bool {
    match value.get("credentialSubject") {
        None => is_resume(value),
        Some(subject) => is_resume(subject) || subject.get("lerrsType").is_some() || is_of_hr_open(value),
    }
}

fn is_resume(value: &Value) -> bool {
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    kind.contains("LER-RSType") || SECTIONS.iter().any(|section| value.get(section).is_some())
}

/// Whether the context is one of HR Open's.
fn is_of_hr_open(value: &Value) -> bool {
    let of = |address: &Value| {
        address
            .as_str()
            .is_some_and(|address| address.contains("hropenstandards.org"))
    };
    match value.get("@context") {
        Some(Value::Array(items)) => items.iter().any(of),
        Some(address) => of(address),
        None => false,
    }
}

/// A damaged text: its beginning says that it is an object and LER-RS.
fn looks_like(text: &str) -> bool {
    let text = glance(text.trim_start());
    text.starts_with(['{', '[']) && (text.contains("hropenstandards.org") || text.contains(SECTIONS[0]))
}

#[cfg(test)]
mod tests {
    use super::is_document;
    use serde_json::json;

    #[test]
    fn documents_are_told_by_type_sections_and_context() {
        let hr_open = "http://schema.hropenstandards.org/4.5/recruiting/json/x.json";
        let vc = "https://www.w3.org/2018/credentials/v1";
        for (document, expected) in [
            (
                json!({"type": "http://schema.hropenstandards.org/4.4/recruiting/json/ler-rs/LER-RSType.json"}),
                true,
            ),
            (json!({"employmentHistories": []}), true),
            (
                json!({"@context": [vc, hr_open], "credentialSubject": {"license": {}}}),
                true,
            ),
            (json!({"@context": hr_open, "credentialSubject": {}}), true),
            (
                json!({"@context": [vc], "credentialSubject": {"type": "x/LER-RSType.json"}}),
                true,
            ),
            (json!({"@context": [vc], "credentialSubject": {"lerrsType": {}}}), true),
            (json!({"@context": [vc], "credentialSubject": {"license": {}}}), false),
            (json!({"@context": [hr_open], "type": "Profile"}), false),
            (json!({"skills": [{"name": "x"}], "person": {}}), false),
            (json!([]), false),
        ] {
            assert_eq!(is_document(&document), expected, "{document}");
        }
    }
}
