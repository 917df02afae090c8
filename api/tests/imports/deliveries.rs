//! What deliveries change, and what they do not.

use crate::support::sources::{badge, badge_with, employees, folder, users, users_text};
use crate::support::{Stage, on_both, on_sqlite};
use adapters::Delivery;
use passport_hub::flows::import_delivery::{Counts, Extent, ImportRequest, Progress, Unwatched, import_delivery};
use serde_json::{Value, json};
use std::sync::Mutex;
use uuid::Uuid;

const CURRENT: &str = "superseded_at IS NULL";

#[tokio::test(flavor = "multi_thread")]
async fn identical_redelivery_changes_nothing() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let delivery = json!([
            badge("python", "amara@example.org", "Amara Okafor", &["SQL", "Python"]),
            badge("first aid", "luis@example.org", "Luis Ortega", &["provide first aid"]),
        ]);
        let first = badges.sends_json(&delivery).await;
        assert_eq!(
            (first.new, first.passports_touched, first.states_changed),
            (2, 2, 3),
            "{first:?}"
        );
        let before = stage.everything().await;
        let again = badges.sends_json(&delivery).await;
        assert_eq!(
            (again.records_read, again.unchanged, again.new, again.states_changed),
            (2, 2, 0, 0),
            "{again:?}"
        );
        assert_eq!(before, stage.everything().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_record_supersedes_the_old_one() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        badges
            .sends_json(&badge(
                "python",
                "amara@example.org",
                "Amara Okafor",
                &["Python", "SQL"],
            ))
            .await;
        let changed = badges
            .sends_json(&badge(
                "python",
                "amara@example.org",
                "Amara Okafor",
                &["Python", "Rust"],
            ))
            .await;
        assert_eq!(
            (changed.changed, changed.new, changed.passports_touched),
            (1, 0, 1),
            "{changed:?}"
        );
        assert_eq!(changed.states_changed, 2, "SQL went, Rust came, Python stayed");
        for table in ["source_record", "credential"] {
            assert_eq!(stage.count(table).await, 2, "{table}");
            assert_eq!(stage.count(&format!("{table} WHERE {CURRENT}")).await, 1, "{table}");
        }
        assert_eq!(stage.count(&format!("claim WHERE {CURRENT}")).await, 2);
        assert_eq!(stage.count("claim WHERE superseded_at IS NOT NULL").await, 2);
        let successor = "claim old JOIN claim new ON new.id = old.superseded_by WHERE new.raw_label = old.raw_label";
        assert_eq!(
            stage.count(successor).await,
            1,
            "Python's claim was taken over by Python's"
        );
        assert_eq!(stage.count("credential WHERE superseded_by IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_record_is_gone_but_kept() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let said = badge("python", "amara@example.org", "Amara Okafor", &["Python"]);
        badges.sends_json(&said).await;
        let revoked = json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
            "id": "https://badges.example/python", "revoked": true,
        });
        let withdrawn = badges.sends_json(&revoked).await;
        assert_eq!((withdrawn.withdrawn, withdrawn.states_changed), (1, 1), "{withdrawn:?}");
        for table in ["claim", "credential"] {
            assert_eq!(stage.count(&format!("{table} WHERE {CURRENT}")).await, 0, "{table}");
            assert_eq!(stage.count(table).await, 1, "{table}");
        }
        assert_eq!(stage.count("skill_state").await, 0);
        let again = badges.sends_json(&revoked).await;
        assert_eq!(
            (again.withdrawn, again.unchanged),
            (0, 1),
            "what is gone cannot go again"
        );
        let back = badges.sends_json(&said).await;
        assert_eq!((back.new, back.states_changed), (1, 1), "{back:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_record_becomes_a_reject_and_the_rest_goes_on() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let mut nobody = badge("nobody", "x@example.org", "X", &["Python"]);
        let subject = nobody["credentialSubject"].as_object_mut().unwrap();
        subject.retain(|field, _| matches!(field.as_str(), "type" | "achievement"));
        let mut dateless = badge("dateless", "y@example.org", "Y", &["Python"]);
        dateless["validFrom"] = "soon".into();
        let nul = badge("nul", "z@example.org", "Z\u{0}", &["Python"]);
        let good = badge("python", "amara@example.org", "Amara Okafor", &["Python"]);
        let twice = badge("python", "amara@example.org", "Amara Okafor", &["SQL"]);
        let summary = badges
            .sends_json(&json!([nobody, dateless, nul, good, good, twice]))
            .await;
        assert_eq!(
            (summary.state, summary.new, summary.rejected, summary.unchanged),
            ("finished", 1, 4, 0),
            "{summary:?}"
        );
        let codes = stage
            .texts("SELECT code || ' ' || place || ' ' || adapter FROM reject ORDER BY place")
            .await;
        assert_eq!(codes[0], "no_subject /0 open_badges@2");
        assert!(codes[1].contains("/1"), "{codes:?}");
        assert_eq!(
            codes[2..],
            ["nul_character /2 open_badges@2", "duplicate_key /5 open_badges@2"]
        );
        let again = badges
            .sends_json(&json!([nobody, dateless, nul, good, good, twice]))
            .await;
        assert_eq!(
            (again.new, again.changed, again.unchanged, again.rejected),
            (0, 0, 1, 4),
            "{again:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_delivery_is_a_failed_run_with_its_reason() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &[]).await;
        for (bytes, code) in [
            (&b"\x00\x01what is this"[..], "unknown_format"),
            (
                &br#"{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "#[..],
                "",
            ),
        ] {
            let summary = badges.sends(Delivery::single("sent.bin", bytes.to_vec())).await;
            assert_eq!(
                (summary.state, summary.new, summary.rejected),
                ("failed", 0, 1),
                "{summary:?}"
            );
            assert!(
                summary.fault.as_ref().is_some_and(|fault| fault.code.starts_with(code)),
                "{summary:?}"
            );
            let run = format!(
                "import_run WHERE state = 'failed' AND error IS NOT NULL AND finished_at IS NOT NULL AND id = {}",
                stage.id(summary.run)
            );
            assert_eq!(stage.count(&run).await, 1);
        }
        assert_eq!(
            stage
                .count("reject WHERE code = 'unknown_format' AND file = 'sent.bin'")
                .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn skills_meet_concepts_and_levels_meet_bands() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let demo = include_str!("../../assets/demo/badges/amara-python.json");
        let summary = badges.sends(Delivery::single("amara-python.json", demo.as_bytes().to_vec())).await;
        assert_eq!((summary.new, summary.rejected), (1, 0), "{summary:?}");
        assert_eq!(stage.count("claim WHERE concept_id IS NULL").await, 0);
        assert!(stage.count("claim WHERE mapping_method = 'uri' AND raw_framework = 'ESCO' AND raw_code LIKE 'http%'").await >= 3);
        let bands = "claim WHERE raw_level IS NOT NULL AND band_low IS NOT NULL AND band_basis IS NOT NULL AND raw_scale IS NOT NULL";
        assert!(stage.count(bands).await >= 1);
        let rubric = "claim WHERE band_basis = 'steps' AND band_loss = 'rounded_outwards'";
        assert_eq!(stage.count(rubric).await, 1, "losses are stored as codes");
        assert!(stage.count("scale_level JOIN scale ON scale.id = scale_id WHERE band_low IS NOT NULL").await >= 4);
        assert_eq!(stage.count("evidence WHERE credential_id IS NOT NULL OR claim_id IS NOT NULL").await, stage.count("evidence").await);
        assert_eq!(stage.count("organization WHERE identifier_system = 'did' AND identifier_value = 'did:web:badges.openskills.example'").await, 1);
        assert_eq!(stage.count("credential WHERE verified OR signed_bytes IS NULL OR issuer_organization_id IS NULL").await, 0);
        let reference = stage.hub.reference();
        assert!(reference.organization_by_key("did", "did:web:badges.openskills.example").is_some(), "reference data is fresh");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_do_not_grow_with_records() {
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &["email"]).await;
        let delivery = |from: usize, to: usize, skill: &str| -> Value {
            (from..to)
                .map(|n| {
                    badge(
                        &format!("b{n}"),
                        &format!("p{n}@example.org"),
                        &format!("Person {n}"),
                        &[skill, "SQL"],
                    )
                })
                .collect()
        };
        // The issuer and the terms are met once.
        badges.sends_json(&delivery(900, 901, "Python")).await;
        badges.sends_json(&delivery(901, 902, "Rust")).await;
        let mut used = Vec::new();
        for (from, to, skill) in [
            (0, 5, "Python"),
            (5, 105, "Python"),
            (0, 5, "Rust"),
            (5, 105, "Rust"),
            (0, 5, "Rust"),
            (5, 105, "Rust"),
        ] {
            let before = stage.hub.db.statements();
            let summary = badges.sends_json(&delivery(from, to, skill)).await;
            assert_eq!(summary.rejected, 0);
            used.push(stage.hub.db.statements() - before);
        }
        println!(
            "{}: statements of a delivery of one chunk: new {}, changed {}, unchanged {}",
            stage.database, used[1], used[3], used[5]
        );
        assert_eq!(used[0], used[1], "new: {used:?}");
        assert_eq!(used[2], used[3], "changed: {used:?}");
        assert_eq!(used[4], used[5], "unchanged: {used:?}");
    })
    .await;
}

#[derive(Default)]
struct Watcher(Mutex<Vec<String>>);

impl Progress for Watcher {
    fn begun(&self, _: Uuid) {
        self.0.lock().unwrap().push("begun".into());
    }
    fn advanced(&self, counts: &Counts) {
        self.0
            .lock()
            .unwrap()
            .push(format!("{} read, {} new", counts.records_read, counts.new));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_delivery_is_saved_in_chunks_and_watched() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        let people: Vec<(u32, String, String)> = (1..=600)
            .map(|n| (n, format!("Person {n}"), format!("p{n}@example.org")))
            .collect();
        let people: Vec<(u32, &str, &str)> = people.iter().map(|(n, a, b)| (*n, a.as_str(), b.as_str())).collect();
        let mut feed = stage.hub.imports.watch();
        let watcher = Watcher::default();
        let summary = import_delivery(&stage.hub, hr.request(employees(&people)), &watcher)
            .await
            .unwrap();
        // An employee is a person and an employment.
        assert_eq!((summary.new, summary.passports_touched), (1200, 600), "{summary:?}");
        let told = watcher.0.into_inner().unwrap();
        assert_eq!(
            told,
            [
                "begun",
                "500 read, 500 new",
                "1000 read, 1000 new",
                "1200 read, 1200 new",
                "1200 read, 1200 new"
            ]
        );
        let last = std::iter::from_fn(|| feed.try_recv().ok()).last().unwrap();
        assert_eq!(
            (last.run, last.source, last.state, last.counts.new),
            (summary.run, hr.id, "finished", 1200)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_brought_for_a_holder_is_theirs() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
        let amara = stage.ids("SELECT id FROM person").await[0];
        let wallet = stage.source("wallet", "badge", &[]).await;
        let mut bearer = badge("bearer", "x", "X", &["Python"]);
        bearer["credentialSubject"]
            .as_object_mut()
            .unwrap()
            .retain(|field, _| matches!(field.as_str(), "type" | "achievement"));
        let other = badge_with(
            "named",
            json!({ "id": "did:example:somebody", "type": ["AchievementSubject"] }),
            &["Python"],
        );
        let delivery = Delivery::single("wallet.json", json!([bearer, other]).to_string().into_bytes());
        let request = ImportRequest {
            on_behalf_of: Some(amara),
            ..wallet.request(delivery)
        };
        let summary = import_delivery(&stage.hub, request, &Unwatched).await.unwrap();
        assert_eq!((summary.new, summary.rejected), (2, 0), "{summary:?}");
        let hers = format!("credential WHERE person_id = {}", stage.id(amara));
        assert_eq!(
            stage.count(&hers).await,
            1,
            "the badge that names somebody waits for a steward"
        );
        assert_eq!(
            stage
                .count("person_link WHERE state = 'proposed' AND rule = 'brought-by-holder'")
                .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_demo_delivery_comes_in() {
    on_sqlite(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email", "employee_number"]).await;
        let files = [
            ("employees.json", include_str!("../../assets/demo/odoo/employees.json")),
            (
                "employee_skills.json",
                include_str!("../../assets/demo/odoo/employee_skills.json"),
            ),
            (
                "resume_lines.json",
                include_str!("../../assets/demo/odoo/resume_lines.json"),
            ),
            (
                "skill_levels.json",
                include_str!("../../assets/demo/odoo/skill_levels.json"),
            ),
            (
                "skill_types.json",
                include_str!("../../assets/demo/odoo/skill_types.json"),
            ),
            ("skills.json", include_str!("../../assets/demo/odoo/skills.json")),
            (
                "departments.json",
                include_str!("../../assets/demo/odoo/departments.json"),
            ),
        ];
        let summary = hr.sends(folder(&files)).await;
        assert_eq!(summary.state, "finished", "{summary:?}");
        assert!(summary.new > 10 && summary.states_changed > 0, "{summary:?}");
        assert!(stage.count("skill_state WHERE band_low IS NOT NULL").await > 0);
        assert!(
            stage
                .count("organization WHERE identifier_system LIKE 'source:%' OR identifier_system LIKE 'name:%'")
                .await
                > 0
        );
        let again = hr.sends(folder(&files)).await;
        assert_eq!((again.new, again.changed, again.states_changed), (0, 0, 0), "{again:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_delivery_does_not_hold_is_withdrawn() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &[]).await;
        let user = |number: u32| (number, "Kim", "Ortega", "");
        let full = async |delivery, extent| {
            let request = ImportRequest {
                extent,
                ..school.request(delivery)
            };
            let summary = import_delivery(&stage.hub, request, &Unwatched).await.unwrap();
            (summary.new, summary.unchanged, summary.withdrawn, summary.rejected)
        };
        let everybody: Vec<_> = (0..120).map(user).collect();
        assert_eq!(full(users(&everybody), Extent::Full).await, (120, 0, 0, 0));
        // Of 120, 20 left; the next full file does not hold them, and an ordinary one says nothing of the others.
        assert_eq!(full(users(&everybody[..10]), Extent::Part).await, (0, 10, 0, 0));
        assert_eq!(full(users(&everybody[20..]), Extent::Full).await, (0, 100, 20, 0));
        assert_eq!(full(users(&everybody[20..]), Extent::Full).await, (0, 100, 0, 0));
        let gone = "source_record WHERE superseded_at IS NULL AND CAST(tombstone AS text) IN ('1', 'true')";
        assert_eq!(stage.count(gone).await, 20);

        // A row that could not be read may be one of those that are missing, and a file that holds hardly any is asked about.
        let torn = folder(&[(
            "users.csv",
            "sourcedId,role,givenName,familyName\nu-20,student,Kim,Ortega\n\"u-21,stud",
        )]);
        assert_eq!(full(torn, Extent::Full).await.2, 0);
        assert_eq!(full(users(&everybody[20..30]), Extent::Full).await, (0, 9, 0, 1));
        let said = stage
            .texts("SELECT reason FROM reject WHERE code = 'not_withdrawn' ORDER BY id")
            .await;
        assert!(said.len() == 2 && said[0].contains("could not be read"), "{said:?}");
        assert!(
            said[1].starts_with("90 of 100 records of “user” are missing"),
            "{said:?}"
        );
        let certain = full(users(&everybody[20..30]), Extent::FullHoweverLittle).await;
        assert_eq!(certain, (0, 10, 90, 0));
        // Whoever comes back is there again.
        assert_eq!(full(users(&everybody), Extent::Full).await, (110, 10, 0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_delivery_is_judged_by_what_was_there_before_it_stream_by_stream() {
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &[]).await;
        let full = async |delivery| {
            let request = ImportRequest {
                extent: Extent::Full,
                ..school.request(delivery)
            };
            let summary = import_delivery(&stage.hub, request, &Unwatched).await.unwrap();
            (summary.new, summary.withdrawn, summary.rejected)
        };
        let people = |from: u32, to: u32| (from..to).map(|n| (n, "Kim", "Ortega", "")).collect::<Vec<_>>();
        let enrolments = |from: u32, to: u32| {
            let rows = (from..to).map(|n| format!("e-{n},,,c-1,o-1,u-{n},student,,,\n"));
            let header = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n";
            header.to_owned() + &rows.collect::<String>()
        };
        let set = |users: &[(u32, &'static str, &'static str, &'static str)], rows: &str| {
            let all = users_text(users);
            folder(&[("users.csv", &all), ("enrollments.csv", rows)])
        };
        // That no titles came is told, and loses nothing.
        assert_eq!(full(set(&people(0, 60), &enrolments(0, 60))).await, (120, 0, 1));
        // Other keys beside the missing ones do not make them fewer: it may be the file of another school.
        assert_eq!(full(set(&people(60, 120), &enrolments(0, 60))).await.1, 0);
        // One stream cut short does not hide behind another that is whole.
        assert_eq!(full(set(&people(0, 120), &enrolments(0, 3))).await.1, 0);
        assert_eq!(full(set(&people(0, 120), &enrolments(0, 50))).await.1, 10);

        // What came as a badge stays when the same source sends its learners in full, and a delta is never full.
        school.sends_json(&badge("one", "amara@example.org", "Amara Okafor", &["Python"])).await;
        let manifest = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.enrollments,delta\nfile.users,bulk\n";
        let users = users_text(&people(0, 119));
        let delta = folder(&[("manifest.csv", manifest), ("users.csv", &users), ("enrollments.csv", &enrolments(0, 1))]);
        assert_eq!(full(delta).await.1, 1, "the one user who left");
        assert_eq!(stage.count(&format!("credential WHERE {CURRENT}")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_before_the_first_year_costs_no_chunk_however_many_claims_it_has() {
    // More claims than one statement could bind value by value.
    const RESULTS: usize = 450;
    let mut results = "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,scoreDate\n".to_owned();
    let mut objectives = "sourcedId,resultSourcedId,learningObjectiveId\n".to_owned();
    for n in 0..RESULTS {
        let day = if n == 7 { "0000-01-01T00:00:00Z" } else { "2025-02-03" };
        results += &format!("r{n},li,u{n},fully graded,{day}\n");
        (0..4).for_each(|one| objectives += &format!("o{n}-{one},r{n},LO-{one}\n"));
    }
    let files: &[(&str, &str)] = &[
        ("results.csv", &results),
        ("resultLearningObjectiveIds.csv", &objectives),
    ];
    on_both(async |stage: &Stage| {
        let school = stage.source("school", "lms", &["sourced-id"]).await;
        let summary = school.sends(folder(files)).await;
        assert_eq!(
            (summary.state, summary.new),
            ("finished", RESULTS as u64),
            "{summary:?}"
        );
        assert_eq!(
            stage.texts("SELECT CAST(count(*) AS text) FROM claim").await,
            [(4 * RESULTS).to_string()]
        );
    })
    .await;
}
