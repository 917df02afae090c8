//! `import --dry-run`: what files would become, for scripts and for people.

use crate::console::{Console, fixture, keys, sample};
use serde_json::{Value, json};

#[test]
fn exit_codes_and_outcomes_are_those_of_the_table() {
    let console = Console::new();
    console.write("words.txt", "hello, passport");
    console.write("empty/.hidden", "");
    console.write(
        "both/badge.json",
        std::fs::read(sample("badges/mei-languages.json")).unwrap(),
    );
    console.write("both/q3.csv", std::fs::read(sample("pirl/lakeshore.csv")).unwrap());
    let good = fixture("open_badges/good_ob2_embedded.json");
    let (some, cut) = (fixture("pirl/bad_cells.csv"), fixture("odoo/bad_truncated.json"));
    let folder = fixture("oneroster_csv/good_roster_1_1");
    for (arguments, exit, adapter, code, rejects) in [
        (vec![good.as_str()], 0, json!("open_badges"), None, false),
        (vec![folder.as_str()], 0, json!("oneroster_csv"), None, false),
        (vec![some.as_str()], 1, json!("pirl"), None, true),
        (vec![cut.as_str()], 2, json!("odoo"), Some("truncated"), false),
        (vec!["nowhere.json"], 2, json!(null), Some("not_found"), false),
        (vec!["empty"], 2, json!(null), Some("empty"), false),
        (vec!["words.txt"], 2, json!(null), Some("unknown_format"), false),
        (vec!["both"], 2, json!(null), Some("ambiguous_format"), false),
        (
            vec!["both", "--adapter", "open_badges"],
            1,
            json!("open_badges"),
            None,
            true,
        ),
        (
            vec![&good, "--adapter", "odoo"],
            2,
            json!("odoo"),
            Some("wrong_format"),
            false,
        ),
    ] {
        let said = console.runs(&[&["import", "--dry-run", "--json"][..], &arguments].concat());
        assert_eq!(said.code, exit, "{arguments:?}: {said:?}");
        let line = said.line();
        assert_eq!(
            (&line["file"], &line["adapter"]),
            (&json!(arguments[0]), &adapter),
            "{line}"
        );
        let read = if code.is_some() { "unreadable" } else { "read" };
        assert_eq!(
            (&line["outcome"], line["code"].as_str()),
            (&json!(read), code),
            "{line}"
        );
        assert_eq!(line["reason"].is_string(), code.is_some(), "{line}");
        assert_eq!(count(&line, "rejects") > 0, rejects, "{line}");
        // Of a file that breaks off, what stands before the break is read.
        let reads = matches!(code, None | Some("truncated"));
        assert_eq!(count(&line, "records") > 0, reads, "{line}");
    }
}

fn count(line: &Value, list: &str) -> usize {
    line[list].as_array().unwrap().len()
}

#[test]
fn a_format_that_is_not_certain_is_explained() {
    let console = Console::new();
    console.write("words.txt", "hello, passport");
    console.write(
        "both/badge.json",
        std::fs::read(sample("badges/mei-languages.json")).unwrap(),
    );
    console.write("both/q3.csv", std::fs::read(sample("pirl/lakeshore.csv")).unwrap());
    for (file, names, not) in [
        (
            "words.txt",
            vec!["open_badges", "oneroster_csv", "odoo", "pirl"],
            vec![],
        ),
        ("both", vec!["open_badges", "pirl"], vec!["odoo", "oneroster_csv"]),
    ] {
        let line = console.runs(&["import", "--dry-run", "--json", file]).line();
        let reason = line["reason"].as_str().unwrap();
        assert!(names.iter().all(|name| reason.contains(name)), "{reason}");
        assert!(!not.iter().any(|name| reason.contains(name)), "{reason}");
    }
}

