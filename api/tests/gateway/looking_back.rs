//! Stories of skills over time: as of a day, as the hub knew them, how they grew, in which areas, and why.

use crate::served::persons;
use crate::support::roles::{Asker, codes};
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::vocabulary::{Format, Given, read};
use chrono::{Days, Duration, NaiveDate};
use passport_hub::caller::Bearer;
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

/// Care, with nursing and phlebotomy beneath it, one beneath the other.
async fn care(stage: &Stage) {
    let concept = |id: &str, label: &str, broader: Option<&str>| {
        let mut concept = json!({ "@id": format!("https://skills.example/{id}"), "@type": "skos:Concept",
            "skos:prefLabel": { "@language": "en", "@value": label } });
        if let Some(broader) = broader {
            concept["skos:broader"] = json!({ "@id": format!("https://skills.example/{broader}") });
        }
        concept
    };
    let document = json!({
        "@context": { "skos": "http://www.w3.org/2004/02/skos/core#" },
        "@graph": [
            concept("Care", "Care", None),
            concept("Nursing", "Nursing", Some("Care")),
            concept("Phlebotomy", "Phlebotomy", Some("Nursing")),
            concept("Listening", "Listening", Some("Care")),
        ],
    });
    let given = Given {
        key: "ward",
        language: "en",
    };
    let delivery = Delivery::single("ward.jsonld", document.to_string().into_bytes());
    let load = Load {
        key: "ward".into(),
        contents: read(&delivery, Format::Skos, &given).unwrap(),
        version: Some("1".into()),
        name: None,
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
}

/// One skill of the first employee as Odoo answers, with no day: the level from 0 to 100.
fn skill(row: u32, skill: &str, level: u32) -> Value {
    json!({ "id": row, "employee_id": [1, "Amara Okafor"], "skill_id": [row, skill], "skill_level_id": [level, "A level"],
        "skill_type_id": [5, "Care"], "level_progress": level, "valid_from": false, "valid_to": false,
        "write_date": "2025-03-04 09:15:00" })
}

fn skills(rows: &[Value]) -> Delivery<'static> {
    Delivery::single("hr.employee.skill.json", json!(rows).to_string().into_bytes())
}

/// Amara, of whom her employer says three things, and a badge one.
async fn amara(stage: &Stage) -> Uuid {
    let hr = stage.source("hr", "hris", &["email"]).await;
    hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
    let rows = [
        skill(1, "Nursing", 30),
        skill(2, "Ward jokes", 80),
        skill(3, "Listening", 60),
    ];
    hr.sends(skills(&rows)).await;
    persons(stage, "Amara Okafor").await[0]
}

/// A month later: the employer says more of nursing, and the same of listening, for longer; a badge of phlebotomy comes that holds for ten days more.
async fn a_month_later(stage: &Stage) {
    stage.hub.clock.advance(Duration::days(30));
    let hr = stage.source("hr", "hris", &["email"]).await;
    let mut rows = [
        skill(1, "Nursing", 90),
        skill(2, "Ward jokes", 80),
        skill(3, "Listening", 60),
    ];
    // Another record, which says the same of her.
    rows[2]["valid_to"] = json!("2999-12-31");
    hr.sends(skills(&rows)).await;
    let held = "claim WHERE known_since IS NOT NULL";
    assert_eq!(stage.count(held).await, 2);
    assert_eq!(stage.count(&format!("{held} AND level_since IS NOT NULL")).await, 1);
    let badges = stage.source("badges", "badge", &["email"]).await;
    let mut drawing = badge("drawing", "amara@example.org", "Amara Okafor", &["Phlebotomy"]);
    drawing["validFrom"] = json!(today(stage).to_string());
    drawing["validUntil"] = json!((today(stage) + Days::new(10)).to_string());
    badges.sends_json(&drawing).await;
}

fn passport(of: Uuid) -> String {
    id(Kind::Passport, of).to_string()
}

fn today(stage: &Stage) -> NaiveDate {
    stage.hub.clock.now().date_naive()
}

const LOOKED: &str = "query ($id: ID!, $asOf: NaiveDate, $knownAt: DateTime) { passport(id: $id) {
    skills(asOf: $asOf, knownAt: $knownAt, orderBy: { field: LABEL, direction: ASC }) { nodes {
        id term concept { label } band { low high } freshness lastObserved } } } }";

