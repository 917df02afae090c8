//! The layers hold: `http → graphql → flows → store`, downward only, and each crate uses only what it may; the schema
//! explains itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test, a panic is the finding"
)]

#[path = "tidy/schema.rs"]
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

/// Which words may not stand in which folder, and why.
const BARRED: &[(&str, &[&str], &str)] = &[
    (
        "passport/src",
        &[
            "sea_orm",
            "async_graphql",
            "tokio",
            "axum",
            "adapters::",
            "use entity",
            "std::fs",
            "std::net",
        ],
        "the rules know no IO and nothing of ours",
    ),
    (
        "adapters/src",
        &[
            "sea_orm",
            "async_graphql",
            "tokio",
            "axum",
            "use entity",
            "std::fs",
            "std::net",
            "SystemTime",
        ],
        "adapters translate shape only",
    ),
    (
        "entity/src",
        &["passport::", "adapters::", "async_graphql"],
        "tables are columns and relations only",
    ),
    (
        "migration/src",
        &["passport::", "adapters::", "use entity", "async_graphql"],
        "changes of the schema stand alone",
    ),
    (
        "api/src/store",
        &[
            "async_graphql",
            "crate::flows",
            "crate::graphql",
            "crate::http",
            "crate::cli",
            "axum",
        ],
        "the store decides nothing and knows nobody above it",
    ),
    (
        "api/src/flows",
        &["async_graphql", "crate::graphql", "crate::http", "crate::cli", "axum"],
        "flows never meet GraphQL",
    ),
    (
        "api/src/graphql",
        &[
            "execute_unprepared",
            "Statement::",
            "QueryFilter",
            "ActiveModel",
            "crate::cli",
            "axum",
        ],
        "the graph never meets SQL",
    ),
    (
        "api/src/http",
        &[
            "crate::store",
            "crate::flows",
            "crate::graphql",
            "crate::caller",
            "crate::hub",
            "sea_orm",
        ],
        "the transports know nothing of passports",
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(&root().join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} holds no source");
    found
}

/// A file's code without comments and without the tests at its foot.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    body.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn each_layer_uses_only_what_lies_below_it() {
    for (folder, words, why) in BARRED {
        for file in rust_files(folder) {
            let code = code(&file);
            for word in *words {
                assert!(!code.contains(word), "{} uses {word}: {why}", file.display());
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in [
        "passport/src",
        "adapters/src",
        "entity/src",
        "migration/src",
        "api/src",
        "api/tests",
    ] {
        for file in rust_files(folder) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(
                text.starts_with("//!"),
                "{} opens without saying what it is for",
                file.display()
            );
        }
    }
}

/// What lets a caller read or do something.
const PASSES: [&str; 10] = [
    "HolderPass {",
    "SourcePass {",
    "StewardPass {",
    "IntegratorPass {",
    "AnalystPass {",
    "OrganizationStewardPass {",
    "ReportPass {",
    "Contributor {",
    "Reviewer {",
    "Whose {",
];

#[test]
fn passes_are_made_only_where_callers_and_consents_are() {
    for file in rust_files("api/src") {
        let name = file.to_string_lossy().replace('\\', "/");
        let code = code(&file);
        for pass in PASSES {
            let made = code
                .lines()
                .any(|line| line.contains(pass) && !line.contains("struct") && !line.contains("impl"));
            let here = name.ends_with("src/caller.rs") || name.ends_with("src/caller/members.rs");
            assert!(!made || here, "{name} makes a {pass}");
        }
    }
}
