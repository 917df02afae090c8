//! A record and the source's own words belong together, and what is said of them is true.

use crate::fixtures::{Fixture, each_batch, ensure, fixtures_of};
use adapters::original::{Beside, Comparison, Fate, find};
use adapters::{Batch, read};
use passport::record::{Body, Place, Record};
use serde_json::Value;

/// How many records of a fixture are looked at.
const MOST: usize = 60;

fn compared(fixture: &Fixture, batch: &Batch) -> Vec<Beside> {
    let records: Vec<Record> = batch.records.iter().take(MOST).cloned().collect();
    let delivery = fixture.delivery();
    let mut comparison = Comparison::of(fixture.adapter.profile(), &delivery, records);
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
fn what_is_said_to_be_left_out_decides_nothing() {
    each_batch("what_is_said_to_be_left_out_decides_nothing", |fixture, batch| {
        // A file with faults is not the same when it is written anew.
        if !fixture.is_good() {
            return Ok(());
        }
        for beside in compared(fixture, batch) {
            let place = &beside.record.place;
            let found = find(&fixture.delivery(), std::slice::from_ref(place))
                .remove(0)
                .unwrap();
            let words = beside.words.unwrap();
            for word in words.iter().filter(|word| matches!(word.fate, Fate::LeftOut(_))) {
                let leaf = found.leaves.iter().find(|leaf| leaf.path == word.path).unwrap();
                let Some(parts) = edited(fixture, place, (&leaf.pointer, &word.path)) else {
                    continue;
                };
                let again = adapters::read_all(fixture.adapter, &fixture.delivery_of(&parts));
                let again = again.map_err(|fault| format!("{place} {}: {fault}", word.path))?;
                // A word that may not stand there says nothing of those that may.
                let is_fit = again.rejects.len() <= batch.rejects.len();
                let (before, after) = (told(batch), told(&again));
                // A row that stood twice is no longer the same as the other, and adds one.
                let is_same = before.iter().all(|record| after.contains(record));
                ensure(!is_fit || is_same, || {
                    format!("{place}: `{}` decides something", word.path)
                })?;
            }
        }
        Ok(())
    });
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
    ("ler_rs", "good_plain_resume.json", "good_plain_resume.json: /skills/1", "skill", "proficiencyLevel.scoresNumeric[0].maximum", "carried"),
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
    ("xapi", "good_statements.json", "good_statements.json: /0", "learning", "object.definition.type", "kind: course"),
    ("xapi", "good_statements.json", "good_statements.json: /0", "learning", "actor.objectType", "unclear"),
];

#[test]
fn each_word_of_a_source_has_the_fate_that_it_has() {
    for (adapter, name, place, kind, path, expected) in CASES {
        let fixtures = fixtures_of(adapters::by_key(adapter).unwrap());
        let fixture = fixtures.into_iter().find(|fixture| fixture.name == *name).unwrap();
        let all = compared(&fixture, &fixture.read().unwrap());
        let mut all = all.iter().filter(|beside| beside.record.body.kind() == *kind);
        let beside = all.find(|beside| beside.record.place.to_string() == *place);
        let beside = beside.unwrap_or_else(|| panic!("{name}: no {kind} at {place}"));
        let word = beside.words.iter().flatten().find(|word| word.path == *path);
        let found = match &word.unwrap_or_else(|| panic!("{name}: no {path} at {place}")).fate {
            Fate::Carried(Some(at)) => format!("{}: {}", beside.facts[*at].label, beside.facts[*at].value),
            Fate::Elsewhere(kind) => format!("elsewhere: {kind}"),
            Fate::LeftOut(Some(reason)) => format!("left out: {reason}"),
            fate => fate.as_str().replace('_', " "),
        };
        assert_eq!(found, *expected, "{name} {place}: {path}");
    }
}

/// What the records say, without what is kept as received, and without keys that were made of what tells them apart.
fn told(batch: &Batch) -> Vec<Value> {
    let records = batch.records.iter().map(|record| {
        let mut record = record.clone();
        record.payload = Value::Null;
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

/// The fixture's files with one word changed; none where it stands in a token, a picture or an archive.
fn edited(fixture: &Fixture, place: &Place, (pointer, header): (&str, &str)) -> Option<Vec<(String, Vec<u8>)>> {
    let mut parts = fixture.parts.clone();
    let file = place.file.as_deref().unwrap_or_default();
    let (_, bytes) = parts.iter_mut().find(|(name, _)| name == file)?;
    *bytes = match place.row {
        Some(row) => in_table(bytes, row, header)?,
        None => in_json(bytes, &format!("{}{pointer}", place.pointer.as_deref()?))?,
    };
    Some(parts)
}

fn in_json(bytes: &[u8], pointer: &str) -> Option<Vec<u8>> {
    let text = adapters::text::utf8(bytes)?;
    if let Ok(mut document) = serde_json::from_str::<Value>(text) {
        change(document.pointer_mut(pointer)?);
        return serde_json::to_vec(&document).ok();
    }
    let lines = text
        .lines()
        .map(serde_json::from_str::<Value>)
        .collect::<Result<_, _>>();
    let mut document = Value::Array(lines.ok()?);
    change(document.pointer_mut(pointer)?);
    let lines = document.as_array()?.iter().map(|line| format!("{line}\n"));
    Some(lines.collect::<String>().into_bytes())
}

fn in_table(bytes: &[u8], row: u64, header: &str) -> Option<Vec<u8>> {
    let text = adapters::text::decode(bytes);
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| text.lines().next().map(|line| line.matches(*sign).count()));
    let mut reader = csv::ReaderBuilder::new();
    reader
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter?).ok()?);
    let mut writer = csv::WriterBuilder::new();
    writer.flexible(true).delimiter(u8::try_from(delimiter?).ok()?);
    let mut writer = writer.from_writer(Vec::new());
    let rows: Vec<csv::StringRecord> = reader
        .from_reader(text.as_bytes())
        .records()
        .collect::<Result<_, _>>()
        .ok()?;
    let column = rows.first()?.iter().position(|name| name.trim() == header)?;
    for (number, cells) in (1_u64..).zip(&rows) {
        let cells = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| match (number, at) == (row, column) {
                true => other(cell),
                false => cell.to_owned(),
            });
        writer.write_record(cells).ok()?;
    }
    writer.into_inner().ok()
}

fn change(value: &mut Value) {
    *value = match &*value {
        Value::String(text) => Value::String(other(text)),
        Value::Bool(yes) => Value::Bool(!yes),
        Value::Number(number) => Value::from(number.as_f64().unwrap_or_default() + 1.0),
        same => same.clone(),
    };
}

/// Another text of the same form.
fn other(text: &str) -> String {
    let next = |sign: char| match sign {
        'a'..='y' | 'A'..='Y' | '0'..='8' => char::from_u32(sign as u32 + 1).unwrap(),
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        same => same,
    };
    text.chars().map(next).collect()
}
