//! Yes or no: a partner learns whether a statement holds, and sees no record.

use super::preview::wish;
use super::world;
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, Partner};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const VERIFY: &str = "query ($passport: ID!, $statement: String!) {
    verify(input: { passport: $passport, statement: $statement }) { __typename
        ... on Verified { holds statement } ... on NotVerified { field reason } } }";

async fn put(stage: &Stage, bearer: Bearer, person: Uuid, statement: &str) -> Value {
    let passport = id(Kind::Passport, person);
    let variables = json!({ "passport": passport.as_str(), "statement": statement });
    stage.asker(bearer).asks_with(VERIFY, variables).await
}

/// What a partner is answered: yes or no, or the code of the error.
async fn answer(stage: &Stage, partner: Partner, person: Uuid, statement: &str) -> Value {
    let answer = put(stage, Bearer::Partner(partner), person, statement).await;
    match codes(&answer).first() {
        Some((_, code)) => json!(code),
        None => answer["data"]["verify"]["holds"].clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_answered_yes_or_no_and_sees_no_record() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let esco = "passport/Skill.v?vocabulary=esco";
        stage.consents(amara, acme, &[esco, "passport/Credential.v"]).await;
        for (statement, answered) in [
            (esco, json!(true)),
            ("passport/Skill.v?vocabulary=esco&source=hr", json!(true)),
            ("passport/Skill.v?vocabulary=esco&since=2090-01-01", json!(false)),
            ("passport/Credential.v", json!(true)),
            ("passport/Credential.v?source=hr", json!(false)),
            ("passport/Skill.v", json!("CONSENT_REQUIRED")),
            ("passport/Experience.v", json!("CONSENT_REQUIRED")),
        ] {
            assert_eq!(answer(stage, acme, amara, statement).await, answered, "{statement}");
        }
        // To verify is not to read.
        let read = "query ($id: ID!) { passport(id: $id) { credentials { totalCount } } passports { nodes { id } } }";
        let seen = stage.asker(Bearer::Partner(acme)).asks(read, amara).await;
        assert_eq!(seen["data"], json!({ "passport": null, "passports": { "nodes": [] } }));
        // Of somebody who said nothing, and of nobody, nothing can be told apart.
        let mut same = Vec::new();
        for person in [luis, Uuid::now_v7()] {
            let before = stage.hub.db.statements();
            let refused = put(stage, Bearer::Partner(acme), person, esco).await;
            same.push((refused, stage.hub.db.statements() - before));
        }
        assert_eq!(same[0], same[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_denied_is_answered_as_if_it_were_not_there() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let (acme, other) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        stage.consents(amara, acme, &["passport/Skill.v"]).await;
        stage.consents(amara, other, &["passport/Skill.v"]).await;
        let held_back = wish(stage, acme, &["passport/Goal.r"], &["passport/Skill.r?source=hr"]);
        let give = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { __typename } }";
        stage.asker(Bearer::Holder(amara)).asks_with(give, held_back).await;
        let from_hr = "passport/Skill.v?source=hr";
        assert_eq!(answer(stage, acme, amara, from_hr).await, json!(false));
        assert_eq!(answer(stage, other, amara, from_hr).await, json!(true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_sees_each_question_and_it_is_a_use() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents_within(amara, acme, &["passport/Skill.v"], Some(1)).await;
        assert_eq!(answer(stage, acme, amara, "passport/Skill.v").await, json!(true));
        let spent = answer(stage, acme, amara, "passport/Skill.v").await;
        assert_eq!(spent, json!("CONSENT_REQUIRED"), "its one use is spent");
        let log = "{ disclosures(first: 5) { nodes { decision inWords sections { section rows } } } }";
        let told = stage.asker(Bearer::Holder(amara)).asks_with(log, json!({})).await;
        let looks = &told["data"]["disclosures"]["nodes"];
        assert_eq!(
            json!([looks[0]["decision"], looks[1]["decision"], looks[1]["sections"]]),
            json!(["REFUSED", "GRANTED", [{ "section": "Skill.v", "rows": 1 }]])
        );
        let words = looks[1]["inWords"].as_str().unwrap();
        assert!(words.contains("yes or no to a question about your skills"), "{words}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_statement_is_said_to_be_none() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        for (statement, says) in [
            ("passport/Skill", "a scope is written"),
            ("passport/Skill.r", "the letter v alone"),
            ("passport/Skill.rv", "the letter v alone"),
            ("passport/Profile.v", "Profile"),
            ("passport/Skill.v?vocabulary=nobodys", "nobodys"),
        ] {
            let told = put(stage, Bearer::Partner(acme), amara, statement).await;
            let not = &told["data"]["verify"];
            assert_eq!(not["field"], "statement", "{told}");
            assert!(not["reason"].as_str().unwrap().contains(says), "{told}");
        }
        for (bearer, code) in [
            (Bearer::Holder(amara), "FORBIDDEN"),
            (Bearer::Steward(Uuid::from_u128(1)), "FORBIDDEN"),
        ] {
            assert_eq!(codes(&put(stage, bearer, amara, "passport/Skill.v").await)[0].1, code);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_limit_counts_each_answer_however_many_one_request_asks_for() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let mut wish = wish(stage, acme, &["passport/Credential.v"], &[]);
        wish["input"]["useLimit"] = json!(3);
        let grant = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { __typename } }";
        let holder = stage.asker(Bearer::Holder(amara));
        holder.asks_with(grant, wish).await;
        let passport = id(Kind::Passport, amara);
        let years = |years: std::ops::Range<i32>| {
            let ask = |year: i32| {
                format!(
                    "y{year}: verify(input: {{ passport: \"{}\", statement: \"passport/Credential.v?since={year}-01-01\" }}) {{
                        ... on Verified {{ holds }} }}",
                    passport.as_str()
                )
            };
            format!("{{ {} }}", years.map(ask).collect::<Vec<_>>().join(" "))
        };
        let partner = stage.asker(Bearer::Partner(acme));
        let many = partner.asks_with(&years(2010..2030), json!({})).await;
        assert_eq!((&many["data"], codes(&many)[0].1.as_str()), (&Value::Null, "CONSENT_REQUIRED"), "{many}");
        let few = partner.asks_with(&years(2010..2012), json!({})).await;
        assert_eq!(few["data"], json!({ "y2010": { "holds": true }, "y2011": { "holds": true } }));
        let left = holder.asks_with("{ consents { usesLeft } disclosures { nodes { consents { version } } } }", json!({})).await;
        assert_eq!(left["data"]["consents"][0]["usesLeft"], 1, "{left}");
        assert_eq!(left["data"]["disclosures"]["nodes"][0]["consents"], json!([{ "version": 1 }]), "said once");
    })
    .await;
}
