//! Deliveries are looked at before they are sent, by those who may send them.

use crate::institutions::two_institutions;
use crate::served::{Served, Upload};
use crate::support::roles::codes;
use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use adapters::delivery::{Content, Opens};
use adapters::{Delivery, Part};
use passport_hub::caller::Bearer;
use passport_hub::flows::preview_delivery::{PreviewRequest, preview_delivery};
use serde_json::{Value, json};
use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const IMPORT: &str = "mutation ($files: [Upload!]!, $adapter: String) { importDelivery(input: { files: $files, adapter: $adapter }) {
    ... on DeliveryImported { run { adapter recordsNew recordsUnchanged recordsRejected rejects { nodes { code file place reason } } } }
    ... on DeliveryUnreadable { code run { adapter recordsNew recordsUnchanged recordsRejected rejects { nodes { code file place reason } } } } } }";
const TABLES: [&str; 6] = ["import_run", "source_record", "person", "reject", "claim", "disclosure"];

fn preview(first: &str) -> String {
    format!(
        "mutation ($files: [Upload!]!, $adapter: String) {{ previewDelivery(input: {{ files: $files, adapter: $adapter }}{first}) {{ __typename
            ... on DeliveryPreviewed {{ adapter records kinds {{ kind count }} rejected rejects {{ code count examples {{ code file place reason }} }}
                unreadable {{ code file place reason }} withoutRecord {{ count examples {{ file place }} }}
                sample {{ kind stream file place becomes {{ label value }} words {{ path text fate becomes facts reason }} moreWords }} }}
            ... on DeliveryNotTaken {{ field reason }} }} }}"
    )
}

async fn sends(
    hub: &Served<'_>,
    bearer: Option<Bearer>,
    document: &str,
    files: &[(&str, &[u8])],
    adapter: Option<&str>,
) -> Value {
    let about = Upload {
        document,
        adapter,
        preflight: true,
    };
    hub.uploads(bearer, files, about).await.1
}

/// Badges: two good ones, one of them twice, one that names nobody, one that names no achievement, and no badge.
fn badges() -> Vec<u8> {
    let mut good = badge("sql", "amara@example.org", "Amara Okafor", &["SQL", "Python"]);
    good["credentialSubject"]["achievement"]["tag"] = json!(["databases"]);
    let mut nobody = badge("nobody", "x@example.org", "X", &["SQL"]);
    let subject = nobody["credentialSubject"].as_object_mut().unwrap();
    subject.remove("id");
    subject.remove("identifier");
    let mut empty = badge("empty", "x@example.org", "X", &["SQL"]);
    empty["credentialSubject"]
        .as_object_mut()
        .unwrap()
        .remove("achievement");
    let other = badge("welding", "nia@example.org", "Nia Park", &["welding"]);
    json!([good, other, good, nobody, empty, 7]).to_string().into_bytes()
}

const ROSTER: &str = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n\
    u-900,,,true,,student,nia,,Nia,Park,,S-900,nia.park@example.org,,,,10,hunter2\n\
    ,,,true,,student,nobody,,No,Key,,,,,,,,\n\
    u-901,,,true,,student,sam,,Sam,Soto,,S-901,no address,,,,,\n";

