//! `results.csv` to graded pieces.

use super::super::kind::Kind;
use super::super::set::Set;
use super::super::wire::ResultRow;
use super::{date, key, number, objective, required, scale, subject, untold};
use crate::table::Row;
use passport::record::{
    Body, Learning, LearningFact, LearningKind, LearningStatus, Level, Organization, PartialDate, Period, Record,
    Reject, Sink, Untold,
};
use serde_json::Value;

/// What is known of a result, for its record and for its claims.
pub struct Graded<'r> {
    pub id: &'r str,
    pub line_item: &'r str,
    pub title: &'r str,
    pub status: LearningStatus,
    pub on: Option<PartialDate>,
    pub school: Option<Organization>,
    pub untold: Option<Untold>,
}

pub fn record(row: &Row<'_>, set: &Set, sink: &mut dyn Sink) -> Result<Record, Reject> {
    let result = ResultRow::of(row);
    let student = required(row, "studentSourcedId", result.student)?;
    let graded = graded(row, &result, set, sink)?;
    let level = level(row, &result, &graded, set, sink);
    Ok(Record {
        claims: objective::claims(&graded, set),
        body: Body::Learning(Box::new(learning(&graded, level, set))),
        stream: "result",
        key: key(graded.id),
        subject: Some(subject(student)),
        place: row.place(),
        payload: Value::Object(result.payload()),
    })
}

fn graded<'r>(row: &Row<'_>, result: &ResultRow<'r>, set: &'r Set, sink: &mut dyn Sink) -> Result<Graded<'r>, Reject> {
    let line_item = required(row, "lineItemSourcedId", result.line_item)?;
    let item = set.line_item(line_item);
    let class_id = result.class.or(item.and_then(|item| item.class.as_deref()));
    let class = class_id.and_then(|id| set.class(id));
    let open = item.is_none() || class_id.is_some() && set.is_open(class);
    let school = set.school(item.and_then(|item| item.school.as_deref()), class);
    let facts = [
        (LearningFact::Title, item.is_none()),
        (LearningFact::Provider, !set.names(school.as_ref(), open)),
    ];
    Ok(Graded {
        id: required(row, "sourcedId", result.sourced_id)?,
        line_item,
        title: item.and_then(|item| item.title.as_deref()).unwrap_or(line_item),
        status: status(row, result, sink),
        on: date(row, "scoreDate", result.score_date, sink),
        school,
        untold: untold("lineItemSourcedId", &facts),
    })
}

fn learning(graded: &Graded<'_>, result: Option<Level>, set: &Set) -> Learning {
    Learning {
        kind: LearningKind::Assessment,
        title: graded.title.to_owned(),
        code: None,
        provider: graded.school.clone(),
        status: graded.status,
        result,
        credits: None,
        outcomes: set
            .objectives(Kind::LineItems, graded.line_item)
            .iter()
            .map(objective::term)
            .collect(),
        period: graded.on.map(Period::on).unwrap_or_default(),
        untold: graded.untold.clone(),
    }
}

/// Fully graded is done, unless the row itself says that something is still missing. What is handed in but not graded
/// is not done yet.
fn status(row: &Row<'_>, result: &ResultRow<'_>, sink: &mut dyn Sink) -> LearningStatus {
    let open = [result.in_progress, result.incomplete, result.missing].contains(&Some("true"));
    match result.score_status {
        Some("fully graded") if !open => LearningStatus::Completed,
        Some("fully graded" | "partially graded" | "submitted" | "not submitted") => LearningStatus::Enrolled,
        Some("exempt") | None => LearningStatus::Unknown,
        Some(extended) if extended.starts_with("ext:") => LearningStatus::Unknown,
        Some(_) => {
            let reason = "scoreStatus is exempt, fully graded, not submitted, partially graded or submitted; \
                          the row was read with an unknown status";
            sink.reject(Reject::new(row.cell_place("scoreStatus"), "unknown_code", reason));
            LearningStatus::Unknown
        }
    }
}

fn level(row: &Row<'_>, result: &ResultRow<'_>, graded: &Graded<'_>, set: &Set, sink: &mut dyn Sink) -> Option<Level> {
    let score = result.score.filter(|text| number(text).is_some());
    if result.score.is_some() && score.is_none() {
        let reason = "score is no number; a grade in words belongs in textScore. The row was read without it";
        sink.reject(Reject::new(row.cell_place("score"), "wrong_type", reason));
    }
    let declared = set.scale(graded.id, graded.line_item);
    scale::result(declared, set.line_item(graded.line_item), score, result.text_score)
}
