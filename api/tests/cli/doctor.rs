//! `doctor`: what is wrong with a set-up, in plain words.

use crate::console::{Console, Said, keys, sample};

/// Words that people need not know, and what nobody may read.
const NOT_PLAIN: [&str; 9] = [
    "DbErr", "sqlx", "Err(", "Some(", "Os {", "os error", "panicked", "u32", "hunter2",
];

fn examine(console: &Console, settings: &[(&str, &str)]) -> Said {
    // A free port, whatever else runs on this machine; a story's own settings win.
    let settings = [&[("PASSPORT_HUB_LISTEN", "127.0.0.1:0")], settings].concat();
    let said = console.runs_with(&settings, &["doctor"]);
    for word in NOT_PLAIN {
        assert!(
            !said.out.contains(word) && !said.err.contains(word),
            "{word} in {said:?}"
        );
    }
    said
}

#[test]
fn a_good_set_up_is_well() {
    let console = Console::new();
    let fresh = examine(&console, &[]);
    assert_eq!(fresh.code, 0, "{fresh:?}");
    assert!(
        console.files().is_empty(),
        "looking makes nothing: {:?}",
        console.files()
    );

    console
        .runs(&[
            "source",
            "add",
            "lakeshore",
            "--name",
            "Lakeshore",
            "--kind",
            "workforce",
        ])
        .well();
    console.runs(&["import", "--source", "lakeshore", &sample("pirl/lakeshore.csv")]);
    let said = examine(&console, &[]);
    assert_eq!(
        (said.code, said.out.lines().last()),
        (0, Some("All is well.")),
        "{said:?}"
    );
    for check in [
        "settings",
        "adapters",
        "secret",
        "database",
        "sqlite",
        "schema",
        "imports",
        "vocabulary",
        "address",
    ] {
        assert!(said.out.contains(&format!("ok    {check} ")), "{check} in {}", said.out);
    }
    let lines = console
        .runs_with(&[("PASSPORT_HUB_LISTEN", "127.0.0.1:0")], &["doctor", "--json"])
        .lines();
    assert!(
        lines
            .iter()
            .all(|line| keys(line) == ["check", "status", "what"] && line["status"] == "ok"),
        "{lines:?}"
    );
}

#[test]
fn a_database_filled_under_another_secret_is_not_touched() {
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
        ])
        .well();
    let other = [("PASSPORT_HUB_SECRET", "c2l4dGVlbiBieXRlcyB0d2ljZSwgc2l4dGVlbiBieXQ=")];
    let said = examine(&console, &other);
    assert!(
        said.code != 0 && said.out.contains("filled under another secret"),
        "{said:?}"
    );
    let file = sample("pirl/lakeshore.csv");
    let refused = console.runs_with(&other, &["import", "--source", "lakeshore", &file]);
    assert!(
        refused.code != 0 && refused.err.contains("filled under another secret"),
        "{refused:?}"
    );
    assert_eq!(examine(&console, &[]).code, 0);
}

#[cfg(unix)]
#[test]
fn what_others_may_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let console = Console::new();
    let add = ["source", "add", "lakeshore", "--name", "L", "--kind", "workforce"];
    console.runs(&add).well();
    let file = console.path("passport-hub.sqlite");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "{mode:o}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = examine(&console, &[]);
    assert_eq!(said.code, 0, "a warning does not count: {said:?}");
    let told = said.out.lines().skip_while(|line| !line.starts_with("warn  database "));
    let told: Vec<&str> = told.take(2).collect();
    assert!(
        told.len() == 2 && told[0].contains("others on this machine may read") && told[1].contains("chmod 600"),
        "{said:?}"
    );
}

