//! `mapping` and `translate`: sets come in and go out, and concepts are told in another vocabulary.

use crate::console::{Console, keys};
use serde_json::{Value, json};

const SKILLS: &str = "\
code,label,language,kind
C1,Listening to patients,en,
C2,Bedside manner,en,
";

const HEAD: &str = "curie_map:\n  onet: https://www.onetonline.org/find/descriptor/result/\nmapping_set_id: https://college.example/m\n";

const TABLE: &str = "\
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tmood
local:college/c1\tskos:broadMatch\tonet:2.A.1.b\tsemapv:ManualMappingCuration\t0.8\tgood
local:college/c2\tskos:exactMatch\tonet:2.B.1.f\tsemapv:LexicalMatching\t0.6\t
";

/// A hub with a college's list, and a set of its mappings with the head in a file of its own.
fn college() -> Console {
    let console = Console::new();
    console.write("skills.csv", SKILLS);
    console.write("m.sssom.yml", HEAD);
    console.write("m.sssom.tsv", TABLE);
    let load = ["vocabulary", "load", "skills.csv", "--key", "college", "--version", "1"];
    console.runs(&load).well();
    console
}

#[test]
fn a_set_is_imported_listed_and_exported() {
    let console = college();
    let import = ["mapping", "import", "--json", "m.sssom.tsv", "m.sssom.yml"];
    let dry = console.runs(&[&import[..], &["--dry-run"]].concat()).well().line();
    let told = [
        "added",
        "changed",
        "dryRun",
        "file",
        "notes",
        "rejects",
        "set",
        "unchanged",
        "unknown",
    ];
    assert_eq!(keys(&dry), told);
    assert_eq!((&dry["added"], &dry["dryRun"]), (&json!(2), &json!(true)));
    let first = console.runs(&import).well().line();
    assert_eq!(
        (&first["added"], &first["set"]),
        (&json!(2), &json!("https://college.example/m"))
    );
    assert_eq!(first["notes"][0]["code"], "unknown_column");
    let again = console.runs(&import).well().line();
    assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(2)));

    let proposed = ["mapping", "list", "--json", "--from", "college", "--state", "proposed"];
    let lines = console.runs(&proposed).well().lines();
    let [one] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(
        (&one["subject"]["label"], &one["object"]["vocabulary"]),
        (&json!("Bedside manner"), &json!("onet"))
    );
    let table = console.runs(&["mapping", "list", "--to", "onet"]).well().out;
    assert!(
        table.starts_with("FROM") && table.contains("college: Listening to patients"),
        "{table}"
    );

    let export = ["mapping", "export", "--from", "college", "--out", "out.tsv"];
    assert!(console.runs(&export).well().err.contains("wrote 2 mappings"));
    let written = std::fs::read_to_string(console.path("out.tsv")).unwrap();
    assert!(written.starts_with("#curie_map:\n"), "{written}");
    let out = console.runs(&["mapping", "export", "--from", "college"]).well().out;
    assert_eq!(out, written);
    let back = console.runs(&["mapping", "import", "out.tsv"]).well().out;
    assert!(back.ends_with("        2 as before\n"), "{back}");
    let one = [
        "mapping", "export", "--state", "proposed", "--from", "college", "--out", "one.tsv",
    ];
    assert!(console.runs(&one).well().err.contains("wrote 1 mapping\n"));
    let nowhere = console.runs(&["mapping", "export", "--out", "nowhere/out.tsv"]);
    assert!(
        nowhere.code == 64 && nowhere.err.contains("cannot be written"),
        "{nowhere:?}"
    );
}

#[test]
fn what_cannot_be_read_or_found_is_said() {
    let console = college();
    console.write("bad.tsv", "subject_id\tpredicate_id\n");
    console.write(
        "odd.tsv",
        TABLE
            .replace("local:college/c1", "local:college/c9")
            .replace("\t0.6", "\t6"),
    );
    console.write("odd.yml", HEAD);
    let bad = console.runs(&["mapping", "import", "bad.tsv"]);
    assert!(
        bad.code == 2 && bad.err.contains("bad.tsv: row 1: ") && bad.out.is_empty(),
        "{bad:?}"
    );
    let odd = console.runs(&["mapping", "import", "odd.tsv", "odd.yml"]);
    assert!(odd.code == 1 && odd.err.contains("local:college/c9"), "{odd:?}");
    assert!(
        odd.err.contains("odd.tsv: row 3, column confidence (bad_number)"),
        "{odd:?}"
    );
    for wrong in [
        "mapping import m.sssom.yml",
        "mapping import",
        "mapping list --from nowhere",
        "mapping list --state nowhere",
        "translate --to nowhere local:college/c1",
        "translate local:college/c1",
    ] {
        let said = console.runs(&wrong.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 64, "{wrong}: {said:?}");
    }
}

