//! Whether a file is an answer of Moodle's web services, told by its content, whole or damaged.

use super::kind;
use crate::row;
use serde_json::value::RawValue;

/// How much of a file is looked at, and how many of its rows.
const GLANCE: usize = 64 << 10;
/// How much of it is parsed to tell what it is; of a longer file the words in it decide.
const PARSED: usize = 4 << 20;
const LOOKED_AT: usize = 5;

/// Words of which one pair stands in every answer that is read.
const MARKS: &[(&str, &str)] = &[
    ("\"exception\":\"", "\"errorcode\":\""),
    ("\"completionstatus\":{", "\"completions\":["),
    ("\"usergrades\":[", "\"gradeitems\":["),
    ("\"uniquehash\":\"", "\"issuername\":"),
    ("\"profileimageurlsmall\":", "\"fullname\":"),
    ("\"enrolledcourses\":[", "\"fullname\":"),
    ("\"shortname\":", "\"fullname\":"),
    ("\"competency\":{", "\"usercompetency\":{"),
    ("\"competency\":{", "\"coursecompetency\":{"),
    ("\"shortname\":", "\"scaleconfiguration\":"),
    ("\"usercompetencysummary\":{", "\"competency\":{"),
];

/// Whether this looks like an answer of Moodle.
pub fn is_moodle(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii();
    let bytes = bytes.get(..PARSED).unwrap_or(bytes);
    match bytes.first() {
        Some(b'[') => is_list(bytes),
        Some(b'{') => match serde_json::from_slice::<&RawValue>(bytes) {
            Ok(raw) => row::names(raw).is_some_and(|names| kind::is_error(&names) || kind::of_object(&names).is_some()),
            Err(_) => looks_like(bytes),
        },
        _ => false,
    }
}

fn is_list(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(1..).unwrap_or_default();
    for _ in 0..LOOKED_AT {
        let mut found = serde_json::Deserializer::from_slice(rest).into_iter::<&RawValue>();
        match found.next() {
            Some(Ok(raw)) if row::names(raw).is_some_and(|names| kind::of_row(&names).is_some()) => return true,
            Some(Ok(_)) => {}
            Some(Err(_)) => return looks_like(bytes),
            None => return false,
        }
        let next = rest.get(found.byte_offset()..).unwrap_or_default().trim_ascii_start();
        rest = next.strip_prefix(b",").unwrap_or(next);
    }
    false
}

fn looks_like(bytes: &[u8]) -> bool {
    let glance = String::from_utf8_lossy(bytes.get(..GLANCE).unwrap_or(bytes));
    let bare: String = glance.chars().filter(|c| !c.is_whitespace()).collect();
    MARKS
        .iter()
        .any(|(one, other)| bare.contains(one) && bare.contains(other))
}

#[cfg(test)]
mod tests {
    use super::is_moodle;

    #[test]
    fn moodle_is_told_from_others() {
        for (text, moodle) in [
            (r#"{"badges":[],"warnings":[]}"#, true),
            (
                r#"{"exception":"moodle_exception","errorcode":"x","message":"y"}"#,
                true,
            ),
            (r#"{"error":"no","errorcode":"invalidlogin","stacktrace":null}"#, true),
            (r#"[{"id":1,"shortname":"A","fullname":"B"}]"#, true),
            (r#"[7,{"id":1,"shortname":"A","fullname":"B"}]"#, true),
            (r#"[{"id":1,"shortname":"A","fullname":"B","su"#, true),
            (r#"{"usergrades":[{"gradeitems":[{"#, true),
            (r#"{"warnings":[]}"#, false),
            (r#"{"users":[]}"#, false),
            (r#"[{"id":1,"name":"x"}]"#, false),
            ("[]", false),
            ("null", false),
            ("6", false),
        ] {
            assert_eq!(is_moodle(text.as_bytes()), moodle, "{text}");
        }
    }
}
