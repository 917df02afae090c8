//! `reject` and `import --replays`: an integrator sees what was rejected, mends it, and brings it in.

use crate::console::{Console, keys};
use serde_json::{Value, json};

const HEADER: &str = "PIRL100,PIRL900,PIRL901,PIRL903\n";

/// A quarter of three participants; two of them have no day of entry.
fn sent() -> (Console, Value) {
    let console = Console::new();
    let add = [
        "source",
        "add",
        "lakeshore",
        "--name",
        "Lakeshore",
        "--kind",
        "workforce",
        "--trusts",
        "pirl_id",
    ];
    console.runs(&add).well();
    console.write(
        "q3.csv",
        format!("{HEADER}AB1,20230101,,1\nAB2,20231345,,1\nAB3,soon,,1\n"),
    );
    let said = console.runs(&["import", "--json", "--source", "lakeshore", "q3.csv"]);
    assert_eq!(said.code, 1, "{said:?}");
    let line = said.line();
    (console, line)
}

#[test]
fn what_was_rejected_is_counted_listed_and_written() {
    let (console, line) = sent();
    let (run, rejected) = (line["run"].as_str().unwrap(), line["rejected"].as_u64().unwrap());
    assert_eq!(rejected, 2, "{line}");

    let groups = console
        .runs(&["reject", "groups", "--json", "--source", "lakeshore"])
        .well();
    let groups = groups.lines();
    let counted: u64 = groups.iter().map(|group| group["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, rejected, "{groups:?}");
    assert_eq!(groups[0]["example"]["run"], run);
    let table = console.runs(&["reject", "groups"]).well().out;
    assert!(table.contains(run) && table.contains("q3.csv: row 4"), "{table}");

    let listed = console.runs(&["reject", "list", "--json", "--run", run]).well();
    let listed = listed.lines();
    let told = [
        "adapter",
        "code",
        "file",
        "id",
        "note",
        "place",
        "reason",
        "recordedAt",
        "resolution",
        "resolvedAt",
        "resolvedBy",
        "run",
        "source",
    ];
    assert_eq!(keys(&listed[0]), told);
    assert_eq!(listed.len() as u64, rejected);

    let lines = console.runs(&["reject", "export", "--run", run]).well();
    assert_eq!(lines.lines(), listed, "the same as JSON Lines");
    console
        .runs(&["reject", "export", "--format", "csv", "--out", "rejects.csv"])
        .well();
    let mut table = csv::Reader::from_path(console.path("rejects.csv")).unwrap();
    assert_eq!(&table.headers().unwrap()[5], "place");
    let places: Vec<String> = table.records().map(|row| row.unwrap()[5].to_owned()).collect();
    assert!(
        places.len() == 2 && places[0].starts_with("row 4") && places[1].starts_with("row 3"),
        "{places:?}"
    );
    let unknown = console.runs(&["reject", "list", "--code", "bad_weather"]);
    assert!(
        unknown.code == 1 && unknown.err.contains("bad_weather") && unknown.err.contains("There are: bad_date"),
        "{unknown:?}"
    );
    let nobody = console.runs(&["reject", "list", "--source", "nobody"]);
    assert!(nobody.code == 1 && nobody.err.contains("source list"), "{nobody:?}");
}

#[test]
fn what_is_mended_comes_in_and_the_rest_is_settled_by_hand() {
    let (console, line) = sent();
    let run = line["run"].as_str().unwrap();
    console.write(
        "q3-mended.csv",
        format!("{HEADER}AB1,20230101,,1\nAB2,20231215,,1\nAB3,soon,,1\n"),
    );
    let mended = [
        "import",
        "--json",
        "--source",
        "lakeshore",
        "--replays",
        run,
        "q3-mended.csv",
    ];
    let said = console.runs(&mended);
    let line = said.line();
    assert_eq!(
        (said.code, &line["replayed"], &line["rejected"]),
        (1, &json!(1), &json!(1)),
        "{line}"
    );
    let listed = console
        .runs(&["reject", "list", "--json", "--all", "--run", run])
        .well()
        .lines();
    let how: Vec<_> = listed
        .iter()
        .map(|reject| reject["resolution"].as_str().unwrap())
        .collect();
    assert_eq!(how, ["again", "replayed"], "{listed:?}");

    let again = line["run"].as_str().unwrap();
    let settle = [
        "reject",
        "settle",
        "--run",
        again,
        "--note",
        "the office knows no day",
        "--json",
    ];
    assert_eq!(console.runs(&settle).well().line(), json!({ "settled": 1 }));
    let none = console.runs(&settle);
    assert!(
        none.code == 1 && none.err.contains("no such reject is open"),
        "{none:?}"
    );
    assert!(
        console
            .runs(&["reject", "groups"])
            .well()
            .out
            .contains("no reject is open")
    );
    let listed = console
        .runs(&["reject", "list", "--json", "--all", "--run", again])
        .well()
        .line();
    assert_eq!(
        (&listed["resolution"], &listed["note"]),
        (&json!("settled"), &json!("the office knows no day"))
    );
    let id = listed["id"].as_str().unwrap();
    let settled = console.runs(&["reject", "settle", id, "--note", "again"]);
    for words in ["it was settled on 20", "by hand, steward:", "the office knows no day"] {
        assert!(settled.code == 1 && settled.err.contains(words), "{words}: {settled:?}");
    }

    let unknown = console.runs(&[
        "import",
        "--source",
        "lakeshore",
        "--replays",
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "q3.csv",
    ]);
    assert!(
        unknown.code == 1 && unknown.err.contains("no run with this id"),
        "{unknown:?}"
    );
}

#[test]
fn runs_are_listed_page_by_page_and_their_ids_are_those_of_the_graph() {
    let (console, line) = sent();
    let run = line["run"].as_str().unwrap();
    console.write("none.csv", "hello");
    let failed = console
        .runs(&["import", "--json", "--source", "lakeshore", "none.csv"])
        .line();
    let newest = console.runs(&["run", "list", "--json", "--first", "1"]).well();
    assert!(newest.err.contains("--before"), "{newest:?}");
    let newest = newest.line();
    assert_eq!(
        (&newest["run"], &newest["state"], &newest["files"]),
        (&failed["run"], &json!("failed"), &json!(["none.csv"]))
    );
    assert!(
        newest["error"].as_str().unwrap().starts_with("unknown_format"),
        "{newest}"
    );
    let older = ["run", "list", "--json", "--before", failed["run"].as_str().unwrap()];
    let older = console.runs(&older).well().line();
    let told = ["run", "source", "adapter", "read", "new", "rejected", "state"].map(|key| older[key].clone());
    let expected = [
        json!(run),
        json!("lakeshore"),
        json!("pirl"),
        json!(1),
        line["new"].clone(),
        json!(2),
        json!("finished"),
    ];
    assert_eq!(told, expected, "{older}");
    let table = console.runs(&["run", "list", "--source", "lakeshore"]).well().out;
    assert!(
        table.contains(run) && table.contains("failed (unknown_format)"),
        "{table}"
    );

    let graphs = older["id"].as_str().unwrap();
    let by = |id| console.runs(&["reject", "list", "--json", "--run", id]).well().lines();
    assert!(
        by(graphs).len() == 2 && by(graphs) == by(run),
        "the graph's id is taken too"
    );
    let wrong = console.runs(&["reject", "list", "--run", "x"]);
    assert!(wrong.code == 64 && wrong.err.contains("run list"), "{wrong:?}");
}