#[test]
fn the_keys_are_those_that_scripts_were_promised() {
    let console = Console::new();
    let said = console.runs(&[
        "import",
        "--dry-run",
        "--json",
        &fixture("pirl/bad_cells.csv"),
        "nowhere.json",
    ]);
    let [read, unreadable] = <[Value; 2]>::try_from(said.lines()).unwrap();
    let promised = ["adapter", "file", "outcome", "reason", "records", "rejects"];
    assert_eq!(keys(&read), promised);
    assert_eq!(keys(&unreadable), [&promised[..1], &["code"], &promised[1..]].concat());
    for reject in read["rejects"].as_array().unwrap() {
        assert_eq!(keys(reject), ["code", "place", "reason"]);
        assert!(
            reject["place"].as_str().unwrap().starts_with("bad_cells.csv: row "),
            "{reject}"
        );
    }
    for record in read["records"].as_array().unwrap() {
        assert_eq!(record["kind"], "programme");
    }
    assert_eq!((read["records"].is_array(), &unreadable["records"]), (true, &json!([])));
}

#[test]
fn each_file_has_its_line_and_the_worst_decides() {
    let console = Console::new();
    let files = [
        fixture("odoo/bad_truncated.json"),
        fixture("open_badges/good_ob2_embedded.json"),
        fixture("pirl/bad_cells.csv"),
    ];
    let arguments = [
        &["import", "--dry-run", "--json"][..],
        &files.each_ref().map(String::as_str),
    ]
    .concat();
    let said = console.runs(&arguments);
    assert_eq!(said.code, 2);
    let told: Vec<Value> = said.lines().iter().map(|line| line["file"].clone()).collect();
    assert_eq!(json!(told), json!(files));
    assert_eq!(console.runs(&[&arguments[..3], &arguments[4..]].concat()).code, 1);
    assert!(console.files().is_empty(), "it needs no database, and makes none");
}

#[test]
fn wrong_usage_is_told_apart_from_what_files_hold() {
    let console = Console::new();
    let good = fixture("open_badges/good_ob2_embedded.json");
    for (arguments, says) in [
        (vec!["import", "--dry-run", "--json"], "FILE"),
        (
            vec!["import", "--dry-run", "--adapter", "clay_tablets", &good],
            "open_badges",
        ),
        (vec!["import", "--dry-run", "--colour", &good], "--colour"),
        (vec!["import", &good], "--source"),
        (vec!["export"], "export"),
        (vec![], "passport-hub"),
    ] {
        let said = console.runs(&arguments);
        assert_eq!(said.code, 64, "{arguments:?}: {said:?}");
        assert!(
            said.out.is_empty() && said.err.contains(says),
            "{arguments:?}: {said:?}"
        );
    }
}

#[test]
fn a_script_may_ask_for_records_beside_the_sources_own_words() {
    let console = Console::new();
    let file = fixture("oneroster_csv/good_gradebook_1_2");
    let asked = ["import", "--dry-run", "--json", "--records", "2", &file];
    let line = console.runs(&asked).line();
    assert_eq!(count(&line, "records"), 6, "all are told as before");
    let [organization, learning] = &line["sample"].as_array().unwrap()[..] else {
        panic!("{line}")
    };
    assert_eq!(
        (&organization["kind"], &learning["kind"]),
        (&json!("organization"), &json!("learning"))
    );
    let words = learning["words"].as_array().unwrap();
    let comment = words.iter().find(|word| word["path"] == "comment").unwrap();
    let told = json!({"path": "comment", "text": null, "fate": "left_out", "becomes": null, "facts": [], "reason": "free text of teachers"});
    assert_eq!(comment, &told);
    assert_eq!(
        (&learning["file"], &learning["place"]),
        (&json!("results.csv"), &json!("row 2")),
        "{learning}"
    );
    let facts = learning["becomes"].as_array().unwrap();
    assert!(facts.iter().any(|fact| fact["label"] == "title"), "{learning}");
    let score = words.iter().find(|word| word["path"] == "score").unwrap();
    let [beside] = &score["facts"].as_array().unwrap()[..] else {
        panic!("{score}")
    };
    let beside = &facts[beside.as_u64().unwrap() as usize];
    assert_eq!(
        (&score["becomes"], &beside["label"]),
        (&json!("result"), &json!("result")),
        "{learning}"
    );
}

