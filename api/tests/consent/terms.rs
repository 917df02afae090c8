//! What cannot be consented to, and which field is told to be at fault.

use super::world;
use crate::support::{Stage, on_both};
use entity::consent;
use passport_hub::caller::Bearer;
use passport_hub::graphql::ids::{Kind, id};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

const GRANT: &str = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) {
    __typename ... on ConsentNotGranted { field reason } } }";

fn day_of(number: u64) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(number)
}

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
        let days = |many: u64| -> Vec<String> {
            (0..many)
                .map(|day| format!("passport/Learning.r?since={}", day_of(day)))
                .collect()
        };
        let long = format!("passport/Credential.r?kind={}", "k,".repeat(1000) + "k");
        for (name, value, field, says) in [
            ("scopes", json!([]), "scopes", "at least one scope"),
            ("scopes", json!(days(41)), "scopes", "at most 40 scopes"),
            (
                "scopes",
                json!(["passport/Credential.r?kind=a%00b"]),
                "scopes.0",
                "does not take this value",
            ),
            ("scopes", json!([long]), "scopes.0", "at most 2000 characters"),
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

#[tokio::test(flavor = "multi_thread")]
async fn however_much_holders_consent_to_a_page_of_them_is_answered() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        // Eight consents of forty scopes, all different: more than one section is compared with.
        for consent in 0..8 {
            let scopes: Vec<String> = (0..40)
                .map(|day| format!("passport/Credential.r?since={}", day_of(consent * 40 + day)))
                .collect();
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            stage.consents(amara, acme, &scopes).await;
            let partner = stage.asker(Bearer::Partner(acme));
            let seen = partner
                .asks_with("{ passports { nodes { credentials { totalCount } } } }", json!({}))
                .await;
            let shown = if consent < 7 {
                json!([{ "credentials": { "totalCount": 1 } }])
            } else {
                json!([])
            };
            assert_eq!(seen["data"]["passports"]["nodes"], shown, "{consent}: {seen}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_cannot_be_read_shuts_one_passport_and_no_other() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(luis, acme, &["passport/Skill.r"]).await;
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let spoiled = stage.consents(amara, acme, &["passport/Goal.r"]).await;
        let spoil = consent::Entity::update_many()
            .col_expr(consent::Column::Denies, Expr::val(json!(["passport/Goals.r"])))
            .filter(consent::Column::ConsentId.eq(spoiled));
        spoil.exec(stage.hub.db.conn()).await.unwrap();
        let partner = stage.asker(Bearer::Partner(acme));
        let seen = partner
            .asks_with(
                "{ passports { nodes { goals { totalCount } skills { totalCount } } } }",
                json!({}),
            )
            .await;
        let nodes = seen["data"]["passports"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 1, "{seen}");
    })
    .await;
}
