//! `enrollments.csv` to courses taken.

use super::super::set::Set;
use super::super::wire::Enrollment;
use super::{date, key, required, subject, untold};
use crate::table::Row;
use passport::record::{Body, Learning, LearningFact, LearningKind, LearningStatus, Period, Record, Reject, Sink};
use serde_json::Value;

/// The record of a student's enrolment; none for teachers and others.
pub fn record(row: &Row<'_>, set: &Set, sink: &mut dyn Sink) -> Result<Option<Record>, Reject> {
    let enrollment = Enrollment::of(row);
    let role = required(row, "role", enrollment.role)?;
    if !role.eq_ignore_ascii_case("student") {
        return Ok(None);
    }
    let id = required(row, "sourcedId", enrollment.sourced_id)?;
    let user = required(row, "userSourcedId", enrollment.user)?;
    let class = required(row, "classSourcedId", enrollment.class)?;
    Ok(Some(Record {
        body: Body::Learning(Box::new(learning(row, &enrollment, class, set, sink))),
        stream: "enrollment",
        key: key(id),
        subject: Some(subject(user)),
        claims: Vec::new(),
        place: row.place(),
        payload: Value::Object(enrollment.payload()),
    }))
}

fn learning(row: &Row<'_>, enrollment: &Enrollment<'_>, id: &str, set: &Set, sink: &mut dyn Sink) -> Learning {
    let class = set.class(id);
    let course = class.and_then(|class| set.course(class));
    let title = class
        .and_then(|c| c.title.as_deref())
        .or(course.and_then(|c| c.title.as_deref()))
        .unwrap_or(id);
    let code = course
        .and_then(|c| c.code.clone())
        .or(class.and_then(|c| c.code.clone()));
    let (begin, end) = (
        date(row, "beginDate", enrollment.begin, sink),
        date(row, "endDate", enrollment.end, sink),
    );
    let terms = class.map(|class| set.terms(class)).unwrap_or_default();
    let provider = set.school(enrollment.school, class);
    let open = set.is_open(class);
    let facts = [
        (LearningFact::Title, open && title == id),
        (LearningFact::Code, open),
        (LearningFact::Provider, !set.names(provider.as_ref(), open)),
        (
            LearningFact::Period,
            begin.and(end).is_none() && class.is_none_or(|class| !set.has_terms(class)),
        ),
    ];
    Learning {
        kind: LearningKind::Course,
        title: title.to_owned(),
        code,
        provider,
        status: status(enrollment),
        result: None,
        credits: None,
        outcomes: Vec::new(),
        period: Period::new(begin.or(terms.from), end.or(terms.to)),
        untold: untold("classSourcedId", &facts),
    }
}

/// OneRoster never says how an enrolment went. Without an end of its own it stands; with one it is over, and whether
/// it was brought to its end is not known. (The end of a class's term is no end of the enrolment.)
fn status(enrollment: &Enrollment<'_>) -> LearningStatus {
    match (enrollment.end, enrollment.status) {
        (None, None | Some("active")) => LearningStatus::Enrolled,
        _ => LearningStatus::Unknown,
    }
}
