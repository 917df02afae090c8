//! From answers to records: row by row, each row once.

use super::answer::Answer;
use super::map::{self, department, employee, employee_skill, job, resume};
use super::model::Model;
use super::once::Once;
use super::reference::Reference;
use super::row::Row;
use crate::{Record, Reject, Sink, Unreadable};

/// Reads all answers of a delivery. An answer without rows among others is a reject: the rest goes on.
pub fn read(answers: &[Result<Answer<'_>, Unreadable>], sink: &mut dyn Sink) {
    let reference = Reference::of(answers.iter().flatten());
    let once = Once::of(answers.iter().flatten());
    for answer in answers {
        match answer {
            Ok(answer) => read_answer(answer, &reference, &once, sink),
            Err(Unreadable { place, code, reason }) => sink.reject(Reject::new(place.clone(), code, reason.clone())),
        }
    }
}

fn read_answer(answer: &Answer<'_>, reference: &Reference, once: &Once<'_>, sink: &mut dyn Sink) {
    let Some(model) = answer.model else { return };
    for (index, raw) in answer.rows.iter().enumerate() {
        let row = Row::open(answer.place.child(index), raw);
        match row.and_then(|row| Ok((!once.is_told_elsewhere(model, &row, raw)?).then_some(row))) {
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
