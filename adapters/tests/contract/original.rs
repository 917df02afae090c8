//! A record and the source's own words belong together, and what is said of them is true.

#[path = "original/decided.rs"]
mod decided;
#[path = "original/edited.rs"]
mod edited;
#[path = "original/paired.rs"]
mod paired;
#[path = "original/spent.rs"]
mod spent;

use crate::fixtures::{Fixture, each_batch, ensure, fixtures_of};
use adapters::original::{Beside, Comparison, Fate, find};
use adapters::{Batch, read};
use edited::{Other, Spread, edited};
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
                    Fate::Kept => &[Other::Word, Other::Last, Other::Nothing, Other::Digits, Other::Opposite],
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
                        let others =
                            [Other::Word, Other::Last, Other::Nothing, Other::Digits, Other::Opposite].into_iter();
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
