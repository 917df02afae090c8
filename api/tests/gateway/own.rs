//! Self-service: what holders add to their own passports.

use crate::served::persons;
use crate::support::roles::codes;
use crate::support::sources::employees;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use serde_json::{Value, json};
use uuid::Uuid;

const ADD_EXPERIENCE: &str = "mutation ($input: AddExperienceInput!) { addExperience(input: $input) { __typename
    ... on ExperienceAdded { experience { id kind title organization { name } role narrative
        period { from to precision } source { name } evidence { kind title url }
        skills { nodes { concept { uri } band { low high } claims { nodes { assertion evidence { url } } } } } } }
    ... on NotAdded { field reason } } }";
const ADD_SKILL: &str = "mutation ($input: OwnSkillInput!) { addSkill(input: $input) { __typename
    ... on SkillAdded { claim { id role assertion assertedBy { kind name } asReceived { label level scale }
        placement { band { low high } basis loss losses } noBand evidence { kind title url description } source { name kind } } }
    ... on NotAdded { field reason } } }";
const ADD_GOAL: &str = "mutation ($input: AddGoalInput!) { addGoal(input: $input) { __typename
    ... on GoalAdded { goal { id title dueOn note targetBand concept { uri } } }
    ... on NotAdded { field reason } } }";
const FIND: &str =
    "query ($search: String!) { skills(search: $search, vocabulary: \"esco\", first: 1) { nodes { uri } } }";

