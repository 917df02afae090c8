//! What a fixture gives as a whole: its expected outcome, and who recognises it.

use crate::fixtures::{Fixture, each_adapter, each_fixture, ensure, file_name, fixtures_of, folder_of, listing};
use adapters::{Batch, Unreadable};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn a_fixture_gives_exactly_what_is_expected() {
    each_fixture("a_fixture_gives_exactly_what_is_expected", |fixture| {
        let outcome = outcome(&fixture.read());
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            write_expected(fixture, &outcome);
        }
        let expected = fs::read(fixture.expected_path())
            .map_err(|_| "has no *.expected.json; run with UPDATE_EXPECTED=1 and read what it writes".to_owned())?;
        let expected: Value =
            serde_json::from_slice(&expected).map_err(|error| format!("its *.expected.json is not JSON: {error}"))?;
        ensure(outcome == expected, || first_difference("", &expected, &outcome))
    });
}

#[test]
fn expected_files_and_fixtures_come_in_pairs() {
    each_adapter("expected_files_and_fixtures_come_in_pairs", |adapter| {
        let fixtures = fixtures_of(adapter);
        let stems: BTreeSet<_> = fixtures.iter().map(|fixture| fixture.stem().to_owned()).collect();
        ensure(stems.len() == fixtures.len(), || {
            "two fixtures share one *.expected.json".into()
        })?;
        let orphan = listing(&folder_of(adapter).join("fixtures"))
            .iter()
            .filter_map(|path| file_name(path).strip_suffix(".expected.json").map(str::to_owned))
            .find(|stem| !stems.contains(stem));
        ensure(orphan.is_none(), || {
            format!("{orphan:?} is expected, but there is no such fixture")
        })
    });
}

#[test]
fn good_fixtures_give_records_and_bad_ones_say_what_is_wrong() {
    each_fixture(
        "good_fixtures_give_records_and_bad_ones_say_what_is_wrong",
        |fixture| match (fixture.is_good(), fixture.read()) {
            (true, Err(unreadable)) => Err(format!("is good, but unreadable: {unreadable}")),
            (true, Ok(batch)) => {
                let rejects: Vec<_> = batch.rejects.iter().map(|reject| &reject.reason).collect();
                ensure(rejects.is_empty(), || {
                    format!("is good, but gives rejects: {rejects:?}")
                })?;
                ensure(!batch.records.is_empty(), || "is good, but gives no record".into())
            }
            (false, Ok(batch)) => ensure(!batch.rejects.is_empty(), || "is bad, but nothing is rejected".into()),
            (false, Err(_)) => Ok(()),
        },
    );
}

#[test]
fn reading_twice_gives_the_same() {
    each_fixture("reading_twice_gives_the_same", |fixture| {
        ensure(fixture.read() == fixture.read(), || {
            "the second reading differs from the first".into()
        })
    });
}

#[test]
fn a_fixture_is_recognised_by_its_own_adapter_alone() {
    each_fixture("a_fixture_is_recognised_by_its_own_adapter_alone", |fixture| {
        let own = fixture.adapter.profile().key;
        match adapters::detect(&fixture.delivery()) {
            Ok(found) => {
                let found = found.profile().key;
                ensure(found == own, || format!("is recognised by {found}"))
            }
            Err(unreadable) if fixture.is_good() || unreadable.code == "ambiguous_format" => Err(unreadable.reason),
            Err(_) => Ok(()),
        }
    });
}

/// The outcome as the expected files hold it.
pub fn outcome(read: &Result<Batch, Unreadable>) -> Value {
    match read {
        Ok(batch) => json!({"outcome": "read", "records": batch.records, "rejects": batch.rejects}),
        Err(unreadable) => json!({"outcome": "unreadable", "unreadable": unreadable}),
    }
}

fn write_expected(fixture: &Fixture, outcome: &Value) {
    let text = format!("{}\n", serde_json::to_string_pretty(outcome).unwrap());
    fs::write(fixture.expected_path(), text).unwrap();
}

/// The first place where two values differ, in words.
pub fn first_difference(pointer: &str, expected: &Value, found: &Value) -> String {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<_> = a.keys().chain(b.keys()).collect();
            let null = Value::Null;
            let of = |map: &serde_json::Map<String, Value>, key: &String| map.get(key).unwrap_or(&null).clone();
            let differing = keys.into_iter().find(|key| a.get(*key) != b.get(*key));
            differing.map_or_else(String::new, |key| {
                first_difference(&format!("{pointer}/{key}"), &of(a, key), &of(b, key))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let differing = a.iter().zip(b).enumerate().find(|(_, (a, b))| a != b);
            differing.map_or_else(String::new, |(at, (a, b))| {
                first_difference(&format!("{pointer}/{at}"), a, b)
            })
        }
        (Value::Array(a), Value::Array(b)) => {
            format!(
                "{pointer} has {} entries, expected are {}: {}",
                b.len(),
                a.len(),
                short(found)
            )
        }
        _ => format!("{pointer} is {}, expected is {}", short(found), short(expected)),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 300 {
        format!("{}…", text.chars().take(300).collect::<String>())
    } else {
        text
    }
}
