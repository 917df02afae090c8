//! Ratings of competencies to skills.

use super::{Reading, subject};
use crate::row::Row;
use crate::sources::moodle::competencies::MOST;
use crate::sources::moodle::kind::Kind;
use crate::sources::moodle::reference::plain;
use crate::sources::moodle::scale;
use crate::sources::moodle::wire::{COMPETENCY, COURSE_COMPETENCY, EVIDENCE, FRAMEWORK, RATING};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Evidence, PartialDate, Period, Place, Record, Reject, Role, Sink,
};
use serde_json::value::RawValue;

/// How much evidence is looked at.
const MOST_EVIDENCE: usize = 200;

/// Where a rating may stand, and in which stream it comes.
const PLACES: &[(&str, &str)] = &[
    ("usercompetency", "competency"),
    ("usercompetencyplan", "plan_competency"),
    ("usercompetencycourse", "course_competency"),
];

/// A rating with its competency, as plans list them.
pub fn read(raw: &RawValue, place: &Place, reading: &mut Reading<'_>) -> Result<(), Reject> {
    let row = Row::open(
        raw,
        place.clone(),
        &["competency", "usercompetency", "usercompetencyplan"],
    )?;
    let competency = row.within("competency", COMPETENCY, reading.sink);
    competency
        .into_iter()
        .for_each(|competency| named(&competency, reading.sink));
    ratings(&row, &[], reading);
    Ok(())
}

/// One rating with everything around it: its evidence says when, and by what.
pub fn summary(raw: &RawValue, place: &Place, reading: &mut Reading<'_>) -> Result<(), Reject> {
    let row = Row::open(raw, place.clone(), &["usercompetencysummary"])?;
    let allowed = [
        "usercompetency",
        "usercompetencyplan",
        "usercompetencycourse",
        "evidence",
    ];
    let summary = row.need_within("usercompetencysummary", &allowed)?;
    let evidence = summary.each("evidence", EVIDENCE, MOST_EVIDENCE, reading.sink);
    ratings(&summary, &evidence, reading);
    Ok(())
}

fn ratings(row: &Row, evidence: &[Row], reading: &mut Reading<'_>) {
    for (name, stream) in PLACES {
        if let Some(rating) = row.within(name, RATING, reading.sink) {
            let read = record(&rating, stream, evidence, reading);
            reading.told(read);
        }
    }
}

/// The skill; none where nothing was rated yet.
fn record(
    row: &Row,
    stream: &'static str,
    evidence: &[Row],
    reading: &mut Reading<'_>,
) -> Result<Option<Record>, Reject> {
    let grade = row.number("grade", reading.sink);
    let proficient = row.flag("proficiency", reading.sink);
    if grade.is_none() && proficient.is_none() {
        return Ok(None);
    }
    let (id, user) = (row.need_id("id")?, row.need_id("userid")?);
    let competency = row.need_id("competencyid")?;
    let word = row
        .text("gradename", reading.sink)
        .map(plain)
        .filter(|word| word != "-");
    let value = word.or_else(|| grade.map(|grade| grade.to_string()));
    let days = evidence.iter().filter(|row| row.get("grade").is_some());
    let days: Vec<PartialDate> = days
        .filter_map(|row| row.seconds("timecreated", reading.sink))
        .collect();
    let claim = Claim {
        term: reading.reference.competencies.term(&competency),
        level: value.map(|value| scale::rating(value, proficient, &competency, reading.reference)),
        role: if proficient == Some(true) {
            Role::Holds
        } else {
            Role::Develops
        },
        assertion: Assertion::Observed,
        asserted_by: AssertedBy {
            kind: AsserterKind::Organization,
            organization: None,
        },
        observed: days
            .into_iter()
            .max_by_key(|day| day.date)
            .map(Period::on)
            .unwrap_or_default(),
        valid: Period::default(),
        evidence: evidence.iter().filter_map(|row| piece(row, reading.sink)).collect(),
        place: row.place.clone(),
    };
    Ok(Some(Record {
        body: Body::Skill,
        stream,
        key: id,
        subject: Some(subject(&user)),
        claims: vec![claim],
        place: row.place.clone(),
        payload: row.payload(),
    }))
}

/// A piece of evidence in Moodle's own words; the note that somebody wrote beside is not read.
fn piece(row: &Row, sink: &mut dyn Sink) -> Option<Evidence> {
    let kind = row.text("descidentifier", sink).map(str::to_owned)?;
    let url = row.text("url", sink).filter(|url| url.starts_with("http"));
    Some(Evidence {
        url: url.map(str::to_owned),
        kind,
        title: None,
        description: row.text("description", sink).map(plain),
    })
}

/// Lists give no records; what is wrong in them is told once, here.
pub fn check(kind: Kind, raw: &RawValue, place: &Place, reading: &mut Reading<'_>) -> Result<(), Reject> {
    let sink = &mut *reading.sink;
    match kind {
        Kind::Frameworks => Row::open(raw, place.clone(), FRAMEWORK).map(|row| named(&row, sink)),
        Kind::Competencies => Row::open(raw, place.clone(), COMPETENCY).map(|row| named(&row, sink)),
        _ => {
            let row = Row::open(raw, place.clone(), &["competency", "coursecompetency"])?;
            let competency = row.within("competency", COMPETENCY, sink);
            competency.into_iter().for_each(|row| named(&row, sink));
            let link = row.within("coursecompetency", COURSE_COMPETENCY, sink);
            let Some(link) = link else { return Ok(()) };
            let (course, competency) = (link.need_id("courseid")?, link.need_id("competencyid")?);
            match reading.reference.competencies.has_link(&course, &competency) {
                true => Ok(()),
                false => {
                    let reason = format!("at most {MOST} competencies of one course are read");
                    Err(Reject::new(link.place, "too_many", reason))
                }
            }
        }
    }
}

fn named(row: &Row, sink: &mut dyn Sink) {
    if let Err(reject) = row.need_id("id") {
        sink.reject(reject);
    }
    for name in ["shortname", "idnumber"] {
        row.word(name, sink);
    }
    row.text("scaleconfiguration", sink);
}
