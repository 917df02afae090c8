//! A preview is what the partner then gets.

use super::world;
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, Partner};
use passport_hub::flows::consent::{Consent, give_consent};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};

/// Everything the face of the product asks for, and more, without the passport around it.
const SECTIONS: &str = "id holder { displayName givenName familyName language }
    skills(first: 20) { totalCount nodes { id concept { uri label } term band { low high } strongestAssertion
        independentSources trend lastObserved claims { totalCount nodes { id assertion asReceived { label level }
        source { name } evidence { title } provenance { pointer } } } } }
    credentials { totalCount nodes { id name issuer { name } issuedOn evidence { title } } }
    experiences { totalCount nodes { id title skills { nodes { term } } } } learning { totalCount }
    programmes { totalCount } goals { totalCount nodes { title } } endorsements { totalCount }";

fn preview() -> String {
    format!(
        "query ($input: GrantConsentInput!) {{ previewGrant(input: $input) {{ __typename
            ... on GrantPreview {{ passport {{ {SECTIONS} }} }} ... on ConsentNotGranted {{ field reason }}
            ... on NothingShown {{ reason }} }} }}"
    )
}

pub fn wish(stage: &Stage, partner: Partner, scopes: &[&str], denies: &[&str]) -> Value {
    json!({ "input": {
        "partner": id(Kind::Organization, partner.organization).as_str(), "purpose": "HIRING", "scopes": scopes,
        "denies": denies, "expiresAt": stage.hub.clock.now() + chrono::Duration::days(30),
    } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_what_the_partner_then_gets() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let holder = stage.asker(Bearer::Holder(amara));
        let direct = format!("query ($id: ID!) {{ passport(id: $id) {{ {SECTIONS} }} }}");
        let give = "mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { __typename } }";
        for (name, held, scopes, denies) in [
            (
                "Acme",
                None,
                vec!["passport/Skill.r?source=hr", "passport/Credential.r"],
                vec![],
            ),
            (
                "Borealis",
                Some("passport/Profile.r"),
                vec!["passport/Skill.r"],
                vec!["passport/Skill.r?source=hr"],
            ),
            (
                "Cirrus",
                Some("passport/Skill.r?source=badges"),
                vec!["passport/Experience.r", "passport/Evidence.r"],
                vec![],
            ),
        ] {
            let partner = stage.partner(name).await;
            if let Some(held) = held {
                stage.consents_within(amara, partner, &[held], Some(3)).await;
            }
            let wish = wish(stage, partner, &scopes, &denies);
            let shown = holder.asks_with(&preview(), wish.clone()).await;
            let (before, uses) = (stage.count("disclosure").await, stage.count("consent_use").await);
            assert_eq!(
                holder.asks_with(give, wish).await["data"]["grantConsent"]["__typename"],
                "ConsentGranted"
            );
            assert_eq!(
                (stage.count("disclosure").await, stage.count("consent_use").await),
                (before, uses)
            );
            let seen = stage.asker(Bearer::Partner(partner)).asks(&direct, amara).await;
            let (preview, passport) = (&shown["data"]["previewGrant"]["passport"], &seen["data"]["passport"]);
            assert!(
                passport.is_object() && preview == passport,
                "{name}: {preview}\n{passport}"
            );
            assert_eq!(preview.to_string(), passport.to_string(), "{name}: to the byte");
            let below = |answer: &Value| -> Vec<(String, String)> {
                let last = |(path, code): (String, String)| (path.rsplit('.').next().unwrap().to_owned(), code);
                let mut all: Vec<_> = codes(answer).into_iter().map(last).collect();
                all.sort();
                all
            };
            assert_eq!(below(&shown), below(&seen), "{name}: what is refused is refused alike");
        }
        assert_eq!(stage.count("disclosure").await, 3, "a preview is no disclosure");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_stands_alone_and_refuses_what_cannot_be_given() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let holder = stage.asker(Bearer::Holder(amara));
        let small = "previewGrant(input: $input) { ... on GrantPreview { passport { credentials { totalCount } skills { totalCount } } } }";
        let fine = wish(stage, acme, &["passport/Credential.r"], &[]);
        for document in [
            format!("query ($input: GrantConsentInput!) {{ {small} me {{ passport {{ skills {{ totalCount }} }} }} }}"),
            format!("query ($input: GrantConsentInput!) {{ me {{ passport {{ skills {{ totalCount }} }} }} again: {small} }}"),
            format!("query ($input: GrantConsentInput!) {{ {small} again: {small} }}"),
        ] {
            let answer = holder.asks_with(&document, fine.clone()).await;
            assert!(codes(&answer).iter().all(|(_, code)| code == "BAD_USER_INPUT"), "{answer}");
            assert!(!codes(&answer).is_empty());
            if let Some(own) = answer["data"]["me"]["passport"]["skills"]["totalCount"].as_u64() {
                assert!(own > 1, "the holder's own passport stays whole: {answer}");
            }
        }
        let named = format!("query ($input: GrantConsentInput!) {{ __typename {small} }}");
        let answer = holder.asks_with(&named, fine.clone()).await;
        assert_eq!(answer["data"]["previewGrant"]["passport"]["credentials"]["totalCount"], 1, "{answer}");
        assert_eq!(answer["data"]["previewGrant"]["passport"]["skills"], Value::Null);

        let nothing = wish(stage, acme, &["passport/Skill.r"], &["passport/Skill.r"]);
        let answer = holder.asks_with(&preview(), nothing).await;
        assert_eq!(answer["data"]["previewGrant"]["__typename"], "NothingShown");
        let asked_only = wish(stage, acme, &["passport/Credential.v"], &[]);
        let answer = holder.asks_with(&preview(), asked_only).await;
        let reason = answer["data"]["previewGrant"]["reason"].as_str().unwrap();
        assert!(reason.ends_with("answered yes or no, within passport/Credential.v."), "{reason}");
        let bad = wish(stage, acme, &["passport/Skills.r"], &[]);
        let answer = holder.asks_with(&preview(), bad).await;
        assert_eq!(answer["data"]["previewGrant"]["field"], "scopes.0");
        let foreign = stage.asker(Bearer::Partner(acme)).asks_with(&preview(), fine).await;
        assert_eq!(codes(&foreign)[0].1, "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_whose_consent_is_used_up_is_not_previewed() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let ats = stage.program(acme, "ats").await;
        let once = Consent {
            partner: ats.organization,
            client: ats.client,
            purpose: ats.purpose,
            scopes: vec!["passport/Skill.r".into()],
            denies: vec!["passport/Credential.r".into()],
            starts_at: None,
            expires_at: stage.hub.clock.now() + chrono::Duration::days(30),
            use_limit: Some(1),
            retention: None,
            language: "en".into(),
        };
        give_consent(&stage.hub, stage.holder(amara), once).await.unwrap();
        let holder = stage.asker(Bearer::Holder(amara));
        let wish = wish(stage, acme, &["passport/Credential.r"], &[]);
        let seen = |answer: &Value| answer["data"]["previewGrant"]["passport"]["credentials"]["totalCount"].as_u64();
        let in_force = holder.asks_with(&preview(), wish.clone()).await;
        assert_eq!(seen(&in_force), None, "what the program is denied");
        let look = "query ($id: ID!) { passport(id: $id) { id } }";
        stage.asker(Bearer::Partner(ats)).asks(look, amara).await;
        let used_up = holder.asks_with(&preview(), wish).await;
        assert_eq!(seen(&used_up), Some(1), "what the partner sees: {used_up}");
    })
    .await;
}
