//! The report of an organization: counts, and nobody.

use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, MemberRole};
use passport_hub::graphql::ids::{Kind, id};
use passport_hub::store::sources::ensure_partner;
use serde_json::{Value, json};
use uuid::Uuid;

const REPORT: &str = "query ($organization: ID, $month: String) { organizationReport(organization: $organization, month: $month) {
    organization month
    sources { source { key } imports { running finished failed } recordsRead recordsRejected rejects { code count }
        people { exact shown } connections { accepted { exact shown } waiting { exact shown } ended { exact shown } } }
    granted { consents { purpose count { exact shown } } requests { state count { exact shown } } disclosures { purpose count { exact shown } } } } }";

fn exactly(count: u32) -> Value {
    json!({ "exact": count, "shown": "EXACT" })
}

fn few() -> Value {
    json!({ "exact": null, "shown": "FEWER_THAN_FIVE" })
}

/// Badges of so many people.
fn people(from: usize, count: usize) -> Value {
    let one = |n: usize| {
        let mail = format!("person{n}@example.org");
        badge(&format!("badge-{n}"), &mail, &format!("Person {n} Of Many"), &["SQL"])
    };
    (from..from + count).map(one).collect()
}

async fn report(stage: &Stage, bearer: Bearer) -> Value {
    let answer = stage.asker(bearer).asks_with(REPORT, json!({})).await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["organizationReport"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_analyst_counts_and_sees_nobody() {
    on_both(async |stage: &Stage| {
        let college = stage.institution("Riverside College").await;
        let badges = stage.source_of(Some(college), "badges", "badge", &["email"]).await;
        let campus = stage.source_of(Some(college), "campus", "badge", &["email"]).await;
        let elsewhere = stage.source("elsewhere", "badge", &["email"]).await;
        let analyst = stage.member(college, MemberRole::Analyst).await;
        badges.sends_json(&people(0, 7)).await;
        campus.sends_json(&people(0, 3)).await;
        elsewhere.sends_json(&people(20, 9)).await;
        badges.sends_unasked(delivery(&people(7, 3))).await;

        let seen = report(stage, analyst).await;
        assert_eq!(seen["organization"], "Riverside College");
        let [of_badges, of_campus] = <[Value; 2]>::try_from(seen["sources"].as_array().unwrap().clone()).unwrap();
        assert_eq!(
            of_badges["imports"],
            json!({ "running": 0, "finished": 2, "failed": 0 }),
            "{seen}"
        );
        assert_eq!(
            (&of_badges["recordsRead"], &of_badges["recordsRejected"]),
            (&json!(10), &json!(0))
        );
        assert_eq!(
            of_badges["connections"],
            json!({ "accepted": exactly(7), "waiting": few(), "ended": exactly(0) })
        );
        let withheld = json!({ "exact": null, "shown": "WITHHELD" });
        assert_eq!(of_badges["people"], withheld, "ten less seven would tell the three");
        assert_eq!(
            (&of_campus["people"], &of_campus["connections"]["accepted"]),
            (&few(), &few())
        );
        stage.everybody_accepts().await;
        let all = report(stage, analyst).await;
        assert_eq!(all["sources"][0]["people"], exactly(10), "{all}");
        let text = all.to_string();
        assert!(!text.contains("Person") && !text.contains("elsewhere"), "{text}");
    })
    .await;
}

fn delivery(document: &Value) -> adapters::Delivery<'static> {
    adapters::Delivery::single("delivery.json", document.to_string().into_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_partner_was_granted_is_counted_by_purpose() {
    on_both(async |stage: &Stage| {
        let college = stage.institution("Riverside College").await;
        let source = stage.source_of(Some(college), "badges", "badge", &["email"]).await;
        let analyst = stage.member(college, MemberRole::Analyst).await;
        source.sends_json(&people(0, 6)).await;
        // The institution becomes a partner too, and stays one and the same.
        let partner = ensure_partner(&stage.hub.db, "RIVERSIDE college", stage.hub.clock.now()).await.unwrap();
        assert_eq!(partner, college);
        stage.hub.shelf.reload_parties(&stage.hub.db).await.unwrap();
        let partner = stage.partner("Riverside College").await;
        let holders = stage.ids("SELECT id FROM person ORDER BY id").await;
        for holder in &holders[..5] {
            stage.consents(*holder, partner, &["passport/Skill.r"]).await;
        }
        let used_up = stage.consents_within(holders[5], partner, &["passport/Skill.r"], Some(1)).await;
        let look = "query ($id: ID!) { passport(id: $id) { skills { totalCount } } }";
        for _ in 0..2 {
            stage.asker(Bearer::Partner(partner)).asks(look, holders[5]).await;
        }
        assert_eq!(stage.count(&format!("consent_use WHERE consent_id = {} AND uses = 1", stage.id(used_up))).await, 1);
        let ask = "mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { __typename } }";
        let wish = json!({ "email": "nobody@example.org", "purpose": "HIRING", "forDays": 30,
            "retention": "a month", "scopes": [{ "scope": "passport/Skill.r", "required": true, "reason": "To see." }] });
        let asked = stage.asker(Bearer::Partner(partner)).asks_with(ask, json!({ "input": wish })).await;
        assert_eq!(asked["data"]["requestConsent"]["__typename"], "ConsentRequested", "{asked}");

        let before = stage.hub.db.statements();
        let seen = report(stage, analyst).await["granted"].clone();
        let used = stage.hub.db.statements() - before;
        assert_eq!(seen["consents"], json!([{ "purpose": "HIRING", "count": exactly(5) }]), "{seen}");
        assert_eq!(seen["requests"], json!([{ "state": "PENDING", "count": few() }]), "{seen}");
        assert_eq!(seen["disclosures"], json!([{ "purpose": "HIRING", "count": few() }]), "{seen}");
        let earlier = stage.asker(analyst).asks_with(REPORT, json!({ "month": "2020-01" })).await;
        assert_eq!(earlier["data"]["organizationReport"]["granted"]["disclosures"], json!([]), "{earlier}");
        source.sends_json(&people(30, 40)).await;
        let before = stage.hub.db.statements();
        report(stage, analyst).await;
        assert_eq!(stage.hub.db.statements() - before, used, "as many however many rows there are");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_for_members_and_for_stewards_of_the_hub() {
    on_both(async |stage: &Stage| {
        let (college, harbour) = (
            stage.institution("Riverside College").await,
            stage.institution("Harbour Works").await,
        );
        stage.source_of(Some(college), "badges", "badge", &["email"]).await;
        let own = json!({ "organization": id(Kind::Organization, college).as_str() });
        let foreign = json!({ "organization": id(Kind::Organization, harbour).as_str() });
        let unknown = json!({ "organization": id(Kind::Organization, Uuid::now_v7()).as_str() });
        for role in MemberRole::ALL {
            let member = stage.asker(stage.member(college, role).await);
            assert_eq!(codes(&member.asks_with(REPORT, own.clone()).await), []);
            let refused = member.asks_with(REPORT, foreign.clone()).await;
            assert_eq!(codes(&refused)[0].1, "NOT_FOUND");
            assert_eq!(refused, member.asks_with(REPORT, unknown.clone()).await);
            let wrong = member.asks_with(REPORT, json!({ "month": "May" })).await;
            assert_eq!(codes(&wrong)[0].1, "BAD_USER_INPUT");
        }
        let hub = stage.asker(Bearer::Steward(Uuid::from_u128(1)));
        assert_eq!(codes(&hub.asks_with(REPORT, own.clone()).await), []);
        assert_eq!(codes(&hub.asks_with(REPORT, json!({})).await)[0].1, "BAD_USER_INPUT");
        assert_eq!(codes(&hub.asks_with(REPORT, unknown).await)[0].1, "NOT_FOUND");
        let source = stage.hub.reference().source_by_key("badges").unwrap().id;
        let partner = stage.partner("Acme").await;
        for (bearer, code) in [
            (Bearer::Source(source), "FORBIDDEN"),
            (Bearer::Partner(partner), "FORBIDDEN"),
            (Bearer::Holder(Uuid::now_v7()), "FORBIDDEN"),
        ] {
            assert_eq!(
                codes(&stage.asker(bearer).asks_with(REPORT, own.clone()).await)[0].1,
                code
            );
        }
        assert_eq!(
            codes(&stage.stranger().asks_with(REPORT, own).await)[0].1,
            "UNAUTHENTICATED"
        );
    })
    .await;
}
