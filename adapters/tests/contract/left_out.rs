//! The only place where a check may be left out for an adapter, with the reason written down.

use crate::fixtures::{file_name, listing};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Adapter, check (the name of its test function), reason.
type LeftOut = (&'static str, &'static str, &'static str);

/// Every check that is left out.
pub const LEFT_OUT: &[LeftOut] = &[];

/// Whether the check is left out for this adapter.
pub fn is_left_out(adapter: &str, check: &str) -> bool {
    LEFT_OUT
        .iter()
        .any(|(left_adapter, left_check, _)| *left_adapter == adapter && *left_check == check)
}

#[test]
fn what_is_left_out_names_an_adapter_and_a_check_and_gives_a_reason() {
    let checks = checks();
    let problems: Vec<String> = LEFT_OUT.iter().filter_map(|row| problem(row, &checks)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_name_that_is_none_is_found_out() {
    const REASON: &str = "the format has no such thing as a line";
    let checks = checks();
    for (row, says) in [
        (("odoo", "windows_line_ends_change_nothing", REASON), None),
        (
            ("oddo", "windows_line_ends_change_nothing", REASON),
            Some("no such adapter"),
        ),
        (
            ("odoo", "window_line_ends_change_nothing", REASON),
            Some("no such check"),
        ),
        // A test, but not of adapters: there is nothing to leave out.
        (
            ("odoo", "a_name_that_is_none_is_found_out", REASON),
            Some("no such check"),
        ),
        (
            ("odoo", "windows_line_ends_change_nothing", "because"),
            Some("write the reason down"),
        ),
    ] {
        let found = problem(&row, &checks);
        assert_eq!(found.is_some(), says.is_some(), "{row:?}: {found:?}");
        assert!(found.unwrap_or_default().contains(says.unwrap_or_default()), "{row:?}");
    }
}

fn problem((adapter, check, reason): &LeftOut, checks: &BTreeSet<String>) -> Option<String> {
    let wrong = if adapters::by_key(adapter).is_none() {
        "no such adapter"
    } else if !checks.contains(*check) {
        "no such check"
    } else if reason.trim().len() < 20 {
        "write the reason down"
    } else {
        return None;
    };
    Some(format!("{adapter}/{check}: {wrong}"))
}

/// What runs a check over adapters, fixtures or batches.
const RUNS: [&str; 4] = ["each(", "each_adapter(", "each_fixture(", "each_batch("];

/// The checks of the contract, as their files name them: each test that runs over adapters, fixtures or batches under its
/// own name. One that runs under another name could not be left out, nor be found when it fails.
fn checks() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    let sources = listing(&folder)
        .into_iter()
        .filter(|path| file_name(path).ends_with(".rs"));
    let mut checks = BTreeSet::new();
    for text in sources.filter_map(|path| fs::read_to_string(path).ok()) {
        for test in text.split("#[test]\nfn ").skip(1) {
            let name = test.split('(').next().unwrap_or_default();
            let body = test.split("\n}\n").next().unwrap_or_default();
            if RUNS.iter().any(|run| body.contains(run)) {
                assert!(body.contains(&format!("\"{name}\"")), "{name} runs under another name");
                checks.insert(name.to_owned());
            }
        }
    }
    checks
}
