//! Moodle's objects to records, one file per kind.

mod badge;
mod course;
mod grade;
mod rating;
mod user;

use super::answer::Answer;
use super::kind::Kind;
use super::reference::Reference;
use super::wire::USER;
use crate::fullest::Fullest;
use crate::once::Once;
use passport::record::{Place, Record, Reject, Sink, Subject};
use serde_json::value::RawValue;

/// What every object is read with.
pub struct Reading<'r> {
    reference: &'r Reference,
    seen: Once,
    sink: &'r mut dyn Sink,
}

/// Kinds of answers whose objects are read one by one.
const ALONE: &[Kind] = &[
    Kind::Grades,
    Kind::Badges,
    Kind::Ratings,
    Kind::Summary,
    Kind::Competencies,
    Kind::Frameworks,
    Kind::CourseCompetencies,
];

/// Reads all answers of a delivery: what others refer to, then the people, then what is said of them.
pub fn read(answers: &[&Answer<'_>], sink: &mut dyn Sink) {
    let (mut reference, mut people) = (Reference::default(), Fullest::of(USER));
    let names_people = answers.iter().any(|answer| answer.kind == Kind::Badges);
    for answer in answers {
        answer.each(|found| match found.read() {
            Ok(raw) => {
                reference.take(answer, raw, names_people);
                let person = user::person(answer.kind, raw, found.place(), sink);
                person.iter().for_each(|row| people.meet(row, found.number, sink));
            }
            Err(faulty) => sink.reject(faulty.reject(found.place(), "object")),
        });
    }
    for answer in answers.iter().filter(|answer| user::KINDS.contains(&answer.kind)) {
        answer.each(|found| user::tell(answer.kind, &found, &people, sink));
    }
    let mut reading = Reading {
        reference: &reference,
        seen: Once::default(),
        sink,
    };
    course::read(answers, &mut reading);
    each(answers, ALONE, |answer, raw, place| reading.object(answer, raw, &place));
}

/// Every object of these kinds that can be read.
fn each(answers: &[&Answer<'_>], kinds: &[Kind], mut give: impl FnMut(&Answer<'_>, &RawValue, Place)) {
    for answer in answers.iter().filter(|answer| kinds.contains(&answer.kind)) {
        answer.each(|found| {
            if let Ok(raw) = found.read() {
                give(answer, raw, found.place());
            }
        });
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
