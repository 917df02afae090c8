//! `doctor`: imports whose process died.

use crate::console::Console;
use crate::support::Stage;
use crate::support::sources::badge;
use chrono::Duration;
use passport_hub::clock::Clock;
use passport_hub::flows::import_delivery::SILENCE;
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use serde_json::{Value, json};

/// What the doctor says of the imports in this database.
fn imports(console: &Console, database: &str) -> Value {
    let settings = [("PASSPORT_HUB_LISTEN", "127.0.0.1:0"), ("DATABASE_URL", database)];
    let lines = console.runs_with(&settings, &["doctor", "--json"]).lines();
    lines.into_iter().find(|line| line["check"] == "imports").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_process_died_is_named() {
    let console = Console::new();
    let url = format!("sqlite:{}", console.path("hub.db").display());
    let db = Db::connect(&url, 2).await.unwrap();
    let stage = Stage {
        hub: Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap(),
        database: "SQLite",
    };
    let badges = stage.source("city-badges", "badge", &["email"]).await;
    let sent = badges
        .sends_json(&json!([badge(
            "python",
            "amara@example.org",
            "Amara Okafor",
            &["Python"]
        )]))
        .await;
    assert_eq!(imports(&console, &url)["status"], "ok");
    let long_ago = stage.hub.clock.now() - SILENCE - Duration::minutes(1);
    stage
        .run(&format!(
            "UPDATE import_run SET state = 'running', finished_at = NULL, alive_at = '{}'",
            long_ago.to_rfc3339()
        ))
        .await;
    let found = imports(&console, &url);
    assert_eq!(found["status"], "warn", "{found}");
    let what = found["what"].as_str().unwrap();
    assert!(
        what.contains("city-badges") && what.contains(&sent.run.to_string()),
        "{what}"
    );
    assert_eq!(
        stage.count("import_run WHERE state = 'running'").await,
        1,
        "the doctor changes nothing"
    );
}
