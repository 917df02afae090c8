//! `import --source`: files become records, once.

use crate::console::{Console, fixture, keys, sample};
use passport_hub::store::Db;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
#[cfg(unix)]
use std::os::unix::ffi::OsStrExt;

fn connected() -> Console {
    let console = Console::new();
    console
        .runs(&[
            "source",
            "add",
            "lakeshore",
            "--name",
            "Lakeshore",
            "--kind",
            "workforce",
            "--trusts",
            "pirl_id",
        ])
        .well();
    console
}

fn counts(line: &Value) -> [u64; 5] {
    ["new", "changed", "unchanged", "withdrawn", "rejected"].map(|count| line[count].as_u64().unwrap())
}

#[test]
fn the_second_time_changes_nothing() {
    let console = connected();
    let import = [
        "import",
        "--json",
        "--source",
        "lakeshore",
        &fixture("pirl/bad_cells.csv"),
    ];
    let first = console.runs(&import);
    assert_eq!(first.code, 1, "some rows are rejected: {first:?}");
    let line = first.line();
    assert_eq!(
        keys(&line),
        [
            "adapter",
            "changed",
            "file",
            "goesOn",
            "new",
            "outcome",
            "reason",
            "rejected",
            "rejects",
            "replayed",
            "run",
            "stillOpen",
            "uncertain",
            "unchanged",
            "withdrawn"
        ]
    );
    let [new, changed, unchanged, _, rejected] = counts(&line);
    assert_eq!((&line["adapter"], &line["outcome"]), (&json!("pirl@2"), &json!("read")));
    assert!(new > 0 && rejected > 0 && changed == 0, "{line}");
    assert_eq!(line["rejects"].as_array().unwrap().len() as u64, rejected);

    let again = console.runs(&import);
    let line = again.line();
    assert_eq!(
        (again.code, counts(&line)),
        (1, [0, 0, new + unchanged, 0, rejected]),
        "{line}"
    );
}

#[test]
fn what_cannot_be_taken_in_says_why_and_ends_as_promised() {
    let console = connected();
    let (good, cut) = (sample("pirl/lakeshore.csv"), fixture("odoo/bad_truncated.json"));
    let unknown = console.runs(&["import", "--source", "nobody", &good]);
    assert_eq!(unknown.code, 64);
    assert!(
        unknown.err.contains("lakeshore") && unknown.err.contains("source add"),
        "{unknown:?}"
    );

    let mixed = console.runs(&["import", "--json", "--source", "lakeshore", &cut, "nowhere.csv", &good]);
    assert_eq!(mixed.code, 2);
    let lines = mixed.lines();
    let told: Vec<_> = lines.iter().map(|line| (&line["outcome"], &line["code"])).collect();
    assert_eq!(
        told,
        [
            (&json!("unreadable"), &json!("truncated")),
            (&json!("unreadable"), &json!("not_found")),
            (&json!("read"), &json!(null)),
        ]
    );
    assert!(
        lines[2]["new"].as_u64().unwrap() > 0,
        "one bad file does not keep the others out"
    );
}

#[test]
fn people_read_it_in_words() {
    let console = connected();
    let said = console.runs(&["import", "--source", "lakeshore", &fixture("pirl/bad_cells.csv")]);
    assert_eq!(said.code, 1);
    for words in [
        "pirl@2",
        " new, 0 changed, 0 unchanged",
        "  rejected  3 bad_date, such as at bad_cells.csv: row ",
        "  all of them: passport-hub reject list --run ",
    ] {
        assert!(said.out.contains(words), "{words} is missing in {}", said.out);
    }
    assert!(!said.out.contains('{'), "{}", said.out);
    let again = console.runs(&["import", "--source", "lakeshore", &fixture("pirl/bad_cells.csv")]);
    assert!(again.out.contains("is held already, and says the same"), "{again:?}");
}

#[test]
fn what_a_full_file_does_not_withdraw_says_how_it_would() {
    let console = connected();
    let rows = |from: u32| {
        let rows = (from..40).map(|number| format!("AB{number},20230101,,1\n"));
        format!("PIRL100,PIRL900,PIRL901,PIRL903\n{}", rows.collect::<String>())
    };
    console.write("q3.csv", rows(0));
    console.write("q4.csv", rows(30));
    console
        .runs(&["import", "--source", "lakeshore", "--full", "q3.csv"])
        .well();
    let said = console.runs(&["import", "--source", "lakeshore", "--full", "q4.csv"]);
    assert!(
        said.code == 1 && said.out.contains("not_withdrawn") && said.out.contains("the same command with --yes"),
        "{said:?}"
    );
    let line = console
        .runs(&["import", "--json", "--source", "lakeshore", "--full", "--yes", "q4.csv"])
        .line();
    assert_eq!(line["withdrawn"], 30, "{line}");
}

