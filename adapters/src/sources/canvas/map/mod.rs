//! Canvas's objects to records, one file per kind.

mod enrollment;
mod outcome;
mod submission;
mod user;

use super::answer::Answer;
use super::kind::Kind;
use super::reference::Reference;
use super::wire::{ENROLLMENT, GROUP, RESULT, ROLLUP, SUBMISSION, USER};
use crate::fullest::Fullest;
use crate::once::Once;
use crate::row::Row;
use passport::record::{Level, Record, Reject, Scale, Sink, Subject};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// What every object is read with.
pub struct Reading<'r, 'a> {
    reference: &'r Reference,
    answer: &'r Answer<'a>,
    seen: &'r mut Once,
    sink: &'r mut dyn Sink,
}

/// Reads all answers of a delivery.
pub fn read(answers: &[Answer<'_>], sink: &mut dyn Sink) {
    let reference = Reference::of(answers, sink);
    let people = people(answers, sink);
    for (id, row) in people.all() {
        sink_person(id, row, sink);
    }
    let mut seen = Once::default();
    for answer in answers {
        let mut reading = Reading {
            reference: &reference,
            answer,
            seen: &mut seen,
            sink,
        };
        for (raw, place) in &answer.rows {
            reading.object(answer.kind, raw, place.clone());
        }
    }
}

fn sink_person(id: &str, row: &Row, sink: &mut dyn Sink) {
    let person = user::record(id, row, sink);
    sink.record(person);
}

/// Everybody, listed or standing in an enrolment or a submission.
fn people(answers: &[Answer<'_>], sink: &mut dyn Sink) -> Fullest {
    let mut people = Fullest::of(USER);
    for answer in answers {
        let allowed: &[&str] = match answer.kind {
            Kind::User => USER,
            Kind::Enrollment | Kind::Submission => &["user", "type"],
            _ => continue,
        };
        for (raw, place) in &answer.rows {
            // What is no row is told when it is read as what it is.
            let row = Row::open(raw, place.clone(), allowed);
            let user = match (answer.kind, row) {
                (Kind::User, Ok(row)) => Some(row),
                (Kind::User, Err(reject)) => {
                    sink.reject(reject);
                    None
                }
                (_, Ok(row)) if row.get("type").is_none_or(|kind| kind == enrollment::STUDENT) => {
                    row.within("user", USER, sink)
                }
                _ => None,
            };
            user.into_iter().for_each(|user| people.meet(user, sink));
        }
    }
    people
}

impl Reading<'_, '_> {
    fn object(&mut self, kind: Kind, raw: &RawValue, place: passport::record::Place) {
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
    fn group(&mut self, raw: &RawValue, place: passport::record::Place) -> Result<(), Reject> {
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
