//! What others refer to: courses, assignments, outcomes with their scales, grading standards, alignments.

use super::kind::Kind;
use super::wire::{ALIGNMENT, ASSIGNMENT, COURSE, OUTCOME, RATING, STANDARD, STEP};
use crate::row::Row;
use passport::record::{PartialDate, Place, Scale, ScaleStep, Sink, Term};
use serde_json::Number;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// How many steps a scale may have.
const MOST: usize = 50;

/// What is known of a course.
pub struct Course {
    pub name: Option<String>,
    pub code: Option<String>,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub standard: Option<String>,
}

/// What is known of an assignment.
pub struct Assignment {
    pub name: Option<String>,
    pub points: Option<Number>,
    pub grading: Option<String>,
    pub standard: Option<String>,
    pub course: Option<String>,
}

/// What is known of an outcome.
pub struct Outcome {
    pub term: Term,
    pub scale: Arc<Scale>,
    /// The points from which on it is mastered.
    pub mastery: Option<f64>,
}

/// What an outcome was assessed by.
pub struct Alignment {
    pub name: Option<String>,
    pub url: Option<String>,
}

/// The lists of a delivery, by id. Of several with one id the last holds.
#[derive(Default)]
pub struct Reference {
    pub courses: HashMap<String, Course>,
    pub assignments: HashMap<String, Assignment>,
    pub outcomes: HashMap<String, Outcome>,
    pub standards: HashMap<String, Arc<Scale>>,
    pub alignments: HashMap<String, Alignment>,
}

impl Reference {
    /// Gathers an object of a list; a fault in it is told. What is none of these says nothing here.
    pub fn gather(&mut self, kind: Kind, raw: &RawValue, place: Place, sink: &mut dyn Sink) {
        let allowed: &[&str] = match kind {
            Kind::Course => COURSE,
            Kind::Assignment => ASSIGNMENT,
            Kind::Outcome => OUTCOME,
            Kind::OutcomeLink => &["outcome"],
            Kind::Standard => STANDARD,
            Kind::Alignment => ALIGNMENT,
            _ => return,
        };
        match Row::open(raw, place, allowed) {
            Ok(row) => self.take(kind, &row, sink),
            Err(reject) => sink.reject(reject),
        }
    }

    fn take(&mut self, kind: Kind, row: &Row, sink: &mut dyn Sink) {
        if kind == Kind::OutcomeLink {
            let inner = row.within("outcome", OUTCOME, sink);
            return inner.into_iter().for_each(|row| self.take(Kind::Outcome, &row, sink));
        }
        let id = match row.need_id("id") {
            Ok(id) => id,
            Err(reject) => return sink.reject(reject),
        };
        match kind {
            Kind::Course => drop(self.courses.insert(id, course(row, sink))),
            Kind::Assignment => drop(self.assignments.insert(id, assignment(row, sink))),
            Kind::Outcome => self.take_outcome(id, row, sink),
            Kind::Standard => drop(self.standards.insert(id.clone(), standard(&id, row, sink))),
            _ => drop(self.alignments.insert(id, alignment(row, sink))),
        }
    }

    /// An outcome in a group is told by name only: it takes nothing from what is known of its scale.
    fn take_outcome(&mut self, id: String, row: &Row, sink: &mut dyn Sink) {
        let outcome = outcome(&id, row, sink);
        let knows_more = |held: &Outcome| !held.scale.steps.is_empty() || held.scale.max.is_some();
        let is_bare = outcome.scale.steps.is_empty() && outcome.scale.max.is_none();
        if !(is_bare && self.outcomes.get(&id).is_some_and(knows_more)) {
            self.outcomes.insert(id, outcome);
        }
    }
}

/// A course.
pub fn course(row: &Row, sink: &mut dyn Sink) -> Course {
    Course {
        name: row.word("name", sink).map(str::to_owned),
        code: row.word("course_code", sink).map(str::to_owned),
        from: row.date("start_at", sink),
        to: row.date("end_at", sink),
        standard: row.id("grading_standard_id", sink),
    }
}