/// What is whole and only cannot be written is not called damaged: who restores a backup loses what came since.
#[test]
fn a_database_that_takes_no_writes_says_so() {
    let console = Console::new();
    let add = ["source", "add", "lakeshore", "--name", "L", "--kind", "workforce"];
    console.runs(&add).well();
    let read_only = [("DATABASE_URL", "sqlite:passport-hub.sqlite?mode=ro")];
    let import = ["import", "--source", "lakeshore", &sample("pirl/lakeshore.csv")];
    let said = console.runs_with(&read_only, &import);
    assert!(
        said.code == 69 && said.err.contains("is read-only") && said.err.contains("mode=ro"),
        "{said:?}"
    );
    let examined = examine(&console, &read_only);
    let told = "FAIL  database    the database is read-only";
    assert!(examined.code == 1 && examined.out.contains(told), "{examined:?}");
    for text in [&said.err, &examined.out] {
        assert!(!text.contains("damaged") && !text.contains("backup"), "{text}");
    }
}

/// A setting, its value, and what is said: which check fails, what is wrong, what to do.
const BROKEN: &[(&str, &str, &str, &str, &str)] = &[
    (
        "DATABASE_URL",
        "sqlite:away/hub.sqlite",
        "database",
        "not there",
        "mkdir -p away",
    ),
    (
        "DATABASE_URL",
        "sqlite:letter.txt",
        "database",
        "no SQLite database",
        "backup",
    ),
    ("DATABASE_URL", "sqlite:cut.sqlite", "database", "is damaged", "backup"),
    (
        "DATABASE_URL",
        "sqlite:folder",
        "database",
        "is a folder",
        "passport-hub.sqlite",
    ),
    (
        "DATABASE_URL",
        "postgres://hub:hunter2@127.0.0.1:1/hub",
        "database",
        "nobody listens at 127.0.0.1:1",
        "Start PostgreSQL",
    ),
    (
        "DATABASE_URL",
        "postgres://hub:hunter2@127.0.0.1:99999/hub",
        "database",
        "cannot be understood",
        "postgres://user",
    ),
    (
        "DATABASE_URL",
        "mysql://hub:hunter2@db/hub",
        "database",
        "no address",
        "sqlite:",
    ),
    (
        "PASSPORT_HUB_SECRET",
        "hunter2",
        "secret",
        "PASSPORT_HUB_SECRET",
        "openssl rand",
    ),
    (
        "PASSPORT_HUB_KEY_FILE",
        "letter.txt",
        "secret",
        "letter.txt",
        "key file back",
    ),
    (
        "PASSPORT_HUB_LISTEN",
        "the front door",
        "address",
        "host:port",
        "PASSPORT_HUB_LISTEN",
    ),
    (
        "PASSPORT_HUB_LISTEN",
        "192.0.2.1:80",
        "address",
        "cannot listen",
        "PASSPORT_HUB_LISTEN",
    ),
    (
        "PASSPORT_HUB_POOL_SIZE",
        "hunter2",
        "settings",
        "pool_size",
        "SETTINGS.md",
    ),
    ("PASSPORT_HUB_COLOUR", "blue", "settings", "colour", "SETTINGS.md"),
];

#[test]
fn a_broken_set_up_says_what_to_do() {
    let console = Console::new();
    console.write("letter.txt", "Dear database, …");
    console.write("cut.sqlite", &b"SQLite format 3\0and no more"[..]);
    console.write("folder/file", "");
    for (setting, value, check, says, todo) in BROKEN.iter().copied() {
        let said = examine(&console, &[(setting, value)]);
        assert_eq!(said.code, 1, "{setting}={value}: {said:?}");
        let mut lines = said
            .out
            .lines()
            .skip_while(|line| !line.starts_with(&format!("FAIL  {check} ")));
        let found = lines.next().unwrap_or_else(|| panic!("{setting}={value}: {said:?}"));
        assert!(found.contains(says), "{setting}={value}: {found}");
        let advice = lines.next().unwrap();
        assert!(
            advice.trim().starts_with('→') && advice.contains(todo),
            "{setting}={value}: {advice}"
        );
        assert!(
            !advice.contains("doctor"),
            "the doctor sends nobody to the doctor: {advice}"
        );
        assert!(said.out.contains("to mend before the hub can serve"), "{said:?}");
    }
}
