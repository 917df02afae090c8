//! Stories of who sees what.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test, a panic is the finding"
)]

mod support;

#[path = "consent/changes.rs"]
mod changes;
#[path = "consent/connections.rs"]
mod connections;
#[path = "consent/delegation.rs"]
mod delegation;
#[path = "consent/disclosures.rs"]
mod disclosures;
#[path = "consent/explain.rs"]
mod explain;
#[path = "consent/guardians.rs"]
mod guardians;
#[path = "consent/leaving.rs"]
mod leaving;
#[path = "consent/preview.rs"]
mod preview;
#[path = "consent/receipts.rs"]
mod receipts;
#[path = "consent/requests.rs"]
mod requests;
#[path = "consent/retention.rs"]
mod retention;
#[path = "consent/terms.rs"]
mod terms;
#[path = "consent/together.rs"]
mod together;
#[path = "consent/verify.rs"]
mod verify;

use passport_hub::caller::Bearer;
use passport_hub::flows::consent::{Withdrawn, withdraw_consent};
use passport_hub::graphql::ids::{Kind, holders_id, partners_passport_id};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::roles::{Asker, codes};
use support::sources::{badge, employees, skills_of};
use support::{Stage, on_both};
use uuid::Uuid;

/// The face of the product.
const PASSPORT: &str = include_str!("passport.graphql");

/// Amara: a badge for Python and teamwork, a job, and a skill at work. Luis: a badge.
async fn world(stage: &Stage) -> (Uuid, Uuid) {
    let badges = stage.source("badges", "badge", &["email"]).await;
    badges
        .sends_json(&json!([
            badge("python", "amara@example.org", "Amara Okafor", &["Python", "teamwork"]),
            badge("first-aid", "luis@example.org", "Luis Ortega", &["first aid"]),
        ]))
        .await;
    let hr = stage.source("hr", "hris", &["email"]).await;
    hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
    hr.sends(skills_of(1, "Amara Okafor", "Python")).await;
    let person = |name: &str| format!("SELECT id FROM person WHERE display_name = '{name}' AND merged_into IS NULL");
    (
        stage.ids(&person("Amara Okafor")).await[0],
        stage.ids(&person("Luis Ortega")).await[0],
    )
}

fn total(answer: &Value, section: &str) -> Value {
    answer["data"]["passport"][section]["totalCount"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_sees_what_is_theirs_to_see() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage
            .consents(
                amara,
                acme,
                &[
                    "passport/Profile.r",
                    "passport/Skill.r?source=hr",
                    "passport/Credential.r",
                ],
            )
            .await;

        let own = stage.asker(Bearer::Holder(amara)).asks(PASSPORT, amara).await;
        assert_eq!(codes(&own), []);
        assert_eq!(own["data"]["passport"]["holder"]["displayName"], "Amara Okafor");
        assert!(total(&own, "experiences") != 0, "{own}");

        let seen = stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let refused = |path: &str| (format!("passport.{path}"), "CONSENT_REQUIRED".to_owned());
        assert_eq!(codes(&seen), [refused("experiences"), refused("learning")]);
        let sections: Vec<&String> = seen["data"]["passport"].as_object().unwrap().keys().collect();
        let asked = ["credentials", "experiences", "holder", "learning", "skills"];
        assert_eq!(sections, asked, "what is refused is null, and there");
        assert_eq!(total(&seen, "credentials"), 1);
        let skills = seen["data"]["passport"]["skills"]["nodes"].as_array().unwrap().clone();
        assert!(!skills.is_empty() && skills.len() < total(&own, "skills").as_u64().unwrap() as usize);
        for skill in &skills {
            assert_eq!(skill["independentSources"], 1, "what is hidden does not count: {skill}");
            for claim in skill["claims"]["nodes"].as_array().unwrap() {
                assert_eq!(
                    (claim["source"]["name"].as_str(), &claim["evidence"]),
                    (Some("hr"), &Value::Null)
                );
            }
        }

        let hr = stage.hub.reference().source_by_key("hr").unwrap().id;
        let contributed = stage.asker(Bearer::Source(hr)).asks(PASSPORT, amara).await;
        assert_eq!(
            (total(&contributed, "credentials"), codes(&contributed)),
            (json!(0), vec![])
        );
        assert_eq!(
            codes(&stage.asker(Bearer::Source(hr)).asks(PASSPORT, luis).await),
            [code("NOT_FOUND")]
        );
        assert_eq!(
            codes(&stage.asker(Bearer::Holder(luis)).asks(PASSPORT, amara).await),
            [code("NOT_FOUND")]
        );
        assert_eq!(
            codes(&stage.asker(Bearer::Steward(amara)).asks(PASSPORT, amara).await),
            [code("FORBIDDEN")]
        );
        let refused = stage.stranger().asks(PASSPORT, amara).await;
        assert_eq!(codes(&refused), [code("UNAUTHENTICATED")]);
        assert_eq!(refused["data"], json!({ "passport": null }));
    })
    .await;
}

