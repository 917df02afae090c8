//! Stories of what sources call skills, and of those who decide what that means.

use crate::served::persons;
use crate::support::roles::codes;
use crate::support::sources::{badge, employees};
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::sssom::write;
use adapters::vocabulary::{Format, Given, read};
use passport_hub::caller::{Bearer, MemberRole, Whose};
use passport_hub::flows::import_mappings::{ImportMappings, import_mappings};
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use passport_hub::flows::review_terms::{Retranslated, export_terms, retranslate};
use serde_json::{Value, json};
use uuid::Uuid;

const QUEUE: &str = "query ($standing: [TermStanding!], $search: String, $after: String) {
    skillTerms(standing: $standing, search: $search, first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes {
        id label claimCount standing relation method confidence concept { label } source { key }
        candidates(first: 2) { concept { label } confidence } examples decision { relation note } } } }";
const DECIDE: &str = "mutation ($input: DecideTermInput!) { decideTerm(input: $input) { __typename
    ... on TermDecided { changedClaims term { standing claimCount concept { uri } relation method } }
    ... on TermNotDecided { reason } } }";
const SKILLS: &str = "query ($id: ID!) { passport(id: $id) { skills { nodes { concept { uri } term
    claims { nodes { asReceived { label } mapping { relation method confidence } evidence { title } } } } } } }";

/// The skills of employees as Odoo answers: a row's number, the employee, the skill.
fn skills(rows: &[(u32, u32, &str)]) -> Delivery<'static> {
    let row = |(id, employee, skill): &(u32, u32, &str)| {
        json!({ "id": id, "employee_id": [employee, "An employee"], "skill_id": [50, skill],
            "skill_level_id": [52, "Expert"], "skill_type_id": [5, "Care"], "level_progress": 100,
            "valid_from": "2024-09-01", "valid_to": false, "write_date": "2025-03-04 09:15:00" })
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    Delivery::single("hr.employee.skill.json", Value::from(rows).to_string().into_bytes())
}

/// A hospital whose people have skills that no vocabulary knows by name: Amara, Luis.
async fn hospital(stage: &Stage) -> (Uuid, Uuid) {
    let hr = stage.source("hr", "hris", &["email"]).await;
    let people = [
        (1, "Amara Okafor", "amara@example.org"),
        (2, "Luis Ortega", "luis@example.org"),
    ];
    hr.sends(employees(&people)).await;
    hr.sends(skills(&[
        (1, 1, "Bedside manner"),
        (2, 2, "bedside MANNER"),
        (3, 1, "Ward jokes"),
    ]))
    .await;
    (
        persons(stage, "Amara Okafor").await[0],
        persons(stage, "Luis Ortega").await[0],
    )
}

async fn queue(stage: &Stage, bearer: Bearer, variables: Value) -> Value {
    stage.asker(bearer).asks_with(QUEUE, variables).await
}

async fn decides(stage: &Stage, bearer: Bearer, input: Value) -> Value {
    let answer = stage.asker(bearer).asks_with(DECIDE, json!({ "input": input })).await;
    assert_eq!(codes(&answer), [], "{answer}");
    answer["data"]["decideTerm"].clone()
}

/// What a holder's claim that was received under this label means: the concept's URI, and the mapping.
async fn meaning(stage: &Stage, holder: Uuid, label: &str) -> (Value, Value) {
    let answer = stage.asker(Bearer::Holder(holder)).asks(SKILLS, holder).await;
    let all = answer["data"]["passport"]["skills"]["nodes"].as_array().unwrap();
    let of_label = |skill: &&Value| skill["claims"]["nodes"][0]["asReceived"]["label"] == label;
    let skill = all.iter().find(of_label).unwrap_or_else(|| panic!("{label}: {answer}"));
    (
        skill["concept"]["uri"].clone(),
        skill["claims"]["nodes"][0]["mapping"].clone(),
    )
}

