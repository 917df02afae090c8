//! Stories of the log of disclosures: durable, provable, and asked again.

use super::{PASSPORT, total, world};
use crate::support::roles::codes;
use crate::support::sources::{badge, skills_of, users};
use crate::support::{Stage, on_both};
use passport_hub::caller::{Bearer, Partner};
use passport_hub::flows::audit::replay::{Impossible, Outcome, Reason, Replay, replay};
use passport_hub::flows::audit::verify::noted::Noted;
use passport_hub::flows::audit::verify::{Wrong, verify};
use passport_hub::flows::consent::withdraw_consent;
use passport_hub::flows::leave::erase_passport;
use passport_hub::graphql::Gateway;
use serde_json::json;
use uuid::Uuid;

const WHOLE: [&str; 6] = [
    "passport/Profile.r",
    "passport/Skill.r",
    "passport/Credential.r",
    "passport/Experience.r",
    "passport/Learning.r",
    "passport/Evidence.r",
];

/// What is found to be wrong with the log, of everybody.
async fn found(stage: &Stage) -> Vec<Wrong> {
    let verified = verify(&stage.hub, None, |_| {}).await.unwrap();
    let mut wrong: Vec<Wrong> = verified.findings.iter().map(|finding| finding.wrong).collect();
    wrong.dedup();
    wrong
}

/// Asks again what the latest disclosure of a person answered.
async fn asked_again(stage: &Stage, person: Uuid) -> Replay {
    let latest = format!(
        "SELECT id FROM disclosure WHERE person_id = {} ORDER BY seq DESC LIMIT 1",
        stage.id(person)
    );
    again(stage, stage.ids(&latest).await[0]).await
}

