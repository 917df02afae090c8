//! Hostile and damaged input: no adapter may panic, what comes out keeps the contract, and stays in proportion to what
//! went in.

use crate::fixtures::{Fixture, each_adapter, each_fixture, ensure, fixtures_of};
use crate::outcomes::outcome;
use crate::records::{is_explained, keeps_contract};
use adapters::{Adapter, Delivery, read_all};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Cuts per fixture.
const CUTS: usize = 200;
/// Random changes tried per fixture or adapter.
const TRIES: u32 = 64;
/// Values replaced per fixture, all its parts together.
const REPLACED: usize = 60;

#[test]
fn a_fixture_cut_off_anywhere_is_survived() {
    each_fixture("a_fixture_cut_off_anywhere_is_survived", |fixture| {
        for (at, (_, bytes)) in fixture.parts.iter().enumerate() {
            let step = (bytes.len() * fixture.parts.len() / CUTS).max(1);
            for length in (0..bytes.len()).step_by(step) {
                let parts = with_part(fixture, at, bytes[..length].to_vec());
                survives(fixture.adapter, &fixture.delivery_of(&parts))
                    .map_err(|problem| format!("cut off after {length} bytes: {problem}"))?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_fixture_with_bytes_changed_is_survived() {
    each_fixture("a_fixture_with_bytes_changed_is_survived", |fixture| {
        let edits = proptest::collection::vec((any::<prop::sample::Index>(), any::<Edit>()), 1..6);
        tries(&(0..fixture.parts.len().max(1), edits), |(at, edits)| {
            let Some((_, bytes)) = fixture.parts.get(at) else {
                return Ok(());
            };
            let mut bytes = bytes.clone();
            edits.iter().for_each(|(index, edit)| edit.apply(&mut bytes, index));
            survives(fixture.adapter, &fixture.delivery_of(&with_part(fixture, at, bytes)))
        })
    });
}

#[test]
fn a_json_fixture_with_any_value_replaced_is_survived() {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("\u{0}…"),
        json!([]),
        json!([[1]]),
        json!({}),
    ];
    each_fixture("a_json_fixture_with_any_value_replaced_is_survived", |fixture| {
        for (at, (_, bytes)) in fixture.parts.iter().enumerate() {
            let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
                continue;
            };
            for (pointer, value) in pointers(&document, REPLACED / fixture.parts.len())
                .iter()
                .flat_map(|pointer| odd.iter().map(move |v| (pointer, v)))
            {
                let parts = with_part(fixture, at, replaced(&document, pointer, value));
                survives(fixture.adapter, &fixture.delivery_of(&parts))
                    .map_err(|problem| format!("{pointer} replaced by {value}: {problem}"))?;
            }
        }
        Ok(())
    });
}

#[test]
fn the_fixtures_of_others_are_survived() {
    each_adapter("the_fixtures_of_others_are_survived", |adapter| {
        let fixtures = adapters::sources::all().iter().copied().flat_map(fixtures_of);
        fixtures.into_iter().try_for_each(|fixture| {
            survives(adapter, &fixture.delivery()).map_err(|problem| format!("{}: {problem}", fixture.title()))
        })
    });
}

#[test]
fn arbitrary_bytes_are_survived() {
    each_adapter("arbitrary_bytes_are_survived", |adapter| {
        tries(&proptest::collection::vec(any::<u8>(), 0..2048), |bytes| {
            survives(adapter, &Delivery::single("any.bin", bytes))
        })
    });
}

#[test]
fn notorious_input_is_survived() {
    each_adapter("notorious_input_is_survived", |adapter| {
        notorious().into_iter().try_for_each(|(name, bytes)| {
            survives(adapter, &Delivery::single("notorious.json", bytes))
                .map_err(|problem| format!("{name}: {problem}"))
        })?;
        survives(adapter, &Delivery::several("folder", Vec::new())).map_err(|problem| format!("no parts: {problem}"))
    });
}

fn notorious() -> Vec<(&'static str, Vec<u8>)> {
    let many = 100_000;
    vec![
        ("nothing", Vec::new()),
        ("blanks", b" \n\t ".to_vec()),
        ("a byte order mark alone", b"\xEF\xBB\xBF".to_vec()),
        ("a UTF-16 mark and half a character", b"\xFF\xFEa".to_vec()),
        ("NULs", vec![0; many]),
        ("NULs in UTF-16", [b"\xFE\xFF".to_vec(), vec![0; many]].concat()),
        ("line ends", b"\r\n".repeat(many)),
        ("commas", b",".repeat(many)),
        ("quotes", b"\"".repeat(many + 1)),
        ("arrays in arrays", b"[".repeat(many)),
        ("objects in objects", b"{\"a\":".repeat(many)),
        (
            "arrays deep in a row",
            [b"[{\"id\":1,\"name\":".to_vec(), b"[".repeat(many)].concat(),
        ),
        (
            "a deep document that closes",
            [b"[".repeat(many), b"]".repeat(many)].concat(),
        ),
        (
            "many empty rows",
            [b"[".to_vec(), b"{},".repeat(many / 10), b"{}]".to_vec()].concat(),
        ),
        (
            "the same key again",
            [
                b"{".to_vec(),
                b"\"type\":[],".repeat(many / 10),
                b"\"type\":[]}".to_vec(),
            ]
            .concat(),
        ),
        (
            "a huge number",
            [b"[{\"id\":".to_vec(), b"9".repeat(many), b"}]".to_vec()].concat(),
        ),
        ("an unpaired surrogate", b"[{\"id\":1,\"name\":\"\\ud800\"}]".to_vec()),
        (
            "a zip of nothing",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(),
        ),
        ("a zip cut off", b"PK\x03\x04\x14\0\0\0".to_vec()),
    ]
}

/// Recognising and reading must come back, keep the contract, and give no more than in proportion to the input.
fn survives(adapter: &dyn Adapter, delivery: &Delivery<'_>) -> Result<(), String> {
    let run = || {
        adapter.recognises(delivery);
        read_all(adapter, delivery)
    };
    let read = catch_unwind(AssertUnwindSafe(run)).map_err(|_| "panics (the message stands above)".to_owned())?;
    let length = outcome(&read).to_string().len();
    let most = (1 << 20) + 400 * delivery.len();
    ensure(length as u64 <= most, || {
        format!("{} bytes in gave {length} bytes out", delivery.len())
    })?;
    match read {
        Ok(batch) => keeps_contract(adapter.profile(), &batch),
        Err(unreadable) => is_explained(unreadable.code, &unreadable.reason),
    }
}

fn tries<S: Strategy>(strategy: &S, run: impl Fn(S::Value) -> Result<(), String>) -> Result<(), String> {
    let config = Config {
        cases: TRIES,
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(strategy, |value| run(value).map_err(TestCaseError::fail));
    outcome.map_err(|error| error.to_string())
}

fn with_part(fixture: &Fixture, at: usize, bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut parts = fixture.parts.clone();
    parts[at].1 = bytes;
    parts
}

/// One change to some bytes.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Flip(u8),
    Insert(u8),
    Delete(u8),
    Double(u8),
}

impl Arbitrary for Edit {
    type Parameters = ();
    type Strategy = BoxedStrategy<Edit>;
    fn arbitrary_with((): ()) -> Self::Strategy {
        let telling = prop_oneof![any::<u8>(), prop::sample::select(b"[]{}\",:\\\0\n\r;0-9aZ".to_vec())];
        let make = [Edit::Flip, Edit::Insert, Edit::Delete, Edit::Double];
        (prop::sample::select(make.to_vec()), telling)
            .prop_map(|(make, byte)| make(byte))
            .boxed()
    }
}

impl Edit {
    fn apply(self, bytes: &mut Vec<u8>, index: &prop::sample::Index) {
        let at = index.index(bytes.len() + 1);
        let end = |length: u8| (at + usize::from(length)).min(bytes.len());
        match self {
            Edit::Insert(byte) => bytes.insert(at, byte),
            Edit::Flip(byte) => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= byte.max(1)),
            Edit::Delete(length) => drop(bytes.drain(at..end(length))),
            Edit::Double(length) => {
                let copy = bytes[at..end(length)].to_vec();
                bytes.splice(at..at, copy);
            }
        }
    }
}

/// Pointers to the values of a document, at most so many, spread over it.
fn pointers(document: &Value, most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut next = 0;
    while let Some(pointer) = all.get(next).cloned() {
        match document.pointer(&pointer) {
            Some(Value::Object(fields)) => all.extend(fields.keys().map(|key| format!("{pointer}/{}", escaped(key)))),
            Some(Value::Array(items)) => all.extend((0..items.len()).map(|index| format!("{pointer}/{index}"))),
            _ => {}
        }
        next += 1;
    }
    let step = all.len().div_ceil(most.max(1));
    all.into_iter().step_by(step).collect()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn replaced(document: &Value, pointer: &str, value: &Value) -> Vec<u8> {
    let mut document = document.clone();
    if let Some(place) = document.pointer_mut(pointer) {
        *place = value.clone();
    }
    document.to_string().into_bytes()
}
