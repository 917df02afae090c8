//! A record and the source's own words belong together, and what is said of them is true.

use crate::fixtures::{Fixture, each_batch, ensure, fixtures_of};
use adapters::original::{Beside, Comparison, Fate, find};
use adapters::{Batch, read};
use passport::record::{Body, Fact, Place, Record};
use serde_json::Value;

/// How many records of a fixture are looked at.
const MOST: usize = 6;

/// Some records of a fixture, from all over it.
fn some(batch: &Batch) -> Vec<Record> {
    let records = batch.records.iter();
    records
        .step_by(batch.records.len().div_ceil(MOST).max(1))
        .cloned()
        .collect()
}

fn compared(fixture: &Fixture, records: Vec<Record>) -> Vec<Beside> {
    let delivery = fixture.delivery();
    let mut comparison = Comparison::of(fixture.adapter, &delivery, records);
    read(fixture.adapter, &delivery, &mut comparison).expect("read before");
    comparison.finish()
}

#[test]
fn a_records_place_leads_to_the_sources_own_words() {
    each_batch("a_records_place_leads_to_the_sources_own_words", |fixture, batch| {
        let places: Vec<Place> = batch.records.iter().map(|record| record.place.clone()).collect();
        let found = find(&fixture.delivery(), &places);
        let lost = places.iter().zip(found).find(|(_, words)| words.is_none());
        ensure(lost.is_none(), || {
            format!("nothing stands at {}", lost.map(|(place, _)| place).unwrap())
        })
    });
}

#[test]
fn words_in_an_archive_beside_other_files_are_found() {
    let adapter = adapters::by_key("oneroster_csv").unwrap();
    let fixtures = fixtures_of(adapter);
    let packed = fixtures
        .iter()
        .find(|fixture| fixture.name == "good_packed.zip")
        .unwrap();
    let users = "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n";
    let part = |name: &'static str, bytes: &[u8]| adapters::Part {
        name: name.into(),
        bytes: bytes.to_vec().into(),
    };
    let parts = vec![part("set.zip", &packed.parts[0].1), part("more.csv", users.as_bytes())];
    let delivery = adapters::Delivery::several("all", parts);
    let records = adapters::read_all(adapter, &delivery).unwrap().records;
    let places: Vec<Place> = records.into_iter().map(|record| record.place).collect();
    assert!(
        places.iter().any(|place| place.to_string().starts_with("set.zip/")),
        "{places:?}"
    );
    assert!(find(&delivery, &places).iter().all(Option::is_some), "{places:?}");
}

#[test]
fn what_is_said_to_decide_nothing_decides_nothing() {
    each_batch("what_is_said_to_decide_nothing_decides_nothing", |fixture, batch| {
        // A file with faults is not the same when it is written anew.
        if !fixture.is_good() {
            return Ok(());
        }
        for beside in compared(fixture, some(batch)) {
            let place = &beside.record.place;
            let found = find(&fixture.delivery(), std::slice::from_ref(place))
                .remove(0)
                .unwrap();
            for word in beside.words.unwrap() {
                let spread = match word.fate {
                    Fate::LeftOut(_) => Spread::Everywhere,
                    Fate::Kept => Spread::Here,
                    _ => continue,
                };
                let leaf = found.leaves.iter().find(|leaf| leaf.path == word.path).unwrap();
                let others: &[Other] = match word.fate {
                    Fate::Kept => &[Other::Word, Other::Last, Other::Nothing, Other::Digits],
                    _ => &[Other::Word],
                };
                for other in others {
                    let Some(parts) = edited(fixture, place, (&leaf.pointer, &word.path), (*other, spread)) else {
                        continue;
                    };
                    let again = adapters::read_all(fixture.adapter, &fixture.delivery_of(&parts));
                    let again = again.map_err(|fault| format!("{place} {}: {fault}", word.path))?;
                    ensure(is_as_before(&word.fate, batch, &again), || {
                        format!(
                            "{place}: `{}` decides something, and is {}",
                            word.path,
                            word.fate.as_str()
                        )
                    })?;
                }
            }
        }
        Ok(())
    });
}

