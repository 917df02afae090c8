//! Enrolments of students to courses taken.

use super::{Reading, level, named, subject};
use crate::row::Row;
use crate::sources::canvas::reference::Course;
use crate::sources::canvas::wire::GRADES;
use passport::record::{
    Body, Learning, LearningFact, LearningKind, LearningStatus, Level, Period, Record, Reject, Sink, Untold,
};
use serde_json::Value;

/// The type of an enrolment to learn.
pub const STUDENT: &str = "StudentEnrollment";

/// What an enrolment's state means.
const STATES: &[(&str, LearningStatus)] = &[
    ("active", LearningStatus::Enrolled),
    ("completed", LearningStatus::Completed),
    ("creation_pending", LearningStatus::Unknown),
    ("inactive", LearningStatus::Unknown),
    ("invited", LearningStatus::Unknown),
    ("rejected", LearningStatus::Withdrawn),
];

/// The course taken; none for who teaches or looks on.
pub fn record(row: &Row, reading: &mut Reading<'_>) -> Result<Option<Record>, Reject> {
    if row.get("type").is_none_or(|kind| kind != STUDENT) {
        return Ok(None);
    }
    let id = row.need_id("id")?;
    let state = row.text("enrollment_state", reading.sink);
    let make = |body, subject| Record {
        body,
        stream: "enrollment",
        key: id.clone(),
        subject,
        claims: Vec::new(),
        place: row.place.clone(),
        payload: payload(row),
    };
    if state == Some("deleted") {
        return Ok(Some(make(Body::Withdrawn, None)));
    }
    let user = asked_or(row, "user_id", reading.answer.user.as_deref())?;
    let course = asked_or(row, "course_id", reading.answer.course.as_deref())?;
    let status = status(row, state, reading.sink);
    let learning = learning(row, &course, status, reading);
    Ok(Some(make(Body::Learning(Box::new(learning)), Some(subject(&user)))))
}

/// An id of the row, else of the address that was asked.
fn asked_or(row: &Row, name: &str, asked: Option<&str>) -> Result<String, Reject> {
    match (row.get(name), asked) {
        (None, Some(asked)) => Ok(asked.to_owned()),
        _ => row.need_id(name),
    }
}

fn status(row: &Row, state: Option<&str>, sink: &mut dyn Sink) -> LearningStatus {
    let Some(state) = state else {
        return LearningStatus::Unknown;
    };
    let known = STATES.iter().find(|(word, _)| *word == state);
    if known.is_none() {
        let reason = "is active, completed, creation_pending, deleted, inactive, invited or rejected; \
                      the row was read with an unknown status";
        sink.reject(row.fault("enrollment_state", "unknown_code", reason));
    }
    known.map_or(LearningStatus::Unknown, |(_, status)| *status)
}

fn learning(row: &Row, id: &str, status: LearningStatus, reading: &mut Reading<'_>) -> Learning {
    let course = reading.reference.courses.get(id);
    let sink = &mut *reading.sink;
    let period = period(row, sink).or(Period::new(
        course.and_then(|course| course.from),
        course.and_then(|course| course.to),
    ));
    Learning {
        kind: LearningKind::Course,
        title: course
            .and_then(|course| course.name.clone())
            .unwrap_or_else(|| id.to_owned()),
        code: course.and_then(|course| course.code.clone()),
        provider: None,
        status,
        result: result(row, status, course, reading),
        credits: None,
        outcomes: Vec::new(),
        period,
        untold: course.is_none().then(|| Untold {
            facts: vec![LearningFact::Title, LearningFact::Code, LearningFact::Period],
            through: "course_id",
        }),
    }
}

/// The days of the enrolment itself.
fn period(row: &Row, sink: &mut dyn Sink) -> Period {
    let from = row.date("start_at", sink);
    let to = row.date("end_at", sink).or_else(|| row.date("completed_at", sink));
    let period = Period::new(from, to);
    if !period.is_reversed() {
        return period;
    }
    let reason = "is before start_at; the row was read without it";
    sink.reject(row.fault("end_at", "bad_period", reason));
    Period::new(from, None)
}

/// The final grade of a concluded enrolment: in the words of the course's grading standard, else as a score in percent.
fn result(row: &Row, status: LearningStatus, course: Option<&Course>, reading: &mut Reading<'_>) -> Option<Level> {
    if status != LearningStatus::Completed {
        return None;
    }
    let grades = row.within("grades", GRADES, reading.sink)?;
    let standard = course.and_then(|course| reading.reference.standards.get(course.standard.as_ref()?));
    if let Some(grade) = grades.text("final_grade", reading.sink) {
        let scale = standard.cloned().unwrap_or_else(|| named("grade", "Grade", None, None));
        return Some(level(grade.to_owned(), None, scale));
    }
    let score = grades.number("final_score", reading.sink)?;
    Some(level(
        score.to_string(),
        None,
        named("percent", "Percent", Some(0.0), Some(100.0)),
    ))
}

/// The row's own fields; final grades with them where they were read.
fn payload(row: &Row) -> Value {
    let mut payload = row.payload();
    let grades = row.get("grades").and_then(Value::as_object);
    let is_over = row.get("enrollment_state").is_some_and(|state| state == "completed");
    if let (true, Some(fields), Some(grades)) = (is_over, payload.as_object_mut(), grades) {
        let kept = GRADES
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), grades.get(*name)?.clone())));
        fields.extend(kept.filter(|(_, value)| value.is_number() || value.is_string()));
    }
    payload
}
