//! `vocabulary load`: what it says of a version that is there.

use crate::console::Console;
use serde_json::json;

const SKILLS: &str = "code,label,language\nC1,Listening to patients,en\nC2,Bedside manner,en\n";

#[test]
fn loading_what_is_there_changes_nothing_and_what_differs_is_refused() {
    let console = Console::new();
    console.write("skills.csv", SKILLS);
    let load = ["vocabulary", "load", "skills.csv", "--key", "college", "--version", "1"];
    console.runs(&load).well();
    let again = console.runs(&load).well();
    assert!(
        again.out.contains("college 1 is already loaded, nothing to add"),
        "{}",
        again.out
    );
    let again = console.runs(&[&load[..], &["--json"]].concat()).well().line();
    assert_eq!(again["addedTo"], json!(true));
    let changes = again["changes"].as_object().unwrap();
    assert!(
        changes.contains_key("labelsGone") && changes.values().all(|count| *count == 0),
        "{again}"
    );

    console.write("skills.csv", SKILLS.replace("Bedside", "Good bedside"));
    let refused = console.runs(&load);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(
        refused
            .err
            .contains("the files, in en, say something else of 1 concept than version 1"),
        "{}",
        refused.err
    );
}
