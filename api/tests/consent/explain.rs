//! Stories of why something is visible, or not.

use super::{PASSPORT, world};
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport::consent::Purpose;
use passport_hub::caller::{Bearer, Partner};
use passport_hub::flows::consent::{Consent, Given, give_consent, withdraw_consent};
use passport_hub::graphql::ids::{Kind, holders_id, id};
use passport_hub::store::sources::switch_client;
use serde_json::{Value, json};
use uuid::Uuid;

const WHY: &str = "query ($input: ExplainAccessInput!) { explainAccess(input: $input) { __typename
    ... on AccessExplained { visible client { key switchedOff } entries shown inWords
        consents { id permits denies checks { check holds } inWords }
        sections { section granted permits { consent scope names } denies { scope names } } }
    ... on OwnAccessExplained { inWords until sections { section scopes } }
    ... on AccessNotExplained { field reason } } }";

async fn why(stage: &Stage, bearer: Bearer, input: Value) -> Value {
    let answer = stage.asker(bearer).asks_with(WHY, json!({ "input": input })).await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["explainAccess"].clone()
}

async fn skill_of(stage: &Stage, person: Uuid, name: &str) -> Value {
    let own = stage.asker(Bearer::Holder(person));
    let ask = format!(
        "query ($id: ID!) {{ passport(id: $id) {{ skills(filter: {{ search: \"{name}\" }}) {{ nodes {{ id }} }} }} }}"
    );
    own.asks(&ask, person).await["data"]["passport"]["skills"]["nodes"][0]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_is_told_why() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let holder = Bearer::Holder(amara);
        let partner = id(Kind::Organization, acme.organization).to_string();
        let ask = async |more: Value| {
            let mut input = json!({ "partner": partner, "purpose": "HIRING" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            why(stage, holder, input).await
        };
        let none = ask(json!({})).await;
        assert_eq!((&none["visible"], &none["consents"]), (&json!(false), &json!([])));
        assert_eq!(
            none["inWords"],
            json!([
                "Acme sees nothing of your passport for hiring.",
                "You gave Acme no consent."
            ])
        );

        let wish = Consent {
            partner: acme.organization,
            client: None,
            purpose: acme.purpose,
            scopes: vec!["passport/Skill.r".into(), "passport/Experience.r".into()],
            denies: vec!["passport/Skill.r?source=hr".into(), "passport/Experience.r".into()],
            starts_at: None,
            expires_at: stage.hub.clock.now() + chrono::Duration::days(30),
            use_limit: Some(1),
            retention: None,
            language: "en".into(),
        };
        let Given::Granted(consent) = give_consent(&stage.hub, stage.holder(amara), wish).await.unwrap() else {
            panic!("no consent");
        };
        let seen = |answer: &Value| {
            (
                answer["visible"].clone(),
                answer["entries"].clone(),
                answer["shown"].clone(),
            )
        };
        let names = |answer: &Value, which: &str| answer["sections"][0][which][0]["names"].clone();

        // A skill that a badge and the employer state: the badge's word is seen, the employer's is held back.
        let python = skill_of(stage, amara, "Python").await;
        let told = ask(json!({ "node": python })).await;
        assert_eq!(seen(&told), (json!(true), json!(2), json!(1)), "{told}");
        assert_eq!((names(&told, "permits"), names(&told, "denies")), (json!(2), json!(1)));
        assert_eq!(told["sections"][0]["permits"][0]["consent"], told["consents"][0]["id"]);
        let claims = format!(
            "SELECT id FROM claim WHERE person_id = {} AND superseded_at IS NULL",
            stage.id(amara)
        );
        let hr = stage.hub.reference().source_by_key("hr").unwrap().id;
        let hers = stage.ids(&format!("{claims} AND source_id = {}", stage.id(hr))).await[0];
        let told = ask(json!({ "node": holders_id(Kind::Claim, amara, hers).as_str() })).await;
        assert_eq!(seen(&told), (json!(false), json!(1), json!(0)));
        assert_eq!(
            told["inWords"][3], "passport/Skill.r?source=hr holds it back.",
            "{told}"
        );
        // A section that is denied as a whole, and one that nothing names.
        let told = ask(json!({ "section": "Experience" })).await;
        assert_eq!(
            (&told["visible"], &told["sections"][0]["granted"]),
            (&json!(false), &json!(false))
        );
        let told = ask(json!({ "section": "Goal", "language": "de-AT" })).await;
        assert_eq!(told["inWords"][2], "Nichts nennt Ziele, und Schweigen heißt Nein.");

        // Another purpose, then used up, then withdrawn: each is named, and the past stays what it was.
        let failed = |answer: &Value| -> Vec<String> {
            let checks = answer["consents"][0]["checks"].as_array().unwrap().clone();
            let failed = checks.iter().filter(|check| check["holds"] == false);
            failed
                .map(|check| check["check"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(failed(&ask(json!({ "purpose": "ADVISING" })).await), ["purpose"]);
        let before = stage.hub.clock.now();
        stage.hub.clock.advance(chrono::Duration::seconds(5));
        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let told = ask(json!({ "node": python })).await;
        assert_eq!(
            (failed(&told), &told["visible"]),
            (vec!["uses".to_owned()], &json!(false))
        );
        assert_eq!(told["consents"][0]["denies"], true, "used up, it still denies");
        withdraw_consent(&stage.hub, stage.holder(amara), consent.consent_id)
            .await
            .unwrap();
        assert_eq!(failed(&ask(json!({})).await), ["state", "uses"]);
        let then = ask(json!({ "node": python, "at": before })).await;
        assert_eq!(
            (failed(&then), seen(&then)),
            (vec![], (json!(true), json!(2), json!(1)))
        );
        let earlier = ask(json!({ "node": python, "at": "2020-01-01T00:00:00Z" })).await;
        assert_eq!((&earlier["entries"], &earlier["consents"]), (&json!(0), &json!([])));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_for_one_program_is_explained_as_that_program_sees_it() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let (ats, crm) = (stage.program(acme, "ats").await, stage.program(acme, "crm").await);
        let partner = id(Kind::Organization, acme.organization).to_string();
        let ask = async |more: Value| {
            let mut input = json!({ "partner": partner, "purpose": "HIRING", "section": "Skill" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            why(stage, Bearer::Holder(amara), input).await
        };
        let first = stage.consents(amara, ats, &["passport/Skill.r"]).await;
        let read = stage.asker(Bearer::Partner(ats)).asks(PASSPORT, amara).await;
        assert!(read["data"]["passport"]["skills"].is_object(), "{read}");
        let told = ask(json!({})).await;
        assert_eq!(
            (
                &told["visible"],
                &told["client"]["key"],
                &told["consents"][0]["permits"]
            ),
            (&json!(true), &json!("ats"), &json!(true)),
            "{told}"
        );
        assert_eq!(told["inWords"][1], "So it is through its program “ats”.");
        let other = ask(json!({ "client": "crm" })).await;
        assert_eq!(
            (&other["visible"], &other["client"]["key"]),
            (&json!(false), &json!("crm"))
        );
        assert!(
            other.to_string().contains("it is for another program, “ats”"),
            "{other}"
        );

        // A program that is switched off is answered nothing, whatever consents say.
        let switched = async |on| {
            let now = stage.hub.clock.now();
            switch_client(&stage.hub.db, "ats", on, now).await.unwrap();
            stage.hub.shelf.reload_parties(&stage.hub.db).await.unwrap();
        };
        switched(false).await;
        let off = ask(json!({})).await;
        assert_eq!(
            (&off["visible"], &off["client"]["switchedOff"]),
            (&json!(false), &json!(true))
        );
        assert_eq!(
            off["inWords"][0],
            "Acme sees nothing now: its program “ats” is switched off. Once it is switched on again, it is as follows."
        );
        assert_eq!(off["inWords"][1], told["inWords"][0]);
        switched(true).await;
        assert_eq!(ask(json!({})).await, told);

        // Of several programs it is the one that the latest consent names, and the past stays what it was.
        let before = stage.hub.clock.now();
        stage.hub.clock.advance(chrono::Duration::seconds(5));
        let second = stage.consents(amara, crm, &["passport/Goal.r"]).await;
        let told = ask(json!({ "language": "de" })).await;
        assert_eq!(
            (&told["visible"], &told["client"]["key"]),
            (&json!(false), &json!("crm"))
        );
        assert_eq!(told["inWords"][1], "So ist es über das Programm „crm“.");
        let then = ask(json!({ "at": before })).await;
        assert_eq!(
            (&then["visible"], &then["client"]["key"]),
            (&json!(true), &json!("ats"))
        );

        // Where none is named by a consent in force, it is explained as no program at all.
        for consent in [first, second] {
            withdraw_consent(&stage.hub, stage.holder(amara), consent)
                .await
                .unwrap();
        }
        let told = ask(json!({})).await;
        assert_eq!((&told["visible"], &told["client"]), (&json!(false), &Value::Null));
        assert!(told.to_string().contains("it is for the program “ats” alone"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_in_words_are_those_for_the_purpose_and_told_apart() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let advising = Partner {
            purpose: Purpose::Advising,
            ..acme
        };
        let partner = id(Kind::Organization, acme.organization).to_string();
        let words = async |language: &str| -> Vec<String> {
            let input = json!({ "partner": partner, "purpose": "HIRING", "language": language });
            let told = why(stage, Bearer::Holder(amara), input).await;
            let words = told["inWords"].as_array().unwrap();
            words.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
        };
        stage.consents(amara, advising, &["passport/Goal.r"]).await;
        let none = words("en").await;
        assert_eq!(
            none[1..],
            [
                "You gave Acme no consent for hiring.",
                "1 other consent for another purpose does not count."
            ]
        );
        let ended = stage.consents(amara, acme, &["passport/Goal.r"]).await;
        for _ in 0..2 {
            stage.consents(amara, acme, &["passport/Skill.r"]).await;
            stage.consents(amara, advising, &["passport/Skill.r"]).await;
        }
        withdraw_consent(&stage.hub, stage.holder(amara), ended).await.unwrap();
        let told = words("en").await;
        let ends = |line: &str, end: &str| assert!(line.ends_with(end), "{told:?}");
        assert_eq!(told.len(), 5, "{told:?}");
        ends(&told[1], "UTC (version 1) counts.");
        ends(&told[2], "UTC (version 1) counts.");
        ends(&told[3], "UTC (version 2) does not count: it is not in force.");
        assert_eq!(told[4], "3 other consents for other purposes do not count.");
        let german = words("de").await;
        assert_eq!(german[4], "3 andere Einwilligungen für andere Zwecke zählen nicht.");

        // What rests on two consents of one day names the time of each.
        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let ask = "{ disclosures(first: 1) { nodes { inWords } } }";
        let looks = stage.asker(Bearer::Holder(amara)).asks_with(ask, json!({})).await;
        let said = looks["data"]["disclosures"]["nodes"][0]["inWords"].as_str().unwrap();
        assert_eq!(said.matches(" UTC (version 1)").count(), 2, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_is_told_through_which_program() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let ats = stage.program(acme, "ats").await;
        stage.consents(amara, ats, &["passport/Credential.r"]).await;
        for person in [amara, luis] {
            stage.asker(Bearer::Partner(ats)).asks(PASSPORT, person).await;
        }
        let told = async |person, language: &str| {
            let ask = format!(
                "{{ partners {{ name clients {{ key name }} }} consents {{ client {{ key }} inWords(language: \"{language}\") }}
                disclosures {{ nodes {{ client {{ key }} inWords(language: \"{language}\") }} }} }}"
            );
            let answer = stage.asker(Bearer::Holder(person)).asks_with(&ask, json!({})).await;
            assert_eq!(codes(&answer), [], "{answer}");
            answer["data"].clone()
        };
        let hers = told(amara, "en").await;
        assert_eq!(
            hers["partners"],
            json!([{ "name": "Acme", "clients": [{ "key": "ats", "name": "ats" }] }])
        );
        let (consent, look) = (&hers["consents"][0], &hers["disclosures"]["nodes"][0]);
        assert_eq!((&consent["client"]["key"], &look["client"]["key"]), (&json!("ats"), &json!("ats")));
        let said = |one: &Value, words: &str| assert!(one["inWords"].as_str().unwrap().contains(words), "{one}");
        said(consent, "\nOnly through its program “ats”.\n");
        said(look, "Acme (through its program “ats”) looked at your passport for hiring and was shown 1 credential.");
        let his = told(luis, "de").await;
        said(&his["disclosures"]["nodes"][0], "hat Acme (über das Programm „ats“) nach Ihrem Pass gefragt");
        said(&told(amara, "de").await["consents"][0], "\nNur über das Programm „ats“.\n");

        // A consent for any program, and a look through none, name none.
        stage.consents(luis, acme, &["passport/Credential.r"]).await;
        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, luis).await;
        let his = told(luis, "en").await;
        let (consent, look) = (&his["consents"][0], &his["disclosures"]["nodes"][0]);
        assert_eq!((&consent["client"], &look["client"]), (&Value::Null, &Value::Null));
        assert!(!format!("{consent}{look}").contains("program"), "{his}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_explained_says_which_field_is_at_fault() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let partner = id(Kind::Organization, acme.organization).to_string();
        let foreign = holders_id(Kind::Claim, luis, Uuid::now_v7()).to_string();
        for (input, field) in [
            (json!({ "purpose": "HIRING" }), "partner"),
            (
                json!({ "partner": id(Kind::Organization, amara).as_str(), "purpose": "HIRING" }),
                "partner",
            ),
            (json!({ "partner": partner }), "purpose"),
            (
                json!({ "partner": partner, "purpose": "HIRING", "client": "none" }),
                "client",
            ),
            (
                json!({ "partner": partner, "purpose": "HIRING", "section": "skill" }),
                "section",
            ),
            (
                json!({ "partner": partner, "purpose": "HIRING", "node": foreign }),
                "node",
            ),
            (
                json!({ "partner": partner, "purpose": "HIRING", "at": "2999-01-01T00:00:00Z" }),
                "at",
            ),
        ] {
            let told = why(stage, Bearer::Holder(amara), input.clone()).await;
            assert_eq!(
                (&told["__typename"], &told["field"]),
                (&json!("AccessNotExplained"), &json!(field)),
                "{input}"
            );
        }
        for bearer in [
            Bearer::Steward(amara),
            Bearer::Source(stage.hub.self_source().unwrap().source()),
        ] {
            let answer = stage.asker(bearer).asks_with(WHY, json!({ "input": {} })).await;
            assert_eq!(codes(&answer)[0].1, "FORBIDDEN");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_told_its_own_scopes_and_no_more() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let wish = Consent {
            partner: acme.organization,
            client: None,
            purpose: acme.purpose,
            scopes: vec![
                "passport/Skill.r?minBand=expert".into(),
                "passport/Experience.r".into(),
                "passport/Goal.r".into(),
            ],
            denies: vec!["passport/Goal.r".into(), "passport/Experience.r?kind=care".into()],
            starts_at: None,
            expires_at: stage.hub.clock.now() + chrono::Duration::days(30),
            use_limit: None,
            retention: None,
            language: "en".into(),
        };
        give_consent(&stage.hub, stage.holder(amara), wish).await.unwrap();
        let partner = Bearer::Partner(acme);
        let passport = |person| json!({ "passport": id(Kind::Passport, person).as_str() });
        let told = why(stage, partner, passport(amara)).await;
        assert_eq!(
            told["sections"],
            json!([
                { "section": "Skill", "scopes": ["passport/Skill.r?minBand=expert"] },
                { "section": "Experience", "scopes": ["passport/Experience.r"] },
            ])
        );
        assert!(
            !told.to_string().contains("care") && !told.to_string().contains("oal"),
            "{told}"
        );
        let refused = async |person| {
            let before = stage.hub.db.statements();
            let answer = stage
                .asker(partner)
                .asks_with(WHY, json!({ "input": passport(person) }))
                .await;
            (answer, stage.hub.db.statements() - before)
        };
        let (luis, nobody) = (refused(luis).await, refused(Uuid::now_v7()).await);
        assert_eq!(luis, nobody, "refused and unknown look the same");
        assert_eq!(
            codes(&luis.0),
            [("explainAccess".to_owned(), "CONSENT_REQUIRED".to_owned())]
        );
        assert_eq!(stage.count("disclosure").await, 3, "asking why is a look too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_told_in_plain_words() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Profile.r", "passport/Credential.r"]).await;
        for person in [amara, luis] {
            stage.asker(Bearer::Partner(acme)).asks(PASSPORT, person).await;
        }
        let words = async |person, language: &str| {
            let ask = format!("{{ disclosures {{ nodes {{ answerHash inWords{language} }} }} }}");
            let answer = stage.asker(Bearer::Holder(person)).asks_with(&ask, json!({})).await;
            let look = &answer["data"]["disclosures"]["nodes"][0];
            assert_eq!(look["answerHash"].as_str().map(str::len), Some(64));
            look["inWords"].as_str().unwrap().to_owned()
        };
        let said = words(amara, "").await;
        assert!(
            said.contains("Acme looked at your passport for hiring and was shown 1 credential and your name and language. It rested on your consent of"),
            "{said}"
        );
        let said = words(amara, "(language: \"de\")").await;
        assert!(said.contains("Gezeigt wurde: 1 Nachweis und Ihr Name und Ihre Sprache. Die Grundlage: Ihre Einwilligung vom"), "{said}");
        assert!(words(luis, "(language: \"fr\")").await.ends_with("Acme asked for your passport for hiring and was refused."));
    })
    .await;
}
