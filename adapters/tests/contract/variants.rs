//! The same text written another way: a byte order mark and Windows line ends change nothing that is said.

use crate::fixtures::{Fixture, each_fixture, ensure};
use crate::outcomes::{first_difference, outcome};
use adapters::read_all;
use serde_json::Value;

#[test]
fn a_byte_order_mark_changes_nothing() {
    each_fixture("a_byte_order_mark_changes_nothing", |fixture| {
        same_when(fixture, |text| {
            [b"\xEF\xBB\xBF", text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)].concat()
        })
    });
}

#[test]
fn windows_line_ends_change_nothing() {
    each_fixture("windows_line_ends_change_nothing", |fixture| {
        same_when(fixture, with_windows_line_ends)
    });
}

fn same_when(fixture: &Fixture, rewrite: impl Fn(&[u8]) -> Vec<u8>) -> Result<(), String> {
    let is_text = fixture
        .parts
        .iter()
        .all(|(name, bytes)| is_text(name) && std::str::from_utf8(bytes).is_ok());
    if !is_text || !fixture.is_good() {
        return Ok(());
    }
    let parts: Vec<_> = fixture
        .parts
        .iter()
        .map(|(name, bytes)| (name.clone(), rewrite(bytes)))
        .collect();
    let plain = comparable(outcome(&fixture.read()));
    let rewritten = comparable(outcome(&read_all(fixture.adapter, &fixture.delivery_of(&parts))));
    ensure(plain == rewritten, || first_difference("", &plain, &rewritten))
}

fn is_text(name: &str) -> bool {
    ["json", "jsonl", "ndjson", "jsonld", "csv", "tsv", "xml", "txt"]
        .iter()
        .any(|ending| name.ends_with(&format!(".{ending}")))
}

fn with_windows_line_ends(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text)
        .replace("\r\n", "\n")
        .replace('\n', "\r\n");
    text.into_bytes()
}

/// Without the signed bytes, which are kept exactly as received, and with the line ends inside cells evened out.
fn comparable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace("\r\n", "\n")),
        Value::Array(items) => Value::Array(items.into_iter().map(comparable).collect()),
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| name != "signed");
            Value::Object(kept.map(|(name, value)| (name, comparable(value))).collect())
        }
        other => other,
    }
}