/// What each skill is called, and the lower end of its band.
fn bands(answer: &Value) -> Vec<(String, String)> {
    assert_eq!(codes(answer), [], "{answer}");
    let nodes = answer["data"]["passport"]["skills"]["nodes"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let called = |skill: &Value| match &skill["concept"]["label"] {
        Value::Null => text(&skill["term"]),
        label => text(label),
    };
    nodes
        .iter()
        .map(|skill| (called(skill), text(&skill["band"]["low"])))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_looks_back_at_what_was_true_and_at_what_was_known() {
    on_both(async |stage: &Stage| {
        care(stage).await;
        let amara = amara(stage).await;
        let (day, moment) = (today(stage), stage.hub.clock.now());
        a_month_later(stage).await;
        let holder = stage.asker(Bearer::Holder(amara));
        let looks = async |as_of: Option<NaiveDate>, known_at: Option<String>| {
            let asked = json!({ "id": passport(amara), "asOf": as_of, "knownAt": known_at });
            holder.asks_with(LOOKED, asked).await
        };

        let now = looks(None, None).await;
        let expected = [
            ("Listening", "COMPETENT"),
            ("Nursing", "PROFICIENT"),
            ("Phlebotomy", "-"),
            ("Ward jokes", "PROFICIENT"),
        ];
        assert_eq!(bands(&now), pairs(&expected), "{now}");
        // As the hub knew it then: the level of before, and no badge.
        let then = looks(Some(day), Some(moment.to_rfc3339())).await;
        let expected = [
            ("Listening", "COMPETENT"),
            ("Nursing", "AWARE"),
            ("Ward jokes", "PROFICIENT"),
        ];
        assert_eq!(bands(&then), pairs(&expected), "{then}");
        // By what is known now, she nursed then, and nothing is said of how well: the employer says otherwise now.
        let as_of = looks(Some(day), None).await;
        assert_eq!(
            bands(&as_of),
            pairs(&[
                ("Listening", "COMPETENT"),
                ("Nursing", "-"),
                ("Ward jokes", "PROFICIENT")
            ])
        );
        // A day to come tells what will have run out.
        let later = looks(Some(today(stage) + Days::new(11)), None).await;
        let expected = [
            ("Listening", "COMPETENT"),
            ("Nursing", "PROFICIENT"),
            ("Ward jokes", "PROFICIENT"),
        ];
        assert_eq!(bands(&later), pairs(&expected));
        assert_eq!(
            now["data"]["passport"]["skills"]["nodes"][2]["freshness"],
            json!("RECENT")
        );
        assert_eq!(
            now["data"]["passport"]["skills"]["nodes"][0]["freshness"],
            json!("UNDATED")
        );

        // What a term comes to mean, it has meant since the hub held it.
        decides_that_jokes_are_nursing(stage).await;
        let as_of = looks(Some(day), None).await;
        assert_eq!(
            bands(&as_of),
            pairs(&[("Listening", "COMPETENT"), ("Nursing", "PROFICIENT")]),
            "{as_of}"
        );

        // Each look is a thing of its own, and found again by its id.
        let id = |answer: &Value, at: usize| answer["data"]["passport"]["skills"]["nodes"][at]["id"].clone();
        assert_ne!(id(&then, 1), id(&now, 1));
        let again = "query ($id: ID!) { node(id: $id) { id ... on Skill { concept { label } band { low } } } }";
        let found = holder.asks_with(again, json!({ "id": id(&then, 1) })).await;
        let expected = json!({ "id": id(&then, 1), "concept": { "label": "Nursing" }, "band": { "low": "AWARE" } });
        assert_eq!(found["data"]["node"], expected, "{found}");

        let bad = looks(None, Some((stage.hub.clock.now() + Duration::hours(1)).to_rfc3339())).await;
        assert_eq!(
            codes(&bad),
            [("passport.skills".into(), "BAD_USER_INPUT".into())],
            "{bad}"
        );
    })
    .await;
}

async fn decides_that_jokes_are_nursing(stage: &Stage) {
    let steward = Bearer::Steward(Uuid::nil());
    let queue = "{ skillTerms(search: \"Ward jokes\") { nodes { id } } }";
    let terms = stage.asker(steward).asks_with(queue, json!({})).await;
    let term = terms["data"]["skillTerms"]["nodes"][0]["id"].clone();
    let nursing = "https://skills.example/Nursing";
    let decide = "mutation ($input: DecideTermInput!) { decideTerm(input: $input) { __typename ... on TermDecided { changedClaims } } }";
    let input = json!({ "input": { "term": term, "concept": nursing, "relation": "CLOSE" } });
    let decided = stage.asker(steward).asks_with(decide, input).await;
    assert_eq!(
        decided["data"]["decideTerm"]["changedClaims"],
        json!(1),
        "{decided} {terms}"
    );
}

const GROWTH: &str = "query ($id: ID!, $since: NaiveDate!, $until: NaiveDate, $then: Boolean) { passport(id: $id) {
    growth(since: $since, until: $until, asKnownThen: $then) { totalCount nodes { change
        before { concept { label } band { low } } after { concept { label } band { low } } } } } }";

