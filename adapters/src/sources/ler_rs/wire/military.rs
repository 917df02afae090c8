//! Military service: branch, rank, time, expertise. What else HR Open has of it is not read.

use super::{competency, notes};
use crate::json::cells::{Cells, joined};
use passport::record::{Period, Place, Term};

/// A time of service.
#[derive(Debug)]
pub struct Service {
    pub branch: Option<String>,
    pub rank: Option<String>,
    pub period: Period,
    pub narrative: Option<String>,
    /// What was learned in it, with its place.
    pub expertises: Vec<(Term, Place)>,
}

impl Service {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let mut lines = cells.lines("descriptions");
        lines.extend(notes(cells, "comments"));
        let expertises = cells.children("expertises");
        Service {
            branch: cells.words("branch"),
            rank: cells.words("endingRank").or_else(|| cells.words("startingRank")),
            period: cells.period("start", "end"),
            narrative: joined(lines.iter().map(String::as_str)),
            expertises: expertises.iter().filter_map(expertise).collect(),
        }
    }
}

/// Its level is what is required of it elsewhere, not what the person has, so it is not read.
fn expertise(cells: &Cells<'_, '_>) -> Option<(Term, Place)> {
    let term = competency(cells, "name");
    if term.is_none() {
        cells.faults.spare(cells.node.need("name").map(|_| None::<()>));
    }
    Some((term?, cells.place()))
}
