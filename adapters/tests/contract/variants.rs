//! The same text written another way, and read from elsewhere: nothing that is said changes.

use crate::fixtures::{Fixture, each_fixture, ensure};
use crate::outcomes::{first_difference, outcome};
use adapters::delivery::{Content, HEAD, Opens};
use adapters::{Delivery, Part, read_all};
use serde_json::Value;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

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

#[test]
fn utf_16_and_utf_32_change_nothing() {
    each_fixture("utf_16_and_utf_32_change_nothing", |fixture| {
        same_when(fixture, |text| {
            units(text, |c| {
                c.encode_utf16(&mut [0; 2])
                    .iter()
                    .flat_map(|unit| unit.to_le_bytes())
                    .collect()
            })
        })?;
        same_when(fixture, |text| units(text, |c| u32::from(c).to_be_bytes().to_vec()))
    });
}

#[test]
fn latin_1_within_json_is_told() {
    each_fixture("latin_1_within_json_is_told", |fixture| {
        let [(name, text)] = fixture.parts.as_slice() else {
            return Ok(());
        };
        let Some(at) = find(text, b": \"").filter(|_| name.ends_with(".json") && fixture.is_good()) else {
            return Ok(());
        };
        let (before, behind) = text.split_at(at + 3);
        let parts = [(name.clone(), [before, b"Zo\xEB ", behind].concat())];
        let said = outcome(&read_all(fixture.adapter, &fixture.delivery_of(&parts))).to_string();
        ensure(said.contains("bad_encoding"), || said)
    });
}

/// A file that is not in memory, and comes in small pieces.
#[derive(Debug)]
struct Elsewhere(Vec<u8>);

struct Pieces(Cursor<Vec<u8>>);

impl Opens for Elsewhere {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Pieces(Cursor::new(self.0.clone()))))
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(101);
        self.0.read(&mut into[..most])
    }
}

#[test]
fn a_file_that_is_not_in_memory_gives_the_same() {
    each_fixture("a_file_that_is_not_in_memory_gives_the_same", |fixture| {
        let part = |part: &Part<'_>| Part {
            name: part.name.to_string().into(),
            // Said to be longer than what is held of a file, so that it is read from where it stands.
            bytes: Content::elsewhere(Arc::new(Elsewhere(part.bytes.to_vec())), HEAD as u64 * 2).unwrap(),
        };
        let delivery = fixture.delivery();
        let name = delivery.name().to_owned();
        let elsewhere = Delivery::several(name, delivery.parts().iter().map(part).collect());
        let (here, there) = (
            outcome(&fixture.read()),
            outcome(&read_all(fixture.adapter, &elsewhere)),
        );
        ensure(here == there, || first_difference("", &here, &there))
    });
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

fn units(text: &[u8], unit: impl Fn(char) -> Vec<u8>) -> Vec<u8> {
    String::from_utf8_lossy(text).chars().flat_map(unit).collect()
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
