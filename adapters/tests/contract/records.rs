//! What holds for every record, claim and reject, from good input and bad.

use crate::fixtures::{each_batch, each_fixture, ensure};
use adapters::{Batch, Profile, Record, Reject};
use passport::record::{Claim, Place};
use std::collections::HashSet;

type Check = fn(&Profile, &Batch) -> Result<(), String>;

const CHECKS: &[Check] = &[
    are_declared,
    keys_are_unique,
    keys_are_sound,
    places_are_inside,
    subjects_have_keys,
    claims_name_skills,
    levels_are_placed,
    rejects_are_explained,
];

/// Kinds that are nothing without somebody they are about. A credential may be of whoever bears it.
const NEEDS_SUBJECT: &[&str] = &["person", "experience", "learning", "programme", "skill", "goal"];

/// Codes of rejects that speak of a whole file of a delivery.
const WHOLE_FILE: &[&str] = &[
    "bad_encoding",
    "empty",
    "not_baked",
    "not_json",
    "password_protected",
    "source_error",
    "too_large",
    "truncated",
    "unknown_format",
    "unsafe_path",
    "unsupported",
    "unsupported_compression",
    "wrong_format",
];

/// All that holds for whatever was read, for input that no fixture shows.
pub fn keeps_contract(profile: &Profile, batch: &Batch) -> Result<(), String> {
    CHECKS.iter().try_for_each(|check| check(profile, batch))
}

fn each(name: &str, check: Check) {
    each_batch(name, |fixture, batch| check(fixture.adapter.profile(), batch));
}

#[test]
fn a_records_stream_and_kind_are_declared() {
    each("a_records_stream_and_kind_are_declared", are_declared);
}

fn are_declared(profile: &Profile, batch: &Batch) -> Result<(), String> {
    batch.records.iter().try_for_each(|record| {
        ensure(is_declared(profile, record), || {
            format!(
                "{}: kind {} is not declared in its profile",
                at(record),
                record.body.kind()
            )
        })
    })
}

#[test]
fn a_key_is_unique_in_its_stream() {
    each("a_key_is_unique_in_its_stream", keys_are_unique);
}

pub fn keys_are_unique(_: &Profile, batch: &Batch) -> Result<(), String> {
    let mut seen = HashSet::new();
    batch.records.iter().try_for_each(|record| {
        ensure(seen.insert((record.stream, &record.key)), || {
            format!("{}: its key stood there before", at(record))
        })
    })
}

#[test]
fn a_key_is_filled_short_and_not_personal() {
    each("a_key_is_filled_short_and_not_personal", keys_are_sound);
}

fn keys_are_sound(_: &Profile, batch: &Batch) -> Result<(), String> {
    batch.records.iter().try_for_each(|record| {
        let key = &record.key;
        ensure(!key.trim().is_empty(), || format!("{}: its key is blank", at(record)))?;
        ensure(key.chars().count() <= 512, || {
            format!("{}: its key is longer than 512 characters", at(record))
        })?;
        ensure(!holds_email(key), || {
            format!("{}: its key holds an e-mail address", at(record))
        })
    })
}

#[test]
fn a_place_says_where_inside_the_file() {
    each("a_place_says_where_inside_the_file", places_are_inside);
}

fn places_are_inside(_: &Profile, batch: &Batch) -> Result<(), String> {
    for record in &batch.records {
        ensure(is_inside(&record.place), || {
            format!("{}: its place names no pointer or row", at(record))
        })?;
        for claim in &record.claims {
            ensure(is_inside(&claim.place), || {
                format!("{}: a claim's place names no pointer or row", at(record))
            })?;
        }
    }
    batch.rejects.iter().try_for_each(|reject| {
        ensure(is_inside(&reject.place) || is_of_whole_file(reject), || {
            format!("reject {:?} names no pointer or row", reject.reason)
        })
    })
}

#[test]
fn a_subject_has_a_key_where_there_is_one() {
    each("a_subject_has_a_key_where_there_is_one", subjects_have_keys);
}