/// Whether a delivery in which a word of this fate is another becomes what it became.
fn is_as_before(fate: &Fate, before: &Batch, again: &Batch) -> bool {
    let (old, new) = (told(before), told(again));
    let holds = |(one, by): (&[Value], &[Value])| one.iter().all(|record| by.contains(record));
    match fate {
        // What is kept was tried where it stands. A row that stood twice may be told twice now.
        Fate::Kept => before.rejects == again.rejects && holds((&old, &new)) && holds((&new, &old)),
        // A word that may not stand there says nothing of those that may. A row that stood twice is no longer the same as
        // the other, and adds one.
        _ => again.rejects.len() > before.rejects.len() || holds((&old, &new)),
    }
}

/// Words that another field says too, so that the fact stands without either: adapter and field.
const SAID_TWICE: &[(&str, &str)] = &[("odoo", "skill_type_id[1]")];

#[test]
fn what_stands_beside_a_fact_is_what_the_fact_is_made_of() {
    each_batch(
        "what_stands_beside_a_fact_is_what_the_fact_is_made_of",
        |fixture, batch| {
            if !fixture.is_good() {
                return Ok(());
            }
            for beside in compared(fixture, some(batch)) {
                let place = &beside.record.place;
                let found = find(&fixture.delivery(), std::slice::from_ref(place))
                    .remove(0)
                    .unwrap();
                for word in beside.words.iter().flatten() {
                    let (facts, Some(leaf)) = (
                        word.fate.facts(),
                        found.leaves.iter().find(|leaf| leaf.path == word.path),
                    ) else {
                        continue;
                    };
                    let times = |facts: &[Fact], fact: &Fact| facts.iter().filter(|other| *other == fact).count();
                    let stands = |fact: &Fact, to, spread| {
                        let parts = edited(fixture, place, (&leaf.pointer, &word.path), (to, spread))?;
                        let again =
                            adapters::read_all(fixture.adapter, &fixture.delivery_of(&parts)).unwrap_or_default();
                        let mut same = again.records.iter().filter(|record| {
                            (record.stream, &record.place) == (beside.record.stream, place)
                                && record.body.kind() == beside.record.body.kind()
                        });
                        Some(same.any(|record| times(&record.facts(), fact) >= times(&beside.facts, fact)))
                    };
                    if SAID_TWICE.contains(&(fixture.adapter.profile().key, &*word.path)) {
                        continue;
                    }
                    for fact in facts.iter().map(|at| &beside.facts[*at]) {
                        let others = [Other::Word, Other::Last, Other::Nothing, Other::Digits].into_iter();
                        let mut others = others.flat_map(|to| [(to, Spread::Here), (to, Spread::Everywhere)]);
                        let stands = others.all(|(to, spread)| stands(fact, to, spread) == Some(true));
                        ensure(!stands, || {
                            format!("{place}: `{}` is not what {fact:?} is made of", word.path)
                        })?;
                    }
                }
            }
            Ok(())
        },
    );
}

