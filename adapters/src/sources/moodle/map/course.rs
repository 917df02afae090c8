//! Courses of users: how far they are, as their list of courses and the completion of one course say, and else that they
//! are enrolled.

use super::{Reading, each, subject};
use crate::row::Row;
use crate::sources::moodle::answer::Answer;
use crate::sources::moodle::kind::Kind;
use crate::sources::moodle::reference::MOST;
use crate::sources::moodle::wire::{CONDITION, COURSE, ENROLLED, ROLE, STATUS};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Evidence, Learning, LearningFact, LearningKind, LearningStatus,
    PartialDate, Period, Place, Record, Reject, Role, Sink, Untold,
};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The role of those who learn.
const STUDENT: &str = "student";

/// A course as it stands for a user.
struct Taken {
    place: Place,
    completed: Option<bool>,
    on: Option<PartialDate>,
    /// Whether the completion itself was asked for: it knows best.
    is_completion: bool,
}

/// User and course.
type Key = (String, String);
type ByUser = BTreeMap<Key, Taken>;
type Found = Result<Option<(Key, Taken)>, Reject>;

/// Reads courses, completions and enrolments.
pub fn read(answers: &[&Answer<'_>], reading: &mut Reading<'_>) {
    let mut taken = ByUser::new();
    let are_asked = answers.iter().any(|answer| answer.request.user.is_some());
    each(answers, &[Kind::Courses, Kind::Completion], |answer, raw, place| {
        let read = match answer.kind {
            Kind::Courses => of_user(raw, &place, answer, are_asked, reading.sink),
            _ => completion(raw, &place, answer, are_asked, reading.sink),
        };
        match read {
            Ok(Some((key, found))) => keep(&mut taken, key, found),
            Ok(None) => {}
            Err(reject) => reading.sink.reject(reject),
        }
    });
    for ((user, course), found) in &taken {
        let record = record("course", user, course, found, reading);
        reading.give(record);
    }
    each(answers, &[Kind::Enrolled], |answer, raw, place| {
        let read = enrolled(raw, &place, answer, &taken, reading);
        reading.told(read);
    });
}

fn keep(taken: &mut ByUser, key: Key, found: Taken) {
    let held = taken.get(&key).is_some_and(|held| held.is_completion);
    if !held {
        taken.insert(key, found);
    }
}

/// One of a user's courses; none where it stands in a catalogue, or nobody says whose it is.
fn of_user(raw: &RawValue, place: &Place, answer: &Answer<'_>, are_asked: bool, sink: &mut dyn Sink) -> Found {
    let row = Row::open(raw, place.clone(), COURSE)?;
    let course = row.need_id("id")?;
    for name in ["fullname", "shortname"] {
        row.word(name, sink);
    }
    for name in ["startdate", "enddate"] {
        row.seconds(name, sink);
    }
    // Only a user's own list says how far; a catalogue has no such field, and a list without tracking has null.
    let names = crate::row::names(raw).unwrap_or_default();
    if !names.iter().any(|name| name == "completed") {
        return Ok(None);
    }
    let Some(user) = &answer.request.user else {
        return unasked(place, are_asked);
    };
    let found = Taken {
        place: place.clone(),
        completed: row.flag("completed", sink),
        on: None,
        is_completion: false,
    };
    Ok(Some(((user.clone(), course), found)))
}

/// The completion of one course.
fn completion(raw: &RawValue, place: &Place, answer: &Answer<'_>, are_asked: bool, sink: &mut dyn Sink) -> Found {
    let row = Row::open(raw, place.clone(), &["completionstatus"])?;
    let status = row.need_within("completionstatus", STATUS)?;
    let completed = status.flag("completed", sink);
    let on = finished(&status, sink).filter(|_| completed == Some(true));
    if completed.is_none() {
        return Err(status.fault("completed", "missing_field", "is missing, and must be there"));
    }
    let (Some(user), Some(course)) = (&answer.request.user, &answer.request.course) else {
        return unasked(place, are_asked);
    };
    let found = Taken {
        place: status.place.clone(),
        completed,
        on,
        is_completion: true,
    };
    Ok(Some(((user.clone(), course.clone()), found)))
}

/// What nobody says whose it is. Where other answers come with their requests, one that lacks it is a fault.
fn unasked<T>(place: &Place, are_asked: bool) -> Result<Option<T>, Reject> {
    if !are_asked {
        return Ok(None);
    }
    let reason =
        "the answer does not say whose it is, nor does a request; put userid= and courseid= in the file's name";
    Err(Reject::new(place.clone(), "missing_reference", reason))
}

/// The day of the last condition, where all of them had to be met.
fn finished(status: &Row, sink: &mut dyn Sink) -> Option<PartialDate> {
    let all = status.number("aggregation", sink).and_then(|number| number.as_u64()) == Some(1);
    let conditions = status.each("completions", CONDITION, MOST, sink);
    let days: Vec<_> = conditions
        .iter()
        .map(|row| row.seconds("timecompleted", sink))
        .collect();
    let every: Option<Vec<_>> = days.into_iter().collect();
    every?.into_iter().max_by_key(|day| day.date).filter(|_| all)
}

/// A student's enrolment, where nothing else in the delivery says how far they are.
fn enrolled(
    raw: &RawValue,
    place: &Place,
    answer: &Answer<'_>,
    taken: &ByUser,
    reading: &mut Reading<'_>,
) -> Result<Option<Record>, Reject> {
    let Ok(row) = Row::open(raw, place.clone(), ENROLLED) else {
        return Ok(None);
    };
    let Ok(user) = row.need_id("id") else { return Ok(None) };
    let roles = row.each("roles", ROLE, MOST, reading.sink);
    let is_student = roles
        .iter()
        .any(|role| role.get("shortname").is_some_and(|name| name == STUDENT));
    let elsewhere = row.each("enrolledcourses", &["id"], MOST, reading.sink);
    let only = match elsewhere.as_slice() {
        [one] => one.need_id("id").ok(),
        _ => None,
    };
    let Some(course) = answer.request.course.clone().or(only).filter(|_| is_student) else {
        return Ok(None);
    };
    if taken.contains_key(&(user.clone(), course.clone())) {
        return Ok(None);
    }
    let found = Taken {
        place: place.clone(),
        completed: None,
        on: None,
        is_completion: false,
    };
    Ok(Some(record("enrolment", &user, &course, &found, reading)))
}

fn record(stream: &'static str, user: &str, course: &str, taken: &Taken, reading: &Reading<'_>) -> Record {
    let learning = learning(course, taken, reading);
    Record {
        claims: match learning.status {
            LearningStatus::Completed => taught(course, &learning, taken, reading),
            _ => Vec::new(),
        },
        body: Body::Learning(Box::new(learning)),
        stream,
        key: format!("user {user} course {course}"),
        subject: Some(subject(user)),
        place: taken.place.clone(),
        payload: payload(user, course, taken),
    }
}

fn payload(user: &str, course: &str, taken: &Taken) -> Value {
    let mut payload = json!({ "userid": user, "courseid": course });
    if let (Some(fields), Some(completed)) = (payload.as_object_mut(), taken.completed) {
        fields.insert("completed".to_owned(), completed.into());
    }
    payload
}

fn learning(id: &str, taken: &Taken, reading: &Reading<'_>) -> Learning {
    let course = reading.reference.courses.get(id);
    let days = Period::new(
        course.and_then(|course| course.from),
        course.and_then(|course| course.to),
    );
    let own = Period::new(None, taken.on);
    Learning {
        kind: LearningKind::Course,
        title: course
            .and_then(|course| course.name.clone())
            .unwrap_or_else(|| id.to_owned()),
        code: course.and_then(|course| course.code.clone()),
        provider: None,
        status: match taken.completed {
            Some(true) => LearningStatus::Completed,
            _ => LearningStatus::Enrolled,
        },
        result: None,
        credits: None,
        outcomes: reading.reference.competencies.taught(id).collect(),
        period: own.or(days),
        untold: course.is_none().then(|| Untold {
            facts: vec![LearningFact::Title, LearningFact::Code, LearningFact::Period],
            through: "courseid",
        }),
    }
}

/// What a completed course was about was taught, and no more.
fn taught(course: &str, learning: &Learning, taken: &Taken, reading: &Reading<'_>) -> Vec<Claim> {
    let claim = |term| Claim {
        term,
        level: None,
        role: Role::Taught,
        assertion: Assertion::Observed,
        asserted_by: AssertedBy {
            kind: AsserterKind::Organization,
            organization: None,
        },
        observed: taken.on.map(Period::on).unwrap_or_default(),
        valid: Period::default(),
        evidence: vec![Evidence {
            kind: "course".to_owned(),
            title: Some(learning.title.clone()),
            ..Evidence::default()
        }],
        place: taken.place.clone(),
    };
    reading.reference.competencies.taught(course).map(claim).collect()
}
