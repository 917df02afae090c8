//! What files of real systems become, against `adapters/formats.tsv`: the check of `just formats`, where the files are at
//! hand beside the repository.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic here is a failed test, with its place"
)]

#[path = "formats/check.rs"]
mod check;
#[path = "formats/list.rs"]
mod list;

use check::check;
use std::fs;
use std::path::Path;

const LIST: &str = include_str!("../formats.tsv");

#[test]
fn files_of_real_systems_become_what_the_list_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !folder.is_dir() {
        println!("not checked: {} is not there", folder.display());
        return;
    }
    let report = check(LIST, &folder).unwrap();
    assert!(report.differences.is_empty(), "{:#?}", report.differences);
    assert!(!report.files.is_empty());
}

#[test]
fn the_list_speaks_of_each_file_once_and_names_known_adapters() {
    let list = list::read(LIST).unwrap();
    let mut paths: Vec<_> = list.iter().map(|line| &line.path).collect();
    paths.sort();
    assert!(
        paths.windows(2).all(|pair| pair.first() != pair.last()),
        "a path stands twice"
    );
    let keys = list.iter().filter_map(|line| line.adapter.as_deref());
    keys.for_each(|key| assert!(adapters::by_key(key).is_some(), "{key}"));
}

#[test]
fn every_way_to_differ_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join("a").join(name), text).unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    write(
        "user.json",
        r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "x"}"#,
    );
    write("rows.json", "[]");
    write("README.md", "what this is");
    let agreeing = [
        "a/user.json\tgood\tscim\t\t1\t0",
        "a/rows.json\tgood\todoo\tnamed\t0\t0",
        "a/*.md\tnone",
    ];
    for (line, instead, says) in [
        ("a/user.json", "", "a/user.json: no line of the list speaks of it"),
        (
            "a/user.json",
            "a/user.json\tbad\tscim\t\t0\t1",
            "a/user.json: expected 0 records and 1 rejects",
        ),
        (
            "a/user.json",
            "a/user.json\tgood\tscim\t\t2\t0",
            "a/user.json: expected 2 records and 0 rejects",
        ),
        (
            "a/user.json",
            "a/user.json\tgood\todoo\t\t1\t0",
            "a/user.json: read by scim, expected odoo",
        ),
        (
            "a/user.json",
            "a/user.json\tnone",
            "a/user.json: read by scim, expected no adapter",
        ),
        (
            "a/user.json",
            "a/user.json\tgood\tscim\tnamed\t1\t0",
            "a/user.json: scim recognises it, expected that the adapter must be named",
        ),
        (
            "a/rows.json",
            "a/rows.json\tgood\todoo\t\t0\t0",
            "a/rows.json: read by no adapter, expected odoo",
        ),
        (
            "a/*.md",
            "a/*.md\tnone\na/gone.json\tnone",
            "a/gone.json: the list speaks of it, and no such file is there",
        ),
        ("", "", ""),
    ] {
        let told = |agreeing: &&str| {
            if !line.is_empty() && agreeing.starts_with(line) {
                instead.to_owned()
            } else {
                (*agreeing).to_owned()
            }
        };
        let list: Vec<_> = agreeing.iter().map(told).collect();
        let report = check(&list.join("\n"), folder.path()).unwrap();
        assert_eq!(report.differences.join("; "), says, "{list:?}");
    }
}

#[test]
fn a_line_that_contradicts_itself_is_a_fault() {
    for (line, says) in [
        ("a.json\tgood\tscim\t\t1\t1", "a good file gives no reject"),
        ("a.json\tbad\tscim\t\t1\t0", "a bad file gives a reject"),
        (
            "a.json\tgood\t-\t\t0\t0",
            "what no adapter reads is one reject, and no record",
        ),
        (
            "a.json\tbad\t-\tnamed\t0\t1",
            "what no adapter reads is one reject, and no record",
        ),
        ("a.json\tfine\tscim\t\t1\t0", "the second column is good, bad or none"),
        ("a.json\tgood\tscim\t\tmany\t0", "records and rejects are whole numbers"),
        ("a.json", "the second column is good, bad or none"),
    ] {
        let fault = list::read(&format!("# files\n{line}")).unwrap_err();
        assert_eq!(fault, format!("line 2 of the list: {says}"), "{line:?}");
    }
}