/// Adapter, fixture, place and kind of a record; a word of its source, and what became of it: the fact and what it says, or
/// its fate.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("canvas", "good_folder", "enrollments.json: /0", "learning", "completed_at", "when: 2025-01-10 to 2025-06-21 (day)"),
    ("canvas", "good_folder", "enrollments.json: /0", "learning", "grades.final_grade", "result: A on “Letters”"),
    ("canvas", "good_folder", "enrollments.json: /0", "learning", "grades.current_score", "kept"),
    ("canvas", "good_folder", "users.json: /0", "person", "pronouns", "left out: sensitive, or other people; no part of a passport"),
    ("canvas", "good_folder", "users.json: /0", "person", "sortable_name", "unclear"),
    ("clr", "good_transcript_jwt.jwt", "good_transcript_jwt.jwt: /vc", "credential", "name", "title: Transcript"),
    ("etpl", "good_state_list.csv", "good_state_list.csv: row 2", "organization", "Program Name", "elsewhere: opportunity"),
    ("etpl", "good_state_list.csv", "good_state_list.csv: row 2", "opportunity", "Approval Date", "open: 2025-07-01 to 2027-06-30 (day)"),
    ("horilla", "good_folder", "employee_2.json", "person", "gender", "left out: nobody's but the holder's; they are not even read"),
    ("horilla", "good_folder", "employee_2.json", "person", "emergency_contact", "left out"),
    ("json_resume", "good_resume.json", "good_resume.json: /basics", "person", "location.city", "left out: an address and a face are nobody's but the holder's"),
    ("json_resume", "good_resume.json", "good_resume.json: /work/0", "experience", "endDate", "when: 2015-02-01 (day) to 2020-11 (month)"),
    ("ler_rs", "good_plain_resume.json", "good_plain_resume.json: /skills/1", "skill", "proficiencyLevel.scoresNumeric[0].value", "level: 3 on “Scaled”, at 0.5 of 1"),
    ("ler_rs", "good_plain_resume.json", "good_plain_resume.json: /skills/1", "skill", "proficiencyLevel.scoresNumeric[0].maximum", "level: 3 on “Scaled”, at 0.5 of 1"),
    ("moodle", "good_folder", "enrolled-crane.json: /0", "person", "city", "left out: no part of a passport, or sensitive"),
    ("odoo", "good_jsonrpc_folder", "employee_skills.json: /result/0", "skill", "skill_level_id[1]", "level: Master on “Metal”, at 1 of 1"),
    ("oneroster_csv", "good_gradebook_1_2", "results.csv: row 2", "learning", "score", "result: 17.50 on “Score 0 to 20”"),
    ("oneroster_csv", "good_gradebook_1_2", "results.csv: row 2", "learning", "comment", "left out: free text of teachers"),
    ("open_badges", "good_ob3_rubric.json", "good_ob3_rubric.json", "credential", "credentialSubject.achievement.name", "title: Python for Data Work"),
    ("open_badges", "good_ob3_rubric.json", "good_ob3_rubric.json", "credential", "credentialSubject.achievement.criteria.narrative", "kept"),
    ("pirl", "good_titles.csv", "good_titles.csv: row 2", "programme", "900 Date of Program Entry (WIOA)", "when: 2024-01-05 to 2024-09-30 (day)"),
    ("pirl", "good_titles.csv", "good_titles.csv: row 2", "programme", "200 Date of Birth (WIOA)", "left out: demographics, disability, education and employment at entry: sensitive"),
    ("scim", "good_users.json", "good_users.json: /Resources/0", "person", "emails[0].value", "known by: Nia.Park@Example.org (email)"),
    ("scim", "good_users.json", "good_users.json: /Resources/0", "person", "password", "left out: nobody's but the holder's; they are not even read"),
    ("xapi", "good_statements.json", "good_statements.json: /0", "learning", "object.definition.type", "unclear"),
    ("xapi", "good_statements.json", "good_statements.json: /0", "learning", "actor.objectType", "decides record"),
];