/// How each skill changed.
fn changes(answer: &Value) -> Vec<(String, String)> {
    assert_eq!(codes(answer), [], "{answer}");
    let nodes = answer["data"]["passport"]["growth"]["nodes"].as_array().unwrap();
    let label = |one: &Value| one["concept"]["label"].as_str().map(str::to_owned);
    let called = |change: &Value| label(&change["after"]).or(label(&change["before"])).unwrap();
    nodes
        .iter()
        .map(|one| (called(one), one["change"].as_str().unwrap().to_owned()))
        .collect()
}

/// What an employer's record says of another person, or what is said in another way, was not said before.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_another_or_otherwise_is_held_from_then_on() {
    on_both(async |stage: &Stage| {
        care(stage).await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        let people = [
            (1, "Amara Okafor", "amara@example.org"),
            (2, "Ben Park", "ben@example.org"),
        ];
        hr.sends(employees(&people)).await;
        hr.sends(skills(&[skill(1, "Nursing", 60)])).await;
        let (day, moment) = (today(stage), stage.hub.clock.now());
        stage.hub.clock.advance(Duration::days(30));
        let mut moved = skill(1, "Nursing", 60);
        moved["employee_id"] = json!([2, "Ben Park"]);
        hr.sends(skills(&[moved])).await;
        let ben = persons(stage, "Ben Park").await[0];
        let asked = json!({ "id": passport(ben), "asOf": day });
        for bearer in [Bearer::Holder(ben), Bearer::Source(hr.id)] {
            let then = stage.asker(bearer).asks_with(LOOKED, asked.clone()).await;
            assert_eq!(bands(&then), pairs(&[]), "nobody said so of Ben: {then}");
        }
        // The source looks back at what it sent itself.
        let amara = persons(stage, "Amara Okafor").await[0];
        let known = json!({ "id": passport(amara), "asOf": day, "knownAt": moment.to_rfc3339() });
        let sent = stage.asker(Bearer::Source(hr.id)).asks_with(LOOKED, known).await;
        assert_eq!(bands(&sent), pairs(&[("Nursing", "COMPETENT")]), "{sent}");
        // Long before there were hubs.
        for (at, as_of) in [
            ("-5000-01-01T00:00:00Z", "2020-01-01"),
            ("0001-01-01T00:00:00Z", "-262142-01-01"),
        ] {
            let old = json!({ "id": passport(ben), "asOf": as_of, "knownAt": at });
            let answer = stage.asker(Bearer::Holder(ben)).asks_with(LOOKED, old).await;
            let found = codes(&answer);
            assert!(found.iter().all(|(_, code)| code == "BAD_USER_INPUT"), "{answer}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn growth_is_the_difference_of_two_looks() {
    on_both(async |stage: &Stage| {
        care(stage).await;
        let amara = amara(stage).await;
        let day = today(stage);
        a_month_later(stage).await;
        let (holder, later) = (stage.asker(Bearer::Holder(amara)), today(stage) + Days::new(11));
        let grows = async |since: NaiveDate, until: Option<NaiveDate>, then: bool| {
            let asked = json!({ "id": passport(amara), "since": since, "until": until, "then": then });
            holder.asks_with(GROWTH, asked).await
        };
        let known_then = grows(day, None, true).await;
        assert_eq!(
            changes(&known_then),
            pairs(&[("Phlebotomy", "GAINED"), ("Nursing", "RISEN")]),
            "{known_then}"
        );
        let risen = &known_then["data"]["passport"]["growth"]["nodes"][1];
        assert_eq!(
            (&risen["before"]["band"]["low"], &risen["after"]["band"]["low"]),
            (&json!("AWARE"), &json!("PROFICIENT"))
        );
        let known_now = grows(day, None, false).await;
        assert_eq!(
            changes(&known_now),
            pairs(&[("Phlebotomy", "GAINED"), ("Nursing", "STRENGTHENED")]),
            "{known_now}"
        );
        let to_come = grows(today(stage), Some(later), false).await;
        assert_eq!(changes(&to_come), pairs(&[("Phlebotomy", "LAPSED")]), "{to_come}");
        let backwards = grows(later, Some(day), false).await;
        assert_eq!(codes(&backwards), [("passport.growth".into(), "BAD_USER_INPUT".into())]);

        // However many days are looked at, the claims are read once; each moment of the past is read once more.
        let ask = |looks: &str| format!("query ($id: ID!) {{ passport(id: $id) {{ {looks} }} }}");
        let used = async |looks: &str| {
            let before = stage.hub.db.statements();
            let answer = holder.asks(&ask(looks), amara).await;
            assert_eq!(codes(&answer), [], "{answer}");
            stage.hub.db.statements() - before
        };
        let one = used("skills { totalCount }").await;
        let days = "a: skills(asOf: \"2025-01-01\") { totalCount } b: skills(asOf: \"2026-01-01\") { totalCount }
            growth(since: \"2024-01-01\") { totalCount } skillAreas { totalCount } claimsSetAside { totalCount }";
        assert_eq!(used(&format!("skills {{ totalCount }} {days}")).await, one);
        let moment = |at: u32| format!("m{at}: skills(knownAt: \"2025-01-0{at}T00:00:00Z\") {{ totalCount }}");
        let moments: Vec<String> = (1..=8).map(moment).collect();
        assert_eq!(used(&moments.join(" ")).await, one + 8);
        let too_many = holder
            .asks(&ask(&format!("{} {}", moments.join(" "), moment(9))), amara)
            .await;
        assert_eq!(codes(&too_many).len(), 1, "{too_many}");
    })
    .await;
}

const WHY: &str = "query ($id: ID!, $asOf: NaiveDate) { passport(id: $id) {
    skills(first: 5, asOf: $asOf, orderBy: { field: LABEL, direction: ASC }) { totalCount nodes { concept { label } independentSources
        explanation(language: \"en\") { asOf inWords contributions(first: 5) { totalCount nodes { decides levelUnused
            claim { asReceived { label } source { key } } } } setAside(first: 5) { totalCount nodes { reason claim { role } } } } } }
    skillAreas(first: 3, asOf: $asOf) { totalCount nodes { ...A areas(first: 3) { totalCount nodes { ...A skills(first: 5) { totalCount nodes { concept { label } } } } } } }
    nursing: skillAreas(beneath: \"https://skills.example/Care\", asOf: $asOf) { totalCount }
    claimsSetAside(asOf: $asOf) { totalCount nodes { reason claim { concept { label } } } }
    growth(since: \"2020-01-01\") { totalCount nodes { after { concept { label } } } } } }
    fragment A on SkillArea { concept { label } skillCount independentSources bands { low high } strongestAssertion trend }";

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_looks_back_as_far_as_consent_goes() {
    on_both(async |stage: &Stage| {
        care(stage).await;
        let amara = amara(stage).await;
        let began = today(stage);
        a_month_later(stage).await;
        let later = today(stage) + Days::new(11);
        let asked = json!({ "id": passport(amara), "asOf": later });

        let holder = stage.asker(Bearer::Holder(amara)).asks_with(WHY, asked.clone()).await;
        assert_eq!(codes(&holder), [], "{holder}");
        let seen = &holder["data"]["passport"];
        let nursing = seen["skills"]["nodes"].as_array().unwrap().iter();
        let nursing = nursing.clone().find(|skill| skill["concept"]["label"] == "Nursing").unwrap();
        let made = &nursing["explanation"]["contributions"]["nodes"][0];
        assert_eq!(made["decides"], json!(["BAND", "KIND", "SOURCES"]), "{nursing}");
        assert_eq!(made["claim"]["source"]["key"], json!("hr"));
        assert!(nursing["explanation"]["inWords"].as_array().unwrap().len() >= 4, "{nursing}");
        assert_eq!(
            seen["claimsSetAside"],
            json!({ "totalCount": 1, "nodes": [{ "reason": "RAN_OUT", "claim": { "concept": { "label": "Phlebotomy" } } }] })
        );
        let top = &seen["skillAreas"]["nodes"][0];
        assert_eq!((&top["concept"]["label"], &top["skillCount"]), (&json!("Care"), &json!(2)), "{seen}");
        assert_eq!(top["bands"], json!({ "low": "COMPETENT", "high": "EXPERT" }), "{seen}");
        assert_eq!(top["areas"]["totalCount"], json!(0), "nothing beneath nursing holds on that day");
        let today = json!({ "id": passport(amara) });
        let now = stage.asker(Bearer::Holder(amara)).asks_with(WHY, today.clone()).await;
        let top = &now["data"]["passport"]["skillAreas"]["nodes"][0];
        assert_eq!((&top["skillCount"], &top["independentSources"]), (&json!(3), &json!(2)), "{now}");
        let beneath = &top["areas"]["nodes"][0];
        assert_eq!((&beneath["concept"]["label"], &beneath["skills"]["totalCount"]), (&json!("Nursing"), &json!(2)));

        // The employer's word alone: no badge, no area of it, nothing set aside, nobody counted who is not seen.
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r?source=hr"]).await;
        let acme = stage.asker(Bearer::Partner(acme));
        for variables in [asked.clone(), today] {
            let partner = acme.asks_with(WHY, variables).await;
            assert_eq!(codes(&partner), [], "{partner}");
            let seen = &partner["data"]["passport"];
            assert_eq!(seen["claimsSetAside"]["totalCount"], json!(0), "{partner}");
            let top = &seen["skillAreas"]["nodes"][0];
            assert_eq!((&top["skillCount"], &top["independentSources"]), (&json!(2), &json!(1)), "{partner}");
            assert_eq!(seen["nursing"]["totalCount"], json!(0), "{partner}");
            assert!(!partner.to_string().contains("Phlebotomy"), "{partner}");
        }
        // Of a skill that is seen, a statement that is not: not even that one was set aside.
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut nursing = badge("nursing", "amara@example.org", "Amara Okafor", &["Nursing"]);
        nursing["validUntil"] = json!("2025-12-31");
        badges.sends_json(&nursing).await;
        let why = async |asker: &Asker<'_>| {
            let answer = asker.asks_with(WHY, json!({ "id": passport(amara) })).await;
            let skills = answer["data"]["passport"]["skills"]["nodes"].as_array().unwrap().clone();
            let nursing = skills.into_iter().find(|skill| skill["concept"]["label"] == "Nursing").unwrap();
            let why = &nursing["explanation"];
            (why["setAside"]["totalCount"].clone(), why["inWords"].to_string().contains("does not count"))
        };
        assert_eq!(why(&stage.asker(Bearer::Holder(amara))).await, (json!(1), true));
        assert_eq!(why(&acme).await, (json!(0), false));
        // What was corrected or withdrawn is no part of what is shared, by whichever way it is asked for.
        let forbidden = |answer: &Value, path: &str| {
            assert_eq!(codes(answer), [(path.to_owned(), "FORBIDDEN".to_owned())], "{answer}");
        };
        let past = json!({ "id": passport(amara), "knownAt": stage.hub.clock.now().to_rfc3339() });
        forbidden(&acme.asks_with(LOOKED, past.clone()).await, "passport.skills");
        let grown = json!({ "id": passport(amara), "since": "2020-01-01", "then": true });
        forbidden(&acme.asks_with(GROWTH, grown).await, "passport.growth");
        for field in ["skillAreas", "claimsSetAside"] {
            let ask = format!("query ($id: ID!, $knownAt: DateTime) {{ passport(id: $id) {{ {field}(knownAt: $knownAt) {{ totalCount }} }} }}");
            forbidden(&acme.asks_with(&ask, past.clone()).await, &format!("passport.{field}"));
        }
        let holders = stage.asker(Bearer::Holder(amara)).asks_with(LOOKED, past).await;
        let id = holders["data"]["passport"]["skills"]["nodes"][0]["id"].clone();
        let node = "query ($id: ID!) { node(id: $id) { ... on Skill { term } } }";
        forbidden(&acme.asks_with(node, json!({ "id": id })).await, "node");

        // Since when something was held in rows that are gone is not told either: listening was sent again a month later.
        let then = acme.asks_with(LOOKED, json!({ "id": passport(amara), "asOf": began })).await;
        assert_eq!(bands(&then), pairs(&[("Ward jokes", "PROFICIENT")]), "{then}");

        let other = stage.partner("Other").await;
        stage.consents(amara, other, &["passport/Credential.r"]).await;
        let refused = stage.asker(Bearer::Partner(other)).asks_with(WHY, asked).await;
        let mut found = codes(&refused);
        found.sort_unstable();
        let fields = ["claimsSetAside", "growth", "nursing", "skillAreas", "skills"];
        let expected = fields.map(|field| (format!("passport.{field}"), "CONSENT_REQUIRED".to_owned()));
        assert_eq!(found, expected, "{refused}");
    })
    .await;
}