/// Amara and Luis, whom an employer knows.
async fn two_holders(stage: &Stage) -> (Uuid, Uuid) {
    let hr = stage.source("hr", "hris", &["email"]).await;
    let people = [
        (1, "Amara Okafor", "amara@example.org"),
        (2, "Luis Ortega", "luis@example.org"),
    ];
    hr.sends(employees(&people)).await;
    (
        persons(stage, "Amara Okafor").await[0],
        persons(stage, "Luis Ortega").await[0],
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_adds_a_project_with_the_skills_it_called_for() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = two_holders(stage).await;
        let (hub, me) = (stage.served().await, Bearer::Holder(amara));
        let found = hub.asks(Some(me), FIND, json!({ "search": "python" })).await;
        let python = found["data"]["skills"]["nodes"][0]["uri"].clone();
        assert!(python.is_string(), "a concept is found before it is named: {found}");
        let project = json!({
            "kind": "PROJECT", "title": " Rain gauge ", "organization": "Makers of Harbour Street", "role": "builder",
            "from": "2024-03", "to": "2024-06", "narrative": "Measures rain,\nand tells the allotment.",
            "skills": [{ "concept": python, "band": "PROFICIENT", "evidence": [{ "kind": "repository", "url": "https://code.example/rain" }] },
                       { "label": "soldering by ear" }],
            "evidence": [{ "kind": "photo", "title": "The gauge", "url": "https://photos.example/gauge" }],
        });
        let added = hub.does(me, ADD_EXPERIENCE, project).await;
        let experience = &added["experience"];
        assert_eq!((&experience["kind"], &experience["title"]), (&json!("PROJECT"), &json!("Rain gauge")), "{added}");
        assert_eq!(experience["organization"], json!({ "name": "Makers of Harbour Street" }));
        assert_eq!(experience["period"], json!({ "from": "2024-03-01", "to": "2024-06-30", "precision": "MONTH" }));
        assert_eq!(
            experience["evidence"],
            json!([{ "kind": "photo", "title": "The gauge", "url": "https://photos.example/gauge" }])
        );
        let skills = experience["skills"]["nodes"].as_array().unwrap();
        let known = skills.iter().find(|skill| skill["concept"]["uri"] == python).unwrap();
        assert_eq!(known["band"], json!({ "low": "PROFICIENT", "high": "PROFICIENT" }));
        let claim = &known["claims"]["nodes"][0];
        assert_eq!(
            (&claim["assertion"], &claim["evidence"][0]["url"]),
            (&json!("SELF"), &json!("https://code.example/rain"))
        );
        assert_eq!(skills.len(), 2, "what meets no concept stays, in the holder's words: {added}");

        // It stands in the passport, is found by its id, and is nobody else's.
        let mine = "{ me { passport { experiences(filter: { kinds: [PROJECT] }) { totalCount nodes { id title } } } } }";
        let shown = hub.asks(Some(me), mine, json!({})).await;
        let listed = &shown["data"]["me"]["passport"]["experiences"];
        assert_eq!((&listed["totalCount"], &listed["nodes"][0]["id"]), (&json!(1), &experience["id"]));
        let node = "query ($id: ID!) { node(id: $id) { ... on Experience { title } } }";
        let id = json!({ "id": experience["id"] });
        let seen = hub.asks(Some(me), node, id.clone()).await;
        assert_eq!(seen["data"]["node"]["title"], "Rain gauge");
        let foreign = hub.asks(Some(Bearer::Holder(luis)), node, id).await;
        assert_eq!(foreign["data"]["node"], Value::Null);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_adds_a_skill_with_evidence_and_a_goal() {
    on_both(async |stage: &Stage| {
        let (amara, _) = two_holders(stage).await;
        let (hub, me) = (stage.served().await, Bearer::Holder(amara));
        let evidence = json!([{ "kind": "artefact", "title": "Quilt", "url": "https://quilts.example/1", "description": "All by hand." }]);
        let skill = json!({ "label": "quilting", "band": "COMPETENT", "developing": true, "evidence": evidence });
        let claim = hub.does(me, ADD_SKILL, skill).await["claim"].clone();
        assert_eq!((&claim["role"], &claim["assertion"]), (&json!("DEVELOPS"), &json!("SELF")), "{claim}");
        assert_eq!((&claim["assertedBy"]["kind"], &claim["source"]["kind"]), (&json!("SELF"), &json!("self")), "{claim}");
        assert_eq!(claim["asReceived"]["label"], "quilting");
        assert_eq!((&claim["placement"]["band"]["low"], &claim["evidence"]), (&json!("COMPETENT"), &evidence));
        let nothing_lost = json!({"band": {"low": "COMPETENT", "high": "COMPETENT"}, "basis": "passport-hub-bands", "loss": null, "losses": []});
        assert_eq!((&claim["placement"], &claim["noBand"]), (&nothing_lost, &Value::Null));

        let goal = json!({ "title": "Teach quilting", "band": "EXPERT", "dueOn": "2027", "note": "On Saturdays." });
        let goal = hub.does(me, ADD_GOAL, goal).await["goal"].clone();
        assert_eq!(
            (&goal["dueOn"], &goal["targetBand"]),
            (&json!("2027-12-31"), &json!("EXPERT")),
            "a year is over on its last day: {goal}"
        );
        let later = json!({ "kind": "JOB", "title": "Quilter", "from": "2024-03", "to": "2024" });
        let later = hub.does(me, ADD_EXPERIENCE, later).await;
        assert_eq!(later["__typename"], "ExperienceAdded", "March lies before the end of the year: {later}");

        let mine = "{ me { passport {
            skills { nodes { term independentSources strongestAssertion claims { nodes { id } } } }
            goals { totalCount nodes { id title } } } } }";
        let shown = hub.asks(Some(me), mine, json!({})).await;
        let passport = &shown["data"]["me"]["passport"];
        let skill = &passport["skills"]["nodes"][0];
        assert_eq!((&skill["term"], &skill["independentSources"]), (&json!("quilting"), &json!(0)), "{shown}");
        assert_eq!((&skill["strongestAssertion"], &skill["claims"]["nodes"][0]["id"]), (&json!("SELF"), &claim["id"]));
        assert_eq!((&passport["goals"]["totalCount"], &passport["goals"]["nodes"][0]["id"]), (&json!(1), &goal["id"]));
    })
    .await;
}

