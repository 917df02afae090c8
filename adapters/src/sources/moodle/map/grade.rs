//! Grades: of activities and whole courses as learning, of outcomes as skills.

use super::{Reading, subject};
use crate::row::Row;
use crate::sources::moodle::reference::{MOST, plain};
use crate::sources::moodle::scale;
use crate::sources::moodle::wire::{GRADES, ITEM};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Learning, LearningFact, LearningKind, LearningStatus, Level,
    PartialDate, Period, Place, Record, Reject, Role, Term, Untold,
};
use serde_json::value::RawValue;

/// The grades of one user in one course.
pub fn read(raw: &RawValue, place: &Place, reading: &mut Reading<'_>) -> Result<(), Reject> {
    let row = Row::open(raw, place.clone(), GRADES)?;
    let (user, course) = (row.need_id("userid")?, row.need_id("courseid")?);
    for item in row.each("gradeitems", ITEM, MOST, reading.sink) {
        let read = record(&item, &user, &course, reading);
        reading.told(read);
    }
    Ok(())
}

/// One grade; none where nothing is graded yet, where it is hidden, or where it is the total of a category.
fn record(row: &Row, user: &str, course: &str, reading: &mut Reading<'_>) -> Result<Option<Record>, Reject> {
    let id = row.need_id("id")?;
    let kind = row.text("itemtype", reading.sink).map(str::to_owned);
    let is_hidden = ["gradeishidden", "gradehiddenbydate"]
        .iter()
        .any(|name| row.flag(name, reading.sink) == Some(true));
    if is_hidden || kind.as_deref() == Some("category") {
        return Ok(None);
    }
    let Some(level) = level(row, reading) else {
        return Ok(None);
    };
    let graded = Graded {
        level,
        course,
        on: row.seconds("gradedategraded", reading.sink),
        name: row.text("itemname", reading.sink).map(plain),
    };
    let outcome = row.id("outcomeid", reading.sink);
    let (body, claims) = match (outcome, kind.as_deref()) {
        (Some(outcome), _) => (Body::Skill, vec![of_outcome(row, outcome, graded)]),
        (None, Some("course")) => (Body::Learning(Box::new(total(graded, reading))), Vec::new()),
        (None, _) => (Body::Learning(Box::new(piece(graded, &id))), Vec::new()),
    };
    let mut payload = row.payload();
    if let Some(fields) = payload.as_object_mut() {
        fields.insert("courseid".to_owned(), course.into());
    }
    Ok(Some(Record {
        body,
        stream: "grade",
        key: format!("user {user} item {id}"),
        subject: Some(subject(user)),
        claims,
        place: row.place.clone(),
        payload,
    }))
}

struct Graded<'c> {
    level: Level,
    course: &'c str,
    on: Option<PartialDate>,
    name: Option<String>,
}

/// The grade on its scale: the word of a numbered scale, else the number between its ends.
fn level(row: &Row, reading: &mut Reading<'_>) -> Option<Level> {
    let raw = row.number("graderaw", reading.sink)?;
    let (min, max) = (
        row.number("grademin", reading.sink),
        row.number("grademax", reading.sink),
    );
    let level = |value, scale| Level {
        value,
        position: None,
        met_requirement: None,
        scale,
    };
    if let Some(id) = row.id("scaleid", reading.sink) {
        let steps = max
            .and_then(|max| max.as_f64())
            .filter(|max| *max >= 1.0)
            .unwrap_or(0.0);
        let word = row
            .text("gradeformatted", reading.sink)
            .map(plain)
            .filter(|word| word != "-");
        let scale = scale::numbered(&id, steps as u64, reading.reference);
        return Some(level(word.unwrap_or_else(|| raw.to_string()), scale));
    }
    // More than the highest is extra credit, which Moodle allows.
    Some(level(raw.to_string(), scale::between(min.as_ref(), max.as_ref())))
}

/// The total of a course. Moodle sums up as it goes, so a total does not say that the course is over.
fn total(graded: Graded<'_>, reading: &Reading<'_>) -> Learning {
    let course = reading.reference.courses.get(graded.course);
    Learning {
        title: course
            .and_then(|course| course.name.clone())
            .unwrap_or_else(|| graded.course.to_owned()),
        code: course.and_then(|course| course.code.clone()),
        untold: course.is_none().then(|| Untold {
            facts: vec![LearningFact::Title, LearningFact::Code],
            through: "courseid",
        }),
        ..learning(LearningKind::Course, LearningStatus::Unknown, graded)
    }
}

fn piece(graded: Graded<'_>, id: &str) -> Learning {
    Learning {
        title: graded.name.clone().unwrap_or_else(|| id.to_owned()),
        ..learning(LearningKind::Assessment, LearningStatus::Completed, graded)
    }
}

fn learning(kind: LearningKind, status: LearningStatus, graded: Graded<'_>) -> Learning {
    Learning {
        kind,
        title: String::new(),
        code: None,
        provider: None,
        status,
        result: Some(graded.level),
        credits: None,
        outcomes: Vec::new(),
        period: graded.on.map(Period::on).unwrap_or_default(),
        untold: None,
    }
}

/// An outcome that was graded: assessed. Nothing says from which step on it is met.
fn of_outcome(row: &Row, outcome: String, graded: Graded<'_>) -> Claim {
    Claim {
        term: Term {
            code: graded.name.is_none().then_some(outcome),
            label: graded.name,
            ..Term::default()
        },
        level: Some(graded.level),
        role: Role::Taught,
        assertion: Assertion::Assessed,
        asserted_by: AssertedBy {
            kind: AsserterKind::Organization,
            organization: None,
        },
        observed: graded.on.map(Period::on).unwrap_or_default(),
        valid: Period::default(),
        evidence: Vec::new(),
        place: row.place.clone(),
    }
}