#[tokio::test(flavor = "multi_thread")]
async fn an_integrator_previews_a_delivery_and_the_import_after_it_counts_the_same() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let hub = stage.served().await;
        let cut = badges();
        let cut = &cut[..cut.len() - 30];
        for (name, bytes, adapter) in [
            ("badges.json", badges().as_slice(), None),
            ("users.csv", ROSTER.as_bytes(), Some("oneroster_csv")),
            ("cut.json", cut, None),
            ("words.txt", b"hello, passport".as_slice(), None),
        ] {
            let mut before = vec![];
            for table in TABLES {
                before.push(stage.count(table).await);
            }
            let seen = sends(&hub, Some(employer.integrator), &preview(""), &[(name, bytes)], adapter).await;
            assert_eq!(codes(&seen), [], "{seen}");
            let seen = seen["data"]["previewDelivery"].clone();
            for (table, before) in TABLES.iter().zip(before) {
                assert_eq!(
                    stage.count(table).await,
                    before,
                    "{name}: a preview writes nothing, in {table} neither"
                );
            }
            let took = sends(&hub, Some(employer.integrator), IMPORT, &[(name, bytes)], adapter).await;
            let run = &took["data"]["importDelivery"]["run"];
            assert_eq!(seen["rejected"], run["recordsRejected"], "{seen} {run}");
            let kept = run["recordsNew"].as_u64().unwrap() + run["recordsUnchanged"].as_u64().unwrap();
            assert_eq!(seen["records"], json!(kept), "{seen} {run}");
            let stamp = run["adapter"].as_str().unwrap_or_default();
            assert!(
                stamp.starts_with(seen["adapter"].as_str().unwrap_or_default()),
                "{seen} {run}"
            );
            let of_code = |code: &Value| {
                run["rejects"]["nodes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|one| one["code"] == *code)
                    .count()
            };
            for group in seen["rejects"].as_array().unwrap() {
                assert_eq!(group["count"], json!(of_code(&group["code"])), "{group} {run}");
                for example in group["examples"].as_array().unwrap() {
                    assert!(
                        run["rejects"]["nodes"].as_array().unwrap().contains(example),
                        "{example} {run}"
                    );
                }
            }
            assert_eq!(
                seen["unreadable"]["code"], took["data"]["importDelivery"]["code"],
                "{seen}"
            );
        }
        assert_eq!(college.sources.len(), 2);
    })
    .await;
}

