//! What cannot be consented to, and which field is told to be at fault.

use super::world;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};

const GRANT: &str = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) {
    __typename ... on ConsentNotGranted { field reason } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_cannot_be_given_names_the_field_at_fault() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let holder = stage.asker(Bearer::Holder(amara));
        let day = |ahead: i64| json!(stage.hub.clock.now() + chrono::Duration::days(ahead));
        let grant = async |name: &str, value: Value| {
            let mut input = json!({
                "partner": id(Kind::Organization, acme.organization).as_str(), "purpose": "HIRING",
                "scopes": ["passport/Skill.r?vocabulary=esco,onet&source=hr,self", "passport/Goal.r"],
                "expiresAt": day(30),
            });
            input[name] = value;
            let answer = holder.asks_with(GRANT, json!({ "input": input })).await;
            answer["data"]["grantConsent"].clone()
        };
        for (name, value, field, says) in [
            ("scopes", json!([]), "scopes", "at least one scope"),
            ("useLimit", json!(0), "useLimit", "at least 1"),
            ("expiresAt", day(-1), "expiresAt", "in the future"),
            ("expiresAt", day(367), "expiresAt", "twelve months"),
            ("startsAt", day(31), "startsAt", "before it ends"),
            ("startsAt", day(24_000), "startsAt", "before it ends"),
            ("scopes", json!(["passport/Skills.r"]), "scopes.0", "no section"),
            (
                "denies",
                json!(["passport/Skill.r?vocabulary=ESCO"]),
                "denies.0",
                "vocabulary “ESCO” here; did you mean “esco”",
            ),
            (
                "denies",
                json!(["passport/Goal.r", "passport/Skill.r?source=hrr"]),
                "denies.1",
                "source “hrr”",
            ),
            (
                "denies",
                json!(["passport/Skill.r?source=hr,HR"]),
                "denies.0",
                "did you mean “hr”",
            ),
            (
                "scopes",
                json!(["passport/Goal.r?concept=http://no.example/x"]),
                "scopes.0",
                "concept “http://no.example/x”",
            ),
            (
                "denies",
                json!(["passport/Experience.r?kind=jobs"]),
                "denies.0",
                "it takes job",
            ),
        ] {
            let given = grant(name, value.clone()).await;
            assert_eq!(given["field"], field, "{name} {value}: {given}");
            assert!(
                given["reason"].as_str().unwrap().contains(says),
                "{name} {value}: {given}"
            );
        }
        for (name, value) in [
            ("startsAt", day(10)),
            ("useLimit", json!(1)),
            ("denies", json!(["passport/Skill.r?source=badges&vocabulary=esco"])),
        ] {
            let given = grant(name, value.clone()).await;
            assert_eq!(given["__typename"], "ConsentGranted", "{name} {value}: {given}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_may_name_a_source_that_another_process_connected() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.another_hub().await.source("late", "lms", &[]).await;
        stage.consents(amara, acme, &["passport/Skill.r?source=late"]).await;
    })
    .await;
}
