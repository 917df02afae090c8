//! Contribution: what a source sends waits until the holder lets it write; no partner sees what waits.

use super::total;
use crate::support::roles::codes;
use crate::support::sources::{badge, employees, skills_of};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use chrono::TimeDelta;
use passport_hub::caller::Bearer;
use passport_hub::flows::retention::{Retention, keep_retention};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const SEEN: &str = "query ($id: ID!) { passport(id: $id) { holder { displayName } credentials { totalCount }
    skills { totalCount nodes { independentSources } } } }";
const KNOWN: &str = "{ connections { source { key } state records decidedAt } }";

/// Amara, known by her employer, whom she lets write, and by a badge platform, of which she has not said so yet.
async fn half_claimed(stage: &Stage) -> (Uuid, Uuid) {
    let hr = stage.source("hr", "hris", &["email"]).await;
    hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
    hr.sends(skills_of(1, "Amara Okafor", "Python")).await;
    let badges = stage.source("badges", "badge", &["email"]).await;
    let badge = badge(
        "python",
        "amara@example.org",
        "Amara A. Okafor",
        &["Python", "teamwork"],
    );
    let delivery = Delivery::single("delivery.json", badge.to_string().into_bytes());
    badges.sends_unasked(delivery).await;
    let amara = "SELECT person_id FROM subject WHERE display_name = 'Amara Okafor'";
    (stage.ids(amara).await[0], badges.id)
}

async fn decides(stage: &Stage, amara: Uuid, mutation: &str, source: Uuid) -> Value {
    let document = format!(
        "mutation ($source: ID!) {{ {mutation}(input: {{ source: $source }}) {{ __typename
            ... on ConnectionChanged {{ connection {{ state }} }} }} }}"
    );
    let variables = json!({ "source": id(Kind::Source, source).as_str() });
    let answer = stage.asker(Bearer::Holder(amara)).asks_with(&document, variables).await;
    answer["data"][mutation].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_seen_by_the_holder_and_by_no_partner() {
    on_both(async |stage: &Stage| {
        let (amara, badges) = half_claimed(stage).await;
        let acme = stage.partner("Acme").await;
        let whole = ["passport/Skill.r", "passport/Credential.rv", "passport/Profile.r"];
        stage.consents(amara, acme, &whole).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let holder = stage.asker(Bearer::Holder(amara));
        let known = holder.asks_with(KNOWN, json!({})).await;
        let states = known["data"]["connections"].as_array().unwrap();
        let states: Vec<_> = states
            .iter()
            .map(|one| json!([one["source"]["key"], one["state"]]))
            .collect();
        assert_eq!(states, [json!(["hr", "ACCEPTED"]), json!(["badges", "WAITING"])]);
        // The holder sees all of it; the partner what her employer says, with its name for her, and nothing derived from more.
        assert_eq!(total(&holder.asks(SEEN, amara).await, "credentials"), 1);
        let waiting = partner.asks(SEEN, amara).await;
        assert_eq!(codes(&waiting), []);
        assert_eq!(
            (total(&waiting, "credentials"), total(&waiting, "skills")),
            (json!(0), json!(1))
        );
        let verify = "query ($id: ID!) { verify(input: { passport: $id, statement: \"passport/Credential.v\" }) {
            ... on Verified { holds } } }";
        assert_eq!(partner.asks(verify, amara).await["data"]["verify"]["holds"], false);
        let why = "query ($node: ID!, $partner: ID!) {
            explainAccess(input: { node: $node, partner: $partner, purpose: HIRING }) {
                ... on AccessExplained { visible waiting inWords } } }";
        let one = "query ($id: ID!) { passport(id: $id) { credentials { nodes { id } } } }";
        let one = holder.asks(one, amara).await["data"]["passport"]["credentials"]["nodes"][0]["id"].clone();
        let of_acme = id(Kind::Organization, acme.organization);
        let why = holder
            .asks_with(why, json!({ "node": one, "partner": of_acme.as_str() }))
            .await;
        let why = &why["data"]["explainAccess"];
        assert_eq!(json!([why["visible"], why["waiting"]]), json!([false, 1]), "{why}");
        assert!(why["inWords"].to_string().contains("do not let write"), "{why}");
        let accepted = decides(stage, amara, "acceptConnection", badges).await;
        assert_eq!(accepted["connection"]["state"], "ACCEPTED");
        let claimed = partner.asks(SEEN, amara).await;
        assert_eq!(
            (total(&claimed, "credentials"), total(&claimed, "skills")),
            (json!(1), json!(2))
        );
        assert_eq!(partner.asks(verify, amara).await["data"]["verify"]["holds"], true);
        // And no longer.
        let ended = decides(stage, amara, "endConnection", badges).await;
        assert_eq!(ended["connection"]["state"], "ENDED");
        assert_eq!(partner.asks(SEEN, amara).await, waiting);
        let never = decides(stage, amara, "acceptConnection", Uuid::now_v7()).await;
        assert_eq!(never["__typename"], "ConnectionNotFound");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_passports_shows_each_what_its_holder_lets_be_written() {
    on_both(async |stage: &Stage| {
        let (amara, badges) = half_claimed(stage).await;
        let luis = badge("first-aid", "luis@example.org", "Luis Ortega", &["first aid"]);
        let delivery = Delivery::single("delivery.json", luis.to_string().into_bytes());
        let again = stage.source("badges", "badge", &["email"]).await;
        again.sends_unasked(delivery).await;
        let luis = stage.ids("SELECT person_id FROM subject WHERE display_name = 'Luis Ortega'").await[0];
        assert_eq!(decides(stage, luis, "acceptConnection", badges).await["connection"]["state"], "ACCEPTED");
        let acme = stage.partner("Acme").await;
        for person in [amara, luis] {
            stage.consents(person, acme, &["passport/Credential.r", "passport/Profile.r"]).await;
        }
        let page = "{ passports { nodes { holder { displayName } credentials { totalCount } } } }";
        let page = stage.asker(Bearer::Partner(acme)).asks_with(page, json!({})).await;
        let mut rows: Vec<_> = page["data"]["passports"]["nodes"].as_array().unwrap().clone();
        rows.sort_by_key(|row| row["holder"]["displayName"].to_string());
        let row = |name: &str, credentials: u32| {
            json!({ "holder": { "displayName": name }, "credentials": { "totalCount": credentials } })
        };
        assert_eq!(rows, [row("Amara Okafor", 0), row("Luis Ortega", 1)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_claims_goes_when_its_time_is_over() {
    on_both(async |stage: &Stage| {
        let (amara, badges) = half_claimed(stage).await;
        stage.hub.clock.advance(TimeDelta::days(200));
        let past = keep_retention(&stage.hub, Retention::default()).await.unwrap();
        assert_eq!(past.unclaimed, 1);
        let seen = stage.asker(Bearer::Holder(amara)).asks(SEEN, amara).await;
        let left = &seen["data"]["passport"];
        assert_eq!(
            json!([
                left["credentials"]["totalCount"],
                left["skills"],
                left["holder"]["displayName"]
            ]),
            json!([0, { "totalCount": 1, "nodes": [{ "independentSources": 1 }] }, "Amara Okafor"])
        );
        assert_eq!(
            stage
                .count(&format!("subject WHERE source_id = {}", stage.id(badges)))
                .await,
            0
        );
        let again = keep_retention(&stage.hub, Retention::default()).await.unwrap();
        assert_eq!(again.unclaimed, 0);
    })
    .await;
}
