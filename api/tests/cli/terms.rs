//! `term`: what sources call skills is listed, and what was decided goes out.

use crate::console::{Console, keys, sample};
use serde_json::json;

/// A hub that was sent a badge for a skill that no vocabulary calls so.
fn sent() -> Console {
    let console = Console::new();
    let add = [
        "source", "add", "badges", "--name", "Badges", "--kind", "badge", "--trusts", "email",
    ];
    console.runs(&add).well();
    let badge = sample("badges/mei-data-stories.json");
    console.runs(&["import", "--source", "badges", &badge]).well();
    console
}

#[test]
fn a_term_is_listed_with_who_sent_it_and_where_it_stands() {
    let console = sent();
    let line = console.runs(&["term", "list", "--json"]).well().line();
    let told = [
        "claims",
        "code",
        "confidence",
        "framework",
        "id",
        "label",
        "means",
        "method",
        "proposals",
        "relation",
        "source",
        "standing",
    ];
    assert_eq!(keys(&line), told);
    assert_eq!(
        (&line["source"], &line["standing"]),
        (&json!("badges"), &json!("untranslated"))
    );
    let row = |table: &str| -> Vec<String> {
        let row = table.lines().nth(1).unwrap_or_default();
        row.split("  ")
            .map(|cell| cell.trim().to_owned())
            .filter(|cell| !cell.is_empty())
            .collect()
    };
    let table = console.runs(&["term", "list"]).well().out;
    assert_eq!(
        row(&table)[1..5],
        ["badges", "data storytelling (DS-7)", "1", "untranslated"],
        "{table}"
    );
    let take_back = ["term", "decide", line["id"].as_str().unwrap(), "--take-back"];
    let nothing = console.runs(&take_back);
    assert!(
        nothing.code == 1 && nothing.err.contains("nothing was decided"),
        "{nothing:?}"
    );

    console
        .runs(&["term", "decide", line["id"].as_str().unwrap(), "--no-match"])
        .well();
    let table = console
        .runs(&["term", "list", "--source", "badges", "--all"])
        .well()
        .out;
    assert!(
        table
            .lines()
            .any(|row| row.contains("data storytelling") && row.contains("decided")),
        "{table}"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_wrong_usage() {
    let console = sent();
    let said = console.runs(&["term", "export", "--out", "nowhere/terms.tsv"]);
    assert_eq!(said.code, 64, "{said:?}");
    assert!(
        said.err.contains("nowhere/terms.tsv cannot be written: ") && !said.err.contains("os error"),
        "{said:?}"
    );
    assert!(
        console
            .runs(&["term", "export", "--out", "terms.tsv"])
            .well()
            .err
            .contains("wrote 0 decisions")
    );
}
