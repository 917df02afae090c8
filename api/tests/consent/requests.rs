//! Partners ask, holders answer.

use super::{PASSPORT, world};
use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, Partner};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const REQUEST: &str = "mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { __typename
    ... on ConsentRequested { request { id state partner { name } purpose scopes { scope required reason } forDays useLimit
        retention redisclosure language granted { scopes } consent { id } } }
    ... on ConsentNotRequested { field reason } } }";
const FOLLOW: &str =
    "{ consentRequests { nodes { id state purpose askedAt answerBy granted { scopes expiresAt useLimit }
    consent { id } inWords } pageInfo { hasNextPage } } }";
const GRANT: &str = "mutation ($input: GrantConsentRequestInput!) { grantConsentRequest(input: $input) { __typename
    ... on ConsentGranted { consent { version state inForce scopes denies useLimit usesLeft retention redisclosure expiresAt
        request { id state } givenBy history { version } } }
    ... on ConsentNotGranted { field reason }
    ... on RequiredScopesLeftOut { scopes { scope reason inWords } }
    ... on ConsentRequestClosed { reason } ... on ConsentRequestNotFound { reason } } }";
const REFUSE: &str = "mutation ($input: RefuseConsentRequestInput!) { refuseConsentRequest(input: $input) { __typename
    ... on ConsentRefused { consent { state reason inForce scopes request { id } inWords } }
    ... on ConsentNotRefused { field reason } ... on ConsentRequestClosed { reason } } }";

/// Skills, which the partner needs, and goals, if the holder likes.
fn wish(address: &Value) -> Value {
    let mut wish = json!({
        "purpose": "HIRING", "forDays": 90, "useLimit": 10, "retention": "until the position is filled",
        "scopes": [
            { "scope": "passport/Skill.r", "required": true, "reason": "To match you with open positions." },
            { "scope": "passport/Credential.r", "reason": "To see what you were awarded." },
        ],
    });
    wish.as_object_mut()
        .unwrap()
        .extend(address.as_object().unwrap().clone());
    wish
}

fn at(email: &str) -> Value {
    wish(&json!({ "email": email }))
}

async fn asks(stage: &Stage, partner: Partner, input: Value) -> Value {
    let answer = stage
        .asker(Bearer::Partner(partner))
        .asks_with(REQUEST, json!({ "input": input }))
        .await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["requestConsent"].clone()
}

async fn does(stage: &Stage, holder: Uuid, document: &str, input: Value) -> Value {
    let answer = stage
        .asker(Bearer::Holder(holder))
        .asks_with(document, json!({ "input": input }))
        .await;
    assert_eq!(codes(&answer), [], "{answer}");
    let data = answer["data"].as_object().unwrap();
    data.values().next().unwrap().clone()
}

