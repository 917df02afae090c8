//! From answers to records: row by row, each row once.

use super::answer::Answer;
use super::map::{self, department, employee, employee_skill, job, resume};
use super::model::Model;
use super::reference::Reference;
use super::row::Row;
use crate::json::fullest::Fullest;
use crate::{Record, Reject, Sink, Unreadable};
use passport::record::Place;
use serde_json::value::RawValue;

/// Reads all answers of a delivery. An answer without rows among others is a reject: the rest goes on.
pub fn read(answers: &[Result<Answer<'_>, Unreadable>], sink: &mut dyn Sink) {
    let reference = Reference::of(answers.iter().flatten());
    let fullest = fullest(answers.iter().flatten());
    for answer in answers {
        match answer {
            Ok(answer) => read_answer(answer, &reference, &fullest, sink),
            Err(Unreadable { place, code, reason }) => sink.reject(Reject::new(place.clone(), code, reason.clone())),
        }
    }
}

/// The row to read, for every record of a delivery: overlapping pages and reads with fewer fields repeat rows.
type Rows<'a> = Fullest<'a, (Model, i64)>;

fn fullest<'a>(answers: impl Iterator<Item = &'a Answer<'a>>) -> Rows<'a> {
    let mut fullest = Fullest::default();
    for (model, answer) in answers.filter_map(|answer| Some((answer.model?, answer))) {
        for raw in &answer.rows {
            if let Ok(row) = Row::open(Place::default(), raw) {
                fullest.see((model, row.id), raw.get());
            }
        }
    }
    fullest
}

fn is_told_elsewhere(fullest: &Rows<'_>, model: Model, row: &Row, raw: &RawValue) -> Result<bool, Reject> {
    fullest
        .tells_elsewhere(&(model, row.id), raw.get(), row.fields())
        .map_err(|fault| fault.at(row.place.child("id")))
}

fn read_answer(answer: &Answer<'_>, reference: &Reference, fullest: &Rows<'_>, sink: &mut dyn Sink) {
    let Some(model) = answer.model else { return };
    for (index, raw) in answer.rows.iter().enumerate() {
        let row = Row::open(answer.place.child(index), raw);
        match row.and_then(|row| Ok((!is_told_elsewhere(fullest, model, &row, raw)?).then_some(row))) {
            Ok(Some(row)) => read_row(model, &row, reference)
                .into_iter()
                .for_each(|read| give(read, sink)),
            Ok(None) => {}
            Err(reject) => sink.reject(reject),
        }
    }
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