/// What cannot be added, and the field that is at fault.
fn at_fault() -> Vec<(&'static str, Value, &'static str)> {
    let job = |more: Value| {
        let mut input = json!({ "kind": "PROJECT", "title": "Rain gauge" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let link = |url: &str| json!([{ "kind": "photo", "url": url }]);
    vec![
        (ADD_EXPERIENCE, job(json!({ "title": " " })), "title"),
        (ADD_EXPERIENCE, job(json!({ "title": "x".repeat(301) })), "title"),
        (ADD_EXPERIENCE, job(json!({ "from": "last spring" })), "from"),
        (ADD_EXPERIENCE, job(json!({ "from": "2024-02-30" })), "from"),
        (ADD_EXPERIENCE, job(json!({ "from": "2024", "to": "2023" })), "to"),
        (
            ADD_EXPERIENCE,
            job(json!({ "skills": [{ "label": "a" }, {}] })),
            "skills.1.label",
        ),
        (
            ADD_EXPERIENCE,
            job(json!({ "skills": vec![json!({ "label": "a" }); 51] })),
            "skills",
        ),
        (
            ADD_EXPERIENCE,
            job(json!({ "evidence": link("javascript:alert(1)") })),
            "evidence.0.url",
        ),
        (
            ADD_SKILL,
            json!({ "label": "a", "evidence": link("ftp://a") }),
            "evidence.0.url",
        ),
        (
            ADD_SKILL,
            json!({ "label": "a", "evidence": [{ "kind": "" }] }),
            "evidence.0.kind",
        ),
        (
            ADD_SKILL,
            json!({ "concept": "https://skills.example/none" }),
            "concept",
        ),
        (ADD_SKILL, json!({ "label": "  " }), "label"),
        (ADD_GOAL, json!({ "title": "a", "dueOn": "soon" }), "dueOn"),
        (
            ADD_GOAL,
            json!({ "title": "a", "concept": "https://skills.example/none" }),
            "concept",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_added_names_the_field_at_fault() {
    on_both(async |stage: &Stage| {
        let (amara, _) = two_holders(stage).await;
        let (hub, me) = (stage.served().await, Bearer::Holder(amara));
        for (mutation, input, field) in at_fault() {
            let outcome = hub.does(me, mutation, input.clone()).await;
            assert_eq!(
                (&outcome["__typename"], &outcome["field"]),
                (&json!("NotAdded"), &json!(field)),
                "{input} {outcome}"
            );
            assert!(outcome["reason"].as_str().unwrap().len() > 5, "{outcome}");
        }
        let own = "subject_id IS NULL";
        for table in ["experience", "claim", "goal", "evidence"] {
            assert_eq!(stage.count(&format!("{table} WHERE {own}")).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_holders_add_and_partners_see_it_only_with_consent() {
    on_both(async |stage: &Stage| {
        let (amara, _) = two_holders(stage).await;
        let acme = stage.partner("Acme").await;
        let hub = stage.served().await;
        let hr = Bearer::Source(stage.hub.reference().source_by_key("hr").unwrap().id);
        let entries = [
            (ADD_EXPERIENCE, json!({ "kind": "PROJECT", "title": "Rain gauge" })),
            (ADD_SKILL, json!({ "label": "quilting" })),
            (ADD_GOAL, json!({ "title": "Teach" })),
        ];
        for (bearer, code) in [
            (Some(hr), "FORBIDDEN"),
            (Some(Bearer::Partner(acme)), "FORBIDDEN"),
            (Some(Bearer::Steward(Uuid::nil())), "FORBIDDEN"),
            (None, "UNAUTHENTICATED"),
        ] {
            for (mutation, input) in &entries {
                let answer = hub.asks(bearer, mutation, json!({ "input": input })).await;
                assert_eq!(codes(&answer)[0].1, code, "{bearer:?} {answer}");
            }
        }
        for (mutation, input) in entries {
            hub.does(Bearer::Holder(amara), mutation, input).await;
        }
        let titles = "query ($id: ID!) { passport(id: $id) { experiences { nodes { title } } skills { nodes { term } } goals { nodes { title } } } }";
        let id = passport_hub::graphql::ids::id(passport_hub::graphql::ids::Kind::Passport, amara);
        let sees = async |bearer| hub.asks(Some(bearer), titles, json!({ "id": id.as_str() })).await;
        let by_hr = sees(hr).await;
        assert_eq!(by_hr["data"]["passport"]["skills"]["nodes"], json!([]), "a source sees what it sent: {by_hr}");
        assert!(!by_hr.to_string().contains("Rain gauge"));
        stage.consents(amara, acme, &["passport/Experience.r"]).await;
        let by_acme = sees(Bearer::Partner(acme)).await;
        assert!(by_acme["data"]["passport"]["experiences"].to_string().contains("Rain gauge"), "{by_acme}");
        assert_eq!((&by_acme["data"]["passport"]["goals"], codes(&by_acme).len()), (&Value::Null, 2), "{by_acme}");
    })
    .await;
}
