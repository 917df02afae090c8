//! `audit`: the log of disclosures proved, and an answer asked again.

use crate::console::{Console, keys, sample};
use crate::support::Stage;
use passport_hub::caller::Bearer;
use passport_hub::clock::Clock;
use passport_hub::graphql::ids::{Kind, holders_id, id};
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use serde_json::json;
use uuid::Uuid;

/// A hub with a roster, and the same hub as stories act on it.
async fn told() -> (Console, Stage) {
    let console = Console::new();
    console
        .runs(&[
            "source",
            "add",
            "college",
            "--name",
            "Riverside College",
            "--kind",
            "lms",
        ])
        .well();
    console.runs(&["import", "--source", "college", &sample("oneroster")]);
    let db = Db::connect(
        &format!("sqlite://{}", console.path("passport-hub.sqlite").display()),
        2,
    )
    .await
    .unwrap();
    let keys = Keys::from_file(&console.path("passport-hub.key")).unwrap();
    let hub = Hub::open(db, keys, Clock::default()).await.unwrap();
    let database = "SQLite";
    let stage = Stage { hub, database };
    stage.everybody_accepts().await;
    (console, stage)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_proved_and_an_answer_is_asked_again() {
    let (console, stage) = told().await;
    let acme = stage.partner("Acme").await;
    let person = stage.ids("SELECT person_id FROM learning LIMIT 1").await[0];
    stage.consents(person, acme, &["passport/Learning.r"]).await;
    let ask = "query Look($id: ID!) { passport(id: $id) { learning { nodes { title } } } }";
    for _ in 0..2 {
        stage.asker(Bearer::Partner(acme)).asks(ask, person).await;
    }
    let holder = id(Kind::Passport, person).to_string();
    let whole = console.runs(&["audit", "verify", "--json"]).well().line();
    assert_eq!(
        keys(&whole),
        [
            "against",
            "chains",
            "disclosures",
            "ends",
            "findings",
            "found",
            "keyless",
            "whole"
        ]
    );
    assert_eq!(
        (&whole["whole"], &whole["disclosures"], &whole["ends"][0]["seq"]),
        (&json!(true), &json!(2), &json!(2))
    );
    let said = console.runs(&["audit", "verify", "--holder", &holder]).well();
    assert_eq!(said.out, "2 disclosures in 1 chain: all as they were written\n");

    console.write("noted.json", whole.to_string());
    let against = ["audit", "verify", "--against", "noted.json"];
    let said = console.runs(&against).well();
    assert!(said.out.ends_with("noted ends that stand: 1 of 1\n"), "{said:?}");

    let looks = stage.ids("SELECT id FROM disclosure ORDER BY seq").await;
    let look = holders_id(Kind::Disclosure, person, looks[0]).to_string();
    let replayed = console.runs(&["audit", "replay", &look, "--json"]).well().line();
    assert_eq!(
        (&replayed["who"], &replayed["outcome"], &replayed["intact"]),
        (&json!("Acme"), &json!("equal"), &json!(true))
    );
    let said = console.runs(&["audit", "replay", &look]).well();
    assert!(
        said.out.ends_with("asked again as of then, the answer is the same\n"),
        "{said:?}"
    );

    stage.run("UPDATE learning SET title = 'Other'").await;
    let said = console.runs(&["audit", "replay", &look]);
    assert!(said.code == 1 && said.out.contains("in passport.learning"), "{said:?}");
    assert!(!said.out.contains("Other"), "the answer is shown to nobody");
    stage.run("DELETE FROM disclosed_request").await;
    assert_eq!(console.runs(&["audit", "replay", &look]).code, 2);
    let said = console.runs(&["audit", "verify"]);
    assert!(
        said.code == 1
            && said
                .out
                .contains("what was asked in disclosure 1 of a passport is gone"),
        "{said:?}"
    );
    assert!(said.out.contains(&look), "{said:?}");
    stage.run("DELETE FROM disclosure WHERE seq = 1").await;
    let found = console.runs(&["audit", "verify", "--json"]).line();
    assert_eq!(
        (&found["whole"], &found["findings"][0]["wrong"]),
        (&json!(false), &json!("missing"))
    );

    stage.run("DELETE FROM disclosure; DELETE FROM disclosure_writer").await;
    let emptied = console.runs(&["audit", "verify", "--against", "noted.json", "--json"]);
    assert_eq!(emptied.code, 1, "{emptied:?}");
    let emptied = emptied.line();
    assert_eq!(
        (&emptied["against"], &emptied["findings"][0]["wrong"]),
        (&json!({"ends": 1, "missing": 1, "other": 0}), &json!("noted_missing"))
    );

    let nobody = holders_id(Kind::Disclosure, person, Uuid::now_v7()).to_string();
    for wrong in [
        vec!["audit", "verify", "--holder", "x"],
        vec!["audit", "verify", "--holder", &holder, "--all"],
        vec!["audit", "verify", "--against", "nowhere.json"],
        vec!["audit", "verify", "--against", "passport-hub.key"],
        vec!["audit", "replay", &holder],
        vec!["audit", "replay", &nobody],
        vec!["audit"],
    ] {
        assert_eq!(console.runs(&wrong).code, 64, "{wrong:?}");
    }
}
