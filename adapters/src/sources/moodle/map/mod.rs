//! Moodle's objects to records, one file per kind.

mod badge;
mod course;
mod grade;
mod rating;
mod user;

use super::answer::Answer;
use super::kind::Kind;
use super::reference::Reference;
use crate::once::Once;
use passport::record::{Place, Record, Reject, Sink, Subject};
use serde_json::value::RawValue;

/// What every object is read with.
pub struct Reading<'r> {
    reference: &'r Reference,
    seen: Once,
    sink: &'r mut dyn Sink,
}

/// Reads all answers of a delivery.
pub fn read(answers: &[Answer<'_>], sink: &mut dyn Sink) {
    let reference = Reference::of(answers);
    let people = user::people(answers, sink);
    for (id, row) in people.all() {
        let person = user::record(id, row, sink);
        person.into_iter().for_each(|person| sink.record(person));
    }
    let mut reading = Reading {
        reference: &reference,
        seen: Once::default(),
        sink,
    };
    course::read(answers, &mut reading);
    for answer in answers {
        for (raw, place) in &answer.rows {
            reading.object(answer, raw, place);
        }
    }
}

impl Reading<'_> {
    fn object(&mut self, answer: &Answer<'_>, raw: &RawValue, place: &Place) {
        let read = match answer.kind {
            Kind::Grades => grade::read(raw, place, self),
            Kind::Badges => badge::read(raw, place, &answer.request, self),
            Kind::Ratings => rating::read(raw, place, self),
            Kind::Summary => rating::summary(raw, place, self),
            Kind::Competencies | Kind::Frameworks | Kind::CourseCompetencies => {
                rating::check(answer.kind, raw, place, self)
            }
            _ => Ok(()),
        };
        if let Err(reject) = read {
            self.sink.reject(reject);
        }
    }

    fn give(&mut self, record: Record) {
        self.seen.give(record, self.sink);
    }

    fn told(&mut self, read: Result<Option<Record>, Reject>) {
        match read {
            Ok(record) => record.into_iter().for_each(|record| self.give(record)),
            Err(reject) => self.sink.reject(reject),
        }
    }
}

/// A user by their id alone; what else is known stands in their own record.
fn subject(id: &str) -> Subject {
    Subject {
        key: id.to_owned(),
        ..Subject::default()
    }
}
