//! Employment: an employer, and the positions held there.

use super::{entity, numbered, organization};
use crate::json::cells::{Cells, joined};
use passport::record::{ExperienceKind, Organization, OrganizationKind, Period, Place, Reject, Term};

/// A time with an employer.
#[derive(Debug)]
pub struct Employment {
    pub organization: Option<Organization>,
    pub period: Period,
    pub narrative: Option<String>,
    pub positions: Vec<Position>,
    pub place: Place,
}

/// A position held.
#[derive(Debug)]
pub struct Position {
    pub title: Option<String>,
    pub kind: ExperienceKind,
    pub occupation: Option<Term>,
    pub period: Period,
    pub narrative: Option<String>,
    pub place: Place,
    /// Where in the list it stands.
    pub at: usize,
}

/// Codes of what a person is to the organization, of both lists; all of them are work, paid where nothing else is said.
const RELATIONSHIPS: &[(&str, ExperienceKind)] = &[
    ("Employment", ExperienceKind::Job),
    ("Contract", ExperienceKind::Job),
    ("Volunteering", ExperienceKind::Volunteering),
    ("Employee", ExperienceKind::Job),
    ("VendorEmployee", ExperienceKind::Job),
    ("IndependentContractor", ExperienceKind::Job),
    ("Volunteer", ExperienceKind::Volunteering),
    ("Internship", ExperienceKind::Job),
    ("Externship", ExperienceKind::Job),
    ("Apprenticeship", ExperienceKind::Apprenticeship),
];

impl Employment {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let employer = cells.child("organization");
        Employment {
            organization: employer.and_then(|employer| organization(&employer, OrganizationKind::Employer)),
            period: cells.period("start", "end"),
            narrative: narrative(cells),
            positions: numbered(cells, "positionHistories")
                .map(|(at, found)| position(&found, at))
                .collect(),
            place: cells.place(),
        }
    }
}

fn position(cells: &Cells<'_, '_>, at: usize) -> Position {
    let categories = cells.children("jobCategories");
    Position {
        title: cells.words("title"),
        kind: relationship(cells),
        occupation: categories.iter().find_map(entity),
        period: cells.period("start", "end"),
        narrative: narrative(cells),
        place: cells.place(),
        at,
    }
}

fn relationship(cells: &Cells<'_, '_>) -> ExperienceKind {
    for key in ["workRelationshipTypeCode", "resourceRelationshipCode"] {
        let Some(code) = cells.words(key) else { continue };
        if let Some((_, kind)) = RELATIONSHIPS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(&code))
        {
            return *kind;
        }
        let known: Vec<_> = RELATIONSHIPS.iter().map(|(known, _)| *known).collect();
        let reason = format!("`{key}` must be one of {}; it was read as work", known.join(", "));
        cells
            .faults
            .tell(Reject::new(cells.node.place.child(key), "unknown_code", reason));
    }
    ExperienceKind::Job
}

/// The descriptions; some are written with the location.
fn narrative(cells: &Cells<'_, '_>) -> Option<String> {
    let mut lines = cells.lines("descriptions");
    lines.extend(
        cells
            .child("location")
            .iter()
            .flat_map(|place| place.lines("descriptions")),
    );
    joined(lines.iter().map(String::as_str))
}
