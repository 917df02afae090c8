//! Outcomes to claims: as assessed in one piece of work, and as Canvas sums them up.

use super::{Reading, subject};
use crate::row::Row;
use crate::sources::canvas::reference::{Alignment, Outcome, Reference, unknown_outcome};
use crate::sources::canvas::wire::{RESULT_LINKS, ROLLUP_LINKS, SCORE, SCORE_LINKS};
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Evidence, Level, Period, Record, Reject, Role, Sink,
};
use serde_json::{Number, Value};

/// How many outcomes one rollup may have.
const MOST: usize = 2_000;

/// The claim of one result; none where nothing was assessed yet.
pub fn result(row: &Row, reading: &mut Reading<'_>) -> Result<Option<Record>, Reject> {
    let id = row.need_id("id")?;
    let links = row.need_within("links", RESULT_LINKS)?;
    let user = links.need_id("user")?;
    let outcome_id = match links.get("learning_outcome") {
        Some(_) => links.need_id("learning_outcome")?,
        None => links.need_id("outcome")?,
    };
    let sink = &mut *reading.sink;
    let (score, percent) = (row.number("score", sink), row.number("percent", sink));
    let mastery = row.flag("mastery", sink);
    if score.is_none() && mastery.is_none() {
        return Ok(None);
    }
    let unknown = unknown_outcome(&outcome_id);
    let outcome = reading.reference.outcomes.get(&outcome_id).unwrap_or(&unknown);
    let met = mastery.or_else(|| met(score.as_ref(), outcome));
    let position = percent
        .and_then(|share| share.as_f64())
        .filter(|share| (0.0..=1.0).contains(share));
    let observed = row
        .date("submitted_or_assessed_at", sink)
        .map(Period::on)
        .unwrap_or_default();
    let said = Said {
        assertion: Assertion::Assessed,
        by: AsserterKind::Organization,
        met,
        level: score.map(|score| level(&score, position, met, outcome)),
        observed,
        evidence: evidence(&links, reading.reference, sink),
    };
    let mut payload = row.payload();
    add(
        &mut payload,
        &links,
        &["learning_outcome", "outcome", "assignment", "alignment"],
    );
    let claim = claim(&links, outcome, said);
    Ok(Some(record("outcome_result", id, &user, claim, row, payload)))
}

/// The claims of a rollup, one record for each outcome. Canvas concludes them from results; nobody asserts them.
pub fn rollup(row: &Row, reading: &mut Reading<'_>) -> Result<(), Reject> {
    let links = row.need_within("links", ROLLUP_LINKS)?;
    if links.get("user").is_none() {
        return Ok(());
    }
    let user = links.need_id("user")?;
    for score in row.each("scores", SCORE, MOST, reading.sink) {
        match summed_up(&score, &user, reading) {
            Ok(record) => record.into_iter().for_each(|record| reading.give(record)),
            Err(reject) => reading.sink.reject(reject),
        }
    }
    Ok(())
}

fn summed_up(row: &Row, user: &str, reading: &mut Reading<'_>) -> Result<Option<Record>, Reject> {
    let links = row.need_within("links", SCORE_LINKS)?;
    let outcome_id = links.need_id("outcome")?;
    let Some(score) = row.number("score", reading.sink) else {
        return Ok(None);
    };
    let unknown = unknown_outcome(&outcome_id);
    let outcome = reading.reference.outcomes.get(&outcome_id).unwrap_or(&unknown);
    let met = met(Some(&score), outcome);
    let said = Said {
        assertion: Assertion::Inferred,
        by: AsserterKind::System,
        met,
        level: Some(level(&score, None, met, outcome)),
        observed: row
            .date("submitted_at", reading.sink)
            .map(Period::on)
            .unwrap_or_default(),
        evidence: Vec::new(),
    };
    let course = reading.answer.course.as_ref().map(|course| format!("course {course} "));
    let key = format!("{}user {user} outcome {outcome_id}", course.unwrap_or_default());
    let mut payload = row.payload();
    add(&mut payload, &links, SCORE_LINKS);
    let claim = claim(&links, outcome, said);
    Ok(Some(record("outcome_rollup", key, user, claim, row, payload)))
}

/// Whether it was mastered, where the outcome says from which points on.
fn met(score: Option<&Number>, outcome: &Outcome) -> Option<bool> {
    Some(score?.as_f64()? >= outcome.mastery?)
}

fn level(score: &Number, position: Option<f64>, met_requirement: Option<bool>, outcome: &Outcome) -> Level {
    Level {
        value: score.to_string(),
        position,
        met_requirement,
        scale: outcome.scale.clone(),
    }
}

struct Said {
    assertion: Assertion,
    by: AsserterKind,
    met: Option<bool>,
    level: Option<Level>,
    observed: Period,
    evidence: Vec<Evidence>,
}

/// Mastered is held. Else it was taught, for it stands in a course, and no more is said.
fn claim(links: &Row, outcome: &Outcome, said: Said) -> Claim {
    Claim {
        term: outcome.term.clone(),
        level: said.level,
        role: if said.met == Some(true) {
            Role::Holds
        } else {
            Role::Taught
        },
        assertion: said.assertion,
        asserted_by: AssertedBy {
            kind: said.by,
            organization: None,
        },
        observed: said.observed,
        valid: Period::default(),
        evidence: said.evidence,
        place: links.place.clone(),
    }
}

/// What the outcome was assessed by, where its name is delivered beside.
fn evidence(links: &Row, reference: &Reference, sink: &mut dyn Sink) -> Vec<Evidence> {
    let id = links.id("assignment", sink).or_else(|| links.id("alignment", sink));
    let Some(id) = id else { return Vec::new() };
    let alignment = reference.alignments.get(&id);
    let plain = id.strip_prefix("assignment_").unwrap_or(&id);
    let assignment = reference.assignments.get(plain).and_then(|found| found.name.clone());
    let named = |found: &Alignment| found.name.clone();
    let title = alignment.and_then(named).or(assignment);
    let piece = title.map(|title| Evidence {
        kind: "assignment".to_owned(),
        title: Some(title),
        url: alignment.and_then(|found| found.url.clone()),
        description: None,
    });
    piece.into_iter().collect()
}

fn add(payload: &mut Value, links: &Row, names: &[&str]) {
    if let (Some(fields), Value::Object(linked)) = (payload.as_object_mut(), links.payload()) {
        fields.extend(linked.into_iter().filter(|(name, _)| names.contains(&name.as_str())));
    }
}

fn record(stream: &'static str, key: String, user: &str, claim: Claim, row: &Row, payload: Value) -> Record {
    Record {
        body: Body::Skill,
        stream,
        key,
        subject: Some(subject(user)),
        claims: vec![claim],
        place: row.place.clone(),
        payload,
    }
}