fn subjects_have_keys(_: &Profile, batch: &Batch) -> Result<(), String> {
    batch.records.iter().try_for_each(|record| {
        let blank = record
            .subject
            .as_ref()
            .is_some_and(|subject| subject.key.trim().is_empty());
        ensure(!blank, || format!("{}: its subject has a blank key", at(record)))?;
        let needs = NEEDS_SUBJECT.contains(&record.body.kind());
        ensure(!needs || record.subject.is_some(), || {
            format!("{}: it is about nobody", at(record))
        })
    })
}

#[test]
fn a_claim_names_its_skill() {
    each("a_claim_names_its_skill", claims_name_skills);
}

fn claims_name_skills(_: &Profile, batch: &Batch) -> Result<(), String> {
    for record in &batch.records {
        let nameless = record.claims.iter().find(|claim| !names_skill(claim));
        ensure(nameless.is_none(), || {
            format!("{}: a claim has neither label nor uri nor code", at(record))
        })?;
    }
    Ok(())
}

#[test]
fn a_level_is_placed_within_its_scale() {
    each("a_level_is_placed_within_its_scale", levels_are_placed);
}

fn levels_are_placed(_: &Profile, batch: &Batch) -> Result<(), String> {
    let levels = batch.records.iter().flat_map(|record| {
        record
            .claims
            .iter()
            .filter_map(move |c| Some((record, c.level.as_ref()?)))
    });
    for (record, level) in levels {
        let placed = level.position.is_none_or(|position| (0.0..=1.0).contains(&position));
        ensure(placed, || {
            format!("{}: a level's position is outside 0 to 1", at(record))
        })?;
        ensure(!level.value.trim().is_empty(), || {
            format!("{}: a level has no value", at(record))
        })?;
        ensure(!level.scale.key.trim().is_empty(), || {
            format!("{}: a level's scale has no key", at(record))
        })?;
    }
    Ok(())
}

#[test]
fn what_could_not_be_read_has_a_code_and_a_reason() {
    each_fixture(
        "what_could_not_be_read_has_a_code_and_a_reason",
        |fixture| match fixture.read() {
            Ok(batch) => rejects_are_explained(fixture.adapter.profile(), &batch),
            Err(unreadable) => is_explained(unreadable.code, &unreadable.reason),
        },
    );
}

fn rejects_are_explained(_: &Profile, batch: &Batch) -> Result<(), String> {
    batch
        .rejects
        .iter()
        .try_for_each(|reject| is_explained(reject.code, &reject.reason))
}

/// Code and reason as an integrator needs them.
pub fn is_explained(code: &str, reason: &str) -> Result<(), String> {
    let snake = !code.is_empty()
        && code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    ensure(snake, || format!("the code {code:?} is not snake_case"))?;
    // The end of a sentence: no dangling colon or comma; the full stop itself is left to whoever shows it.
    let ends = reason.trim_end() == reason && !reason.ends_with([':', ',', ';', '-']);
    ensure(ends && reason.chars().count() >= 10, || {
        format!("{code}: the reason {reason:?} is no sentence")
    })?;
    ensure(!holds_email(reason), || {
        format!("{code}: the reason quotes an e-mail address")
    })
}

fn is_declared(profile: &Profile, record: &Record) -> bool {
    let stream = profile.streams.iter().find(|stream| stream.name == record.stream);
    stream.is_some_and(|stream| stream.kinds.contains(&record.body.kind()))
}

/// A JSON document that is one record as a whole has the empty pointer.
fn is_inside(place: &Place) -> bool {
    place.pointer.is_some() || place.row.is_some()
}

/// A file that cannot be read, among others that can, has no place inside.
fn is_of_whole_file(reject: &Reject) -> bool {
    reject.place.file.is_some() && WHOLE_FILE.contains(&reject.code)
}

fn names_skill(claim: &Claim) -> bool {
    let term = &claim.term;
    [&term.label, &term.uri, &term.code]
        .into_iter()
        .flatten()
        .any(|text| !text.trim().is_empty())
}

/// `somebody@host.tld`; an `@` alone (`https://example.org/@handle`) is none.
fn holds_email(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || "<>(),;\"'".contains(c))
        .any(|word| match word.split_once('@') {
            Some((user, host)) => !user.is_empty() && !user.ends_with('/') && host.contains('.'),
            None => false,
        })
}

fn at(record: &Record) -> String {
    format!("{} {} at {}", record.stream, record.key, record.place)
}