/// An assignment.
pub fn assignment(row: &Row, sink: &mut dyn Sink) -> Assignment {
    Assignment {
        name: row.word("name", sink).map(str::to_owned),
        points: row.number("points_possible", sink),
        grading: row.word("grading_type", sink).map(str::to_owned),
        standard: row.id("grading_standard_id", sink),
        course: row.id("course_id", sink),
    }
}

fn alignment(row: &Row, sink: &mut dyn Sink) -> Alignment {
    let url = row.text("html_url", sink).filter(|url| url.starts_with("http"));
    Alignment {
        name: row.word("name", sink).map(str::to_owned),
        url: url.map(str::to_owned),
    }
}

/// An outcome with its scale. The name that is shown is the friendly one where there is one; a standard's own identifier is
/// its code, or its URI.
fn outcome(id: &str, row: &Row, sink: &mut dyn Sink) -> Outcome {
    let title = row.word("title", sink).map(str::to_owned);
    let label = row.word("display_name", sink).map(str::to_owned).or(title);
    let guid = row.word("vendor_guid", sink).map(str::to_owned);
    let is_uri = |guid: &str| guid.contains("://") || guid.starts_with("urn:");
    let ratings = row.each("ratings", RATING, MOST, sink);
    let steps = steps(&ratings, "description", "points", sink);
    let ends = |pick: fn(&ScaleStep) -> Option<f64>| pick;
    let lowest = steps.first().and_then(ends(|step| step.min));
    let highest = steps.last().and_then(ends(|step| step.max));
    let possible = row.number("points_possible", sink).and_then(|points| points.as_f64());
    Outcome {
        scale: Arc::new(Scale {
            key: format!("outcome-{id}"),
            name: label.clone().unwrap_or_default(),
            min: lowest,
            max: possible.or(highest),
            steps,
            ..Scale::default()
        }),
        term: Term {
            uri: guid.clone().filter(|guid| is_uri(guid)),
            code: match guid {
                Some(guid) => Some(guid).filter(|guid| !is_uri(guid)),
                None => label.is_none().then(|| id.to_owned()),
            },
            label,
            ..Term::default()
        },
        mastery: row.number("mastery_points", sink).and_then(|points| points.as_f64()),
    }
}

/// An outcome of which only the id is known.
pub fn unknown_outcome(id: &str) -> Outcome {
    Outcome {
        term: Term {
            code: Some(id.to_owned()),
            ..Term::default()
        },
        scale: Arc::new(Scale {
            key: format!("outcome-{id}"),
            ..Scale::default()
        }),
        mastery: None,
    }
}

/// A grading standard as a scale: each step covers the shares from its own to the next one's.
fn standard(id: &str, row: &Row, sink: &mut dyn Sink) -> Arc<Scale> {
    let mut steps = steps(&row.each("grading_scheme", STEP, MOST, sink), "name", "value", sink);
    let lowest: Vec<_> = steps.iter().map(|step| step.min).collect();
    for (at, step) in steps.iter_mut().enumerate() {
        step.max = lowest
            .get(at + 1)
            .copied()
            .flatten()
            .or(step.min.map(|min| min.max(1.0)));
    }
    Arc::new(Scale {
        key: format!("grading-standard-{id}"),
        name: row.word("title", sink).map(str::to_owned).unwrap_or_default(),
        steps,
        ..Scale::default()
    })
}

/// Named steps in the order of their numbers. Without a number for each there is no order, and so there are none.
fn steps(rows: &[Row], name: &str, number: &str, sink: &mut dyn Sink) -> Vec<ScaleStep> {
    let mut found = Vec::new();
    for row in rows {
        let label = row.word(name, sink).map(str::to_owned);
        let points = row.number(number, sink).and_then(|points| points.as_f64());
        let (Some(label), Some(points)) = (label, points) else {
            return Vec::new();
        };
        found.push(ScaleStep {
            code: label.clone(),
            label,
            min: Some(points),
            max: Some(points),
            ..ScaleStep::default()
        });
    }
    found.sort_by(|a, b| a.min.unwrap_or_default().total_cmp(&b.min.unwrap_or_default()));
    found
}
