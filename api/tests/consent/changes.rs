//! Holders change what they gave: narrow, pause, resume, end it.

use super::{PASSPORT, total, world};
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, Partner};
use passport_hub::graphql::ids::{Kind, holders_id};
use serde_json::{Value, json};
use uuid::Uuid;

const SHOWN: &str = "{ consents { version state inForce scopes denies expiresAt useLimit usesLeft reason
    history { version state inForce reason } inWords(language: \"de\") } }";

async fn does(stage: &Stage, holder: Uuid, mutation: &str, mut input: Value, consent: Uuid) -> Value {
    input["consent"] = json!(holders_id(Kind::Consent, holder, consent).as_str());
    let (name, done) = (
        mutation[..1].to_uppercase() + &mutation[1..],
        "consent { version state inForce scopes usesLeft }",
    );
    let outcome = if mutation == "withdrawConsent" {
        "ConsentWithdrawn"
    } else {
        "ConsentChanged"
    };
    let document = format!(
        "mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename ... on {outcome} {{ {done} }}
            ... on ConsentNotChanged {{ field reason }} }} }}"
    );
    let answer = stage
        .asker(Bearer::Holder(holder))
        .asks_with(&document, json!({ "input": input }))
        .await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"][mutation].clone()
}

async fn skills(stage: &Stage, partner: Partner, holder: Uuid) -> Value {
    let seen = stage.asker(Bearer::Partner(partner)).asks(PASSPORT, holder).await;
    total(&seen, "skills")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_is_paused_resumed_narrowed_and_ended_and_every_version_is_kept() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let scopes = ["passport/Skill.r", "passport/Credential.r"];
        let consent = stage.consents_within(amara, acme, &scopes, Some(9)).await;
        let all = skills(stage, acme, amara).await;
        let act = async |mutation: &str, input: Value| does(stage, amara, mutation, input, consent).await;

        let paused = act("pauseConsent", json!({})).await;
        assert_eq!(
            (&paused["consent"]["state"], &paused["consent"]["inForce"]),
            (&json!("PAUSED"), &json!(false))
        );
        assert_eq!(
            skills(stage, acme, amara).await,
            Value::Null,
            "a pause bites on the next request"
        );
        assert_eq!(act("pauseConsent", json!({})).await["reason"], "it is paused already");
        let resumed = act("resumeConsent", json!({})).await;
        assert_eq!(
            (&resumed["consent"]["inForce"], &resumed["consent"]["usesLeft"]),
            (&json!(true), &json!(8))
        );
        assert_eq!(skills(stage, acme, amara).await, all);

        for (input, field) in [
            (json!({ "scopes": ["passport/Skill.r", "passport/Goal.r"] }), "scopes.1"),
            (json!({ "scopes": [] }), "scopes"),
            (json!({ "useLimit": 10 }), "useLimit"),
            (
                json!({ "expiresAt": stage.hub.clock.now() + chrono::Duration::days(31) }),
                "expiresAt",
            ),
            (json!({ "expiresAt": stage.hub.clock.now() }), "expiresAt"),
            (json!({ "denies": ["passport/Skill.r?source=hrr"] }), "denies.0"),
        ] {
            let answer = act("changeConsent", input.clone()).await;
            assert_eq!(answer["field"], field, "{input}: {answer}");
        }
        let narrow = json!({ "scopes": ["passport/Skill.r"], "denies": ["passport/Skill.r?source=badges"] });
        let changed = act("changeConsent", narrow).await;
        assert_eq!(changed["consent"]["version"], 4, "{changed}");
        assert_ne!(skills(stage, acme, amara).await, all);
        let lifted = act("changeConsent", json!({ "denies": [] })).await;
        assert_eq!(lifted["field"], "denies", "what was denied stays denied");

        assert_eq!(
            act("withdrawConsent", json!({ "reason": "x".repeat(501) })).await["field"],
            "reason"
        );
        act("withdrawConsent", json!({ "reason": "I found work." })).await;
        assert_eq!(act("resumeConsent", json!({})).await["field"], "consent");
        let shown = stage.asker(Bearer::Holder(amara)).asks_with(SHOWN, json!({})).await;
        let kept = &shown["data"]["consents"][0];
        assert_eq!(
            (&kept["version"], &kept["reason"]),
            (&json!(5), &json!("I found work.")),
            "{shown}"
        );
        let states: Vec<&str> = kept["history"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v["state"].as_str().unwrap())
            .collect();
        assert_eq!(states, ["WITHDRAWN", "GRANTED", "GRANTED", "PAUSED", "GRANTED"]);
        assert!(
            kept["history"]
                .as_array()
                .unwrap()
                .iter()
                .all(|version| version["inForce"] == false)
        );
        let says = kept["inWords"].as_str().unwrap();
        assert!(
            says.contains("aber niemals:\n- Ihre Fähigkeiten") && says.contains("nur von „badges“"),
            "{says}"
        );
        assert_eq!(
            does(stage, luis, "pauseConsent", json!({}), consent).await["__typename"],
            "ConsentNotFound"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_never_shows_more_and_a_used_up_consent_is_not_in_force() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let limited = stage
            .consents_within(amara, acme, &["passport/Credential.r"], Some(1))
            .await;
        let all = skills(stage, acme, amara).await;
        stage.run("UPDATE consent_use SET uses = 0").await;
        let deny = json!({ "denies": ["passport/Skill.r?source=badges"] });
        does(stage, amara, "changeConsent", deny, limited).await;
        let less = skills(stage, acme, amara).await;
        assert!(less.is_number() && less != all);
        let shown = async || {
            let shown = stage.asker(Bearer::Holder(amara)).asks_with(SHOWN, json!({})).await;
            let one = &shown["data"]["consents"][0];
            (one["inForce"].clone(), one["usesLeft"].clone())
        };
        assert_eq!(shown().await, (json!(false), json!(0)));
        does(stage, amara, "pauseConsent", json!({}), limited).await;
        assert_eq!(skills(stage, acme, amara).await, less, "what it denies stays denied");
        stage.hub.clock.advance(chrono::Duration::days(31));
        let late = does(stage, amara, "resumeConsent", json!({}), limited).await;
        assert_eq!(late["reason"], "its time is over; give a new consent instead");
    })
    .await;
}