async fn lists(stage: &Stage, bearer: Bearer) -> Vec<Value> {
    let answer = stage.asker(bearer).asks_with(FOLLOW, json!({})).await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["consentRequests"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_asks_and_the_holder_gives_less() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let asked = asks(stage, acme, at("Amara@example.org ")).await;
        assert_eq!(asked["request"]["state"], "PENDING", "{asked}");
        assert_eq!(asked["request"]["scopes"][0]["required"], true);

        let mine = lists(stage, Bearer::Holder(amara)).await;
        assert_eq!(mine.len(), 1);
        let says = mine[0]["inWords"].as_str().unwrap();
        assert!(
            says.starts_with("Acme asks to be allowed, for deciding on a job, to:\n- see your skills"),
            "{says}"
        );
        assert!(
            lists(stage, Bearer::Holder(luis)).await.is_empty(),
            "it is for one holder alone"
        );

        let request = mine[0]["id"].clone();
        let scopes = |scopes: Value| json!({ "request": request, "scopes": scopes });
        let left_out = does(stage, amara, GRANT, scopes(json!(["passport/Credential.r"]))).await;
        assert_eq!(left_out["__typename"], "RequiredScopesLeftOut");
        assert_eq!(left_out["scopes"][0]["scope"], "passport/Skill.r");
        let beyond = does(
            stage,
            amara,
            GRANT,
            scopes(json!(["passport/Skill.r", "passport/Goal.r"])),
        )
        .await;
        assert_eq!(
            (&beyond["__typename"], &beyond["field"]),
            (&json!("ConsentNotGranted"), &json!("scopes.1"))
        );

        let given = json!({ "request": request, "scopes": ["passport/Skill.r?source=hr"], "useLimit": 2 });
        let given = does(stage, amara, GRANT, given).await;
        let consent = &given["consent"];
        assert_eq!(consent["scopes"], json!(["passport/Skill.r?source=hr"]), "{given}");
        assert_eq!((&consent["inForce"], &consent["usesLeft"]), (&json!(true), &json!(2)));
        assert_eq!(
            (&consent["retention"], &consent["redisclosure"]),
            (&json!("until the position is filled"), &json!("NONE"))
        );
        assert_eq!(consent["request"], json!({ "id": request, "state": "GRANTED" }));
        assert_eq!(
            (&consent["givenBy"], &consent["history"]),
            (&json!("HOLDER"), &json!([{ "version": 1 }]))
        );

        let followed = lists(stage, Bearer::Partner(acme)).await;
        assert_eq!(followed[0]["state"], "GRANTED");
        assert_eq!(followed[0]["granted"]["scopes"], json!(["passport/Skill.r?source=hr"]));
        assert_eq!(
            followed[0]["consent"],
            Value::Null,
            "the consent itself is the holder's"
        );
        let again = does(stage, amara, GRANT, json!({ "request": request })).await;
        assert_eq!(again["__typename"], "ConsentRequestClosed");
        let foreign = does(stage, luis, GRANT, json!({ "request": request })).await;
        assert_eq!(foreign["__typename"], "ConsentRequestNotFound");

        let seen = stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        assert!(seen["data"]["passport"]["skills"].is_object(), "{seen}");
        assert_eq!(seen["data"]["passport"]["credentials"], Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_anybody_is_reached_cannot_be_told() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let passport = |person: Uuid| wish(&json!({ "passport": id(Kind::Passport, person).as_str() }));
        // The first request of a partner may find the pool cold; what is compared is like with like.
        asks(stage, acme, at("warm@example.org")).await;
        let mut seen = Vec::new();
        for input in [
            at("amara@example.org"),
            at("nobody@example.org"),
            passport(amara),
            passport(Uuid::now_v7()),
        ] {
            let before = stage.hub.db.statements();
            let mut asked = asks(stage, acme, input).await;
            let made = stage.hub.db.statements() - before;
            let id = asked["request"]["id"].take();
            assert!(id.is_string());
            seen.push((asked, made));
        }
        assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");

        let followed = async || {
            let mut all = lists(stage, Bearer::Partner(acme)).await;
            for one in &mut all {
                (one["id"], one["askedAt"], one["answerBy"]) = (Value::Null, Value::Null, Value::Null);
                one["inWords"] = Value::Null;
            }
            all
        };
        let all = followed().await;
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
        assert_eq!(lists(stage, Bearer::Holder(amara)).await.len(), 2);
        stage.hub.clock.advance(chrono::Duration::days(30));
        let late = followed().await;
        assert!(late.iter().all(|one| one["state"] == "EXPIRED"), "{late:?}");
        let request = lists(stage, Bearer::Holder(amara)).await[0]["id"].clone();
        let answer = does(stage, amara, GRANT, json!({ "request": request })).await;
        assert_eq!(answer["__typename"], "ConsentRequestClosed");
        assert_eq!(stage.count("consent").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_kept_and_its_reason_stays_with_the_holder() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        asks(stage, acme, at("amara@example.org")).await;
        let request = lists(stage, Bearer::Holder(amara)).await[0]["id"].clone();
        let long = json!({ "request": request, "reason": "x".repeat(501) });
        assert_eq!(does(stage, amara, REFUSE, long).await["field"], "reason");
        let refused = does(
            stage,
            amara,
            REFUSE,
            json!({ "request": request, "reason": " I do not know them. " }),
        )
        .await;
        let kept = &refused["consent"];
        assert_eq!(
            (&kept["state"], &kept["reason"]),
            (&json!("REFUSED"), &json!("I do not know them.")),
            "{refused}"
        );
        assert_eq!(kept["request"]["id"], request);
        assert!(
            kept["inWords"]
                .as_str()
                .unwrap()
                .ends_with("You refused. Nothing is shown.")
        );
        let followed = lists(stage, Bearer::Partner(acme)).await;
        assert_eq!(
            (&followed[0]["state"], &followed[0]["granted"]),
            (&json!("REFUSED"), &Value::Null)
        );
        assert!(!followed[0].to_string().contains("know them"));
        let seen = stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        assert_eq!(seen["data"]["passport"], Value::Null);
        let again = does(stage, amara, GRANT, json!({ "request": request })).await;
        assert_eq!(again["reason"], "it was refused, and stays so");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_bounded_and_say_what_is_wrong() {
    on_both(async |stage: &Stage| {
        world(stage).await;
        let (acme, other) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        let scope = |scope: &str, reason: &str| json!([{ "scope": scope, "reason": reason }]);
        for (name, value, field) in [
            ("purpose", json!("ADVISING"), "purpose"),
            ("scopes", json!([]), "scopes"),
            ("scopes", scope("passport/Skills.r", "x"), "scopes.0.scope"),
            (
                "scopes",
                scope("passport/Skill.r?source=nowhere", "x"),
                "scopes.0.scope",
            ),
            ("scopes", scope("passport/Skill.r", " "), "scopes.0.reason"),
            ("forDays", json!(367), "forDays"),
            ("forDays", Value::Null, "expiresAt"),
            ("useLimit", json!(0), "useLimit"),
            ("email", json!("no address"), "email"),
            ("email", Value::Null, "email"),
            ("passport", json!("nonsense"), "email"),
            ("retention", json!("x".repeat(501)), "retention"),
        ] {
            let mut input = at("amara@example.org");
            input[name] = value.clone();
            let answer = asks(stage, acme, input).await;
            assert_eq!(answer["field"], field, "{name} {value}: {answer}");
        }
        assert_eq!(stage.count("consent_request").await, 0);
        for address in ["amara@example.org", "nobody@example.org"] {
            for _ in 0..5 {
                assert_eq!(asks(stage, acme, at(address)).await["__typename"], "ConsentRequested");
            }
            assert_eq!(asks(stage, acme, at(address)).await["field"], "email");
        }
        assert_eq!(
            asks(stage, other, at("amara@example.org")).await["__typename"],
            "ConsentRequested"
        );
        assert_eq!(
            lists(stage, Bearer::Partner(other)).await.len(),
            1,
            "a partner sees what it asked itself"
        );
        stage.hub.clock.advance(chrono::Duration::days(31));
        assert_eq!(
            asks(stage, acme, at("amara@example.org")).await["__typename"],
            "ConsentRequested"
        );
        for bearer in [Bearer::Steward(Uuid::nil()), Bearer::Holder(Uuid::nil())] {
            let answer = stage
                .asker(bearer)
                .asks_with(REQUEST, json!({ "input": at("a@example.org") }))
                .await;
            assert_eq!(codes(&answer)[0].1, "FORBIDDEN");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_two_have_reaches_neither() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let families = stage.source("families", "hris", &["email"]).await;
        asks(stage, acme, at("amara@example.org")).await;
        assert_eq!(lists(stage, Bearer::Holder(amara)).await.len(), 1);
        asks(stage, acme, at("late@example.org")).await;
        families
            .sends_json(&badge("late", "late@example.org", "Amara Okafor", &["baking"]))
            .await;
        let late = stage
            .ids("SELECT person_id FROM subject WHERE id = (SELECT subject_id FROM person_identifier ORDER BY id DESC LIMIT 1)")
            .await[0];
        assert_eq!(lists(stage, Bearer::Holder(late)).await.len(), 1, "who comes later finds what was asked before");
        // Somebody else turns out to have the same address.
        stage
            .run(&format!(
                "UPDATE person_identifier SET value_hash = (SELECT value_hash FROM person_identifier WHERE person_id = {}
                 AND system = 'email' LIMIT 1) WHERE person_id = {} AND system = 'email'",
                stage.id(amara),
                stage.id(late)
            ))
            .await;
        assert!(lists(stage, Bearer::Holder(amara)).await.is_empty());
        assert!(lists(stage, Bearer::Holder(late)).await.is_empty());
    })
    .await;
}