#[test]
fn a_file_for_another_adapter_than_the_sources_own_is_recognised() {
    let console = connected();
    console
        .runs(&["source", "set", "lakeshore", "--adapter", "pirl"])
        .well();
    let badge = sample("badges/mei-languages.json");
    let said = console.runs(&["import", "--source", "lakeshore", &badge]);
    assert!(
        said.code == 2 && said.out.contains("the source's own adapter") && said.out.contains("--adapter open_badges"),
        "{said:?}"
    );
    let line = console
        .runs(&["import", "--json", "--source", "lakeshore", &badge])
        .line();
    assert_eq!(
        (&line["recognised"], line["adapter"].as_str()),
        (&json!("open_badges"), Some("pirl@2")),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_died_is_gone_on_from_and_says_so() {
    let console = connected();
    let import = ["import", "--source", "lakeshore", &sample("pirl/lakeshore.csv")];
    let first = console.runs(&import);
    assert!(
        first.code == 1 && !first.err.contains("goes on"),
        "one row is bad: {first:?}"
    );
    let url = format!("sqlite:{}", console.path("passport-hub.sqlite").display());
    let db = Db::connect(&url, 1).await.unwrap();
    // As it is left by a process that is killed after three records.
    let dies = "UPDATE import_run SET state = 'running', finished_at = NULL, records_read = 3";
    db.conn().execute_unprepared(dies).await.unwrap();
    let again = console.runs(&import);
    assert!(
        again.err.contains("lakeshore.csv: goes on where run ") && again.err.contains(" stopped at 3 records"),
        "{again:?}"
    );
    let third = console.runs(&import);
    assert!(!third.err.contains("goes on"), "the second came to its end: {third:?}");
}

/// One statement of a learning record store.
fn statement(number: usize) -> String {
    let statement = json!({
        "id": format!("00000000-0000-4000-8000-{number:012x}"),
        "actor": { "name": "Amara Okafor", "mbox": "mailto:amara@example.org" },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/completed" },
        "object": { "id": format!("https://lms.example.org/units/{number}"), "definition": {
            "name": { "en": format!("Unit {number}") }, "description": { "en": "x".repeat(200) } } },
        "timestamp": "2025-03-14T10:00:00Z",
    });
    format!("{statement}\n")
}

async fn runs_of(db: &Db, state: &str) -> usize {
    let sql = format!("SELECT id FROM import_run WHERE state = '{state}'");
    let statement = sea_orm::Statement::from_string(db.conn().get_database_backend(), sql);
    db.conn().query_all_raw(statement).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_that_is_written_to_while_it_is_read_ends_as_failed() {
    let console = connected();
    let many: String = (0..6_000).map(statement).collect();
    assert!(many.len() > 2 << 20, "it is read from where it stands");
    console.write("held.jsonl", statement(9_999));
    console.write("long.jsonl", &many);
    console.runs(&["import", "--source", "lakeshore", "held.jsonl"]).well();
    let url = format!("sqlite:{}", console.path("passport-hub.sqlite").display());
    let db = Db::connect(&url, 1).await.unwrap();
    let import = [
        "import",
        "--json",
        "--source",
        "lakeshore",
        "--full",
        "--yes",
        "long.jsonl",
    ];
    let child = console
        .command(&import)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while runs_of(&db, "running").await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    console.write("long.jsonl", format!("{many}{}", statement(6_000)));
    let ended = child.wait_with_output().unwrap();
    let line: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(
        (ended.status.code(), &line["outcome"], &line["code"]),
        (Some(2), &json!("unreadable"), &json!("changed_while_read")),
        "{line}"
    );
    assert_eq!(
        (runs_of(&db, "failed").await, &line["withdrawn"]),
        (1, &json!(0)),
        "{line}"
    );
    let again = console.runs(&import).well().line();
    assert_eq!(counts(&again)[3], 1, "only now it is known what is missing: {again}");
    assert!(counts(&again)[2] > 0, "what came in stayed: {again}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_before_anybody_waits_for_it() {
    let console = connected();
    let made = std::process::Command::new("mkfifo")
        .arg(console.path("pipe.csv"))
        .status();
    assert!(made.unwrap().success());
    for import in [
        &["import", "--json", "--source", "lakeshore", "pipe.csv"][..],
        &["import", "--json", "--dry-run", "pipe.csv"],
    ] {
        let said = console.runs(import);
        let line = said.line();
        assert_eq!((said.code, &line["code"]), (2, &json!("not_a_file")), "{line}");
        assert!(
            line["reason"].as_str().unwrap().contains("neither a file nor a folder"),
            "{line}"
        );
    }
}

/// Where the file system takes no name that is no UTF-8, there is nothing to tell.
#[cfg(unix)]
#[test]
fn a_file_of_any_name_is_told_and_turns_no_terminal() {
    let console = connected();
    let name = std::ffi::OsStr::from_bytes(b"q\xff\x1b[31m\n\xe2\x80\xae3.csv");
    if std::fs::copy(sample("pirl/lakeshore.csv"), console.path("").join(name)).is_err() {
        return;
    }
    for arguments in [&["import", "--source", "lakeshore"][..], &["import", "--dry-run"]] {
        let ended = console.command(arguments).arg(name).output().unwrap();
        let told = String::from_utf8(ended.stdout).unwrap();
        assert!(
            ended.status.code() == Some(1) && told.contains("q\u{fffd} [31m 3.csv"),
            "{told}"
        );
        assert!(!told.contains('\u{1b}') && !told.contains('\u{202e}'), "{told:?}");
        let ended = console.command(arguments).args(["--json"]).arg(name).output().unwrap();
        let line: Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert_eq!(
            (ended.status.code(), &line["file"]),
            (Some(1), &json!("q\u{fffd}\u{1b}[31m\n\u{202e}3.csv")),
            "{line}"
        );
    }
}