async fn again(stage: &Stage, disclosure: Uuid) -> Replay {
    let gateway = Gateway::new(stage.hub.clone());
    let ask = async |access, asked: &_| Box::pin(gateway.ask_again(access, asked)).await;
    replay(&stage.hub, disclosure, ask).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_recorded_is_not_answered() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &WHOLE).await;
        let partner = stage.asker(Bearer::Partner(acme));
        for table in ["disclosure", "disclosed_request", "disclosure_writer"] {
            stage.run(&format!("ALTER TABLE {table} RENAME TO away_{table}")).await;
            // Each document is one that was not kept yet.
            let document =
                format!("query ($id: ID!) {{ {table}: passport(id: $id) {{ id holder {{ displayName }} }} }}");
            let answer = stage.another_hub().await;
            let answer = answer.asker(Bearer::Partner(acme)).asks(&document, amara).await;
            assert_eq!(
                codes(&answer),
                [(String::new(), "DISCLOSURE_FAILED".to_owned())],
                "{table}"
            );
            assert!(
                answer["data"].is_null() && !answer.to_string().contains("Amara"),
                "{answer}"
            );
            stage.run(&format!("ALTER TABLE away_{table} RENAME TO {table}")).await;
        }
        let answer = partner.asks(PASSPORT, amara).await;
        assert_eq!(codes(&answer), []);
        assert_eq!((stage.count("disclosure").await, found(stage).await), (1, vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_together_stands_in_one_chain() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &WHOLE).await;
        let other = stage.another_hub().await;
        let asks = (0..24).map(async |n: usize| {
            let stage = if n.is_multiple_of(2) { stage } else { &other };
            let person = if n.is_multiple_of(3) { luis } else { amara };
            stage.asker(Bearer::Partner(acme)).asks(PASSPORT, person).await
        });
        futures::future::join_all(asks).await;
        assert_eq!((stage.count("disclosure").await, found(stage).await), (24, vec![]));
        // Two passports, one document: each was kept once, whoever asked.
        assert_eq!(
            (
                stage.count("disclosed_request").await,
                stage.count("disclosed_document").await
            ),
            (2, 1)
        );
        assert_eq!(stage.count("disclosure_writer").await, 2);
        let sealed = stage.table("disclosed_request", "TRUE").await.join("\n");
        assert!(
            !sealed
                .contains(passport_hub::graphql::ids::id(passport_hub::graphql::ids::Kind::Passport, amara).as_str())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_edit_of_the_log_is_found() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &WHOLE).await;
        let partner = stage.asker(Bearer::Partner(acme));
        for person in [amara, amara, luis, amara, luis] {
            partner.asks(PASSPORT, person).await;
        }
        assert_eq!(found(stage).await, []);
        let of = |person| format!("person_id = {}", stage.id(person));
        let (hers, his) = (of(amara), of(luis));
        let edits = [
            (
                "an edit",
                format!("UPDATE disclosure SET decision = 'refused' WHERE {hers} AND seq = 2"),
                vec![Wrong::Changed],
            ),
            (
                "fewer rows",
                format!("UPDATE disclosure SET rows_returned = 0 WHERE {hers} AND seq = 2"),
                vec![Wrong::Changed],
            ),
            (
                "another answer",
                format!("UPDATE disclosure SET answer_hash = NULL WHERE {hers} AND seq = 3"),
                vec![Wrong::Changed],
            ),
            (
                "a removal",
                format!("DELETE FROM disclosure WHERE {hers} AND seq = 2"),
                vec![Wrong::Missing, Wrong::Gap],
            ),
            (
                "the first",
                format!("DELETE FROM disclosure WHERE {hers} AND seq = 1"),
                vec![Wrong::Missing, Wrong::Gap],
            ),
            (
                "the end of a chain",
                format!("DELETE FROM disclosure WHERE {hers} AND seq = 3"),
                vec![Wrong::Gap],
            ),
            (
                "a whole chain",
                format!("DELETE FROM disclosure WHERE {hers}"),
                vec![Wrong::Gap, Wrong::Unnamed],
            ),
            (
                "another order",
                format!("UPDATE disclosure SET seq = seq + 100 WHERE {hers} AND seq > 1; UPDATE disclosure SET seq = 105 - seq WHERE {hers} AND seq > 100"),
                vec![Wrong::Unlinked, Wrong::Changed],
            ),
            (
                "another holder",
                format!(
                    "UPDATE disclosure SET person_id = {}, seq = 4 WHERE {his} AND seq = 2",
                    stage.id(amara)
                ),
                vec![Wrong::Unlinked, Wrong::Changed],
            ),
            (
                "what was asked",
                "DELETE FROM disclosed_request".to_owned(),
                vec![Wrong::RequestMissing],
            ),
            (
                "what was asked",
                "UPDATE disclosed_request SET question_sealed = x''"
                    .replace("x''", if stage.hub.db.is_sqlite() { "x'00'" } else { "'\\x00'" }),
                vec![Wrong::RequestChanged],
            ),
            (
                "the writer",
                "DELETE FROM disclosure_writer".to_owned(),
                vec![Wrong::Writer],
            ),
        ];
        for (what, edit, expected) in edits {
            let tables = ["disclosure", "disclosed_request", "disclosure_writer"];
            for table in tables {
                stage
                    .run(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"))
                    .await;
            }
            stage.run(&edit).await;
            let found = found(stage).await;
            let of_kind = |wrong: &Wrong| expected.contains(wrong) || *wrong == Wrong::Unlinked;
            assert!(
                expected.iter().all(|wrong| found.contains(wrong)) && found.iter().all(of_kind),
                "{what}: {found:?}"
            );
            for table in tables {
                stage
                    .run(&format!(
                        "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}; DROP TABLE kept_{table}"
                    ))
                    .await;
            }
        }
        assert_eq!(found(stage).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_off_the_end_of_everything_is_missed_by_the_next_process() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        for _ in 0..2 {
            stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        }
        let later = stage.another_hub().await;
        later.asker(Bearer::Partner(acme)).asks(PASSPORT, Uuid::now_v7()).await;
        assert_eq!(found(stage).await, []);
        stage
            .run(&format!(
                "DELETE FROM disclosure WHERE person_id = {} AND seq = 2",
                stage.id(amara)
            ))
            .await;
        assert_eq!(found(stage).await, [Wrong::Shortened]);
    })
    .await;
}

/// What was found in the log when it is held to what was noted, and what came of the noted ends: all, missing, other.
async fn held_to(stage: &Stage, noted: &Noted) -> (Vec<Wrong>, (u64, u64, u64)) {
    let mut verified = verify(&stage.hub, None, |_| {}).await.unwrap();
    noted.hold(&stage.hub, true, &mut verified).await.unwrap();
    let against = verified.against.unwrap();
    let wrong = verified.findings.iter().map(|finding| finding.wrong).collect();
    (wrong, (against.ends, against.missing, against.other))
}

