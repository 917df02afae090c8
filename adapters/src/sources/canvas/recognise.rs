//! Whether a file is Canvas's, told by its content, whole or damaged.

use super::kind::Kind;
use crate::row;
use serde_json::value::RawValue;

/// How much of a file is looked at, and how many of its rows.
const GLANCE: usize = 64 << 10;
/// How much of it is parsed to tell what it is; of a longer file the words in it decide.
const PARSED: usize = 4 << 20;
const LOOKED_AT: usize = 5;

/// First segments of Canvas's addresses, as a capture has them.
const ROOTS: &[&str] = &[
    "courses/",
    "courses\"",
    "users/",
    "accounts/",
    "outcomes/",
    "global/",
    "sections/",
    "search/",
    "progress/",
];

/// Words of which one pair stands in every answer that is read.
const MARKS: &[(&str, &str)] = &[
    ("\"type\":\"StudentEnrollment\"", "\"course_id\":"),
    ("\"outcome_results\":[", "\"links\":{"),
    ("\"rollups\":[", "\"scores\":["),
    ("\"assignment_id\":", "\"submission_type\":"),
    ("\"sortable_name\":", "\"short_name\":"),
    ("\"course_code\":", "\"enrollment_term_id\":"),
    ("\"mastery_points\":", "\"calculation_method\":"),
];

/// Whether this looks like answers of Canvas, or a capture of them.
pub fn is_canvas(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let bytes = bytes.get(..PARSED).unwrap_or(bytes);
    let glance = String::from_utf8_lossy(bytes.get(..GLANCE).unwrap_or(bytes));
    match bytes.first() {
        Some(b'[') => first_rows(bytes.get(1..).unwrap_or_default(), &glance),
        Some(b'{') => is_capture(&glance) || is_page(&glance) || first_rows(bytes, &glance),
        _ => false,
    }
}

fn bare(glance: &str) -> String {
    glance.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A capture begins with a name, under which a method and an address of Canvas stand.
fn is_capture(glance: &str) -> bool {
    let bare = bare(glance);
    let head: String = bare.chars().take(400).collect();
    let inside = head.trim_start_matches('{').split_once(":{").map(|(_, inside)| inside);
    let endpoint = head.split_once("\"endpoint\":\"").map(|(_, address)| address);
    inside.is_some_and(|inside| inside.starts_with("\"method\":\"") || inside.starts_with("\"endpoint\":\""))
        && head.contains("\"method\":\"")
        && endpoint.is_some_and(|address| ROOTS.iter().any(|root| address.starts_with(root)))
}

fn is_page(glance: &str) -> bool {
    let bare = bare(glance);
    bare.starts_with("{\"outcome_results\":[") || bare.starts_with("{\"rollups\":[")
}

fn first_rows(bytes: &[u8], glance: &str) -> bool {
    let mut rest = bytes;
    for _ in 0..LOOKED_AT {
        let mut found = serde_json::Deserializer::from_slice(rest).into_iter::<&RawValue>();
        match found.next() {
            Some(Ok(raw)) if row::names(raw).is_some_and(|names| Kind::by_fields(&names).is_some()) => return true,
            Some(Ok(_)) => {}
            Some(Err(_)) => return looks_like(glance),
            None => return false,
        }
        let next = rest.get(found.byte_offset()..).unwrap_or_default().trim_ascii_start();
        rest = next.strip_prefix(b",").unwrap_or(next);
    }
    false
}

fn looks_like(glance: &str) -> bool {
    let bare = bare(glance);
    MARKS
        .iter()
        .any(|(one, other)| bare.contains(one) && bare.contains(other))
}

#[cfg(test)]
mod tests {
    use super::is_canvas;

    #[test]
    fn canvas_is_told_from_others() {
        for (text, canvas) in [
            (
                r#"[{"id":1,"user_id":2,"course_id":3,"type":"StudentEnrollment"}]"#,
                true,
            ),
            (r#"{"outcome_results":[]}"#, true),
            (r#"{"rollups":[{"scores":[]}]}"#, true),
            (r#"{"a":{"method":"GET","endpoint":"users/1","data":{}}}"#, true),
            (r#"{"a":{"endpoint":"courses","method":"GET"}}"#, true),
            (r#"{"a":{"method":"GET","endpoint":"things/1","data":{}}}"#, false),
            (r#"[{"id":1,"sortable_name":"a","short_name":"b","na"#, true),
            (r#"[{"id":1,"name":"x"}]"#, false),
            (r#"[{"id":1,"shortname":"x","fullname":"y"}]"#, false),
            ("[]", false),
            ("{}", false),
            ("", false),
        ] {
            assert_eq!(is_canvas(text.as_bytes()), canvas, "{text}");
        }
    }
}
