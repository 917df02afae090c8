//! A holder names somebody who may decide for them: within scopes, purposes and time, until either ends it.

use super::{PASSPORT, world};
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, Partner};
use passport_hub::graphql::ids::{Kind, holders_id, id};
use serde_json::{Value, json};
use uuid::Uuid;

const SHAPE: &str = "id state yourRole kind passport holder delegate scopes purposes acceptedAt endedAt inWords";
const CONSENT: &str = "consent { id version state inForce scopes expiresAt givenBy delegation usesLeft
    history { version givenBy } receipts { document } request { id } inWords }";

/// What one field of a mutation answers.
pub async fn does(stage: &Stage, person: Uuid, mutation: &str, outcomes: &str, input: Value) -> Value {
    let name = mutation[..1].to_uppercase() + &mutation[1..];
    let document =
        format!("mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename {outcomes} }} }}");
    let answer = stage
        .asker(Bearer::Holder(person))
        .asks_with(&document, json!({ "input": input }))
        .await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"][mutation].clone()
}

async fn gives(stage: &Stage, holder: Uuid, input: Value) -> Value {
    let outcomes =
        format!("... on DelegationGiven {{ delegation {{ {SHAPE} }} }} ... on DelegationNotGiven {{ field reason }}");
    does(stage, holder, "giveDelegation", &outcomes, input).await
}

async fn accepts(stage: &Stage, person: Uuid, delegation: &Value) -> Value {
    let outcomes =
        format!("... on DelegationAccepted {{ delegation {{ {SHAPE} }} }} ... on DelegationClosed {{ reason }}");
    let input = json!({ "delegation": delegation });
    does(stage, person, "acceptDelegation", &outcomes, input).await
}

async fn ends(stage: &Stage, person: Uuid, delegation: &Value) -> Value {
    let outcomes = format!("... on DelegationEnded {{ consents alreadyEnded delegation {{ {SHAPE} }} }}");
    let input = json!({ "delegation": delegation });
    does(stage, person, "endDelegation", &outcomes, input).await
}

pub async fn lists(stage: &Stage, person: Uuid) -> Vec<Value> {
    let document = format!("{{ delegations {{ nodes {{ {SHAPE} }} }} }}");
    let answer = stage
        .asker(Bearer::Holder(person))
        .asks_with(&document, json!({}))
        .await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["delegations"]["nodes"].as_array().unwrap().clone()
}

pub fn passport(person: Uuid) -> String {
    id(Kind::Passport, person).to_string()
}

pub fn in_days(stage: &Stage, days: i64) -> Value {
    json!(stage.hub.clock.now() + chrono::Duration::days(days))
}

/// Skills and credentials, for hiring, for sixty days, to whoever has this address.
fn to(stage: &Stage, email: &str) -> Value {
    json!({ "email": email, "scopes": ["passport/Skill.r", "passport/Credential.r"], "purposes": ["HIRING"],
        "expiresAt": in_days(stage, 60) })
}

/// Luis may decide for Amara.
pub async fn delegated(stage: &Stage, amara: Uuid, luis: Uuid) -> Value {
    let given = gives(stage, amara, to(stage, "luis@example.org")).await;
    let delegation = given["delegation"]["id"].clone();
    assert_eq!(
        accepts(stage, luis, &delegation).await["__typename"],
        "DelegationAccepted"
    );
    delegation
}

pub async fn grants(stage: &Stage, delegate: Uuid, holder: Uuid, partner: Partner, changes: Value) -> Value {
    let mut input = json!({
        "partner": id(Kind::Organization, partner.organization).as_str(), "purpose": "HIRING",
        "scopes": ["passport/Skill.r"], "expiresAt": in_days(stage, 30), "onBehalfOf": passport(holder),
    });
    input
        .as_object_mut()
        .unwrap()
        .extend(changes.as_object().unwrap().clone());
    let outcomes = format!(
        "... on ConsentGranted {{ {CONSENT} }} ... on ConsentProposed {{ {CONSENT} }}
            ... on ConsentNotGranted {{ field reason }}"
    );
    does(stage, delegate, "grantConsent", &outcomes, input).await
}

