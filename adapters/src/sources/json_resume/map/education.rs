//! Studies and their courses. That they are listed does not say how they ended.

use super::{COURSE, EDUCATION};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{Holder, called, shown};
use crate::sources::json_resume::wire::Study;
use passport::record::{Body, Learning, LearningKind, LearningStatus, Level, Period, Record, Scale};
use serde_json::json;
use std::sync::Arc;

const FIELDS: &[&str] = &[
    "institution",
    "url",
    "website",
    "area",
    "studyType",
    "startDate",
    "endDate",
    "score",
    "gpa",
];

/// The study, then its courses.
pub fn records(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    let study = Study::read(cells);
    let Some(title) = study.title.clone() else {
        cells.need_words("institution");
        return Vec::new();
    };
    let (school, from) = (called(study.school.as_ref()), shown(study.period.from));
    let key = holder.key(EDUCATION, &[school, &title, &from]);
    let result = study.score.as_deref().map(score);
    let body = learning(LearningKind::Programme, title, &study, result, study.period);
    let own = holder.record(EDUCATION, key, body, cells.place(), keep(cells.node.value, FIELDS));
    let course = |(at, title): (usize, &String)| {
        let key = holder.key(COURSE, &[school, title]);
        let body = learning(LearningKind::Course, title.clone(), &study, None, Period::default());
        let place = cells.place().child("courses").child(at);
        holder.record(COURSE, key, body, place, json!({ "courses": [title] }))
    };
    let courses = study.courses.iter().enumerate().map(course);
    std::iter::once(own).chain(courses).collect::<Vec<_>>()
}

fn learning(kind: LearningKind, title: String, study: &Study, result: Option<Level>, period: Period) -> Body {
    Body::Learning(Box::new(Learning {
        kind,
        title,
        code: None,
        provider: study.school.clone(),
        status: LearningStatus::Unknown,
        result,
        credits: None,
        outcomes: Vec::new(),
        period,
        untold: None,
    }))
}

/// The schema says only that it is a score (`3.67/4.0`).
fn score(value: &str) -> Level {
    Level {
        value: value.to_owned(),
        position: None,
        met_requirement: None,
        scale: Arc::new(Scale {
            key: "score".to_owned(),
            name: "Score".to_owned(),
            ..Scale::default()
        }),
    }
}
