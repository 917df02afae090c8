//! Whether a document is SCIM, told by its `schemas`, whole or damaged.

use crate::Part;
use crate::json::piece::{Piece, glance};
use crate::text::utf8;

/// How many elements of an array are looked at.
const LOOKED_AT: usize = 20;
/// How every schema of the standard begins.
pub const URN: &str = "urn:ietf:params:scim:";

/// Whether a part is of this format.
pub fn recognises(part: &Part<'_>) -> bool {
    let Some(text) = utf8(&part.bytes) else { return false };
    if !text.contains(URN) {
        return false;
    }
    match Piece::of(part) {
        Ok(whole) => whole.any(LOOKED_AT, names_schemas),
        Err(_) => looks_like(text),
    }
}

fn names_schemas(piece: &Piece<'_>) -> bool {
    let fields = piece.fields().ok();
    let schemas = fields.and_then(|fields| fields.get("schemas"));
    schemas.is_some_and(|schemas| schemas.text.contains(URN))
}

/// A damaged text that begins with `schemas`, as servers write it.
fn looks_like(text: &str) -> bool {
    let text = glance(text.trim_start());
    let first = text.find("\"schemas\"").zip(text.find(URN));
    text.starts_with(['{', '[']) && first.is_some_and(|(key, urn)| key < urn && urn - key < 100)
}

#[cfg(test)]
mod tests {
    use super::recognises;
    use crate::Part;

    #[test]
    fn documents_are_told_by_their_schemas() {
        for (text, expected) in [
            (
                r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1"}"#,
                true,
            ),
            (
                r#"[{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"]}]"#,
                true,
            ),
            (
                r#"{"requests": [{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}]}"#,
                false,
            ),
            (r#"{"schemas": ["urn:example:User"], "id": "1"}"#, false),
            (r#"{ "schemas" : ["urn:ietf:params:scim:api:messages:2.0:ListRes"#, true),
            (r#"{ "note": "urn:ietf:params:scim:"#, false),
        ] {
            let part = Part {
                name: "x.json".into(),
                bytes: text.as_bytes().into(),
            };
            assert_eq!(recognises(&part), expected, "{text}");
        }
    }
}
