//! Several processes on one database: what one adds, the others know.

use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use serde_json::json;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn partners_and_sources_that_another_process_adds_appear() {
    on_both(async |stage: &Stage| {
        let steward = stage.asker(Bearer::Steward(Uuid::nil()));
        let lists = "{ partners { name } sources { key } }";
        let before = steward.asks_with(lists, json!({})).await;
        assert_eq!(before["data"]["partners"], json!([]));

        let other = stage.another_hub().await;
        let acme = other.partner("Acme").await;
        let late = other.source("late", "badge", &["email"]).await.id;
        let who = "{ me { organization source { key } } }";
        let partner = stage.asker(Bearer::Partner(acme)).asks_with(who, json!({})).await;
        assert_eq!(partner["data"]["me"]["organization"], "Acme");
        let after = steward.asks_with(lists, json!({})).await;
        assert_eq!(after["data"]["partners"], json!([{ "name": "Acme" }]));
        assert!(
            after["data"]["sources"]
                .as_array()
                .unwrap()
                .contains(&json!({ "key": "late" })),
            "{after}"
        );

        let latest = other.source("latest", "badge", &["email"]).await.id;
        let source = stage.asker(Bearer::Source(latest)).asks_with(who, json!({})).await;
        assert_eq!(source["data"]["me"]["source"]["key"], "latest");
        assert_eq!(stage.hub.reference().sources[&late].key, "late");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_change_is_not_read_again() {
    on_both(async |stage: &Stage| {
        let before = stage.hub.reference();
        let statements = stage.hub.db.statements();
        stage.hub.shelf.refresh(&stage.hub.db).await.unwrap();
        assert_eq!(stage.hub.db.statements() - statements, 1);
        assert!(std::sync::Arc::ptr_eq(&before, &stage.hub.reference()));

        let other = stage.another_hub().await;
        let badges = other.source("badges", "badge", &["email"]).await;
        badges
            .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["Python"]))
            .await;
        stage.hub.shelf.refresh(&stage.hub.db).await.unwrap();
        let names: Vec<_> = stage
            .hub
            .reference()
            .organizations
            .values()
            .map(|row| row.name.clone())
            .collect();
        assert_eq!(names, ["Open Skills Badges"], "the issuer that the other process met");
    })
    .await;
}
