//! Skills (`skills`) and competencies (`qualifications`).

use super::score::{Score, scores, within};
use super::{MOST, code, competency, notes, organization, reference};
use crate::json::cells::Cells;
use passport::record::{Organization, OrganizationKind, PartialDate, Period, Place, Term};

/// A skill or a competency.
#[derive(Debug)]
pub struct Skill {
    pub term: Option<Term>,
    pub last_used: Option<PartialDate>,
    pub ratings: Vec<Score>,
    pub comments: Vec<String>,
    pub endorsers: Vec<Endorser>,
    pub assessment: Option<Assessment>,
}

/// Who endorses it, in which words. A person is not named.
#[derive(Debug)]
pub struct Endorser {
    pub organization: Option<Organization>,
    pub comments: Vec<String>,
    pub place: Place,
}

/// What proves a competency (`competencyEvidence`).
#[derive(Debug)]
pub struct Assessment {
    pub kind: Option<String>,
    pub name: Option<String>,
    pub descriptions: Vec<String>,
    pub scores: Vec<Score>,
    pub by: Option<String>,
    pub period: Period,
    pub verified: Option<PartialDate>,
    pub place: Place,
}

impl Skill {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        Skill {
            term: term(cells),
            last_used: cells.date("lastUsedDate"),
            ratings: scores(cells, "proficiencyLevel"),
            comments: notes(cells, "comments"),
            endorsers: cells
                .first("endorsers", MOST, cells.children("endorsers"))
                .iter()
                .map(endorser)
                .collect(),
            assessment: cells.child("competencyEvidence").as_ref().map(assessment),
        }
    }
}

/// The skill by its name, its address, or its id in a taxonomy.
fn term(cells: &Cells<'_, '_>) -> Option<Term> {
    let address = reference(cells, "schemeReference").or_else(|| reference(cells, "definitionReference"));
    let (uri, scheme) = address.map_or((None, None), |(uri, scheme)| (Some(uri), scheme));
    let name = if cells.node.get("name").is_some() {
        "name"
    } else {
        "competencyName"
    };
    let found = competency(cells, name);
    if found.is_none() && uri.is_none() {
        return None;
    }
    let found = found.unwrap_or_default();
    Some(Term {
        uri,
        framework: scheme.or(found.framework),
        ..found
    })
}

fn endorser(cells: &Cells<'_, '_>) -> Endorser {
    let named = cells.child("organization");
    Endorser {
        organization: named.and_then(|named| organization(&named, OrganizationKind::Employer)),
        comments: notes(cells, "comments"),
        place: cells.place(),
    }
}

fn assessment(cells: &Cells<'_, '_>) -> Assessment {
    let period = cells.child("effectivePeriod");
    Assessment {
        kind: code(cells, "evidenceTypeCode"),
        name: cells.words("evidenceName"),
        descriptions: cells.lines("descriptions"),
        scores: cells.children("scores").iter().flat_map(within).collect(),
        by: cells.words("verificationSourceName"),
        period: period.map(|period| period.period("start", "end")).unwrap_or_default(),
        verified: cells.date("verificationDate"),
        place: cells.place(),
    }
}
