//! What an adapter says of itself, and what lies in its folder.

use crate::fixtures::{each_adapter, ensure, file_name, fixtures_of, folder_of, listing, sources_folder};
use adapters::{Adapter, Profile};
use std::collections::BTreeSet;
use std::fs;

/// Every kind of record, as in `passport::record::Body::kind`.
const KINDS: &[&str] = &[
    "person",
    "organization",
    "credential",
    "experience",
    "learning",
    "programme",
    "skill",
    "goal",
    "endorsement",
    "opportunity",
    "withdrawn",
];

#[test]
fn the_list_and_the_folders_are_the_same_in_the_order_of_the_keys() {
    let listed: Vec<_> = adapters::sources::all()
        .iter()
        .map(|adapter| adapter.profile().key.to_owned())
        .collect();
    let is_adapter = |path: &std::path::PathBuf| path.join("mod.rs").is_file();
    let folders: Vec<_> = listing(&sources_folder())
        .into_iter()
        .filter(is_adapter)
        .map(|path| file_name(&path))
        .collect();
    assert_eq!(
        listed, folders,
        "left: sources::all(), right: folders of adapters/src/sources"
    );
}

#[test]
fn a_profile_is_complete() {
    each_adapter("a_profile_is_complete", |adapter| {
        let profile = adapter.profile();
        ensure(is_snake_case(profile.key), || "the key is not snake_case".into())?;
        ensure(!profile.name.trim().is_empty(), || "the name is empty".into())?;
        ensure(profile.version >= 1, || "the version is below 1".into())?;
        ensure(!profile.formats.is_empty(), || "formats are empty".into())?;
        ensure(profile.specification.contains("://"), || {
            "the specification is no URL".into()
        })?;
        ensure(!profile.streams.is_empty(), || "there are no streams".into())?;
        profile.not_carried.iter().try_for_each(|(what, why)| {
            ensure(!what.is_empty() && why.len() >= 10, || {
                format!("not_carried {what:?} has no reason")
            })
        })
    });
}

#[test]
fn a_stream_is_named_once_and_gives_known_kinds() {
    each_adapter("a_stream_is_named_once_and_gives_known_kinds", |adapter| {
        let streams = adapter.profile().streams;
        let names: BTreeSet<_> = streams.iter().map(|stream| stream.name).collect();
        ensure(names.len() == streams.len(), || "a stream is declared twice".into())?;
        streams.iter().try_for_each(|stream| {
            ensure(is_snake_case(stream.name), || {
                format!("stream {:?} is not snake_case", stream.name)
            })?;
            ensure(!stream.kinds.is_empty(), || {
                format!("stream {} has no kinds", stream.name)
            })?;
            ensure(stream.about.len() >= 10, || {
                format!("stream {} says nothing about itself", stream.name)
            })?;
            let unknown: Vec<_> = stream.kinds.iter().filter(|kind| !KINDS.contains(kind)).collect();
            ensure(unknown.is_empty(), || {
                format!("stream {} declares unknown kinds {unknown:?}", stream.name)
            })
        })
    });
}

#[test]
fn a_folder_has_a_readme_and_fixtures_of_both_sorts() {
    each_adapter("a_folder_has_a_readme_and_fixtures_of_both_sorts", |adapter| {
        let readme = fs::read_to_string(folder_of(adapter).join("README.md")).unwrap_or_default();
        ensure(readme.len() >= 600, || "README.md is missing or says too little".into())?;
        let fixtures = fixtures_of(adapter);
        let good = fixtures.iter().filter(|fixture| fixture.is_good()).count();
        let bad = fixtures
            .iter()
            .filter(|fixture| fixture.name.starts_with("bad_"))
            .count();
        ensure(good >= 2, || format!("{good} good fixtures, at least 2 are needed"))?;
        ensure(bad >= 2, || format!("{bad} bad fixtures, at least 2 are needed"))?;
        ensure(good + bad == fixtures.len(), || {
            "a fixture's name begins with neither good_ nor bad_".into()
        })
    });
}

#[test]
fn every_declared_stream_and_kind_is_shown_by_a_good_fixture() {
    each_adapter("every_declared_stream_and_kind_is_shown_by_a_good_fixture", |adapter| {
        let shown = shown_by_good_fixtures(adapter);
        let missing: Vec<_> = declared(adapter.profile())
            .filter(|pair| !shown.contains(pair))
            .collect();
        ensure(missing.is_empty(), || format!("no good fixture shows {missing:?}"))
    });
}

fn declared(profile: &'static Profile) -> impl Iterator<Item = (&'static str, &'static str)> {
    profile
        .streams
        .iter()
        .flat_map(|stream| stream.kinds.iter().map(|kind| (stream.name, *kind)))
}

fn shown_by_good_fixtures(adapter: &'static dyn Adapter) -> BTreeSet<(&'static str, &'static str)> {
    let good = fixtures_of(adapter).into_iter().filter(|fixture| fixture.is_good());
    let records = good
        .filter_map(|fixture| fixture.read().ok())
        .flat_map(|batch| batch.records);
    records.map(|record| (record.stream, record.body.kind())).collect()
}

fn is_snake_case(word: &str) -> bool {
    let plain = word
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    plain && word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.ends_with('_')
}