#[test]
fn people_see_records_beside_the_sources_own_words_and_rejects_by_code() {
    let console = Console::new();
    let said = console.runs(&["import", "--dry-run", &fixture("oneroster_csv/good_gradebook_1_2")]);
    assert_eq!(said.code, 0, "{said:?}");
    for line in [
        "    score: 17.50                           result: 17.50 on “Score 0 to 20”",
        "    scoreDate: 2026-02-12                  when: 2026-02-12 (day)",
        "    left out     comment: free text of teachers",
    ] {
        assert!(said.out.lines().any(|told| told == line), "{line}\n{}", said.out);
    }
    let bad = console.runs(&["import", "--dry-run", "--records", "0", &fixture("pirl/bad_cells.csv")]);
    assert_eq!(bad.code, 1, "{bad:?}");
    for line in ["  10 rejects", "    bad_date  3", "      at bad_cells.csv: row 8"] {
        assert!(bad.out.lines().any(|told| told == line), "{line}\n{}", bad.out);
    }
    assert!(!bad.out.contains("becomes"), "no record was asked for: {}", bad.out);
    for said in [&said, &bad] {
        assert!(
            said.out
                .lines()
                .all(|line| line.starts_with('/') || line.chars().count() <= 80),
            "{}",
            said.out
        );
        assert!(!said.out.contains('\u{1b}'), "colour is for terminals: {}", said.out);
    }
    let wrong = console.runs(&[
        "import",
        "--records",
        "5",
        "--source",
        "x",
        &fixture("pirl/bad_cells.csv"),
    ]);
    assert!(wrong.code == 64 && wrong.err.contains("--dry-run"), "{wrong:?}");
}

#[test]
fn rows_that_become_nothing_are_told_with_their_places() {
    let console = Console::new();
    let folder = fixture("oneroster_csv/good_roster_1_1");
    let said = console.runs(&["import", "--dry-run", &folder]);
    for line in ["  1 row became no record of its own", "    at enrollments.csv: row 3"] {
        assert!(said.out.lines().any(|told| told == line), "{line}\n{}", said.out);
    }
    let line = console.runs(&["import", "--dry-run", "--json", &folder]).line();
    let told = json!({"count": 1, "examples": [{"file": "enrollments.csv", "place": "row 3"}]});
    assert_eq!(line["withoutRecord"], told, "{line}");
    let all = console.runs(&["import", "--dry-run", &fixture("open_badges/good_ob2_embedded.json")]);
    assert!(!all.out.contains("no record"), "{}", all.out);
}

