//! Submissions to graded pieces.

use super::{Reading, level, named, subject};
use crate::row::Row;
use crate::sources::canvas::reference::{self, Assignment};
use crate::sources::canvas::wire::ASSIGNMENT;
use passport::record::{
    Body, Learning, LearningFact, LearningKind, LearningStatus, Level, Period, Record, Reject, Scale, ScaleStep, Sink,
    Untold,
};
use std::sync::Arc;

/// The graded piece.
pub fn record(row: &Row, reading: &mut Reading<'_>) -> Result<Option<Record>, Reject> {
    let id = row.need_id("id")?;
    let make = |body, subject| Record {
        body,
        stream: "submission",
        key: id.clone(),
        subject,
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload_without(&["html_url"]),
    };
    let state = row.text("workflow_state", reading.sink);
    if state == Some("deleted") {
        return Ok(Some(make(Body::Withdrawn, None)));
    }
    let user = row.need_id("user_id")?;
    let assignment = assignment_id(row)?;
    let embedded = row.within("assignment", ASSIGNMENT, reading.sink);
    let embedded = embedded.map(|row| reference::assignment(&row, reading.sink));
    let known = embedded.as_ref().or(reading.reference.assignments.get(&assignment));
    let result = result(row, known, reading.reference, reading.sink);
    let status = status(row, state, result.is_some(), reading.sink);
    let sink = &mut *reading.sink;
    let on = row.date("graded_at", sink).or_else(|| row.date("submitted_at", sink));
    let learning = Learning {
        kind: LearningKind::Assessment,
        title: known.and_then(|known| known.name.clone()).unwrap_or(assignment),
        code: None,
        provider: None,
        status,
        result,
        credits: None,
        outcomes: Vec::new(),
        period: on.map(Period::on).unwrap_or_default(),
        untold: known.is_none().then(|| Untold {
            facts: vec![LearningFact::Title],
            through: "assignment_id",
        }),
    };
    Ok(Some(make(Body::Learning(Box::new(learning)), Some(subject(&user)))))
}

/// The assignment's id; where it is left out, as it stands in the submission's own address.
fn assignment_id(row: &Row) -> Result<String, Reject> {
    let in_address = || {
        let address = row.get("html_url")?.as_str()?;
        let (_, rest) = address.split_once("/assignments/")?;
        let id = rest.split('/').next()?;
        id.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| id.to_owned())
            .filter(|id| !id.is_empty())
    };
    match row.get("assignment_id") {
        None => in_address().map_or_else(|| row.need_id("assignment_id"), Ok),
        Some(_) => row.need_id("assignment_id"),
    }
}

/// Graded is done. What is handed in but not graded is not done yet.
fn status(row: &Row, state: Option<&str>, has_result: bool, sink: &mut dyn Sink) -> LearningStatus {
    let excused = row.flag("excused", sink) == Some(true);
    match state {
        _ if excused => LearningStatus::Unknown,
        Some("graded") if has_result => LearningStatus::Completed,
        Some("graded" | "submitted" | "unsubmitted" | "pending_review") => LearningStatus::Enrolled,
        None => LearningStatus::Unknown,
        Some(_) => {
            let reason = "is deleted, graded, pending_review, submitted or unsubmitted; \
                          the row was read with an unknown status";
            sink.reject(row.fault("workflow_state", "unknown_code", reason));
            LearningStatus::Unknown
        }
    }
}

/// The grade as its assignment has it: a word of a standard, complete or not, a percentage, or points of those possible.
fn result(
    row: &Row,
    assignment: Option<&Assignment>,
    reference: &reference::Reference,
    sink: &mut dyn Sink,
) -> Option<Level> {
    let grade = row.text("grade", sink).map(str::to_owned);
    let score = row.number("score", sink);
    let grading = assignment.and_then(|assignment| assignment.grading.as_deref());
    match (grading, grade, score) {
        (Some("not_graded"), ..) | (_, None, None) => None,
        (Some("pass_fail"), Some(grade), _) => {
            let met = match grade.as_str() {
                "complete" => Some(true),
                "incomplete" => Some(false),
                _ => None,
            };
            Some(level(grade, met, pass_fail()))
        }
        (Some("letter_grade" | "gpa_scale"), Some(grade), _) => {
            Some(level(grade, None, standard(assignment?, reference)))
        }
        (Some("percent"), Some(grade), _) => {
            let scale = named("percent", "Percent", Some(0.0), Some(100.0));
            Some(level(grade, None, scale))
        }
        (_, _, Some(score)) => Some(level(score.to_string(), None, points(assignment))),
        (_, Some(grade), None) => Some(level(grade, None, named("grade", "Grade", None, None))),
    }
}

/// The standard of the assignment, else of its course.
fn standard(assignment: &Assignment, reference: &reference::Reference) -> Arc<Scale> {
    let course = || reference.courses.get(assignment.course.as_ref()?)?.standard.as_ref();
    let id = assignment.standard.as_ref().or_else(course);
    let found = id.and_then(|id| reference.standards.get(id));
    found.cloned().unwrap_or_else(|| named("grade", "Grade", None, None))
}

fn pass_fail() -> Arc<Scale> {
    let step = |word: &str| ScaleStep {
        code: word.to_owned(),
        label: word.to_owned(),
        ..ScaleStep::default()
    };
    Arc::new(Scale {
        key: "pass-fail".to_owned(),
        name: "Complete or incomplete".to_owned(),
        steps: vec![step("incomplete"), step("complete")],
        ..Scale::default()
    })
}

/// Points of those possible. Assignments of the same points share a scale.
fn points(assignment: Option<&Assignment>) -> Arc<Scale> {
    match assignment.and_then(|assignment| assignment.points.as_ref()) {
        Some(most) => {
            let (key, name) = (format!("score 0 to {most}"), format!("Score 0 to {most}"));
            named(&key, &name, Some(0.0), most.as_f64())
        }
        None => named("score", "Score", None, None),
    }
}
