//! `schema`, `migrate`, `vocabulary`: what a hub stands on.

use crate::console::{Console, keys, repository};
use serde_json::{Value, json};

#[test]
fn the_schema_is_the_one_at_the_root() {
    let console = Console::new();
    let printed = console.runs(&["schema"]).well();
    let held = std::fs::read_to_string(repository("schema.graphql")).unwrap();
    assert!(printed.out == held, "cargo run -q -- schema > schema.graphql");
    assert_eq!(
        console.runs(&["schema", "--json"]).well().line()["sdl"]
            .as_str()
            .unwrap()
            .trim(),
        held.trim()
    );

    console.write("same.graphql", &held);
    console.write("drifted.graphql", held.replacen("type Passport ", "type Pass ", 1));
    for (file, code, same) in [("same.graphql", 0, true), ("drifted.graphql", 1, false)] {
        let said = console.runs(&["schema", "--json", "--check", file]);
        assert_eq!((said.code, &said.line()["same"]), (code, &json!(same)), "{said:?}");
    }
    assert_eq!(console.runs(&["schema", "--check", "nowhere.graphql"]).code, 2);
    assert_eq!(console.files().len(), 2, "it needs no database, and makes none");
}

#[test]
fn changes_of_the_database_are_made_undone_and_made_again() {
    let console = Console::new();
    let pending = |arguments: &[&str], code: i32| {
        let said = console.runs(&[&["migrate", "--json"], arguments].concat());
        assert_eq!(said.code, code, "{said:?}");
        let line = said.line();
        assert_eq!(keys(&line), ["database", "pending"]);
        line["pending"].as_u64().unwrap()
    };
    let all = pending(&["status"], 1);
    assert!(all > 1 && console.files().is_empty(), "looking makes no database");
    assert_eq!(pending(&["up"], 0), 0);
    assert_eq!(pending(&["status"], 0), 0);
    let asked = console.runs(&["migrate", "down", "--steps", "99"]);
    assert!(asked.code == 64 && asked.err.contains("consent (0 rows)"), "{asked:?}");
    assert_eq!(pending(&["status"], 0), 0, "nothing is dropped unconfirmed");
    assert_eq!(pending(&["down", "--steps", "2", "--yes"], 0), 2);
    assert_eq!(pending(&["status"], 1), 2);
    assert_eq!(
        (pending(&["up"], 0), pending(&["down", "--steps", "99", "--yes"], 0)),
        (0, all)
    );
    assert_eq!(pending(&["up"], 0), 0);
    assert_eq!(
        console.runs(&["migrate", "down"]).code,
        64,
        "how many is said, not guessed"
    );
    assert_eq!(console.runs(&["migrate", "down", "--steps", "0"]).code, 64);
    console.runs(&["source", "list"]).well();
}

#[test]
fn the_starter_vocabulary_is_there_with_its_attribution() {
    let console = Console::new();
    console.runs(&["migrate", "up"]).well();
    let lines = console.runs(&["vocabulary", "list", "--json"]).well().lines();
    let listed: Vec<_> = lines.iter().map(|line| line["key"].as_str().unwrap()).collect();
    assert_eq!(listed, ["esco", "onet"]);
    for line in &lines {
        assert_eq!(
            keys(line),
            [
                "attribution",
                "concepts",
                "key",
                "languages",
                "learnedFrom",
                "licence",
                "name",
                "pivot",
                "publisher",
                "url",
                "version"
            ]
        );
        assert!(
            line["concepts"].as_u64().unwrap() > 30 && line["attribution"].is_string(),
            "{line}"
        );
    }
    let said = console.runs(&["vocabulary", "list"]).well();
    let heading = said.out.lines().next().unwrap();
    assert!(
        heading.contains("LANGUAGES") && heading.contains("TRAINED"),
        "{heading}"
    );
    for (line, languages) in lines.iter().zip([json!(["en", "fr"]), json!(["en"])]) {
        assert_eq!((&line["languages"], &line["learnedFrom"]), (&languages, &Value::Null));
        assert!(said.out.contains(line["attribution"].as_str().unwrap()), "{}", said.out);
    }
}