async fn noted(stage: &Stage) -> Noted {
    let verified = verify(&stage.hub, None, |_| {}).await.unwrap();
    let (ends, keyless) = (verified.ends, verified.keyless);
    Noted { ends, keyless }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_kept_the_ends_misses_a_log_that_was_emptied_while_no_hub_ran() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let ask = async |stage: &Stage, person| stage.asker(Bearer::Partner(acme)).asks(PASSPORT, person).await;
        let nothing = noted(stage).await;
        ask(stage, amara).await;
        ask(&stage.another_hub().await, luis).await;
        let two = noted(stage).await;
        // What is written later takes nothing away, nor do retention and erasure, which keep the rows.
        ask(stage, amara).await;
        stage.run("UPDATE disclosed_request SET question_sealed = NULL").await;
        assert_eq!(held_to(stage, &nothing).await, (vec![], (0, 0, 0)));
        assert_eq!(held_to(stage, &two).await, (vec![], (2, 0, 0)));

        let later = noted(stage).await;
        let emptied = "DELETE FROM disclosure; DELETE FROM disclosure_writer";
        stage.run(emptied).await;
        let (wrong, against) = held_to(stage, &later).await;
        assert_eq!(
            (wrong, against),
            (
                vec![Wrong::Unnamed, Wrong::NotedMissing, Wrong::NotedMissing],
                (2, 2, 0)
            )
        );
        stage
            .run("DELETE FROM disclosed_request; DELETE FROM disclosed_document")
            .await;
        assert_eq!(found(stage).await, [], "without what was noted nothing is left to tell");
        let as_if_never = (vec![Wrong::NotedMissing, Wrong::NotedMissing], (2, 2, 0));
        assert_eq!(held_to(stage, &later).await, as_if_never);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_made_anew_is_not_what_was_noted() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let mut kept = noted(stage).await;
        assert_eq!(held_to(stage, &kept).await, (vec![], (1, 0, 0)));
        kept.keyless = 2;
        assert_eq!(held_to(stage, &kept).await.0, [Wrong::NotedFewer]);
        // Whoever has the secret as well makes a log that is whole in itself.
        kept = Noted {
            ends: noted(stage).await.ends,
            keyless: 0,
        };
        kept.ends[0].hash.replace_range(..4, "0000");
        assert_eq!(held_to(stage, &kept).await, (vec![Wrong::NotedOther], (1, 0, 1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uses_without_their_disclosures_are_found_and_others_are_not() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage
            .consents_within(amara, acme, &["passport/Learning.r", "passport/Skill.v"], Some(9))
            .await;
        let partner = stage.asker(Bearer::Partner(acme));
        // A look, and two answers at once: three uses in two disclosures.
        partner.asks(PASSPORT, amara).await;
        let twice = r#"query ($id: ID!) {
            a: verify(input: { passport: $id, statement: "passport/Learning.v" }) { ... on Verified { holds } }
            b: verify(input: { passport: $id, statement: "passport/Skill.v" }) { ... on Verified { holds } } }"#;
        partner.asks(twice, amara).await;
        assert_eq!(stage.count("consent_use WHERE uses = 3").await, 1);
        assert_eq!(found(stage).await, []);
        // Looks that were no use are named too.
        stage.run("UPDATE consent_use SET uses = 2").await;
        assert_eq!(found(stage).await, []);
        // Who is erased leaves the proof behind, whole.
        erase_passport(&stage.hub, stage.holder(amara)).await.unwrap();
        assert_eq!(found(stage).await, []);
        stage
            .run("UPDATE consent_use SET uses = 3; DELETE FROM disclosure; DELETE FROM disclosure_writer")
            .await;
        stage
            .run("DELETE FROM disclosed_request; DELETE FROM disclosed_document")
            .await;
        assert_eq!(found(stage).await, [Wrong::Uses]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_can_be_asked_again_as_of_then() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let school = stage.source("school", "lms", &["email"]).await;
        school
            .sends(users(&[(1, "Amara", "Okafor", "amara@example.org")]))
            .await;
        let acme = stage.partner("Acme").await;
        let consent = stage.consents(amara, acme, &WHOLE).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let seen = partner.asks(PASSPORT, amara).await;
        assert_eq!(codes(&seen), []);
        assert_eq!(asked_again(stage, amara).await.outcome, Outcome::Equal);
        let shown = stage
            .ids(&format!(
                "SELECT id FROM disclosure WHERE person_id = {}",
                stage.id(amara)
            ))
            .await[0];

        // A badge changes and one is new, a skill is corrected, the holder adds one, time passes, consent is withdrawn.
        let badges = stage.source("badges", "badge", &["email"]).await;
        stage.hub.clock.advance(chrono::Duration::days(2));
        badges
            .sends_json(&json!([
                badge(
                    "python",
                    "amara@example.org",
                    "Amara Okafor",
                    &["Python", "SQL", "welding"]
                ),
                badge("later", "amara@example.org", "Amara Okafor", &["Rust"]),
            ]))
            .await;
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(skills_of(1, "Amara Okafor", "SQL")).await;
        let own = "mutation { addSkill(input: { label: \"bread baking\", band: COMPETENT }) { __typename } }";
        stage.asker(Bearer::Holder(amara)).asks_with(own, json!({})).await;
        let now = partner.asks(PASSPORT, amara).await;
        assert_ne!(total(&now, "skills"), total(&seen, "skills"));
        withdraw_consent(&stage.hub, stage.holder(amara), consent)
            .await
            .unwrap();

        let replayed = again(stage, shown).await;
        assert_eq!((replayed.outcome, replayed.intact), (Outcome::Equal, true));
        // Refused looks too, and those of sources.
        partner.asks(PASSPORT, luis).await;
        assert_eq!(asked_again(stage, luis).await.outcome, Outcome::Equal);
        stage.asker(Bearer::Source(hr.id)).asks(PASSPORT, amara).await;
        hr.sends(skills_of(1, "Amara Okafor", "Rust")).await;
        assert_eq!(asked_again(stage, amara).await.outcome, Outcome::Equal);

        // Somebody changes a row past the hub.
        stage
            .run(&format!(
                "UPDATE credential SET name = 'other' WHERE person_id = {}",
                stage.id(amara)
            ))
            .await;
        let Outcome::Differs { parts, reasons } = again(stage, shown).await.outcome else {
            panic!("an edited row is not seen");
        };
        assert_eq!(parts, ["passport.credentials"]);
        assert_eq!(reasons, [], "nothing is known to have changed, names neither");

        // A source calls her otherwise: names are not kept as they were.
        school
            .sends(users(&[(1, "Amara", "Adeyemi", "amara@example.org")]))
            .await;
        let Outcome::Differs { parts, reasons } = again(stage, shown).await.outcome else {
            panic!("another name is not seen");
        };
        assert_eq!(parts, ["passport.credentials", "passport.holder"]);
        assert_eq!(reasons, [Reason::Names]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_beside_a_passport_is_not_compared() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &WHOLE).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let looked = async |document: &str| {
            let seen = partner.asks(document, amara).await;
            assert!(seen["data"]["passport"].is_object(), "{seen}");
            stage
                .ids("SELECT id FROM disclosure ORDER BY occurred_at DESC, id DESC LIMIT 1")
                .await[0]
        };
        let mixed = "query ($id: ID!) { passport(id: $id) { credentials { nodes { name } } goals { totalCount } }
            asked: consentRequests { nodes { id state } } me { organization } }";
        let mixed = looked(mixed).await;
        let many: String = (0..40).map(|n| format!("a{n}: id ")).collect();
        let many = looked(&format!(
            "query ($id: ID!) {{ passport(id: $id) {{ {many} }} consentRequests {{ nodes {{ id }} }} }}"
        ))
        .await;
        let untouched = again(stage, mixed).await;
        assert_eq!((untouched.outcome, untouched.not_compared), (Outcome::Equal, vec![]));

        // It asks for one more: its list of requests is another one, and the passport is what it was.
        stage.hub.clock.advance(chrono::Duration::seconds(1));
        let ask = "mutation { requestConsent(input: { email: \"amara@example.org\", purpose: HIRING, forDays: 9,
            scopes: [{ scope: \"passport/Goal.r\", reason: \"To match you.\" }] }) { __typename } }";
        let asked = partner.asks_with(ask, json!({})).await;
        assert_eq!(
            asked["data"]["requestConsent"]["__typename"], "ConsentRequested",
            "{asked}"
        );
        let replayed = again(stage, mixed).await;
        let beside = ["(errors)", "asked.nodes", "me.organization"];
        assert_eq!(
            (replayed.outcome, &replayed.not_compared[..]),
            (Outcome::Equal, &beside.map(str::to_owned)[..])
        );
        let whole_only = again(stage, many).await.outcome;
        assert_eq!(
            whole_only,
            Outcome::Impossible(Impossible::Beside),
            "its parts were not kept"
        );

        let edit = format!(
            "UPDATE credential SET name = 'other' WHERE person_id = {}",
            stage.id(amara)
        );
        stage.run(&edit).await;
        let Outcome::Differs { parts, reasons } = again(stage, mixed).await.outcome else {
            panic!("an edited row is not seen");
        };
        assert_eq!((parts, reasons), (vec!["passport.credentials".to_owned()], vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_a_use_limit_are_asked_again_as_of_then() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        for holder in [amara, luis] {
            stage
                .consents_within(holder, acme, &["passport/Skill.r"], Some(2))
                .await;
        }
        let partner = stage.asker(Bearer::Partner(acme));
        let page = "query Page { passports(first: 5) { nodes { id skills { totalCount nodes { trend } } } } }";
        for _ in 0..3 {
            partner.asks_with(page, json!({})).await;
            stage.hub.clock.advance(chrono::Duration::seconds(1));
        }
        partner.asks(PASSPORT, amara).await;
        let all = stage.ids("SELECT id FROM disclosure").await;
        assert_eq!(all.len(), 5, "used up, the page is empty and nobody's");
        for disclosure in all {
            assert_eq!(again(stage, disclosure).await.outcome, Outcome::Equal);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_again_says_so() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &WHOLE).await;
        let partner = stage.asker(Bearer::Partner(acme));
        let impossible = async || match asked_again(stage, amara).await.outcome {
            Outcome::Impossible(why) => why,
            other => panic!("{other:?}"),
        };
        let long = format!("{PASSPORT} # {}", "long ".repeat(20_000));
        partner.asks(&long, amara).await;
        assert_eq!(impossible().await, Impossible::TooLong);
        assert_eq!(stage.count("disclosed_document").await, 0);

        partner.asks(PASSPORT, amara).await;
        stage.run("UPDATE disclosed_request SET question_sealed = NULL").await;
        assert_eq!(impossible().await, Impossible::RequestErased);
        assert_eq!(found(stage).await, [], "erasing what was asked leaves the proof whole");
        stage.run("DELETE FROM disclosed_request").await;
        assert_eq!(impossible().await, Impossible::RequestMissing);
        stage
            .run("UPDATE disclosure SET form = 1, request_hash = NULL, answer_hash = NULL")
            .await;
        assert_eq!(impossible().await, Impossible::TooOld);
        assert!(!asked_again(stage, amara).await.intact);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn disclosures_from_before_there_was_a_key_still_verify() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme: Partner = stage.partner("Acme").await;
        stage.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        // As it would have been written before: another form, of no process, with neither request nor answer.
        let keys = &stage.hub.keys;
        let mut row =
            passport_hub::store::disclosures::by_id(&stage.hub.db, stage.ids("SELECT id FROM disclosure").await[0])
                .await
                .unwrap()
                .unwrap();
        (row.form, row.writer_id, row.writer_seq) = (1, None, None);
        (row.request_hash, row.answer_hash, row.answer_parts) = (None, None, None);
        let hash = passport_hub::store::disclosures::chain::hash(keys, &row).unwrap();
        stage
            .run(&format!(
                "DELETE FROM disclosure_writer; UPDATE disclosure SET form = 1, writer_id = NULL, writer_seq = NULL,
                request_hash = NULL, answer_hash = NULL, answer_parts = NULL, hash = '{hash}'"
            ))
            .await;
        let later = stage.another_hub().await;
        later.asker(Bearer::Partner(acme)).asks(PASSPORT, amara).await;
        let verified = verify(&stage.hub, None, |_| {}).await.unwrap();
        assert_eq!((verified.found, verified.keyless, verified.disclosures), (0, 1, 2));
        stage
            .run("UPDATE disclosure SET purpose = 'advising' WHERE seq = 1")
            .await;
        assert_eq!(found(stage).await, [Wrong::Changed]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_reads_the_disclosures_of_everybody_they_stand_for() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let acme = stage.partner("Acme").await;
        let partner = stage.asker(Bearer::Partner(acme));
        for person in [amara, luis, amara, luis, luis] {
            partner.asks(PASSPORT, person).await;
            stage.hub.clock.advance(chrono::Duration::seconds(1));
        }
        stage
            .run(&format!("UPDATE person SET merged_into = {} WHERE id = {}", stage.id(amara), stage.id(luis)))
            .await;
        let holder = stage.asker(Bearer::Holder(luis));
        let list = "query ($after: String) { disclosures(first: 2, after: $after) { nodes { id number } pageInfo { hasNextPage endCursor } } }";
        let (mut numbers, mut after) = (vec![], json!(null));
        loop {
            let page = holder.asks_with(list, json!({ "after": after })).await;
            let page = &page["data"]["disclosures"];
            for node in page["nodes"].as_array().unwrap() {
                numbers.push(node["number"].as_i64().unwrap());
                let found = holder.asks_with("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": node["id"] })).await;
                assert_eq!(found["data"]["node"]["id"], node["id"]);
            }
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(numbers, [3, 2, 2, 1, 1]);
        let foreign = holder.asks_with(list, json!({ "after": "7" })).await;
        assert_eq!(codes(&foreign)[0].1, "BAD_USER_INPUT");
    })
    .await;
}
