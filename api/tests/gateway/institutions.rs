//! Two institutions with members of each role, and the people whom they know.

use crate::served::Served;
use crate::support::Stage;
use crate::support::sources::{badge, badge_with, employees, skills_of};
use passport_hub::caller::{Bearer, MemberRole};
use serde_json::{Value, json};
use uuid::Uuid;

/// A steward of the hub.
pub const HUB: Bearer = Bearer::Steward(Uuid::from_u128(1));
/// The matches that wait.
pub const WAITING: &str = "{ possibleMatches { nodes { id source { key } subjectName personName } } }";
/// Settles one.
pub const SETTLE: &str = "mutation ($input: SettleMatchInput!) { settleMatch(input: $input) { __typename
    ... on MatchSettled { outcome } ... on MatchNotSettled { reason } } }";

/// An institution with members of each role.
pub struct Institution {
    pub integrator: Bearer,
    pub analyst: Bearer,
    pub steward: Bearer,
    pub sources: Vec<Uuid>,
}

impl Institution {
    async fn of(stage: &Stage, name: &str, sources: &[(&str, &str, &[&str])]) -> Self {
        let of = stage.institution(name).await;
        let mut ids = Vec::new();
        for (key, kind, trusted) in sources {
            ids.push(stage.source_of(Some(of), key, kind, trusted).await.id);
        }
        Institution {
            integrator: stage.member(of, MemberRole::Integrator).await,
            analyst: stage.member(of, MemberRole::Analyst).await,
            steward: stage.member(of, MemberRole::Steward).await,
            sources: ids,
        }
    }
}

/// A college with two sources and an employer with one. Amara is known to the college's badge platform and to the
/// employer: a match that waits, whose subject is the employer's. Luis is known to the employer and then to the badge
/// platform: one whose subject is the college's. Nia is the college's alone, by both of its sources.
pub async fn two_institutions(stage: &Stage) -> (Institution, Institution) {
    let college = [("badges", "badge", &[][..]), ("campus", "badge", &["email"])];
    let college = Institution::of(stage, "Riverside College", &college).await;
    let employer = Institution::of(stage, "Harbour Works", &[("hr", "hris", &["email"])]).await;
    let source = async |key: &str| stage.source(key, "", &[]).await;
    let (badges, campus, hr) = (source("badges").await, source("campus").await, source("hr").await);
    let nobody = json!({ "type": ["AchievementSubject"] });
    badges
        .sends_json(&json!([
            badge("python", "amara@example.org", "Amara Okafor", &["SQL", "Python"]),
            badge("welding", "nia@example.org", "Nia Park", &["welding"]),
            badge_with("nobody", nobody, &["SQL"]),
        ]))
        .await;
    campus
        .sends_json(&badge("baking", "nia@example.org", "Nia J. Park", &["baking"]))
        .await;
    let staff = [
        (31, "Amara Okafor", "amara@example.org"),
        (32, "Luis Ortega", "luis@example.org"),
    ];
    hr.sends(employees(&staff)).await;
    hr.sends(skills_of(31, "Amara Okafor", "SQL")).await;
    badges
        .sends_json(&badge("forklift", "luis@example.org", "Luis Ortega", &["forklift"]))
        .await;
    (college, employer)
}

pub async fn asks(hub: &Served<'_>, bearer: Bearer, document: &str) -> Value {
    hub.asks(Some(bearer), document, json!({})).await
}

pub fn nodes<'a>(answer: &'a Value, list: &str) -> &'a Vec<Value> {
    let nodes = answer["data"][list]["nodes"].as_array();
    nodes.unwrap_or_else(|| panic!("no {list}: {answer}"))
}

pub fn keys(rows: &[Value]) -> Vec<&str> {
    let mut keys: Vec<&str> = rows.iter().filter_map(|row| row["source"]["key"].as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Something of another's and something that never was: the same answer, by the same number of statements.
pub async fn looks_like_none(stage: &Stage, bearer: Bearer, document: &str, of_another: Value, of_none: Value) {
    let asker = stage.asker(bearer);
    let mut seen = Vec::new();
    for variables in [of_another, of_none] {
        // The first look keeps what was asked, and finds the end of that person's chain.
        asker.asks_with(document, variables.clone()).await;
        let before = stage.hub.db.statements();
        let answer = asker.asks_with(document, variables).await;
        seen.push((answer, stage.hub.db.statements() - before));
    }
    assert_eq!(seen[0], seen[1], "{document}");
    assert!(!seen[0].0["data"].to_string().contains("Okafor"), "{seen:?}");
}
