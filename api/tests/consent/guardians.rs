//! Minors and who stands for them: two yes, one no, and a hand-over when they are of age.

use super::delegation::{changes, consents, delegated, does, grants, in_days, lists, passport, skills};
use super::{PASSPORT, world};
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport::consent::AgeBand;
use passport_hub::caller::{Bearer, Partner};
use passport_hub::store::consents::{Side, changed_since};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a steward's mutation answers.
async fn steward_does(stage: &Stage, mutation: &str, outcomes: &str, input: Value) -> Value {
    let name = mutation[..1].to_uppercase() + &mutation[1..];
    let document =
        format!("mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename {outcomes} }} }}");
    let answer = stage
        .asker(Bearer::Steward(Uuid::from_u128(1)))
        .asks_with(&document, json!({ "input": input }))
        .await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"][mutation].clone()
}

async fn records(stage: &Stage, minor: Uuid, guardian: Uuid, changes: Value) -> Value {
    let mut input = json!({ "passport": passport(minor), "guardian": passport(guardian),
        "ageBand": "FROM_13_TO_15", "until": in_days(stage, 100) });
    input
        .as_object_mut()
        .unwrap()
        .extend(changes.as_object().unwrap().clone());
    let outcomes = "... on GuardianRecorded { guardianship until } ... on GuardianNotRecorded { field reason }";
    steward_does(stage, "recordGuardian", outcomes, input).await
}

async fn ends(stage: &Stage, minor: Uuid, guardian: Uuid, band: Value) -> Value {
    let input = json!({ "passport": passport(minor), "guardian": passport(guardian), "ageBand": band });
    steward_does(stage, "endGuardianship", "... on GuardianshipEnded { consents }", input).await
}

/// Of how many consents a partner hears.
async fn heard(stage: &Stage, partner: Partner) -> usize {
    let side = Side::Partner(partner);
    let ever = stage.hub.clock.now() - chrono::Duration::days(400);
    changed_since(&stage.hub.db, &side, ever).await.unwrap().len()
}

