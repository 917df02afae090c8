//! An import that is told to stop ends its run, and the same command goes on from there.
#![cfg(unix)]

use crate::console::Console;
use crate::generate::Format;
use crate::support::Stage;
use passport_hub::clock::Clock;
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use std::process::{Command, Stdio};

const SECRET: &str = "0707070707070707070707070707070707070707070707070707070707070707";

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_told_to_stop_says_how_it_goes_on() {
    let console = Console::new();
    let url = format!("sqlite:{}", console.path("hub.sqlite").display());
    let at = |arguments: &[&str]| {
        let mut command = console.command(arguments);
        command.env("DATABASE_URL", &url).env("PASSPORT_HUB_SECRET", SECRET);
        command
    };
    let add = [
        "source", "add", "lms", "--name", "LMS", "--kind", "lms", "--trusts", "email",
    ];
    assert!(at(&add).output().unwrap().status.success());
    let delivery = console.path("statements");
    std::fs::create_dir(&delivery).unwrap();
    Format::Xapi.write(&delivery, 4_000);
    let import = ["import", "--source", "lms", delivery.to_str().unwrap()];

    let mut running = at(&import);
    let running = running.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let stage = Stage {
        hub: Hub::open(
            Db::connect(&url, 1).await.unwrap(),
            Keys::derive(&[7; 32]),
            Clock::default(),
        )
        .await
        .unwrap(),
        database: "SQLite",
    };
    while stage.count("source_record").await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let told = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
    assert!(told.unwrap().success());
    let ended = running.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(
        said.contains("told to stop") && said.contains("The same command goes on"),
        "{said}"
    );
    let run = "import_run WHERE state = 'failed' AND error_code = 'interrupted' AND records_read < 4000";
    assert_eq!(stage.count(run).await, 1);

    let again = at(&import).output().unwrap();
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(again.status.success() && said.contains("goes on where run"), "{said}");
    assert_eq!(stage.count("source_record WHERE superseded_at IS NULL").await, 4_000);
}
