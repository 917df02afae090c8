//! Stewards of two institutions: each settles among their institution's own subjects.

use crate::institutions::{HUB, SETTLE, WAITING, asks, keys, looks_like_none, nodes, two_institutions};
use crate::served::persons;
use crate::support::roles::codes;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const LINKS: &str = "{ links { nodes { id source { key } state } } }";
const UNLINK: &str = "mutation ($input: UnlinkSubjectInput!) { unlinkSubject(input: $input) { __typename
    ... on MatchSettled { outcome } ... on MatchNotSettled { reason } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_of_an_institution_settles_among_its_own_subjects() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let hub = stage.served().await;
        let all = asks(&hub, HUB, WAITING).await;
        assert_eq!(
            keys(nodes(&all, "possibleMatches")),
            ["badges", "campus", "hr"],
            "{all}"
        );
        for (one, own) in [(&college, &["badges", "campus"][..]), (&employer, &["hr"][..])] {
            let waiting = asks(&hub, one.steward, WAITING).await;
            let waiting = nodes(&waiting, "possibleMatches");
            assert_eq!((keys(waiting), waiting.len()), (own.to_vec(), own.len()));
            let links = asks(&hub, one.steward, LINKS).await;
            assert_eq!(keys(nodes(&links, "links")), own);
            let rows = nodes(&all, "possibleMatches").iter();
            let foreign: Vec<_> = rows
                .filter(|row| !own.contains(&row["source"]["key"].as_str().unwrap()))
                .collect();
            let input = |link: &str, more: Value| {
                let mut input = json!({ "link": link });
                input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                json!({ "input": input })
            };
            let (others, none) = (foreign[0]["id"].as_str().unwrap(), id(Kind::Link, Uuid::now_v7()));
            for (document, more) in [
                (SETTLE, json!({ "samePerson": true })),
                (SETTLE, json!({ "samePerson": false })),
                (UNLINK, json!({})),
            ] {
                looks_like_none(
                    stage,
                    one.steward,
                    document,
                    input(others, more.clone()),
                    input(none.as_str(), more),
                )
                .await;
            }
            for reader in [one.integrator, one.analyst] {
                for document in [WAITING, LINKS] {
                    assert_eq!(codes(&asks(&hub, reader, document).await)[0].1, "FORBIDDEN");
                }
            }
        }
        assert_eq!(
            stage.count("person_link WHERE state = 'proposed'").await,
            3,
            "nobody settled another's"
        );
        // Whom others know, an institution's word alone joins to nobody.
        let theirs = asks(&hub, employer.steward, WAITING).await;
        let link = json!({ "link": nodes(&theirs, "possibleMatches")[0]["id"], "samePerson": true });
        let refused = hub.does(employer.steward, SETTLE, link).await;
        assert!(
            refused["reason"].as_str().unwrap().contains("a steward of the hub"),
            "{refused}"
        );
        let mine = asks(&hub, college.steward, WAITING).await;
        let link = json!({ "link": nodes(&mine, "possibleMatches")[0]["id"], "samePerson": true });
        assert_eq!(
            hub.does(college.steward, SETTLE, link.clone()).await["outcome"],
            "linked"
        );
        let undo = json!({ "link": link["link"] });
        assert_eq!(hub.does(college.steward, UNLINK, undo).await["outcome"], "unlinked");

        let guardian = "mutation ($a: ID!) { endGuardianship(input: { passport: $a, guardian: $a }) { __typename } }";
        let refused = hub.asks(Some(college.steward), guardian, json!({ "a": "x" })).await;
        assert_eq!(codes(&refused)[0].1, "FORBIDDEN", "{refused}");
        assert!(
            refused["errors"][0]["message"]
                .as_str()
                .unwrap()
                .contains("of the hub itself"),
            "{refused}"
        );

        let luis = persons(stage, "Luis Ortega").await[0];
        let looks = "{ disclosures { nodes { who caller inWords } } }";
        let seen = hub.asks(Some(Bearer::Holder(luis)), looks, json!({})).await;
        let told = nodes(&seen, "disclosures").iter();
        let of_college = told.filter(|one| one["who"] == "Riverside College" && one["caller"] == "steward");
        assert!(
            of_college.count() >= 2,
            "each look of the institution's steward is told: {seen}"
        );
        assert!(
            seen.to_string()
                .contains("a steward of Riverside College was shown your name"),
            "{seen}"
        );
    })
    .await;
}