/// A minor, for themselves.
async fn gives(stage: &Stage, minor: Uuid, partner: Partner) -> Value {
    grants(stage, minor, minor, partner, json!({ "onBehalfOf": null })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minor_and_their_guardian_both_say_yes_in_any_order() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let (acme, borealis) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        assert_eq!(
            records(stage, luis, amara, json!({})).await["__typename"],
            "GuardianRecorded"
        );

        // The minor begins.
        let begun = gives(stage, luis, acme).await;
        let consent = &begun["consent"];
        assert_eq!(
            (
                &begun["__typename"],
                &consent["state"],
                &consent["inForce"],
                &consent["givenBy"]
            ),
            (
                &json!("ConsentProposed"),
                &json!("REQUESTED"),
                &json!(false),
                &json!("HOLDER")
            ),
            "{begun}"
        );
        assert_eq!(consent["receipts"], json!([]), "half a consent has no receipt");
        assert!(
            consent["inWords"]
                .as_str()
                .unwrap()
                .contains("It waits for a second yes."),
            "{begun}"
        );
        assert_eq!(skills(stage, acme, luis).await, Value::Null, "one yes permits nothing");
        assert_eq!(heard(stage, acme).await, 0, "the partner hears nothing of it");
        let twice = changes(stage, luis, "approveConsent", &consent["id"], None).await;
        assert!(
            twice["reason"]
                .as_str()
                .unwrap()
                .starts_with("your yes is there already"),
            "{twice}"
        );
        let approved = changes(stage, amara, "approveConsent", &consent["id"], Some(luis)).await;
        let held = &approved["consent"];
        assert_eq!(
            (&held["version"], &held["state"], &held["givenBy"], &held["inForce"]),
            (&json!(2), &json!("GRANTED"), &json!("GUARDIAN"), &json!(true)),
            "{approved}"
        );
        let receipt: Value = serde_json::from_str(held["receipts"][0]["document"].as_str().unwrap()).unwrap();
        assert_eq!(receipt["receipt"]["events"][0]["entity"], "guardian");
        assert!(skills(stage, acme, luis).await.is_number());
        assert_eq!(heard(stage, acme).await, 1);
        let own = stage.asker(Bearer::Holder(amara)).asks(PASSPORT, luis).await;
        assert_eq!(own["data"]["passport"], Value::Null, "a guardian sees no passport");

        // The guardian begins, and the minor assents.
        let begun = grants(stage, amara, luis, borealis, json!({})).await;
        assert_eq!(begun["__typename"], "ConsentProposed", "{begun}");
        assert_eq!(skills(stage, borealis, luis).await, Value::Null);
        let assented = changes(stage, luis, "approveConsent", &begun["consent"]["id"], None).await;
        assert_eq!(
            (&assented["consent"]["state"], &assented["consent"]["givenBy"]),
            (&json!("GRANTED"), &json!("GUARDIAN")),
            "{assented}"
        );
        assert!(skills(stage, borealis, luis).await.is_number());

        // Either withdraws alone, also what is half given; who paused lets it hold again.
        let paused = changes(stage, luis, "pauseConsent", &begun["consent"]["id"], None).await;
        assert_eq!(paused["consent"]["state"], "PAUSED");
        let resumed = changes(stage, amara, "resumeConsent", &begun["consent"]["id"], Some(luis)).await;
        assert_eq!(resumed["reason"], "whoever paused it lets it hold again");
        changes(stage, luis, "resumeConsent", &begun["consent"]["id"], None).await;
        assert!(skills(stage, borealis, luis).await.is_number());
        changes(stage, luis, "withdrawConsent", &begun["consent"]["id"], None).await;
        assert_eq!(skills(stage, borealis, luis).await, Value::Null);
        changes(stage, amara, "withdrawConsent", &held["id"], Some(luis)).await;
        assert_eq!(skills(stage, acme, luis).await, Value::Null);
        let half = gives(stage, luis, acme).await;
        let no = changes(stage, amara, "withdrawConsent", &half["consent"]["id"], Some(luis)).await;
        assert_eq!(no["consent"]["state"], "WITHDRAWN", "{no}");
        assert_eq!(
            heard(stage, acme).await,
            1,
            "what was never given is not the partner's to hear of"
        );
        let late = changes(stage, amara, "approveConsent", &half["consent"]["id"], Some(luis)).await;
        assert_eq!(late["__typename"], "ConsentNotChanged");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn below_the_band_of_assent_the_guardian_alone_decides() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        records(stage, luis, amara, json!({ "ageBand": "UNDER_13" })).await;
        let own = gives(stage, luis, acme).await;
        assert_eq!(own["__typename"], "ConsentNotGranted", "{own}");
        assert!(
            own["reason"]
                .as_str()
                .unwrap()
                .starts_with("your guardian decides this"),
            "{own}"
        );
        let given = grants(stage, amara, luis, acme, json!({})).await;
        assert_eq!(
            (&given["__typename"], &given["consent"]["givenBy"]),
            (&json!("ConsentGranted"), &json!("GUARDIAN")),
            "{given}"
        );
        assert!(skills(stage, acme, luis).await.is_number());
        let ended = changes(stage, luis, "withdrawConsent", &given["consent"]["id"], None).await;
        assert_eq!(
            ended["consent"]["state"], "WITHDRAWN",
            "a minor of any age says no alone"
        );
        assert_eq!(skills(stage, acme, luis).await, Value::Null);

        // The band is set by those who run the hub.
        let everybody = Stage {
            hub: passport_hub::hub::Hub {
                assent_from: AgeBand::Under13,
                ..stage.hub.clone()
            },
            database: stage.database,
        };
        assert_eq!(gives(&everybody, luis, acme).await["__typename"], "ConsentProposed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minor_without_a_guardian_gives_nothing_and_of_age_decides_alone() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        records(
            stage,
            luis,
            amara,
            json!({ "ageBand": "FROM_16_TO_17", "until": in_days(stage, 20) }),
        )
        .await;
        let begun = grants(stage, amara, luis, acme, json!({ "expiresAt": in_days(stage, 19) })).await;
        changes(stage, luis, "approveConsent", &begun["consent"]["id"], None).await;
        assert!(skills(stage, acme, luis).await.is_number());
        let longer = grants(stage, amara, luis, acme, json!({})).await;
        assert_eq!(
            longer["field"], "expiresAt",
            "nothing outlasts the guardianship: {longer}"
        );
        // What the minor began for longer is cut to it by the guardian's yes.
        let half = gives(stage, luis, acme).await;
        let approved = changes(stage, amara, "approveConsent", &half["consent"]["id"], Some(luis)).await;
        let until = lists(stage, luis).await;
        let ends_at = |row: &Value| row["expiresAt"].as_str().unwrap()[..19].to_owned();
        let guarded = stage
            .texts("SELECT CAST(expires_at AS TEXT) FROM delegation ORDER BY id")
            .await;
        assert_eq!(ends_at(&approved["consent"])[..10], guarded[0][..10], "{until:?}");

        stage.hub.clock.advance(chrono::Duration::days(20));
        assert_eq!(
            skills(stage, acme, luis).await,
            Value::Null,
            "it ended with the guardianship"
        );
        let alone = gives(stage, luis, acme).await;
        assert!(
            alone["reason"].as_str().unwrap().starts_with("you are a minor"),
            "{alone}"
        );
        assert_eq!(grants(stage, amara, luis, acme, json!({})).await["field"], "onBehalfOf");

        // Recorded anew, until the day of coming of age: from then on the holder decides alone, and the guardian no more.
        let again = json!({ "ageBand": "FROM_16_TO_17", "until": in_days(stage, 40), "ofAgeAfter": true });
        records(stage, luis, amara, again).await;
        let begun = grants(stage, amara, luis, acme, json!({})).await;
        changes(stage, luis, "approveConsent", &begun["consent"]["id"], None).await;
        stage.hub.clock.advance(chrono::Duration::days(40));
        assert_eq!(skills(stage, acme, luis).await, Value::Null);
        assert_eq!(grants(stage, amara, luis, acme, json!({})).await["field"], "onBehalfOf");
        let own = gives(stage, luis, acme).await;
        assert_eq!(
            (&own["__typename"], &own["consent"]["givenBy"]),
            (&json!("ConsentGranted"), &json!("HOLDER")),
            "{own}"
        );
        assert!(skills(stage, acme, luis).await.is_number());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_under_a_guardianship_ends_with_it() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        records(stage, luis, amara, json!({})).await;
        let begun = grants(stage, amara, luis, acme, json!({})).await;
        changes(stage, luis, "approveConsent", &begun["consent"]["id"], None).await;
        // A change by the minor does not take it out of the guardianship.
        changes(stage, luis, "changeConsent", &begun["consent"]["id"], None).await;
        gives(stage, luis, acme).await;
        grants(stage, amara, luis, acme, json!({})).await;
        assert!(skills(stage, acme, luis).await.is_number());
        let guardianship = lists(stage, luis).await[0].clone();
        assert_eq!(
            (
                &guardianship["kind"],
                &guardianship["yourRole"],
                &guardianship["delegate"]
            ),
            (&json!("GUARDIAN"), &json!("HOLDER"), &json!("Amara Okafor"))
        );
        for person in [luis, amara] {
            let input = json!({ "delegation": guardianship["id"] });
            let answer = does(stage, person, "endDelegation", "", input).await;
            assert_eq!(answer["__typename"], "DelegationNotEnded");
        }
        assert_eq!(ends(stage, luis, amara, json!("ADULT")).await["consents"], 2);
        assert_eq!(skills(stage, acme, luis).await, Value::Null);
        assert_eq!(codes(&consents(stage, amara, Some(luis)).await)[0].1, "NOT_FOUND");
        assert_eq!(
            gives(stage, luis, acme).await["__typename"],
            "ConsentGranted",
            "of age, alone"
        );
        assert_eq!(
            ends(stage, amara, luis, Value::Null).await["__typename"],
            "GuardianshipNotFound"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_a_minor_waits_for_both() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        records(stage, luis, amara, json!({})).await;
        let input = json!({ "email": "luis@example.org", "purpose": "HIRING", "forDays": 90,
            "scopes": [{ "scope": "passport/Skill.r", "reason": "to match you" }] });
        let document = "mutation ($input: RequestConsentInput!) { requestConsent(input: $input) {
            ... on ConsentRequested { request { id } } } }";
        stage
            .asker(Bearer::Partner(acme))
            .asks_with(document, json!({ "input": input }))
            .await;
        let follow = "query ($for: ID) { consentRequests(onBehalfOf: $for) { nodes { id state } } }";
        let seen = stage
            .asker(Bearer::Holder(amara))
            .asks_with(follow, json!({ "for": passport(luis) }))
            .await;
        let request = seen["data"]["consentRequests"]["nodes"][0]["id"].clone();
        let grant = async |person, on_behalf_of: Option<Uuid>| {
            let input = json!({ "request": request, "onBehalfOf": on_behalf_of.map(passport) });
            let outcomes = "... on ConsentProposed { consent { id state } } ... on ConsentRequestClosed { reason }";
            does(stage, person, "grantConsentRequest", outcomes, input).await
        };
        let begun = grant(luis, None).await;
        assert_eq!(begun["consent"]["state"], "REQUESTED", "{begun}");
        let again = grant(amara, Some(luis)).await;
        assert!(
            again["reason"].as_str().unwrap().starts_with("one of two has said yes"),
            "{again}"
        );
        let partner = stage.asker(Bearer::Partner(acme));
        let state = async || {
            let seen = partner
                .asks_with("{ consentRequests { nodes { state } } }", json!({}))
                .await;
            seen["data"]["consentRequests"]["nodes"][0]["state"].clone()
        };
        assert_eq!(state().await, "PENDING", "the partner does not learn of half an answer");
        let approved = changes(stage, amara, "approveConsent", &begun["consent"]["id"], Some(luis)).await;
        assert_eq!(approved["consent"]["givenBy"], "GUARDIAN", "{approved}");
        assert_eq!(state().await, "GRANTED");
        assert!(skills(stage, acme, luis).await.is_number());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guardians_are_recorded_by_stewards_and_bounded() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        for (change, field) in [
            (json!({ "passport": passport(Uuid::now_v7()) }), "passport"),
            (json!({ "guardian": passport(Uuid::now_v7()) }), "guardian"),
            (json!({ "guardian": passport(luis) }), "guardian"),
            (json!({ "ageBand": "ADULT" }), "ageBand"),
            (json!({ "ofAgeAfter": true }), "ofAgeAfter"),
            (json!({ "until": in_days(stage, 367) }), "until"),
            (json!({ "until": in_days(stage, 0) }), "until"),
        ] {
            let answer = records(stage, luis, amara, change.clone()).await;
            assert_eq!(answer["field"], field, "{change}: {answer}");
        }
        assert_eq!(stage.count("delegation").await, 0);
        let document = "mutation ($input: RecordGuardianInput!) { recordGuardian(input: $input) { __typename } }";
        let input = json!({ "input": { "passport": passport(luis), "guardian": passport(amara),
            "ageBand": "UNDER_13", "until": in_days(stage, 9) } });
        for bearer in [Bearer::Holder(amara), Bearer::Partner(acme)] {
            let answer = stage.asker(bearer).asks_with(document, input.clone()).await;
            assert_eq!(codes(&answer)[0].1, "FORBIDDEN");
        }
        records(stage, luis, amara, json!({})).await;
        let shorter = records(stage, luis, amara, json!({ "until": in_days(stage, 99) })).await;
        assert_eq!(shorter["field"], "until", "recording anew never shortens: {shorter}");
        let longer = records(stage, luis, amara, json!({ "until": in_days(stage, 101) })).await;
        assert!(longer["guardianship"].is_string(), "{longer}");
        let minor = json!({ "guardian": passport(luis), "passport": passport(amara) });
        assert_eq!(
            records(stage, luis, amara, minor).await["field"],
            "guardian",
            "a minor guards nobody"
        );

        // A minor names no delegate, and is none.
        let offer =
            json!({ "email": "luis@example.org", "scopes": ["passport/Skill.r"], "expiresAt": in_days(stage, 9) });
        let offered = does(
            stage,
            amara,
            "giveDelegation",
            "... on DelegationGiven { delegation { id } }",
            offer,
        )
        .await;
        let input = json!({ "delegation": offered["delegation"]["id"] });
        let accepted = does(
            stage,
            luis,
            "acceptDelegation",
            "... on DelegationClosed { reason }",
            input,
        )
        .await;
        assert_eq!(accepted["reason"], "a minor decides for nobody else", "{accepted}");
        let input =
            json!({ "email": "amara@example.org", "scopes": ["passport/Skill.r"], "expiresAt": in_days(stage, 9) });
        let named = does(
            stage,
            luis,
            "giveDelegation",
            "... on DelegationNotGiven { field reason }",
            input,
        )
        .await;
        assert_eq!(named["field"], "email", "{named}");
        let stranger = grants(stage, amara, Uuid::now_v7(), acme, json!({})).await;
        assert_eq!(stranger["field"], "onBehalfOf");
        let bands = "SELECT age_band FROM person WHERE age_band IS NOT NULL";
        assert_eq!(stage.texts(bands).await, ["13_15"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_minor_had_named_before_does_not_decide() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let guild = stage.source("guild", "badge", &["email"]).await;
        guild
            .sends_json(&super::badge("oven", "mina@example.org", "Mina Sato", &["baking"]))
            .await;
        let mina = stage
            .ids("SELECT id FROM person WHERE display_name = 'Mina Sato'")
            .await[0];
        delegated(stage, amara, luis).await;
        let given = grants(stage, luis, amara, acme, json!({})).await;
        assert_eq!(given["__typename"], "ConsentGranted");
        records(stage, amara, mina, json!({})).await;
        let refused = grants(stage, luis, amara, acme, json!({})).await;
        assert_eq!(refused["field"], "onBehalfOf", "{refused}");
        // What was there before stays until somebody ends it: the guardian may, alone.
        assert!(skills(stage, acme, amara).await.is_number());
        let ended = changes(stage, mina, "withdrawConsent", &given["consent"]["id"], Some(amara)).await;
        assert_eq!(ended["consent"]["givenBy"], "GUARDIAN", "{ended}");
        assert_eq!(skills(stage, acme, amara).await, Value::Null);
        ends(stage, amara, mina, json!("ADULT")).await;
        assert_eq!(
            grants(stage, luis, amara, acme, json!({})).await["__typename"],
            "ConsentGranted"
        );
    })
    .await;
}
