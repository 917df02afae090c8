//! Rejects in the graph: an integrator counts, lists and settles those of the institution, and nobody else's.

use crate::served::Upload;
use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, MemberRole};
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};

const GROUPS: &str = "query ($run: ID, $source: ID) { rejectGroups(run: $run, source: $source) { code count example { place reason run } } }";
const OPEN: &str = "query ($open: Boolean, $code: String) { rejects(open: $open, code: $code) { nodes { id code resolution resolvedAt note } } }";
const SETTLE: &str = "mutation ($input: SettleRejectsInput!) { settleRejects(input: $input) { __typename
    ... on RejectsSettled { count } ... on RejectsNotSettled { field reason } } }";
const DELIVER: &str = "mutation ($files: [Upload!]!, $adapter: String) { importDelivery(input: { files: $files, adapter: $adapter, replays: \"RUN\" }) {
    __typename ... on DeliveryImported { run { recordsPerSecond remainingSeconds rejectGroups { code count } } } ... on DeliveryNotTaken { field reason } } }";

/// Four badges: of two nobody can tell the day, one names nobody.
fn badges() -> Value {
    let mut badges = ["a", "b", "c", "d"].map(|id| badge(id, &format!("{id}@example.org"), id, &["Python"]));
    badges[0]["validFrom"] = "soon".into();
    badges[1]["validFrom"] = "later".into();
    let subject = badges[2]["credentialSubject"].as_object_mut().unwrap();
    subject.retain(|field, _| matches!(field.as_str(), "type" | "achievement"));
    json!(badges)
}

fn nodes(answer: &Value) -> &Vec<Value> {
    assert_eq!(codes(answer), [], "{answer}");
    answer["data"]["rejects"]["nodes"].as_array().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_integrator_sees_what_is_wrong_how_often_and_settles_what_will_not_come() {
    on_both(async |stage: &Stage| {
        let college = stage.institution("Riverside College").await;
        let other = stage.institution("Harbour Hospital").await;
        let source = stage.source_of(Some(college), "badges", "badge", &["email"]).await;
        let integrator = Some(stage.member(college, MemberRole::Integrator).await);
        let stranger = Some(stage.member(other, MemberRole::Integrator).await);
        let sent = source.sends_json(&badges()).await;
        assert_eq!((sent.new, sent.rejected), (1, 3), "{sent:?}");
        let run = id(Kind::ImportRun, sent.run);
        let hub = stage.served().await;

        let counted = hub.asks(integrator, GROUPS, json!({ "run": run.as_str() })).await;
        let groups = counted["data"]["rejectGroups"].as_array().unwrap();
        let counts: Vec<_> = groups.iter().map(|group| group["count"].as_u64().unwrap()).collect();
        assert_eq!(counts, [2, 1], "{counted}");
        assert_eq!(
            (&groups[1]["code"], &groups[1]["example"]["place"]),
            (&json!("no_subject"), &json!("/2"))
        );
        assert_eq!(groups[0]["example"]["run"], run.as_str());
        let source_id = id(Kind::Source, source.id);
        let of_source = hub
            .asks(integrator, GROUPS, json!({ "source": source_id.as_str() }))
            .await;
        assert_eq!(of_source, counted);
        let not_theirs = hub.asks(stranger, GROUPS, json!({ "run": run.as_str() })).await;
        assert_eq!(not_theirs["data"]["rejectGroups"], json!([]));

        // What the stranger may not see, the stranger does not settle.
        let input = |note: &str| json!({ "input": { "run": run.as_str(), "code": "no_subject", "note": note } });
        let refused = hub.asks(stranger, SETTLE, input("mine")).await;
        assert_eq!(
            refused["data"]["settleRejects"]["__typename"], "RejectsNotSettled",
            "{refused}"
        );
        for (input, field) in [
            (input("  "), "note"),
            (input(&"x".repeat(501)), "note"),
            (json!({ "input": { "note": "all" } }), "reject"),
        ] {
            let refused = hub.asks(integrator, SETTLE, input).await;
            assert_eq!(refused["data"]["settleRejects"]["field"], field, "{refused}");
        }
        let settled = hub.asks(integrator, SETTLE, input("a badge without an owner")).await;
        assert_eq!(
            settled["data"]["settleRejects"],
            json!({ "__typename": "RejectsSettled", "count": 1 }),
            "{settled}"
        );
        let open = hub.asks(integrator, OPEN, json!({ "open": true })).await;
        assert_eq!(nodes(&open).len(), 2, "{open}");
        let closed = hub.asks(integrator, OPEN, json!({ "open": false })).await;
        let closed = &nodes(&closed)[0];
        assert_eq!(
            (&closed["resolution"], &closed["note"]),
            (&json!("SETTLED"), &json!("a badge without an owner"))
        );
        assert!(closed["resolvedAt"].is_string(), "{closed}");
        let one = json!({ "input": { "reject": nodes(&open)[0]["id"], "note": "no day is known" } });
        assert_eq!(
            hub.asks(integrator, SETTLE, one).await["data"]["settleRejects"]["count"],
            1
        );
        let by = stage
            .texts("SELECT resolved_by FROM reject WHERE resolved_by IS NOT NULL")
            .await;
        assert!(by.len() == 2 && by.iter().all(|by| by.starts_with("member:")), "{by:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_uploads_the_mended_delivery_and_says_what_it_mends() {
    on_both(async |stage: &Stage| {
        let source = stage.source("badges", "badge", &["email"]).await;
        let bearer = Bearer::Source(source.id);
        let sent = source.sends_json(&badges()).await;
        let hub = stage.served().await;
        let mut mended = badges();
        mended[0]["validFrom"] = "2025-03-14T10:00:00Z".into();
        let bytes = mended.to_string().into_bytes();
        let deliver = async |replays: String| {
            let document = DELIVER.replace("RUN", &replays);
            let about = Upload {
                document: &document,
                adapter: None,
                preflight: true,
            };
            hub.uploads(Some(bearer), &[("mended.json", &bytes)], about).await.1
        };
        let unknown = deliver(id(Kind::ImportRun, uuid::Uuid::from_u128(7)).to_string()).await;
        assert_eq!(unknown["data"]["importDelivery"]["field"], "replays", "{unknown}");
        let answer = deliver(id(Kind::ImportRun, sent.run).to_string()).await;
        let run = &answer["data"]["importDelivery"]["run"];
        assert!(run["recordsPerSecond"].as_f64().unwrap() > 0.0, "{answer}");
        assert_eq!(run["remainingSeconds"], Value::Null, "it is over: {answer}");
        assert_eq!(run["rejectGroups"].as_array().unwrap().len(), 2, "{answer}");
        let how = format!(
            "SELECT resolution FROM reject WHERE import_run_id = {} ORDER BY id",
            stage.id(sent.run)
        );
        let mut how = stage.texts(&how).await;
        how.sort();
        assert_eq!(how, ["again", "again", "replayed"]);
    })
    .await;
}
