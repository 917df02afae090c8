//! Canvas's objects to records, one file per kind.

mod enrollment;
mod outcome;
mod submission;
mod user;

use super::answer::{Answer, File};
use super::kind::Kind;
use super::reference::Reference;
use super::wire::{ENROLLMENT, GROUP, RESULT, ROLLUP, SUBMISSION, USER};
use crate::elements::lists::Found;
use crate::fullest::Fullest;
use crate::once::Once;
use crate::row::{Row, Untold};
use passport::record::{Level, Place, Record, Reject, Scale, Sink, Subject};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// What every object is read with.
pub struct Reading<'r> {
    reference: &'r Reference,
    answer: &'r Answer,
    seen: &'r mut Once,
    sink: &'r mut dyn Sink,
}

/// Kinds of objects that say something of somebody.
const SAYING: &[Kind] = &[
    Kind::Enrollment,
    Kind::Submission,
    Kind::SubmissionGroup,
    Kind::Result,
    Kind::Rollup,
];
/// Kinds in which people stand.
const WITH_PEOPLE: &[Kind] = &[Kind::User, Kind::Enrollment, Kind::Submission];

/// Reads all answers of a delivery: what others refer to, then the people, then what is said of them.
pub fn read(files: &[&File<'_>], sink: &mut dyn Sink) {
    let (mut reference, mut people) = (Reference::default(), Fullest::of(USER));
    each(files, Kind::ALL, |answer, found| match found.read() {
        Ok(raw) => {
            reference.gather(answer.kind, raw, found.place(), sink);
            let person = person(answer.kind, raw, found.place(), sink);
            person.iter().for_each(|row| people.meet(row, found.number, sink));
        }
        Err(faulty) => sink.reject(faulty.reject(found.place(), "object")),
    });
    if !people.is_empty() {
        each(files, WITH_PEOPLE, |answer, found| {
            tell_person(answer, &found, &people, sink);
        });
    }
    let mut seen = Once::default();
    each(files, SAYING, |answer, found| {
        let mut reading = Reading {
            reference: &reference,
            answer,
            seen: &mut seen,
            sink,
        };
        if let Ok(raw) = found.read() {
            reading.object(answer.kind, raw, found.place());
        }
    });
}

fn each(files: &[&File<'_>], kinds: &[Kind], mut give: impl FnMut(&Answer, Found<'_>)) {
    files.iter().for_each(|file| file.each(kinds, &mut give));
}

/// Somebody, listed or standing in an enrolment or a submission. What is no row is told as what it is.
fn person(kind: Kind, raw: &RawValue, place: Place, sink: &mut dyn Sink) -> Option<Row> {
    match kind {
        Kind::User => Row::open(raw, place, USER).map_err(|reject| sink.reject(reject)).ok(),
        Kind::Enrollment | Kind::Submission => {
            let row = Row::open(raw, place, &["user", "type"]).ok()?;
            let is_student = row.get("type").is_none_or(|kind| kind == enrollment::STUDENT);
            is_student.then(|| row.within("user", USER, sink))?
        }
        _ => None,
    }
}

/// The person, where it is this row that tells of them. What is wrong with others was told when they were met.
fn tell_person(answer: &Answer, found: &Found<'_>, people: &Fullest, sink: &mut dyn Sink) {
    let raw = found.read().ok();
    let row = raw.and_then(|raw| person(answer.kind, raw, found.place(), &mut Untold));
    let id = row.as_ref().and_then(|row| row.need_id("id").ok());
    if let (Some(row), Some(id)) = (row, id)
        && people.is_told_by(&id, found.number)
    {
        let person = user::record(&id, &row, sink);
        sink.record(person);
    }
}

impl Reading<'_> {
    fn object(&mut self, kind: Kind, raw: &RawValue, place: Place) {
        let read = match kind {
            Kind::Enrollment => Row::open(raw, place, ENROLLMENT).and_then(|row| enrollment::record(&row, self)),
            Kind::Submission => Row::open(raw, place, SUBMISSION).and_then(|row| submission::record(&row, self)),
            Kind::Result => Row::open(raw, place, RESULT).and_then(|row| outcome::result(&row, self)),
            Kind::Rollup => Row::open(raw, place, ROLLUP).and_then(|row| outcome::rollup(&row, self).map(|()| None)),
            Kind::SubmissionGroup => self.group(raw, place).map(|()| None),
            _ => Ok(None),
        };
        match read {
            Ok(record) => record.into_iter().for_each(|record| self.give(record)),
            Err(reject) => self.sink.reject(reject),
        }
    }

    fn give(&mut self, record: Record) {
        self.seen.give(record, self.sink);
    }

    /// The submissions of one student.
    fn group(&mut self, raw: &RawValue, place: Place) -> Result<(), Reject> {
        #[derive(Deserialize)]
        struct Group<'a> {
            #[serde(borrow)]
            submissions: Vec<&'a RawValue>,
        }
        let row = Row::open(raw, place.clone(), GROUP)?;
        row.need_id("user_id")?;
        let Ok(group) = serde_json::from_str::<Group<'_>>(raw.get()) else {
            return Err(row.fault("submissions", "wrong_type", "must be an array"));
        };
        let place = place.child("submissions");
        for (at, submission) in group.submissions.into_iter().enumerate() {
            self.object(Kind::Submission, submission, place.child(at));
        }
        Ok(())
    }
}

/// A user by their id alone; what else is known stands in their own record.
fn subject(id: &str) -> Subject {
    Subject {
        key: id.to_owned(),
        ..Subject::default()
    }
}

fn level(value: String, met_requirement: Option<bool>, scale: Arc<Scale>) -> Level {
    Level {
        value,
        position: None,
        met_requirement,
        scale,
    }
}

/// A scale that is only named.
fn named(key: &str, name: &str, min: Option<f64>, max: Option<f64>) -> Arc<Scale> {
    Arc::new(Scale {
        key: key.to_owned(),
        name: name.to_owned(),
        min,
        max,
        ..Scale::default()
    })
}