/// A list of skills comes in as a version of a vocabulary, however unlike the one before.
async fn loads(stage: &Stage, key: &str, version: &str, table: &str) {
    let given = Given { key, language: "en" };
    let list = Delivery::single("skills.csv", table.as_bytes().to_vec());
    let load = Load {
        key: key.into(),
        contents: read(&list, Format::List, &given).unwrap(),
        version: Some(version.into()),
        name: None,
        however_unlike: true,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
}

/// A skill of the vocabularies at hand.
fn some_skill(stage: &Stage) -> String {
    let reference = stage.hub.reference();
    let found = reference
        .vocabularies
        .search("python", |concept| &*concept.vocabulary_key == "esco");
    found[0].row.uri.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_decided_once_and_every_claim_behind_it_follows_without_an_import() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = hospital(stage).await;
        let steward = Bearer::Steward(Uuid::nil());
        let first = queue(stage, steward, json!({})).await;
        let page = &first["data"]["skillTerms"];
        let term = &page["nodes"][0];
        assert_eq!(
            (&term["label"], &term["claimCount"], &term["standing"]),
            (&json!("Bedside manner"), &json!(2), &json!("UNTRANSLATED")),
            "{first}"
        );
        assert!(
            term["candidates"][0]["concept"]["label"].is_string(),
            "something is proposed: {term}"
        );
        let next = queue(stage, steward, json!({ "after": page["pageInfo"]["endCursor"] })).await;
        assert_eq!(
            next["data"]["skillTerms"]["nodes"][0]["label"],
            json!("Ward jokes"),
            "{next}"
        );
        assert_eq!(next["data"]["skillTerms"]["pageInfo"]["hasNextPage"], json!(false));
        let none = queue(stage, steward, json!({ "standing": [] })).await;
        assert_eq!(codes(&none), [("skillTerms".into(), "BAD_USER_INPUT".into())], "{none}");

        let skill = some_skill(stage);
        let input =
            json!({ "term": term["id"], "concept": skill, "relation": "CLOSE", "note": "As agreed with the ward." });
        let decided = decides(stage, steward, input).await;
        assert_eq!(
            decided,
            json!({ "__typename": "TermDecided", "changedClaims": 2, "term": { "standing": "DECIDED", "claimCount": 2,
                "concept": { "uri": skill }, "relation": "CLOSE", "method": "REVIEWED" } })
        );
        let reviewed = json!({ "relation": "CLOSE", "method": "REVIEWED", "confidence": 1.0 });
        assert_eq!(
            meaning(stage, amara, "Bedside manner").await,
            (json!(skill), reviewed.clone())
        );
        assert_eq!(
            meaning(stage, luis, "bedside MANNER").await,
            (json!(skill), reviewed.clone())
        );
        assert_eq!(
            stage.count("claim WHERE superseded_at IS NULL").await,
            3,
            "others took their place"
        );
        assert_eq!(
            stage.count("claim WHERE superseded_by IS NOT NULL").await,
            2,
            "nothing was overwritten"
        );
        assert_eq!(
            stage.count("skill_state WHERE concept_id IS NOT NULL").await,
            2,
            "states follow"
        );

        // The decision holds for what comes later, and is gone when it is taken back.
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(skills(&[(4, 2, "BEDSIDE manner")])).await;
        assert_eq!(meaning(stage, luis, "BEDSIDE manner").await, (json!(skill), reviewed));
        let back = decides(stage, steward, json!({ "term": term["id"], "takeBack": true })).await;
        assert_eq!(
            (&back["changedClaims"], &back["term"]["standing"]),
            (&json!(3), &json!("UNTRANSLATED"))
        );
        assert_eq!(
            meaning(stage, amara, "Bedside manner").await,
            (Value::Null, Value::Null)
        );
        assert_eq!(
            stage.count("term_decision WHERE superseded_at IS NOT NULL").await,
            1,
            "it is remembered"
        );

        // Nothing is meant: it waits no longer, and stays in the holder's passport as it was said.
        let none = decides(stage, steward, json!({ "term": term["id"], "noMatch": true })).await;
        assert_eq!(
            (&none["changedClaims"], &none["term"]["standing"]),
            (&json!(0), &json!("DECIDED"))
        );
        let left = queue(stage, steward, json!({})).await;
        assert_eq!(left["data"]["skillTerms"]["nodes"][0]["label"], json!("Ward jokes"));
        let settled = queue(stage, steward, json!({ "standing": ["DECIDED"], "search": "MANNER" })).await;
        assert_eq!(
            settled["data"]["skillTerms"]["nodes"][0]["decision"]["relation"],
            Value::Null,
            "{settled}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_for_those_whose_source_sent_them_and_holders_words_are_their_own() {
    on_both(async |stage: &Stage| {
        let (amara, _) = hospital(stage).await;
        let clinic = stage.institution("Clinic").await;
        let hr = stage.hub.reference().source_by_key("hr").unwrap().id;
        stage.belongs(hr, clinic).await;
        let school = stage.institution("School").await;
        let lms = stage.source_of(Some(school), "lms", "lms", &[]).await.pass().source();
        let add = "mutation { addSkill(input: { label: \"My mother's soup\" }) { __typename } }";
        let added = stage.asker(Bearer::Holder(amara)).asks_with(add, json!({})).await;
        assert_eq!(added["data"]["addSkill"]["__typename"], json!("SkillAdded"), "{added}");

        let all = json!({ "standing": ["UNTRANSLATED", "DOUBTFUL", "SURE", "DECIDED"] });
        let theirs = [
            Bearer::Steward(Uuid::nil()),
            Bearer::Source(hr),
            stage.member(clinic, MemberRole::Integrator).await,
            stage.member(clinic, MemberRole::Steward).await,
        ];
        let mut term = Value::Null;
        for bearer in theirs {
            let seen = queue(stage, bearer, all.clone()).await;
            term = seen["data"]["skillTerms"]["nodes"][0]["id"].clone();
            assert!(term.is_string(), "{seen}");
            assert!(!seen.to_string().contains("soup"));
            let searched = queue(stage, bearer, json!({ "search": "soup" })).await;
            assert_eq!(searched["data"]["skillTerms"]["nodes"], json!([]));
        }
        for bearer in [Bearer::Source(lms), stage.member(school, MemberRole::Steward).await] {
            let seen = queue(stage, bearer, all.clone()).await;
            assert_eq!(seen["data"]["skillTerms"]["nodes"], json!([]), "{seen}");
            let decided = decides(stage, bearer, json!({ "term": term, "noMatch": true })).await;
            assert_eq!(decided["__typename"], json!("TermNotDecided"), "{decided}");
        }
        let partner = Bearer::Partner(stage.partner("Acme").await);
        for bearer in [partner, Bearer::Holder(amara)] {
            let refused = queue(stage, bearer, all.clone()).await;
            assert_eq!(
                codes(&refused),
                [("skillTerms".to_owned(), "FORBIDDEN".to_owned())],
                "{refused}"
            );
        }
        for (input, why) in [
            (json!({ "term": term }), "exactly one"),
            (
                json!({ "term": term, "noMatch": true, "takeBack": true }),
                "exactly one",
            ),
            (
                json!({ "term": term, "concept": "https://nobody.example/x" }),
                "No concept",
            ),
            (json!({ "term": term, "concept": occupation(stage) }), "no skill"),
            (json!({ "term": term, "noMatch": true, "note": "x".repeat(501) }), "500"),
        ] {
            let refused = decides(stage, Bearer::Source(hr), input).await;
            assert!(refused["reason"].as_str().unwrap().contains(why), "{refused}");
        }
    })
    .await;
}

fn occupation(stage: &Stage) -> String {
    let reference = stage.hub.reference();
    let found = reference
        .vocabularies
        .search("care", |concept| concept.row.kind == "occupation");
    found[0].row.uri.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vocabulary_that_comes_later_gives_terms_their_meaning() {
    on_both(async |stage: &Stage| {
        let (amara, _) = hospital(stage).await;
        // As claims from before terms were kept.
        stage
            .run("UPDATE claim SET term_id = NULL WHERE raw_label = 'Ward jokes'")
            .await;
        stage.run("DELETE FROM term WHERE label = 'Ward jokes'").await;
        assert_eq!(retranslate(&stage.hub).await.unwrap(), Retranslated::default());
        assert_eq!(stage.count("claim WHERE term_id IS NULL").await, 0);

        loads(stage, "ward", "1", "label\nBedside manner\nPhlebotomy\n").await;
        let told = retranslate(&stage.hub).await.unwrap();
        assert_eq!((told.terms, told.claims), (1, 2));
        let (concept, mapping) = meaning(stage, amara, "Bedside manner").await;
        assert_eq!(concept, json!("local:ward/bedside-manner"));
        assert_eq!(mapping["method"], json!("PREFERRED_LABEL"));
        assert_eq!(
            retranslate(&stage.hub).await.unwrap(),
            Retranslated::default(),
            "once is enough"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_met_by_its_uri_stays_met_and_what_is_no_more_than_related_is_no_skill_of_the_holder() {
    on_both(async |stage: &Stage| {
        let skill = some_skill(stage);
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut named = badge(
            "listening",
            "amara@example.org",
            "Amara Okafor",
            &["Coding with snakes"],
        );
        let alignment = &mut named["credentialSubject"]["achievement"]["alignment"][0];
        alignment["targetUrl"] = json!(skill);
        alignment["targetCode"] = json!("C-17");
        alignment["targetFramework"] = json!("Our list");
        badges.sends_json(&named).await;
        badges
            .sends_json(&badge("jokes", "amara@example.org", "Amara Okafor", &["Ward jokes"]))
            .await;
        let amara = persons(stage, "Amara Okafor").await[0];
        assert_eq!(
            retranslate(&stage.hub).await.unwrap(),
            Retranslated::default(),
            "nothing changed meanwhile"
        );
        assert_eq!(meaning(stage, amara, "Coding with snakes").await.0, json!(skill));

        let steward = Bearer::Steward(Uuid::nil());
        let waiting = queue(stage, steward, json!({})).await;
        let term = &waiting["data"]["skillTerms"]["nodes"][0];
        assert_eq!(term["label"], json!("Ward jokes"), "{waiting}");
        let input = json!({ "term": term["id"], "concept": skill, "relation": "RELATED" });
        let decided = decides(stage, steward, input).await;
        assert_eq!(
            (&decided["changedClaims"], &decided["term"]["relation"]),
            (&json!(0), &json!("RELATED")),
            "{decided}"
        );
        assert_eq!(meaning(stage, amara, "Ward jokes").await, (Value::Null, Value::Null));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holders_word_is_no_term_whoever_sends_it_and_terms_go_with_the_last_who_had_them() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut own = badge("own", "amara@example.org", "Amara Okafor", &["Coping with my illness"]);
        own["issuer"]["id"] = own["credentialSubject"]["id"].clone();
        badges.sends_json(&own).await;
        assert_eq!(stage.count("term").await, 0);
        assert_eq!(
            stage.count("claim WHERE asserted_by_kind = 'self'").await,
            1,
            "it is kept, as it was said"
        );

        let theirs = |id: &str, email: &str, name: &str| badge(id, email, name, &["Zorbing"]);
        badges
            .sends_json(&theirs("a", "amara@example.org", "Amara Okafor"))
            .await;
        badges.sends_json(&theirs("b", "luis@example.org", "Luis Ortega")).await;
        for (name, left) in [("Amara Okafor", 1), ("Luis Ortega", 0)] {
            let person = persons(stage, name).await[0];
            let erase = "mutation ($id: ID!) { erasePassport(input: { passport: $id }) { __typename } }";
            let erased = stage.asker(Bearer::Holder(person)).asks(erase, person).await;
            assert_eq!(
                erased["data"]["erasePassport"]["__typename"],
                json!("PassportErased"),
                "{erased}"
            );
            assert_eq!(stage.count("term").await, left, "{name} {erased}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_found_whatever_its_capitals() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
        hr.sends(skills(&[(1, 1, "Écrire 100 % à la main"), (2, 1, "Ward jokes")]))
            .await;
        let steward = Bearer::Steward(Uuid::nil());
        for (search, found) in [
            ("ÉCRIRE", json!([{ "label": "Écrire 100 % à la main" }])),
            ("À LA MAIN", json!([{ "label": "Écrire 100 % à la main" }])),
            ("100 %", json!([{ "label": "Écrire 100 % à la main" }])),
            ("hr", json!([])),
            ("|", json!([])),
        ] {
            let document = "query ($search: String) { skillTerms(search: $search) { nodes { label } } }";
            let answer = stage
                .asker(steward)
                .asks_with(document, json!({ "search": search }))
                .await;
            assert_eq!(answer["data"]["skillTerms"]["nodes"], found, "{search}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_go_out_as_a_set_with_nobody_in_it_and_come_in_elsewhere() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        let addresses: Vec<_> = (1..=5).map(|id| (id, format!("P {id}"), format!("p{id}@example.org"))).collect();
        let people: Vec<_> = addresses.iter().map(|(id, name, mail)| (*id, name.as_str(), mail.as_str())).collect();
        hr.sends(employees(&people)).await;
        let rows: Vec<_> = (1..=5).map(|id| (id, id, "Bedside manner")).collect();
        let few = [(6, 1, "Ward jokes"), (7, 2, "Kiosk repair")];
        hr.sends(skills(&[&rows[..], &few].concat())).await;
        let more: Vec<_> = (1..=5).map(|id| (10 + id, id, "Tea rounds")).collect();
        hr.sends(skills(&more)).await;

        let steward = Bearer::Steward(Uuid::nil());
        let term = async |label: &str| {
            let found = queue(stage, steward, json!({ "search": label })).await;
            found["data"]["skillTerms"]["nodes"][0]["id"].clone()
        };
        let skill = some_skill(stage);
        for label in ["Bedside manner", "Ward jokes"] {
            let input = json!({ "term": term(label).await, "concept": skill, "relation": "CLOSE", "note": "Ask Ada." });
            decides(stage, steward, input).await;
        }
        decides(stage, steward, json!({ "term": term("Tea rounds").await, "noMatch": true })).await;

        let whose = Whose::everybody(stage.steward());
        let exported = export_terms(&stage.hub, whose, None).await.unwrap();
        assert_eq!((exported.set.mappings.len(), exported.rare), (2, 1), "what one person has is no set's affair");
        assert_eq!((exported.contradicted, exported.lost), (0, 0));
        let written = write(&exported.set);
        assert!(written.contains("local:hr/bedside-manner\tBedside manner\tskos:closeMatch\t"), "{written}");
        assert!(written.contains("local:hr/tea-rounds\tTea rounds\tskos:exactMatch\tsssom:NoTermFound\t"), "{written}");
        for private in ["Ada", "joke", "steward:", "example.org", "Kiosk"] {
            assert!(!written.contains(private), "{private}: {written}");
        }

        // Elsewhere the hospital's own list is loaded, and the decisions are reviews of its concepts.
        let there = stage.another_hub().await;
        loads(&there, "hr", "1", "label\nBedside manner\nTea rounds\n").await;
        let import = ImportMappings {
            set: adapters::sssom::read(&Delivery::single("terms.tsv", written.into_bytes())).unwrap(),
            called: "terms.tsv".into(),
            published: false,
            dry_run: false,
        };
        let imported = import_mappings(&there.hub, import).await.unwrap();
        assert_eq!((imported.added, imported.rejects, imported.unknown.len()), (2, vec![], 0));
        let stand = "SELECT standing || ' ' || relation || ' ' || reviewer FROM mapping WHERE mapping_set LIKE 'urn:passport-hub:%:terms' ORDER BY 1";
        assert_eq!(there.texts(stand).await, ["accepted close steward", "accepted no_match steward"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_called_as_its_sources_list_calls_it_and_a_concept_that_is_gone_is_not_told() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        let addresses: Vec<_> = (1..=5)
            .map(|id| (id, format!("P {id}"), format!("p{id}@example.org")))
            .collect();
        let people: Vec<_> = addresses
            .iter()
            .map(|(id, name, mail)| (*id, name.as_str(), mail.as_str()))
            .collect();
        hr.sends(employees(&people)).await;
        let rows: Vec<_> = (1..=5).map(|id| (id, id, "Bedside manner")).collect();
        hr.sends(skills(&rows)).await;
        loads(stage, "ward", "1", "label\nKindness at the bed\nPhlebotomy\n").await;
        loads(stage, "hr", "1", "code,label\nW1,Tea rounds\nW2,Bedside Manner\n").await;

        let steward = Bearer::Steward(Uuid::nil());
        let waiting = queue(stage, steward, json!({ "search": "bedside" })).await;
        let term = &waiting["data"]["skillTerms"]["nodes"][0]["id"];
        let nothing = decides(stage, steward, json!({ "term": term, "takeBack": true })).await;
        assert_eq!(
            nothing["reason"],
            json!("Nothing was decided on this term."),
            "{nothing}"
        );
        let kind = json!({ "term": term, "concept": "local:ward/kindness-at-the-bed" });
        assert_eq!(
            decides(stage, steward, kind.clone()).await["__typename"],
            json!("TermDecided")
        );
        let exported = async || {
            export_terms(&stage.hub, Whose::everybody(stage.steward()), None)
                .await
                .unwrap()
        };
        let written = write(&exported().await.set);
        assert!(
            written.contains("\nlocal:hr/w2\tBedside manner\tskos:exactMatch\t"),
            "{written}"
        );

        loads(stage, "ward", "2", "label\nPhlebotomy\n").await;
        let left = exported().await;
        assert_eq!((left.set.mappings.len(), left.lost), (0, 1));
        let gone = decides(stage, steward, kind).await;
        assert!(
            gone["reason"].as_str().unwrap().contains("no longer in its vocabulary"),
            "{gone}"
        );
    })
    .await;
}
