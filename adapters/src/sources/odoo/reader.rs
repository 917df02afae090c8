//! From answers to records: row by row, each row once.

use super::answer::Answer;
use super::map::{self, department, employee, employee_skill, job, resume};
use super::model::Model;
use super::reference::Reference;
use super::row::Row;
use crate::json::each_file;
use crate::json::repeated::Repeated;
use crate::{Delivery, Record, Reject, Sink, Unreadable};
use passport::record::Place;
use serde_json::value::RawValue;

/// The answers of a delivery, or why there are none.
pub type Answers<'p> = [Result<Answer<'p>, Unreadable>];

/// Reads all answers of a delivery. An answer without rows among others is a reject: the rest goes on.
pub fn read(delivery: &Delivery<'_>, answers: &Answers<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let reference = Reference::of(answers.iter().flatten());
    let repeated = repeated(answers);
    each_file(delivery, answers, sink, |answer, sink| {
        let answer = answer.as_ref().map_err(Clone::clone)?;
        read_answer(answer, &reference, &repeated, sink);
        answer.broken.clone().map_or(Ok(()), Err)
    })
}

/// The row to read, for every record of a delivery: overlapping pages and reads with fewer fields repeat rows.
fn repeated(answers: &Answers<'_>) -> Repeated {
    let mut repeated = Repeated::default();
    each(answers, |model, _, raw| {
        id(raw).iter().for_each(|id| repeated.see(&(model, *id)));
    });
    if !repeated.is_empty() {
        each(answers, |model, at, raw| {
            if let Ok(row) = Row::open(Place::default(), raw) {
                repeated.weigh(&(model, row.id), at, raw.get());
            }
        });
    }
    repeated
}

/// Every row with its model and its number in the delivery.
fn each(answers: &Answers<'_>, mut give: impl FnMut(Model, u64, &RawValue)) {
    let models = answers.iter().flatten();
    for (model, answer) in models.filter_map(|answer| Some((answer.model?, answer))) {
        answer.each(|found| {
            if let Ok(raw) = found.read() {
                give(model, found.number, raw);
            }
        });
    }
}

/// The id of a row, without looking into the rest of it where it need not be.
fn id(raw: &RawValue) -> Option<i64> {
    #[derive(serde::Deserialize)]
    struct Id {
        id: i64,
    }
    let alone = serde_json::from_str(raw.get()).map(|Id { id }| id);
    alone
        .or_else(|_| Row::open(Place::default(), raw).map(|row| row.id))
        .ok()
}

fn read_answer(answer: &Answer<'_>, reference: &Reference, repeated: &Repeated, sink: &mut dyn Sink) {
    let Some(model) = answer.model else { return };
    answer.each(|found| {
        let (place, at) = (found.place(), found.number);
        let read = match found.read() {
            Ok(raw) => Row::open(place, raw),
            Err(faulty) => Err(faulty.reject(place, "row")),
        };
        match read.and_then(|row| Ok((!is_told_elsewhere(repeated, model, at, &row)?).then_some(row))) {
            Ok(Some(row)) => read_row(model, &row, reference)
                .into_iter()
                .for_each(|read| give(read, sink)),
            Ok(None) => {}
            Err(reject) => sink.reject(reject),
        }
    });
}

fn is_told_elsewhere(repeated: &Repeated, model: Model, at: u64, row: &Row) -> Result<bool, Reject> {
    repeated
        .is_told_elsewhere(&(model, row.id), at, row.fields())
        .map_err(|fault| fault.at(row.place.child("id")))
}

/// What one row gives. An employee's job may be unreadable while the person is not.
fn read_row(model: Model, row: &Row, reference: &Reference) -> Vec<Read> {
    match model {
        Model::Employee => match employee::person(row) {
            Ok(person) => {
                let unread = employee::unread(row).map(Err);
                let told = [Ok(Some(person)), employee::employment(row)];
                told.into_iter().chain(unread).collect()
            }
            Err(reject) => vec![Err(reject)],
        },
        Model::EmployeeSkill => vec![employee_skill::record(row, reference)],
        Model::ResumeLine => vec![resume::record(row)],
        Model::Department => vec![department::record(row)],
        Model::Job => vec![job::record(row)],
        Model::Skill | Model::SkillType => vec![map::check_named(row)],
        Model::SkillLevel => vec![map::check_level(row)],
        Model::NotCarried => Vec::new(),
    }
}

type Read = Result<Option<Record>, Reject>;

fn give(read: Read, sink: &mut dyn Sink) {
    match read {
        Ok(record) => record.into_iter().for_each(|record| sink.record(record)),
        Err(reject) => sink.reject(reject),
    }
}
