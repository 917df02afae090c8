//! Education: an attendance, and the degrees in it.

use super::score::{Score, scores};
use super::{code, numbered, organization};
use crate::json::cells::Cells;
use passport::record::{Organization, OrganizationKind, PartialDate, Period, Place, Reject};

/// A time at a school.
#[derive(Debug)]
pub struct Attendance {
    pub institution: Option<Organization>,
    pub programs: Vec<String>,
    pub period: Period,
    /// Whether it still runs, where that is said.
    pub running: Option<bool>,
    pub degrees: Vec<Degree>,
    pub place: Place,
}

/// A degree, granted or not.
#[derive(Debug)]
pub struct Degree {
    pub name: Option<String>,
    pub code: Option<String>,
    pub date: Option<PartialDate>,
    pub specializations: Vec<String>,
    pub scores: Vec<Score>,
    pub status: Option<Status>,
    pub place: Place,
    /// Where in the list it stands.
    pub at: usize,
}

/// How a degree stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Granted,
    InProgress,
    /// Postponed or not granted: neither running nor brought to its end.
    Open,
}

impl Attendance {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let institution = cells.child("institution");
        Attendance {
            institution: institution.and_then(|school| organization(&school, OrganizationKind::School)),
            programs: cells.lines("programs"),
            period: cells.period("start", "end"),
            running: cells
                .flag("currentlyAttendingIndicator")
                .or_else(|| cells.flag("current")),
            degrees: numbered(cells, "educationDegrees")
                .map(|(at, found)| degree(&found, at))
                .collect(),
            place: cells.place(),
        }
    }
}

fn degree(cells: &Cells<'_, '_>, at: usize) -> Degree {
    let focus = cells.children("specializations");
    Degree {
        name: cells.words("name"),
        code: first_code(cells),
        date: cells.date("date"),
        specializations: focus.iter().filter_map(|focus| focus.words("name")).collect(),
        scores: scores(cells, "score"),
        status: status(cells),
        place: cells.place(),
        at,
    }
}

/// The first of the codes, which are texts, or objects with a `value`.
fn first_code(cells: &Cells<'_, '_>) -> Option<String> {
    let first = cells.node.get("codes")?.items().into_iter().next()?;
    match first.value.is_object() {
        true => code(&cells.children("codes").into_iter().next()?, "value"),
        false => cells.lines("codes").into_iter().next(),
    }
}

/// The words of the code list, and the same as its labels write them: `InProgress`, `In Progress`.
fn status(cells: &Cells<'_, '_>) -> Option<Status> {
    let word = cells.words("degreeGrantedStatus")?;
    match word.replace([' ', '-', '_'], "").to_lowercase().as_str() {
        "granted" => Some(Status::Granted),
        "inprogress" => Some(Status::InProgress),
        "postponed" | "notgranted" => Some(Status::Open),
        _ => {
            let reason = "`degreeGrantedStatus` must be Granted, InProgress, Postponed or NotGranted";
            let place = cells.node.place.child("degreeGrantedStatus");
            cells.faults.tell(Reject::new(place, "unknown_code", reason));
            None
        }
    }
}
