//! The lists of a passport: filtered, ordered and paged, and silent about what is hidden.

use crate::served::persons;
use crate::support::sources::employees;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};

const ADD: &str = "mutation ($input: AddExperienceInput!) { addExperience(input: $input) { __typename } }";
const LIST: &str =
    "query ($id: ID!, $filter: ExperienceFilter, $order: ListOrder, $after: String) { passport(id: $id) {
    experiences(first: 2, after: $after, filter: $filter, orderBy: $order) {
        totalCount nodes { title } pageInfo { endCursor hasNextPage } } } }";

fn shown(answer: &Value) -> (Vec<&str>, u64) {
    let list = &answer["data"]["passport"]["experiences"];
    let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("no list: {answer}"));
    let titles = nodes.iter().filter_map(|node| node["title"].as_str()).collect();
    (titles, list["totalCount"].as_u64().unwrap())
}

/// Clients declare every variable and fill some: what is left out, or null, means its default.
#[tokio::test(flavor = "multi_thread")]
async fn a_variable_left_out_means_the_default() {
    const ADD: &str = "mutation ($kind: ExperienceKind!, $title: String!, $skills: [OwnSkillInput!],
            $evidence: [EvidenceInput!]) {
        addExperience(input: { kind: $kind, title: $title, skills: $skills, evidence: $evidence }) { __typename } }";
    const LIST: &str = "query ($id: ID!, $direction: Direction, $language: String) { passport(id: $id) {
        experiences(orderBy: { field: TITLE, direction: $direction }) { nodes { title } }
        skills(orderBy: { field: LABEL, direction: $direction }) { nodes { concept { label(language: $language) } } } } }";
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
        let amara = persons(stage, "Amara Okafor").await[0];
        let (hub, me) = (stage.served().await, Bearer::Holder(amara));
        for title in ["Bread", "Allotment"] {
            let added = hub
                .asks(Some(me), ADD, json!({ "kind": "PROJECT", "title": title }))
                .await;
            assert_eq!(
                added["data"]["addExperience"]["__typename"], "ExperienceAdded",
                "{added}"
            );
        }
        let passport = id(Kind::Passport, amara);
        for (direction, first) in [
            (None, "Data analyst"),
            (Some("DESC"), "Data analyst"),
            (Some("ASC"), "Allotment"),
        ] {
            let mut variables = json!({ "id": passport.as_str() });
            if let Some(direction) = direction {
                variables["direction"] = json!(direction);
            }
            let answer = hub.asks(Some(me), LIST, variables).await;
            let title = &answer["data"]["passport"]["experiences"]["nodes"][0]["title"];
            assert_eq!(title, first, "{answer}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_filtered_ordered_and_paged() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
        let amara = persons(stage, "Amara Okafor").await[0];
        let (hub, me) = (stage.served().await, Bearer::Holder(amara));
        for (kind, title, from) in [
            ("PROJECT", "Rain gauge", Some("2024-03")),
            ("VOLUNTEERING", "Bread for the street", Some("2022")),
            ("PROJECT", "Allotment map", None),
        ] {
            hub.does(me, ADD, json!({ "kind": kind, "title": title, "from": from }))
                .await;
        }
        let passport = id(Kind::Passport, amara);
        let asks = async |bearer, filter: Value, order: Value, after: Option<&str>| {
            let variables = json!({ "id": passport.as_str(), "filter": filter, "order": order, "after": after });
            hub.asks(Some(bearer), LIST, variables).await
        };
        for (filter, order, titles, total) in [
            (
                json!({ "kinds": ["PROJECT"] }),
                json!({ "field": "TITLE", "direction": "ASC" }),
                vec!["Allotment map", "Rain gauge"],
                2,
            ),
            (json!({ "search": "GAUGE" }), Value::Null, vec!["Rain gauge"], 1),
            (json!({ "source": "hr" }), Value::Null, vec!["Data analyst"], 1),
            (json!({ "source": "nobody" }), Value::Null, vec![], 0),
            (
                Value::Null,
                json!({ "field": "DATE", "direction": "ASC" }),
                vec!["Bread for the street", "Data analyst"],
                4,
            ),
            (
                Value::Null,
                json!({ "field": "DATE" }),
                vec!["Rain gauge", "Data analyst"],
                4,
            ),
            (
                Value::Null,
                json!({ "field": "RECORDED_AT" }),
                vec!["Allotment map", "Bread for the street"],
                4,
            ),
        ] {
            let answer = asks(me, filter.clone(), order.clone(), None).await;
            assert_eq!(shown(&answer), (titles, total), "{filter} {order}");
        }
        let dated = json!({ "field": "DATE" });
        let first = asks(me, Value::Null, dated.clone(), None).await;
        let end = first["data"]["passport"]["experiences"]["pageInfo"]["endCursor"]
            .as_str()
            .unwrap();
        let rest = asks(me, Value::Null, dated, Some(end)).await;
        assert_eq!(
            shown(&rest).0,
            ["Bread for the street", "Allotment map"],
            "undated last"
        );

        // What a partner may not see, no filter finds.
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Experience.r?source=hr"]).await;
        for (filter, titles) in [
            (json!({ "search": "gauge" }), vec![]),
            (Value::Null, vec!["Data analyst"]),
        ] {
            let answer = asks(Bearer::Partner(acme), filter, Value::Null, None).await;
            assert_eq!(shown(&answer), (titles.clone(), titles.len() as u64));
        }
    })
    .await;
}