#[test]
fn each_word_of_a_source_has_the_fate_that_it_has() {
    let mut wrong = vec![];
    for (adapter, name, place, kind, path, expected) in CASES {
        let fixtures = fixtures_of(adapters::by_key(adapter).unwrap());
        let fixture = fixtures.into_iter().find(|fixture| fixture.name == *name).unwrap();
        let is_it = |record: &Record| record.body.kind() == *kind && record.place.to_string() == *place;
        let mut records = fixture.read().unwrap().records;
        records.retain(is_it);
        records.truncate(1);
        let all = compared(&fixture, records);
        let beside = all.first().unwrap_or_else(|| panic!("{name}: no {kind} at {place}"));
        let word = beside.words.iter().flatten().find(|word| word.path == *path);
        let found = match &word.unwrap_or_else(|| panic!("{name}: no {path} at {place}")).fate {
            Fate::Carried(facts) if !facts.is_empty() => {
                let facts = facts.iter().map(|at| &beside.facts[*at]);
                let facts = facts.map(|fact| format!("{}: {}", fact.label, fact.value));
                facts.collect::<Vec<_>>().join("; ")
            }
            Fate::Decides(facts) => {
                let labels: Vec<_> = facts.iter().map(|at| beside.facts[*at].label).collect();
                format!("decides {}", labels.join(", "))
            }
            Fate::Elsewhere(kind) => format!("elsewhere: {kind}"),
            Fate::LeftOut(Some(reason)) => format!("left out: {reason}"),
            fate => fate.as_str().replace('_', " "),
        };
        if found != *expected {
            wrong.push(format!("{name} {place}: {path} is {found}, and not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first record at a place, beside its words.
fn first(adapter: &str, files: &[(&str, &str)], place: &str) -> Beside {
    let adapter = adapters::by_key(adapter).unwrap();
    let part = |(name, text): &(&str, &str)| adapters::Part {
        name: name.to_string().into(),
        bytes: text.as_bytes().to_vec().into(),
    };
    let delivery = adapters::Delivery::several("all", files.iter().map(part).collect());
    let batch = adapters::read_all(adapter, &delivery).unwrap();
    let records = batch
        .records
        .into_iter()
        .filter(|record| record.place.to_string() == place);
    let mut comparison = Comparison::of(adapter, &delivery, records.take(1).collect());
    read(adapter, &delivery, &mut comparison).unwrap();
    comparison.finish().remove(0)
}

/// What the words of the first record become: its way, and the label of the fact that says it.
fn paired(adapter: &str, files: &[(&str, &str)], place: &str) -> Vec<(String, Option<&'static str>)> {
    let beside = first(adapter, files, place);
    let label = |fate: &Fate| match fate {
        Fate::Carried(facts) => facts.first().map(|at| beside.facts[*at].label),
        _ => None,
    };
    let words = beside.words.as_ref().unwrap();
    words
        .iter()
        .map(|word| (word.path.clone(), label(&word.fate)))
        .collect()
}

#[test]
fn words_that_are_the_same_by_chance_are_told_apart() {
    let users = "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n";
    let resume = r#"{"basics":{"name":"Nia Park","label":"Nia Park"},
        "work":[{"name":"2021","position":"Nurse","summary":"Nurse","startDate":"2021"}]}"#;
    let pirl = "100,900,901,903,904,1300\nAB1,20230101,20230601,1,0,1\n";
    for (adapter, file, text, place, expected) in [
        (
            "oneroster_csv",
            "users.csv",
            users,
            "users.csv: row 2",
            vec![
                ("username", Some("known by")),
                ("givenName", Some("given name")),
                ("familyName", Some("family name")),
            ],
        ),
        (
            "json_resume",
            "r.json",
            resume,
            "r.json: /work/0",
            vec![
                ("name", Some("where")),
                ("position", Some("title")),
                ("summary", Some("in words")),
                ("startDate", Some("when")),
            ],
        ),
        (
            "pirl",
            "p.csv",
            pirl,
            "p.csv: row 2",
            vec![
                ("900", Some("when")),
                ("901", Some("when")),
                ("903", Some("title")),
                ("904", None),
            ],
        ),
    ] {
        let words = paired(adapter, &[(file, text)], place);
        for (path, label) in expected {
            let found = words.iter().find(|(way, _)| way == path);
            assert_eq!(found, Some(&(path.to_owned(), label)), "{adapter}: {words:?}");
        }
    }
}

/// Adapter, file, text, place; each word and what became of it: the facts beside which it stands, or that it decides.
type Told<'t> = (&'t str, &'t [(&'t str, &'t str)], &'t str, &'t [(&'t str, &'t str)]);

const ENROLMENT: &[(&str, &str)] = &[
    (
        "users.csv",
        "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n",
    ),
    ("orgs.csv", "sourcedId,name,type\no-1,Riverside,school\n"),
    (
        "courses.csv",
        "sourcedId,title,courseCode,orgSourcedId\nc-1,Welding,W1,o-1\nc-2,Baking,B1,o-1\n",
    ),
    (
        "classes.csv",
        "sourcedId,title,courseSourcedId,classType,schoolSourcedId\nk-1,Welding,c-1,scheduled,o-1\nk-2,Baking,c-2,scheduled,o-1\n",
    ),
    (
        "enrollments.csv",
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate\n1,k-1,o-1,u-1,student,2025-01-10\n2,k-2,o-1,u-1,student,2025-01-11\n3,k-2,o-1,u-2,teacher,2025-01-11\n",
    ),
];
const STATEMENT: &[(&str, &str)] = &[(
    "s.json",
    r#"{"id": "00000000-0000-4000-8000-000000000001",
    "actor": {"objectType": "Agent", "name": "Nia Park", "mbox": "mailto:nia@example.org"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
    "object": {"id": "https://lms.example.org/welding-1", "definition": {"name": {"en": "Welding I"}, "type": "http://adlnet.gov/expapi/activities/course"}},
    "result": {"success": true, "score": {"scaled": 0.95}}, "timestamp": "2025-03-14T10:00:00Z", "version": "1.0.3"}"#,
)];
const TRAINED: &[(&str, &str)] = &[(
    "p.csv",
    "100,900,901,903,1300,1301,1302,1303,1306,1307,1309,1310,1311,1312\n\
    AB1,20230101,20230601,1,1,Coast College,20230110,06,51412100,1,20230210,06,51412100,1\n",
)];
const BADGE: &[(&str, &str)] = &[(
    "b.json",
    r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": {"id": "https://example.org/i", "type": ["Profile"], "name": "Coast College"},
    "validFrom": "2025-01-10T00:00:00Z", "credentialSubject": {"type": ["AchievementSubject"], "id": "mailto:nia@example.org", "achievement": {
        "id": "https://example.org/a", "type": ["Achievement"], "name": "Welding", "description": "Welds", "criteria": {"narrative": "Weld."},
        "alignment": [{"type": ["Alignment"], "targetName": "weld", "targetUrl": "https://example.org/weld", "targetType": "CFItem"},
            {"type": ["Alignment"], "targetName": "cut", "targetUrl": "https://example.org/cut", "targetType": "CFItem"}]}}}"#,
)];

#[rustfmt::skip]
const DECISIONS: &[Told<'static>] = &[
    ("oneroster_csv", ENROLMENT, "enrollments.csv: row 2", &[
        ("classSourcedId", "decides title, code"),
        ("role", "decides record"),
        ("beginDate", "beside when"),
    ]),
    ("xapi", STATEMENT, "s.json", &[
        ("result.success", "decides status, result"),
        ("result.score.scaled", "beside result"),
        ("object.definition.type", "unclear"),
        ("verb.display.en", "kept"),
    ]),
    ("pirl", TRAINED, "p.csv: row 2", &[
        ("1306", "beside trained for"),
        ("1311", "beside trained for"),
        ("1302", "beside service when"),
    ]),
    ("open_badges", BADGE, "b.json", &[
        ("credentialSubject.type[0]", "decides record"),
        ("credentialSubject.achievement.alignment[0].targetType", "unclear"),
        ("credentialSubject.achievement.alignment[0].type[0]", "decides record"),
        ("credentialSubject.achievement.alignment[1].targetName", "beside skill"),
        ("credentialSubject.achievement.criteria.narrative", "kept"),
        ("validFrom", "beside issued, stated as, stated as"),
    ]),
];

#[test]
fn a_word_on_which_much_hangs_is_said_to_decide_it() {
    let mut wrong = vec![];
    for (adapter, files, place, expected) in DECISIONS {
        let beside = first(adapter, files, place);
        for (path, expected) in *expected {
            let word = beside.words.iter().flatten().find(|word| word.path == *path);
            let word = word.unwrap_or_else(|| panic!("{adapter}: no {path}"));
            let labels: Vec<_> = word.fate.facts().iter().map(|at| beside.facts[*at].label).collect();
            let found = match &word.fate {
                Fate::Carried(_) => format!("beside {}", labels.join(", ")),
                Fate::Decides(_) => format!("decides {}", labels.join(", ")),
                fate => fate.as_str().replace('_', " "),
            };
            if found != *expected {
                wrong.push(format!("{adapter}: {path} is {found}, and not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_told_of_by_other_files_is_paired_with_them_there() {
    let users = "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n";
    let orgs = "sourcedId,name,type\no-1,Riverside,school\n";
    let courses = "sourcedId,title,courseCode,orgSourcedId\nc-1,Welding I,1,o-1\n";
    let classes = "sourcedId,title,courseSourcedId,classType,schoolSourcedId\nk-1,Welding I,c-1,scheduled,o-1\n";
    let enrollments =
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate\n1,k-1,o-1,u-1,student,2025-01-10\n";
    let files = [
        ("users.csv", users),
        ("orgs.csv", orgs),
        ("courses.csv", courses),
        ("classes.csv", classes),
        ("enrollments.csv", enrollments),
    ];
    let words = paired("oneroster_csv", &files, "enrollments.csv: row 2");
    for (path, label) in [("beginDate", Some("when")), ("sourcedId", None)] {
        let found = words.iter().find(|(way, _)| way == path);
        assert_eq!(found, Some(&(path.to_owned(), label)), "{words:?}");
    }
}

/// What the records say, without what is kept as received, and without keys that were made of what tells them apart.
fn told(batch: &Batch) -> Vec<Value> {
    let records = batch.records.iter().map(|record| {
        let mut record = record.clone();
        record.payload = Value::Null;
        // Written anew, a table has no blank lines, and its rows other numbers.
        record.place = Place::default();
        if record.key.starts_with("sha256:") {
            record.key.clear();
        }
        match &mut record.body {
            Body::Credential(credential) => credential.signed = None,
            Body::Endorsement(endorsement) => endorsement.signed = None,
            _ => {}
        }
        serde_json::to_value(&record).unwrap()
    });
    records.collect()
}

/// Where a word is changed.
#[derive(Clone, Copy, PartialEq)]
enum Spread {
    /// Where it stands.
    Here,
    /// Wherever files say it in the same field.
    Everywhere,
}

/// The fixture's files with a word changed; none where it stands in a token, a picture or an archive.
fn edited(
    fixture: &Fixture,
    place: &Place,
    (pointer, header): (&str, &str),
    (to, spread): (Other, Spread),
) -> Option<Vec<(String, Vec<u8>)>> {
    let mut parts = fixture.parts.clone();
    let file = place.file.as_deref().unwrap_or_default();
    let (_, bytes) = parts.iter().find(|(name, _)| name == file)?;
    if let Some(row) = place.row {
        let text = cell(bytes, row, header)?;
        let only = (spread == Spread::Here).then_some(row);
        for (name, bytes) in &mut parts {
            if spread == Spread::Everywhere || name == file {
                *bytes = in_table(bytes, (header, &text), (to, only))?;
            }
        }
        return Some(parts);
    }
    let pointer = format!("{}{pointer}", place.pointer.as_deref()?);
    let value = document(bytes)?.pointer(&pointer)?.clone();
    for (name, bytes) in &mut parts {
        let Some(mut document) = document(bytes) else { continue };
        if spread == Spread::Everywhere {
            change(&mut document, (&[], &field(&pointer)), (&value, to));
        } else if name == file {
            *document.pointer_mut(&pointer)? = other_value(&value, to);
        }
        *bytes = written(&document, bytes);
    }
    Some(parts)
}

fn document(bytes: &[u8]) -> Option<Value> {
    let text = adapters::text::utf8(bytes)?;
    let lines = || text.lines().map(serde_json::from_str).collect::<Result<_, _>>();
    serde_json::from_str(text)
        .ok()
        .or_else(|| Some(Value::Array(lines().ok()?)))
}

fn written(document: &Value, as_it_was: &[u8]) -> Vec<u8> {
    match (serde_json::from_slice::<Value>(as_it_was), document) {
        (Err(_), Value::Array(lines)) => lines.iter().map(|line| format!("{line}\n")).collect::<String>().into(),
        _ => document.to_string().into_bytes(),
    }
}

/// The steps to a word from the last named one.
fn field(pointer: &str) -> Vec<String> {
    let steps: Vec<&str> = pointer.split('/').collect();
    let is_number = |step: &str| step.bytes().all(|byte| byte.is_ascii_digit());
    let named = steps.iter().rposition(|step| !is_number(step)).unwrap_or_default();
    let steps = steps.iter().skip(named);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// Changes each value that is the same and stands in the same field.
fn change(at: &mut Value, (way, field): (&[String], &[String]), (from, to): (&Value, Other)) {
    let further = |step: String| [way, &[step]].concat();
    match at {
        Value::Object(fields) => {
            let fields = fields.iter_mut();
            fields.for_each(|(key, value)| change(value, (&further(key.clone()), field), (from, to)));
        }
        Value::Array(items) => {
            let items = items.iter_mut().enumerate();
            items.for_each(|(key, value)| change(value, (&further(key.to_string()), field), (from, to)));
        }
        word if *word == *from && (way.ends_with(field) || field == [""]) => *word = other_value(word, to),
        _ => {}
    }
}

fn reader(bytes: &[u8]) -> Option<(u8, Vec<csv::StringRecord>)> {
    let text = adapters::text::decode(bytes);
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| text.lines().next().map(|line| line.matches(*sign).count()));
    let delimiter = u8::try_from(delimiter?).ok()?;
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(delimiter);
    let rows = reader.from_reader(text.as_bytes()).records().collect::<Result<_, _>>();
    Some((delimiter, rows.ok()?))
}

fn column(rows: &[csv::StringRecord], header: &str) -> Option<usize> {
    rows.first()?.iter().position(|name| name.trim() == header)
}

fn cell(bytes: &[u8], row: u64, header: &str) -> Option<String> {
    let (_, rows) = reader(bytes)?;
    let row = rows.get(usize::try_from(row).ok()?.checked_sub(1)?)?;
    Some(row.get(column(&rows, header)?)?.to_owned())
}

/// The table with each cell of the column changed that says this, or only that of a row.
fn in_table(bytes: &[u8], (header, text): (&str, &str), (to, only): (Other, Option<u64>)) -> Option<Vec<u8>> {
    let (delimiter, rows) = reader(bytes)?;
    let Some(column) = column(&rows, header) else {
        return Some(bytes.to_vec());
    };
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer.flexible(true).delimiter(delimiter).from_writer(Vec::new());
    for (number, cells) in rows.iter().enumerate() {
        let cells = cells.iter().enumerate().map(|(at, cell)| {
            match number > 0 && at == column && cell == text && only.is_none_or(|only| only == number as u64 + 1) {
                true => other(cell, to),
                false => cell.to_owned(),
            }
        });
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

/// What a word is changed to.
#[derive(Clone, Copy)]
enum Other {
    /// Another of the same form.
    Word,
    /// The same but for its last letter or digit.
    Last,
    /// None.
    Nothing,
    /// A day of another century, another code.
    Digits,
}

fn other_value(value: &Value, to: Other) -> Value {
    match (value, to) {
        (Value::String(text), to) => Value::String(other(text, to)),
        (Value::Bool(yes), _) => Value::Bool(!yes),
        (Value::Number(number), Other::Word) => Value::from(number.as_f64().unwrap_or_default() + 1.0),
        (Value::Number(_), _) => Value::from(0),
        (same, _) => same.clone(),
    }
}

/// Another text of the same form, or none.
fn other(text: &str, to: Other) -> String {
    let next = |sign: char| match sign {
        'a'..='y' | 'A'..='Y' | '0'..='8' => char::from_u32(sign as u32 + 1).unwrap(),
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        sign if sign.is_alphabetic() => 'é',
        same => same,
    };
    match to {
        Other::Word => text.chars().map(next).collect(),
        Other::Last => {
            let last = text.char_indices().rfind(|(_, sign)| sign.is_alphanumeric());
            let changed =
                last.map(|(at, sign)| format!("{}{}{}", &text[..at], next(sign), &text[at + sign.len_utf8()..]));
            changed.unwrap_or_default()
        }
        Other::Nothing => String::new(),
        Other::Digits if text.len() == 1 => text.replace('1', "0"),
        Other::Digits => text.replace("20", "19"),
    }
}