fn code(code: &str) -> (String, String) {
    ("passport".to_owned(), code.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_and_unknown_look_the_same() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        let partner = stage.asker(Bearer::Partner(acme));
        // A process's first disclosure, and the first of a document, write more.
        partner.asks(PASSPORT, amara).await;
        let mut seen = Vec::new();
        for person in [luis, Uuid::now_v7()] {
            let before = stage.hub.db.statements();
            let answer = partner.asks(PASSPORT, person).await;
            seen.push((answer, stage.hub.db.statements() - before));
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(codes(&seen[0].0), [code("CONSENT_REQUIRED")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_path_leads_around_consent() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Skill.r?source=hr"]).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let node = "query ($id: ID!) { node(id: $id) { __typename id } }";
        let all = |table: &str| format!("SELECT id FROM {table} WHERE person_id = {}", stage.id(amara));
        for (kind, table, shown) in [
            (Kind::Credential, "credential", 0),
            (Kind::Experience, "experience", 0),
            (Kind::Claim, "claim", 1),
        ] {
            let mut found = 0;
            let rows = stage.ids(&all(table)).await;
            assert!(!rows.is_empty());
            for row in rows {
                let answer = partner
                    .asks_with(node, json!({ "id": holders_id(kind, amara, row).as_str() }))
                    .await;
                found += usize::from(!answer["data"]["node"].is_null());
            }
            assert_eq!(found, shown, "{table}");
        }
        let list = "{ passports(first: 5) { nodes { id credentials { totalCount } skills { totalCount } } } }";
        let answer = partner.asks_with(list, json!({})).await;
        let nodes = answer["data"]["passports"]["nodes"].as_array().unwrap();
        assert_eq!((nodes.len(), &nodes[0]["credentials"]), (1, &Value::Null));
        assert_eq!(nodes[0]["skills"]["totalCount"], 1);
        let hidden =
            "query ($id: ID!) { passport(id: $id) { skills(filter: { search: \"teamwork\" }) { totalCount } } }";
        assert_eq!(total(&partner.asks(hidden, amara).await, "skills"), 0);
    })
    .await;
}

/// Every text in an answer that could be an id, a cursor or a key: long, and of the letters that these are made of.
fn ids(answer: &Value) -> BTreeSet<String> {
    let like_an_id =
        |text: &&str| text.len() >= 22 && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    match answer {
        Value::String(text) => Some(text.as_str())
            .filter(like_an_id)
            .map(str::to_owned)
            .into_iter()
            .collect(),
        Value::Array(items) => items.iter().flat_map(ids).collect(),
        Value::Object(fields) => fields.values().flat_map(ids).collect(),
        _ => BTreeSet::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_partners_cannot_join_their_copies_by_any_id() {
    const COPY: &str = "{ passports(first: 2) { edges { cursor node { id
        skills(first: 9) { edges { cursor node { id claims(first: 9) { edges { cursor node { id provenance { record } } } } } } }
        credentials { edges { cursor node { id provenance { record } } } }
        experiences { edges { cursor node { id } } } } } } }";
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let mut copies = Vec::new();
        let mut partners = Vec::new();
        for name in ["Acme", "Beta"] {
            let partner = stage.partner(name).await;
            let scopes = ["passport/Skill.r", "passport/Credential.r", "passport/Experience.r"];
            stage.consents(amara, partner, &scopes).await;
            let asker = stage.asker(Bearer::Partner(partner));
            let copy = asker.asks_with(COPY, json!({})).await;
            assert!(copy["errors"].is_null(), "{copy}");
            copies.push(copy);
            partners.push(asker);
        }
        let own = stage.asker(Bearer::Holder(amara)).asks_with(COPY, json!({})).await;
        let seen: Vec<_> = copies.iter().chain([&own]).map(ids).collect();
        assert!(seen[0].len() > 10 && seen[0].len() == seen[1].len(), "{seen:?}");
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            assert_eq!(seen[one].intersection(&seen[other]).next(), None);
        }
        let found = async |asker: &Asker<'_>, id: &str| {
            let answer = asker
                .asks_with("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": id }))
                .await;
            answer["data"]["node"]["id"].as_str().map(str::to_owned)
        };
        let passport = &copies[0]["data"]["passports"]["edges"][0]["node"];
        for part in [&passport["id"], &passport["credentials"]["edges"][0]["node"]["id"]] {
            let part = part.as_str().unwrap();
            assert_eq!(
                found(&partners[0], part).await.as_deref(),
                Some(part),
                "its own leads back"
            );
            assert_eq!(found(&partners[1], part).await, None, "another's leads nowhere");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_on_the_page_is_not_disclosed() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        for holder in [amara, luis] {
            stage
                .consents_within(holder, acme, &["passport/Skill.r"], Some(2))
                .await;
        }
        let partner = stage.asker(Bearer::Partner(acme));
        let first = "{ passports(first: 1) { nodes { id } pageInfo { hasNextPage } } }";
        let answer = partner.asks_with(first, json!({})).await;
        assert_eq!(answer["data"]["passports"]["pageInfo"]["hasNextPage"], true);
        let shown = answer["data"]["passports"]["nodes"][0]["id"].as_str().unwrap();
        let known_as = partners_passport_id(&stage.hub.keys.pseudonyms(acme.organization), amara);
        let (on, off) = if shown == known_as.as_str() {
            (amara, luis)
        } else {
            (luis, amara)
        };
        let accesses = |person| format!("disclosure WHERE person_id = {}", stage.id(person));
        assert_eq!(
            (stage.count(&accesses(on)).await, stage.count(&accesses(off)).await),
            (1, 0)
        );
        // Asked for by name in the same request as the page, it is an access like any other.
        let both = "query ($id: ID!) { passports(first: 1) { nodes { id } } passport(id: $id) { id } }";
        partner.asks(both, off).await;
        assert_eq!(
            (stage.count(&accesses(on)).await, stage.count(&accesses(off)).await),
            (2, 1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_sees_the_name_it_gave() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        badges
            .sends_json(&badge("python", "amara@example.org", "Amara Okafor", &["Python"]))
            .await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "A. N. Okafor", "amara@example.org")])).await;
        let name = "query ($id: ID!) { passport(id: $id) { holder { displayName givenName familyName } } }";
        let amara = stage.ids("SELECT person_id FROM subject LIMIT 1").await[0];
        assert_eq!(stage.count("subject").await, 2);
        for (source, called) in [(badges.id, "Amara Okafor"), (hr.id, "A. N. Okafor")] {
            let answer = stage.asker(Bearer::Source(source)).asks(name, amara).await;
            assert_eq!(answer["data"]["passport"]["holder"]["displayName"], called, "{answer}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_ends_when_it_is_withdrawn_runs_out_or_is_used_up() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let (acme, other) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        let consent = stage.consents(amara, acme, &["passport/Skill.r"]).await;
        stage
            .consents_within(amara, other, &["passport/Skill.r"], Some(2))
            .await;
        let sees = async |partner| {
            let answer = stage.asker(Bearer::Partner(partner)).asks(PASSPORT, amara).await;
            answer["data"]["passport"]["skills"].is_object()
        };
        assert!(sees(acme).await);
        let withdrawn = withdraw_consent(&stage.hub, stage.holder(amara), consent)
            .await
            .unwrap();
        assert!(matches!(withdrawn, Withdrawn::Withdrawn(_)));
        assert!(!sees(acme).await, "withdrawal bites on the next request");
        let again = withdraw_consent(&stage.hub, stage.holder(amara), consent)
            .await
            .unwrap();
        assert!(matches!(again, Withdrawn::AlreadyEnded(_)));

        assert!(sees(other).await && sees(other).await);
        assert!(!sees(other).await, "the third use is one too many");

        stage.consents(amara, acme, &["passport/Skill.r"]).await;
        assert!(sees(acme).await);
        stage.hub.clock.advance(chrono::Duration::days(31));
        assert!(!sees(acme).await, "a consent ends by itself");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_holder_sees_every_look() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage
            .consents(amara, acme, &["passport/Skill.r", "passport/Credential.r"])
            .await;
        let partner = stage.asker(Bearer::Partner(acme));
        partner.asks(PASSPORT, amara).await;
        partner.asks(PASSPORT, luis).await;
        let log =
            "{ disclosures { nodes { number who purpose decision consents { id version } sections { section rows } hash
            previousHash } } consents { id version } }";
        let seen = stage.asker(Bearer::Holder(amara)).asks_with(log, json!({})).await;
        let look = &seen["data"]["disclosures"]["nodes"][0];
        assert_eq!(
            look["consents"], seen["data"]["consents"],
            "a look names the consent it rests on"
        );
        assert_eq!(look["consents"][0]["version"], 1, "{seen}");
        assert_eq!(
            (&look["who"], &look["decision"], &look["number"]),
            (&json!("Acme"), &json!("GRANTED"), &json!(1))
        );
        let rows = |section: &str| {
            let sections = look["sections"].as_array().unwrap();
            sections
                .iter()
                .find(|s| s["section"] == section)
                .map(|s| s["rows"].clone())
        };
        assert_eq!((rows("Credential"), rows("Learning")), (Some(json!(1)), None));
        let refused = stage.asker(Bearer::Holder(luis)).asks_with(log, json!({})).await;
        let look = &refused["data"]["disclosures"]["nodes"][0];
        assert_eq!((&look["decision"], &look["sections"]), (&json!("REFUSED"), &json!([])));

        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let seen = stage.asker(Bearer::Holder(amara)).asks_with(log, json!({})).await;
        let nodes = seen["data"]["disclosures"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 2);
        assert_eq!(
            nodes[0]["previousHash"], nodes[1]["hash"],
            "each look is chained to the one before"
        );
        let foreign = stage.asker(Bearer::Partner(acme)).asks_with(log, json!({})).await;
        assert_eq!(codes(&foreign)[0].1, "FORBIDDEN");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_grow_neither_with_rows_nor_with_passports() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let scopes =
            ["Profile", "Skill", "Credential", "Experience", "Learning", "Evidence"].map(|s| format!("passport/{s}.r"));
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        stage.consents(amara, acme, &scopes).await;
        let count = async |document: &str, bearer| {
            let before = stage.hub.db.statements();
            let answer = stage.asker(bearer).asks(document, amara).await;
            assert_eq!(codes(&answer), [], "{answer}");
            stage.hub.db.statements() - before
        };
        let page = "{ passports(first: 20) { nodes { holder { displayName } skills { nodes { claims { nodes { assertion } } } }
            credentials { nodes { name } } experiences { nodes { title } } learning { nodes { title } } } } }";
        // The first look reads the end of the holder's chain of disclosures, and the first of a request keeps what was
        // asked; both are remembered from then on.
        for document in [PASSPORT, page] {
            count(document, Bearer::Partner(acme)).await;
        }
        let few = (count(PASSPORT, Bearer::Partner(acme)).await, count(page, Bearer::Partner(acme)).await);
        let own = count(PASSPORT, Bearer::Holder(amara)).await;
        // Whether the passport is there, then one statement a section: profile, claims, evidence, credentials,
        // experiences, learning.
        assert_eq!(own, 7);
        // The consents instead, and the disclosure.
        assert_eq!(few.0, 8);

        let badges = stage.source("badges", "badge", &["email"]).await;
        let many: Vec<Value> = (0..40)
            .map(|n| {
                let name = if n < 20 { ("amara@example.org", "Amara Okafor") } else { ("luis@example.org", "Luis Ortega") };
                badge(&format!("more-{n}"), name.0, name.1, &["SQL", "welding"])
            })
            .collect();
        badges.sends_json(&json!(many)).await;
        stage.consents(luis, acme, &scopes).await;
        count(page, Bearer::Partner(acme)).await;
        let more = (count(PASSPORT, Bearer::Partner(acme)).await, count(page, Bearer::Partner(acme)).await);
        assert_eq!(few, more);
    })
    .await;
}