pub async fn changes(
    stage: &Stage,
    person: Uuid,
    mutation: &str,
    consent: &Value,
    on_behalf_of: Option<Uuid>,
) -> Value {
    let done = if mutation == "withdrawConsent" {
        "ConsentWithdrawn"
    } else {
        "ConsentChanged"
    };
    let outcomes = format!("... on {done} {{ {CONSENT} }} ... on ConsentNotChanged {{ field reason }}");
    let input = json!({ "consent": consent, "onBehalfOf": on_behalf_of.map(passport) });
    does(stage, person, mutation, &outcomes, input).await
}

pub async fn consents(stage: &Stage, person: Uuid, on_behalf_of: Option<Uuid>) -> Value {
    let document = "query ($for: ID) { consents(onBehalfOf: $for) { id version state givenBy delegation } }";
    let variables = json!({ "for": on_behalf_of.map(passport) });
    stage.asker(Bearer::Holder(person)).asks_with(document, variables).await
}

pub async fn skills(stage: &Stage, partner: Partner, holder: Uuid) -> Value {
    let seen = stage.asker(Bearer::Partner(partner)).asks(PASSPORT, holder).await;
    super::total(&seen, "skills")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_is_named_accepts_and_decides_within_what_was_delegated() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let given = gives(stage, amara, to(stage, " Luis@example.org")).await;
        let delegation = given["delegation"]["id"].clone();
        assert_eq!(
            (&given["delegation"]["state"], &given["delegation"]["delegate"]),
            (&json!("PENDING"), &Value::Null),
            "{given}"
        );
        let refused = grants(stage, luis, amara, acme, json!({})).await;
        assert_eq!(
            refused["field"], "onBehalfOf",
            "nobody acts by what they have not accepted"
        );

        let offered = lists(stage, luis).await;
        assert_eq!(
            (&offered[0]["yourRole"], &offered[0]["holder"], &offered[0]["passport"]),
            (&json!("DELEGATE"), &json!("Amara Okafor"), &json!(passport(amara)))
        );
        let accepted = accepts(stage, luis, &delegation).await;
        assert_eq!(accepted["delegation"]["state"], "IN_FORCE", "{accepted}");
        assert_eq!(
            accepts(stage, luis, &delegation).await["reason"],
            "you accepted it before"
        );
        assert_eq!(lists(stage, amara).await[0]["delegate"], "Luis Ortega");
        let says = lists(stage, amara).await[0]["inWords"].as_str().unwrap().to_owned();
        assert!(
            says.starts_with("Luis Ortega may decide for you that partners:\n- see your skills")
                && says.contains("Only for deciding on a job."),
            "{says}"
        );

        let granted = grants(stage, luis, amara, acme, json!({ "useLimit": 9 })).await;
        let consent = &granted["consent"];
        assert_eq!(
            (&consent["givenBy"], &consent["delegation"], &consent["usesLeft"]),
            (&json!("DELEGATE"), &delegation, &json!(9)),
            "{granted}"
        );
        let receipt: Value = serde_json::from_str(consent["receipts"][0]["document"].as_str().unwrap()).unwrap();
        assert_eq!(receipt["receipt"]["events"][0]["entity"], "delegate");
        assert!(skills(stage, acme, amara).await.is_number());
        let given_by = stage.ids("SELECT given_by FROM consent").await;
        assert_eq!(given_by, [luis]);

        let seen = consents(stage, amara, None).await;
        assert_eq!(seen["data"]["consents"][0]["givenBy"], "DELEGATE", "{seen}");
        assert_eq!(
            consents(stage, luis, Some(amara)).await["data"]["consents"][0]["id"],
            consent["id"]
        );
        assert_eq!(consents(stage, luis, None).await["data"]["consents"], json!([]));
        let own = stage.asker(Bearer::Holder(luis)).asks(PASSPORT, amara).await;
        assert_eq!(own["data"]["passport"], Value::Null, "a delegate sees no passport");

        let paused = changes(stage, luis, "pauseConsent", &consent["id"], Some(amara)).await;
        assert_eq!(paused["consent"]["state"], "PAUSED", "{paused}");
        assert_eq!(paused["consent"]["history"].as_array().unwrap().len(), 2);
        assert_eq!(skills(stage, acme, amara).await, Value::Null);
        changes(stage, luis, "resumeConsent", &consent["id"], Some(amara)).await;
        let ended = changes(stage, luis, "withdrawConsent", &consent["id"], Some(amara)).await;
        assert_eq!(ended["consent"]["state"], "WITHDRAWN");
        assert!(
            ended["consent"]["inWords"]
                .as_str()
                .unwrap()
                .ends_with("Your delegate decided this for you."),
            "{ended}"
        );
        assert_eq!(skills(stage, acme, amara).await, Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_goes_no_further_than_the_delegation() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let own = stage.consents(amara, acme, &["passport/Goal.r"]).await;
        delegated(stage, amara, luis).await;
        for (attempt, field) in [
            (json!({ "scopes": ["passport/Skill.r", "passport/Goal.r"] }), "scopes.1"),
            (json!({ "scopes": ["passport/Profile.r"] }), "scopes.0"),
            (json!({ "scopes": ["passport/Skill.rs"] }), "scopes.0"),
            (json!({ "denies": ["passport/Goal.r"] }), "denies.0"),
            (json!({ "purpose": "ADVISING" }), "purpose"),
            (json!({ "expiresAt": in_days(stage, 61) }), "expiresAt"),
        ] {
            let answer = grants(stage, luis, amara, acme, attempt.clone()).await;
            assert_eq!(
                (&answer["__typename"], &answer["field"]),
                (&json!("ConsentNotGranted"), &json!(field)),
                "{attempt}: {answer}"
            );
        }
        let held = holders_id(Kind::Consent, amara, own).to_string();
        for mutation in ["withdrawConsent", "pauseConsent", "changeConsent"] {
            let answer = changes(stage, luis, mutation, &json!(held), Some(amara)).await;
            assert_eq!(
                answer["__typename"], "ConsentNotFound",
                "{mutation}: what the holder gave is the holder's"
            );
        }
        let preview = "query ($input: GrantConsentInput!) { previewGrant(input: $input) { __typename
            ... on ConsentNotGranted { field } } }";
        let input = json!({ "partner": id(Kind::Organization, acme.organization).as_str(), "purpose": "HIRING",
            "scopes": ["passport/Skill.r"], "expiresAt": in_days(stage, 30), "onBehalfOf": passport(amara) });
        let shown = stage
            .asker(Bearer::Holder(luis))
            .asks_with(preview, json!({ "input": input }))
            .await;
        assert_eq!(shown["data"]["previewGrant"]["field"], "onBehalfOf", "{shown}");
        assert_eq!(stage.count("consent").await, 1);

        // Whom a delegate names decides for the delegate, and for nobody else.
        let mina = stage.source("guild", "badge", &["email"]).await;
        mina.sends_json(&super::badge("oven", "mina@example.org", "Mina Sato", &["baking"]))
            .await;
        let mina = stage
            .ids("SELECT id FROM person WHERE display_name = 'Mina Sato'")
            .await[0];
        let further = gives(stage, luis, to(stage, "mina@example.org")).await;
        accepts(stage, mina, &further["delegation"]["id"]).await;
        assert_eq!(
            grants(stage, mina, luis, acme, json!({})).await["__typename"],
            "ConsentGranted"
        );
        assert_eq!(grants(stage, mina, amara, acme, json!({})).await["field"], "onBehalfOf");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_that_is_revoked_or_runs_out_bites_on_the_next_request() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let (acme, borealis) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        let first = delegated(stage, amara, luis).await;
        let kept = grants(stage, luis, amara, borealis, json!({})).await["consent"]["id"].clone();
        grants(stage, luis, amara, acme, json!({})).await;
        assert!(skills(stage, acme, amara).await.is_number());
        // What the holder confirms is the holder's own from then on.
        let confirmed = changes(stage, amara, "changeConsent", &kept, None).await;
        assert_eq!(
            (&confirmed["consent"]["givenBy"], &confirmed["consent"]["delegation"]),
            (&json!("HOLDER"), &Value::Null)
        );
        let late = changes(stage, luis, "withdrawConsent", &kept, Some(amara)).await;
        assert_eq!(late["__typename"], "ConsentNotFound");

        let ended = ends(stage, amara, &first).await;
        assert_eq!(
            (
                &ended["consents"],
                &ended["delegation"]["state"],
                &ended["alreadyEnded"]
            ),
            (&json!(1), &json!("ENDED"), &json!(false)),
            "{ended}"
        );
        assert_eq!(skills(stage, acme, amara).await, Value::Null);
        assert!(skills(stage, borealis, amara).await.is_number());
        assert_eq!(grants(stage, luis, amara, acme, json!({})).await["field"], "onBehalfOf");
        assert_eq!(codes(&consents(stage, luis, Some(amara)).await)[0].1, "NOT_FOUND");
        assert_eq!(ends(stage, amara, &first).await["alreadyEnded"], true);
        assert_eq!(accepts(stage, luis, &first).await["reason"], "it was ended");
        let sql = "SELECT given_by_kind FROM consent WHERE state = 'withdrawn'";
        assert_eq!(stage.texts(sql).await, ["holder"], "it was the holder who revoked");
        assert_eq!(stage.count("consent_receipt").await, 4);

        // The delegate gives it back, with what was given under it.
        let second = delegated(stage, amara, luis).await;
        grants(stage, luis, amara, acme, json!({})).await;
        assert_eq!(ends(stage, luis, &second).await["consents"], 1);
        assert_eq!(skills(stage, acme, amara).await, Value::Null);

        // Time ends it, and what was given under it ends no later.
        delegated(stage, amara, luis).await;
        let granted = grants(stage, luis, amara, acme, json!({ "expiresAt": in_days(stage, 59) })).await;
        assert_eq!(granted["__typename"], "ConsentGranted", "{granted}");
        stage.hub.clock.advance(chrono::Duration::days(60));
        assert_eq!(skills(stage, acme, amara).await, Value::Null);
        assert_eq!(grants(stage, luis, amara, acme, json!({})).await["field"], "onBehalfOf");
        assert_eq!(lists(stage, luis).await[0]["state"], "OVER");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_answers_requests_that_lie_within() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let asks = async |scopes: &[&str]| {
            let scope = |scope: &&str| json!({ "scope": scope, "reason": "to match you" });
            let input = json!({ "email": "amara@example.org", "purpose": "HIRING", "forDays": 90,
                "scopes": scopes.iter().map(scope).collect::<Vec<_>>() });
            let document = "mutation ($input: RequestConsentInput!) { requestConsent(input: $input) {
                ... on ConsentRequested { request { id } } } }";
            let asked = stage
                .asker(Bearer::Partner(acme))
                .asks_with(document, json!({ "input": input }))
                .await;
            asked["data"]["requestConsent"]["request"]["id"].clone()
        };
        let inside = asks(&["passport/Skill.r?minBand=competent"]).await;
        let outside = asks(&["passport/Skill.r", "passport/Goal.r"]).await;
        let second = asks(&["passport/Credential.r"]).await;
        delegated(stage, amara, luis).await;
        let document = "query ($for: ID) { consentRequests(first: 2, onBehalfOf: $for) { nodes { id state
            consent { givenBy } } } }";
        let sees = async |person, on_behalf_of: Uuid| {
            let variables = json!({ "for": passport(on_behalf_of) });
            stage.asker(Bearer::Holder(person)).asks_with(document, variables).await
        };
        let seen = sees(luis, amara).await;
        let ids = |seen: &Value| {
            let nodes = seen["data"]["consentRequests"]["nodes"].as_array().unwrap().iter();
            nodes.map(|node| node["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&seen), [second.clone(), inside.clone()], "{seen}");
        assert_eq!(
            ids(&sees(amara, amara).await).len(),
            2,
            "one's own passport is decided for as ever"
        );

        let grant = async |request: &Value, changes: Value| {
            let mut input = json!({ "request": request, "onBehalfOf": passport(amara) });
            input
                .as_object_mut()
                .unwrap()
                .extend(changes.as_object().unwrap().clone());
            let outcomes = format!("... on ConsentGranted {{ {CONSENT} }} ... on ConsentNotGranted {{ field }}");
            does(stage, luis, "grantConsentRequest", &outcomes, input).await
        };
        assert_eq!(grant(&outside, json!({})).await["__typename"], "ConsentRequestNotFound");
        let longer = grant(&inside, json!({ "expiresAt": in_days(stage, 61) })).await;
        assert_eq!(longer["field"], "expiresAt", "{longer}");
        let granted = grant(&inside, json!({})).await;
        let end = &lists(stage, luis).await[0];
        assert_eq!(granted["consent"]["request"]["id"], inside, "{granted}");
        assert_eq!(granted["consent"]["givenBy"], "DELEGATE");
        let ends_at = stage
            .texts("SELECT CAST(expires_at AS TEXT) FROM consent UNION SELECT CAST(expires_at AS TEXT) FROM delegation")
            .await;
        assert_eq!(ends_at.len(), 1, "it ends with the delegation: {ends_at:?} {end}");
        assert_eq!(
            sees(luis, amara).await["data"]["consentRequests"]["nodes"][1]["consent"]["givenBy"],
            "DELEGATE"
        );

        let refuse = json!({ "request": second, "onBehalfOf": passport(amara), "reason": "not now" });
        let outcomes = format!("... on ConsentRefused {{ {CONSENT} }}");
        let refused = does(stage, luis, "refuseConsentRequest", &outcomes, refuse).await;
        assert_eq!(refused["consent"]["givenBy"], "DELEGATE", "{refused}");
        let foreign = json!({ "request": outside, "onBehalfOf": passport(amara) });
        let foreign = does(stage, luis, "refuseConsentRequest", "", foreign).await;
        assert_eq!(foreign["__typename"], "ConsentRequestNotFound");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nothing_lets_act_cannot_tell_whether_anybody_is_there() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let own = stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let ended = delegated(stage, amara, luis).await;
        ends(stage, amara, &ended).await;
        let attempts = async |on_behalf_of: Uuid| {
            let before = stage.hub.db.statements();
            let granted = grants(stage, luis, on_behalf_of, acme, json!({})).await;
            let held = json!(holders_id(Kind::Consent, on_behalf_of, own).to_string());
            let withdrawn = changes(stage, luis, "withdrawConsent", &held, Some(on_behalf_of)).await;
            let listed = consents(stage, luis, Some(on_behalf_of)).await;
            (granted, withdrawn, listed, stage.hub.db.statements() - before)
        };
        let unknown = attempts(Uuid::now_v7()).await;
        assert_eq!(unknown.0["field"], "onBehalfOf");
        assert_eq!(attempts(amara).await, unknown, "{unknown:?}");

        // Whether anybody is reached is not told either, and a stranger finds nothing to accept.
        let mut given = Vec::new();
        for address in [
            json!({ "email": "luis@example.org" }),
            json!({ "email": "nobody@example.org" }),
            json!({ "passport": passport(luis) }),
            json!({ "passport": passport(Uuid::now_v7()) }),
        ] {
            let mut input = to(stage, "");
            input.as_object_mut().unwrap().remove("email");
            input
                .as_object_mut()
                .unwrap()
                .extend(address.as_object().unwrap().clone());
            let before = stage.hub.db.statements();
            let mut answer = gives(stage, amara, input).await;
            let made = stage.hub.db.statements() - before;
            answer["delegation"]["id"].take();
            given.push((answer, made));
        }
        assert!(given.iter().all(|one| *one == given[0]), "{given:?}");
        assert_eq!(
            lists(stage, luis).await.len(),
            3,
            "the ended one, and two that reach them"
        );
        let to_nobody = lists(stage, amara).await[0]["id"].clone();
        for person in [luis, Uuid::now_v7()] {
            let document = "mutation ($id: ID!) { acceptDelegation(input: { delegation: $id }) { __typename }
                endDelegation(input: { delegation: $id }) { __typename } }";
            let answer = stage
                .asker(Bearer::Holder(person))
                .asks_with(document, json!({ "id": to_nobody }))
                .await;
            let told = answer["data"]["acceptDelegation"]["__typename"].clone();
            assert!(told == "DelegationNotFound" || !codes(&answer).is_empty(), "{answer}");
        }
        let mine = accepts(stage, amara, &to_nobody).await;
        assert_eq!(
            mine["__typename"], "DelegationNotFound",
            "nobody accepts what they gave"
        );
        for bearer in [Bearer::Partner(acme), Bearer::Steward(Uuid::nil())] {
            let answer = stage
                .asker(bearer)
                .asks_with("{ delegations { nodes { id } } }", json!({}))
                .await;
            assert_eq!(codes(&answer)[0].1, "FORBIDDEN");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delegations_are_bounded_and_say_what_is_wrong() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        for (name, value, field) in [
            ("scopes", json!([]), "scopes"),
            ("scopes", json!(["passport/Skill.r", "passport/Skills.r"]), "scopes.1"),
            ("scopes", json!(["passport/Skill.r?source=nowhere"]), "scopes.0"),
            ("purposes", json!([]), "purposes"),
            ("expiresAt", in_days(stage, 367), "expiresAt"),
            ("expiresAt", in_days(stage, 0), "expiresAt"),
            ("startsAt", in_days(stage, 61), "startsAt"),
            ("email", json!("no address"), "email"),
            ("passport", json!(passport(amara)), "email"),
        ] {
            let mut input = to(stage, "luis@example.org");
            input[name] = value.clone();
            let answer = gives(stage, amara, input).await;
            assert_eq!(answer["field"], field, "{name} {value}: {answer}");
        }
        let mut own = to(stage, "");
        own["email"] = Value::Null;
        own["passport"] = json!(passport(amara));
        assert_eq!(gives(stage, amara, own).await["field"], "passport");
        for _ in 0..20 {
            assert_eq!(
                gives(stage, amara, to(stage, "a@example.org")).await["__typename"],
                "DelegationGiven"
            );
        }
        assert_eq!(gives(stage, amara, to(stage, "a@example.org")).await["field"], "email");
        stage.hub.clock.advance(chrono::Duration::days(60));
        assert_eq!(
            gives(stage, amara, to(stage, "a@example.org")).await["__typename"],
            "DelegationGiven"
        );
        assert_eq!(lists(stage, amara).await[1]["state"], "LAPSED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn delegations_leave_with_either_side() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        delegated(stage, amara, luis).await;
        grants(stage, luis, amara, acme, json!({})).await;
        let export = "{ exportPassport { document } }";
        let bundle = async |person| {
            let answer = stage.asker(Bearer::Holder(person)).asks_with(export, json!({})).await;
            serde_json::from_str::<Value>(answer["data"]["exportPassport"]["document"].as_str().unwrap()).unwrap()
        };
        let rows = |bundle: &Value, table: &str| bundle["tables"][table].as_array().unwrap().len();
        let (hers, his) = (bundle(amara).await, bundle(luis).await);
        assert_eq!((rows(&hers, "delegations"), rows(&hers, "delegationsHeld")), (1, 0));
        assert_eq!((rows(&his, "delegations"), rows(&his, "delegationsHeld")), (0, 1));
        assert_eq!((rows(&hers, "consents"), rows(&his, "consents")), (1, 0));
        assert!(hers["tables"]["delegations"][0].get("address_hash").is_none());

        let erase = "mutation ($id: ID!) { erasePassport(input: { passport: $id }) { __typename } }";
        stage.asker(Bearer::Holder(luis)).asks(erase, luis).await;
        assert_eq!(
            skills(stage, acme, amara).await,
            Value::Null,
            "what he gave for her ended"
        );
        assert_eq!(stage.count("delegation").await, 0);
        let seen = consents(stage, amara, None).await;
        assert_eq!(seen["data"]["consents"][0]["state"], "WITHDRAWN", "{seen}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_given_under_a_delegation_that_ends_at_the_same_time() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        for _ in 0..5 {
            let delegation = delegated(stage, amara, luis).await;
            tokio::join!(
                grants(stage, luis, amara, acme, json!({})),
                ends(stage, amara, &delegation),
                grants(stage, luis, amara, acme, json!({})),
            );
            let held = "consent WHERE superseded_at IS NULL AND state <> 'withdrawn'";
            assert_eq!(
                stage.count(held).await,
                0,
                "what came first ended, and nothing came after"
            );
        }
    })
    .await;
}