#[test]
fn concepts_are_translated_and_what_is_lost_is_told() {
    let console = college();
    console
        .runs(&["mapping", "import", "m.sssom.tsv", "m.sssom.yml"])
        .well();
    let translate = ["translate", "--to", "onet", "--language", "fr"];
    let said = console.runs(&[&translate[..], &["local:college/c1"]].concat()).well();
    let expected = "Listening to patients → Active Listening (broad, 0.80)\n    \
        https://www.onetonline.org/find/descriptor/result/2.A.1.b\n    by broad to onet (published)\n    \
        plus large que ce qui a été dit\n    nommé dans une autre langue que celle demandée\n";
    assert_eq!(said.out, expected);
    let more = ["--json", "local:college/c2", "local:college/c9"];
    let said = console.runs(&[&translate[..], &more].concat());
    assert_eq!(said.code, 1);
    let [proposed, unknown] = &said.lines()[..] else {
        panic!("{said:?}")
    };
    let codes = |line: &Value| {
        line["losses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|loss| loss["code"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (&proposed["outcome"], &proposed["translation"]["confidence"]),
        (&json!("proposed"), &json!(0.6))
    );
    assert_eq!(codes(proposed), ["proposed_only", "label_in_other_language"]);
    let there = &proposed["translation"]["concept"];
    assert_eq!(
        (&there["label"], &there["language"]),
        (&json!("Service Orientation"), &json!("en"))
    );
    assert_eq!(proposed["translation"]["path"][0]["state"], "proposed");
    assert_eq!(
        (&unknown["outcome"], codes(unknown)),
        (&json!("not_translated"), vec![json!("unknown_concept")])
    );
}

const WARD: &str = "\
code,label,language,kind
W1,Bedside Manner,en,
W2,Sterilising instruments,en,
";

#[test]
fn a_program_proposes_and_says_what_came_of_it() {
    let console = college();
    console.write("ward.csv", WARD);
    console
        .runs(&["vocabulary", "load", "ward.csv", "--key", "ward", "--version", "1"])
        .well();
    let propose = [
        "mapping", "propose", "--from", "college", "--to", "ward", "--min", "0.3",
    ];
    let dry = console
        .runs(&[&propose[..], &["--dry-run", "--json"]].concat())
        .well()
        .line();
    let told = [
        "asked",
        "changed",
        "dryRun",
        "ended",
        "language",
        "noMatch",
        "proposals",
        "proposed",
        "set",
        "settled",
        "unchanged",
        "unnamed",
        "unsure",
    ];
    assert_eq!(keys(&dry), told);
    let [one] = &dry["proposals"].as_array().unwrap()[..] else {
        panic!("{dry}")
    };
    assert_eq!(
        (&one["subject"]["label"], &one["object"]["label"], &one["relation"]),
        (&json!("Bedside manner"), &json!("Bedside Manner"), &json!("exact"))
    );
    let list = ["mapping", "list", "--json", "--to", "ward", "--standing", "proposed"];
    assert_eq!(
        console.runs(&list).well().lines(),
        Vec::<Value>::new(),
        "nothing was written"
    );
    let said = console.runs(&propose).well().out;
    assert!(
        said.starts_with("proposed urn:passport-hub:proposed:college:ward:en\n        2 concepts asked for\n        1 mapping proposed\n"),
        "{said}"
    );
    assert_eq!(console.runs(&list).well().lines().len(), 1);
    let again = console.runs(&[&propose[..], &["--json"]].concat()).well().line();
    assert_eq!((&again["proposed"], &again["unchanged"]), (&json!(0), &json!(1)));
    for wrong in [
        "mapping propose --from college --to nowhere",
        "mapping propose --from college --to college",
        "mapping propose --from college --to ward --min 2",
        "mapping propose --from college",
    ] {
        let said = console.runs(&wrong.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, 64, "{wrong}: {said:?}");
    }
}