#[test]
fn what_an_import_would_do_with_it_is_told_before() {
    let console = Console::new();
    let add = ["source", "add", "school", "--name", "School", "--kind", "lms"];
    console.runs(&add).well();
    let users = |last: u32| {
        let rows = (0..last).map(|number| format!("u-{number},student,Kim,Ortega\n"));
        format!("sourcedId,role,givenName,familyName\n{}", rows.collect::<String>())
    };
    console.write("all/users.csv", users(30));
    console.write("fewer/users.csv", users(10));
    console.runs(&["import", "--source", "school", "all"]).well();
    let full = ["import", "--dry-run", "--full", "--source", "school"];
    let said = console.runs(&[&full[..], &["fewer"]].concat());
    assert!(
        said.code == 0
            && said
                .out
                .contains("as all of school: withdrawn would be 20 of 30 of “user”")
            && said.out.contains("--yes"),
        "{said:?}"
    );
    let line = console.runs(&[&full[..], &["--json", "fewer"]].concat()).line();
    assert_eq!(line["missing"], json!([{"stream": "user", "missing": 20, "held": 30}]));
    let same = console.runs(&[&full[..], &["all"]].concat());
    assert!(same.out.contains("nothing would be withdrawn"), "{same:?}");
    let done = console.runs(&["import", "--json", "--source", "school", "all"]).line();
    assert_eq!(done["unchanged"], 30, "looking withdrew nothing");
    // What it says is asked for is asked for.
    let import = ["import", "--source", "school", "--full"];
    let kept = console.runs(&[&import[..], &["--json", "fewer"]].concat()).line();
    assert_eq!(
        (&kept["withdrawn"], &kept["rejects"][0]["code"]),
        (&json!(0), &json!("not_withdrawn"))
    );
    console.write("some/users.csv", users(28));
    let said = console.runs(&[&full[..], &["some"]].concat());
    assert!(
        said.out.contains("would be 2 of 30") && !said.out.contains("--yes"),
        "{said:?}"
    );
    assert_eq!(
        console.runs(&[&import[..], &["--json", "some"]].concat()).line()["withdrawn"],
        2
    );
    let listed = console.runs(&["run", "list", "--first", "1"]).out;
    assert!(listed.contains("WITHDRAWN"), "{listed}");

    // A dry run for a source reads as its import would.
    let moodle = [
        "source",
        "add",
        "campus",
        "--name",
        "Campus",
        "--kind",
        "lms",
        "--adapter",
        "moodle",
    ];
    console.runs(&moodle).well();
    let own = console
        .runs(&["import", "--dry-run", "--source", "campus", "--json", "all"])
        .line();
    assert_eq!(
        (&own["adapter"], &own["outcome"]),
        (&json!("moodle"), &json!("unreadable")),
        "{own}"
    );
    let nobody = console.runs(&["import", "--dry-run", "--source", "nobody", "all"]);
    assert!(
        nobody.code == 64 && nobody.err.contains("there is no source"),
        "{nobody:?}"
    );
    let whose = console.runs(&["import", "--dry-run", "--full", "fewer"]);
    assert!(whose.code == 64 && whose.err.contains("--source KEY"), "{whose:?}");

    let badge = std::fs::read(sample("badges/mei-languages.json")).unwrap();
    let mut badge: Value = serde_json::from_slice(&badge).unwrap();
    let subject = badge["credentialSubject"].as_object_mut().unwrap();
    subject.retain(|field, _| !matches!(field.as_str(), "id" | "identifier"));
    console.write("badge.json", badge.to_string());
    let asked = ["import", "--dry-run", "badge.json"];
    let said = console.runs(&asked);
    let line = console.runs(&[&asked[..], &["--json"]].concat()).line();
    let of_nobody = line["ofNobody"].as_u64().unwrap();
    assert!(
        of_nobody > 0 && said.out.contains(&format!("(no_subject): {of_nobody} record")),
        "{said:?}"
    );
}

#[test]
fn what_is_plainly_no_data_in_a_folder_is_passed_over_and_told() {
    let console = Console::new();
    console.write(
        "set/users.csv",
        "sourcedId,role,givenName,familyName\nu-1,student,Nia,Park\n",
    );
    for none in ["set/README.md", "set/.DS_Store", "set/logo.png"] {
        console.write(none, "x");
    }
    let said = console.runs(&["import", "--dry-run", "--json", "set"]);
    let line = said.line();
    assert_eq!(
        (said.code, count(&line, "rejects"), count(&line, "records")),
        (0, 0, 1),
        "{line}"
    );
    for none in ["README.md", ".DS_Store", "logo.png"] {
        assert!(said.err.contains(none), "{said:?}");
    }
    let badges = console.runs(&["import", "--dry-run", "--json", "--adapter", "open_badges", "set"]);
    assert!(
        !badges.err.contains("logo.png"),
        "a picture may be meant as a badge: {badges:?}"
    );
    console.write("words.txt", "hello, passport");
    let unknown = console.runs(&["import", "--dry-run", "words.txt"]);
    assert!(unknown.out.contains("--adapter KEY"), "{unknown:?}");
}