/// The word of a record at this path.
fn word<'a>(record: &'a Value, path: &str) -> &'a Value {
    let words = record["words"].as_array().unwrap();
    words
        .iter()
        .find(|word| word["path"] == path)
        .unwrap_or_else(|| panic!("no {path}: {record}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_shown_beside_the_sources_own_words() {
    on_both(async |stage: &Stage| {
        let source = Bearer::Source(stage.source("campus", "lms", &["email"]).await.id);
        let hub = stage.served().await;
        let files = [("badges.json", badges())];
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let seen = sends(&hub, Some(source), &preview(", first: 1"), &files, None).await;
        let [record] = &seen["data"]["previewDelivery"]["sample"].as_array().unwrap()[..] else {
            panic!("{seen}")
        };
        assert_eq!(
            (&record["kind"], &record["place"], &record["file"]),
            (&json!("credential"), &json!("/0"), &json!("badges.json"))
        );
        let facts = record["becomes"].as_array().unwrap();
        for fact in [
            json!({"label": "who", "value": "Amara Okafor"}),
            json!({"label": "title", "value": "sql"}),
        ] {
            assert!(facts.contains(&fact), "{fact} {record}");
        }
        let skills: Vec<_> = facts.iter().filter(|fact| fact["label"] == "skill").collect();
        assert_eq!(skills.len(), 2, "{record}");
        let issued = word(record, "validFrom");
        assert_eq!(
            (&issued["fate"], &issued["becomes"]),
            (&json!("CARRIED"), &json!("issued")),
            "{record}"
        );
        let says: Vec<_> = issued["facts"].as_array().unwrap().iter().map(Value::as_u64).collect();
        let first = says.first().copied().flatten().unwrap() as usize;
        assert_eq!(facts[first]["label"], issued["becomes"], "{issued} {record}");
        let kind = word(record, "credentialSubject.type[0]");
        assert_eq!(
            (&kind["fate"], &kind["facts"]),
            (&json!("DECIDES_RECORD"), &json!([])),
            "{kind}"
        );
        let tag = word(record, "credentialSubject.achievement.tag[0]");
        assert_eq!(
            (&tag["fate"], &tag["text"]),
            (&json!("LEFT_OUT"), &Value::Null),
            "{tag}"
        );
        assert!(tag["reason"].as_str().unwrap().contains("keywords"), "{tag}");

        let files = [("users.csv", ROSTER.as_bytes())];
        let seen = sends(&hub, Some(source), &preview(""), &files, None).await;
        let person = &seen["data"]["previewDelivery"]["sample"][0];
        assert_eq!(
            (&person["kind"], &person["place"]),
            (&json!("person"), &json!("row 2")),
            "{seen}"
        );
        let address = word(person, "email");
        assert_eq!(
            (&address["fate"], &address["becomes"]),
            (&json!("CARRIED"), &json!("known by")),
            "{address}"
        );
        assert_eq!(word(person, "password")["fate"], "LEFT_OUT");
        assert!(
            !seen.to_string().contains("hunter2"),
            "what is left out by name is not repeated"
        );
        let none = sends(&hub, Some(source), &preview(", first: 0"), &files, None).await;
        assert_eq!(none["data"]["previewDelivery"]["sample"], json!([]), "{none}");
    })
    .await;
}

const ROLES: &str = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate\n\
    e-1,k-1,o-1,u-900,student,2025-01-10\n\
    e-2,k-1,o-1,u-901,teacher,2025-01-10\n\
    e-3,k-9,o-1,u-900,student,2025-01-10\n\
    e-4,k-1,o-1,u-902,aide,2025-01-10\n\
    e-5,k-1,o-1,u-903,teacher,2025-01-10\n";
const CLASSES: &str = "sourcedId,title,courseSourcedId,classType,schoolSourcedId\n\
    k-1,Welding I,,scheduled,o-1\nk-2,Welding II,,scheduled,o-1\n";

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_statements_that_become_nothing_are_told() {
    on_both(async |stage: &Stage| {
        let source = Bearer::Source(stage.source("campus", "lms", &["email"]).await.id);
        let hub = stage.served().await;
        let statement = |verb: &str| {
            json!({"actor": {"mbox": "mailto:nia@example.org"}, "verb": {"id": format!("http://adlnet.gov/expapi/verbs/{verb}")},
                "object": {"id": "https://lms.example.org/welding-1", "definition": {"name": {"en": "Welding I"}}}, "timestamp": "2025-03-14T10:00:00Z"})
        };
        let seen = json!([statement("completed"), statement("shared"), statement("commented")]).to_string();
        let nothing = json!({"more": "", "statements": [statement("shared")]}).to_string();
        let badges = badges();
        let roles = [("enrollments.csv", ROLES.as_bytes()), ("classes.csv", CLASSES.as_bytes())];
        for (files, records, told) in [
            (
                // Classes are there to be referred to, and the row that names none is a reject.
                roles.to_vec(),
                1,
                json!({"count": 3, "examples": [{"file": "enrollments.csv", "place": "row 3"}, {"file": "enrollments.csv", "place": "row 5"}]}),
            ),
            (
                vec![("all.json", seen.as_bytes())],
                1,
                json!({"count": 2, "examples": [{"file": "all.json", "place": "/1"}, {"file": "all.json", "place": "/2"}]}),
            ),
            (
                vec![("page.json", nothing.as_bytes())],
                0,
                json!({"count": 1, "examples": [{"file": "page.json", "place": "/statements/0"}]}),
            ),
            (
                // One badge stands there twice.
                vec![("badges.json", badges.as_slice())],
                3,
                json!({"count": 1, "examples": [{"file": "badges.json", "place": "/2"}]}),
            ),
        ] {
            let seen = sends(&hub, Some(source), &preview(", first: 0"), &files, None).await;
            let seen = &seen["data"]["previewDelivery"];
            assert_eq!((&seen["records"], &seen["withoutRecord"]), (&json!(records), &told), "{seen}");
        }
    })
    .await;
}

/// An archive of more files than are unpacked.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..2_001 {
        archive
            .start_file(format!("{number}.csv"), zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(b"sourcedId\n").unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_deliver_may_not_preview_and_nothing_goes_beyond_bounds() {
    on_both(async |stage: &Stage| {
        let (college, employer) = two_institutions(stage).await;
        let hub = stage.served().await;
        let badges = badges();
        let files = [("badges.json", badges.as_slice())];
        let acme = stage.partner("Acme").await;
        for (bearer, code) in [
            (Some(Bearer::Holder(Uuid::from_u128(1))), "FORBIDDEN"),
            (Some(Bearer::Partner(acme)), "FORBIDDEN"),
            (Some(Bearer::Steward(Uuid::from_u128(1))), "FORBIDDEN"),
            (Some(employer.analyst), "FORBIDDEN"),
            (Some(employer.steward), "FORBIDDEN"),
            (Some(Bearer::Source(Uuid::from_u128(1))), "STANDING_ENDED"),
            (None, "UNAUTHENTICATED"),
        ] {
            let refused = sends(&hub, bearer, &preview(""), &files, None).await;
            assert_eq!(codes(&refused)[0].1, code, "{bearer:?} {refused}");
        }
        let which = sends(&hub, Some(college.integrator), &preview(""), &files, None).await;
        assert_eq!(which["data"]["previewDelivery"]["field"], "source", "{which}");
        let own = Some(employer.integrator);
        for (first, code) in [(", first: 51", "PAGE_TOO_LARGE"), (", first: -1", "BAD_USER_INPUT")] {
            let refused = sends(&hub, own, &preview(first), &files, None).await;
            assert_eq!(codes(&refused)[0].1, code, "{refused}");
        }
        for (files, adapter, field) in [(&files[..], Some("scrolls"), "adapter"), (&[], None, "files")] {
            let not = sends(&hub, own, &preview(""), files, adapter).await;
            assert_eq!(not["data"]["previewDelivery"]["field"], field, "{not}");
        }
        let bomb = bomb();
        let refused = sends(&hub, own, &preview(""), &[("all.zip", &bomb)], Some("oneroster_csv")).await;
        let refused = &refused["data"]["previewDelivery"];
        assert_eq!(
            (&refused["unreadable"]["code"], &refused["records"]),
            (&json!("too_large"), &json!(0)),
            "{refused}"
        );
        let many = (0..300).map(|at| {
            format!("a{at}: previewDelivery(input: {{ files: $files, adapter: $adapter }}, first: 50) {{ __typename }}")
        });
        let many = format!(
            "mutation ($files: [Upload!]!, $adapter: String) {{ {} }}",
            many.collect::<String>()
        );
        let refused = sends(&hub, own, &many, &files, None).await;
        assert!(
            !codes(&refused).is_empty(),
            "three hundred at once cost too much: {refused}"
        );
    })
    .await;
}

/// A file without an end: statements, one after the other.
#[derive(Debug)]
struct Endless;

impl Opens for Endless {
    fn open(&self) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(b"[").chain(Statements(0))))
    }
}

struct Statements(usize);

impl Read for Statements {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        const STATEMENT: &[u8] = br#"{"actor":{"mbox":"mailto:x@example.org"},"verb":{"id":"v"},"object":{"id":"o"}},"#;
        for byte in into.iter_mut() {
            *byte = STATEMENT[self.0 % STATEMENT.len()];
            self.0 += 1;
        }
        Ok(into.len())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_waits_for_any_more_is_read_no_further() {
    on_both(async |stage: &Stage| {
        let source = stage.source("lrs", "lms", &[]).await;
        let bytes = Content::elsewhere(Arc::new(Endless), 1 << 40).unwrap();
        let part = Part {
            name: "all.json".into(),
            bytes,
        };
        let request = PreviewRequest {
            source: source.request(Delivery::default()).source,
            adapter: Some("xapi".into()),
            delivery: Delivery::several("all.json", vec![part]),
            most: 5,
            place: stage.hub.import_room.keep(1).unwrap(),
        };
        let asked = tokio::time::timeout(Duration::from_millis(200), preview_delivery(&stage.hub, request));
        assert!(asked.await.is_err(), "it has no end");
        // The next one has its turn, once the first is read no further.
        assert!(stage.hub.import_room.preview_turn().await.is_some());
    })
    .await;
}
