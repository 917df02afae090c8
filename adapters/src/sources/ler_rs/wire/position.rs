//! Positions that are wanted or on offer.

use super::{code, competency, entity, identifier, organization};
use crate::json::cells::Cells;
use passport::record::{Organization, OrganizationKind, Period, Place, Term};

/// What the person prefers.
#[derive(Debug)]
pub struct Preference {
    pub titles: Vec<String>,
    pub occupations: Vec<Term>,
}

/// The opening that the résumé was written for.
#[derive(Debug)]
pub struct Opening {
    pub id: Option<String>,
    pub title: Option<String>,
    pub organization: Option<Organization>,
    pub url: Option<String>,
    pub period: Period,
    pub requires: Vec<Term>,
    pub place: Place,
}

impl Preference {
    /// Reads it.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let categories = cells.children("jobCategories");
        Preference {
            titles: cells.lines("positionTitles"),
            occupations: categories.iter().filter_map(entity).collect(),
        }
    }
}

impl Opening {
    /// The openings of a `job`, unless they are on hold or closed: the profiles of a position opening, or a job description of JDX.
    pub fn all(job: &Cells<'_, '_>) -> Vec<Self> {
        let open = |opening: &Cells<'_, '_>| {
            opening
                .words("statusCode")
                .is_none_or(|code| code.eq_ignore_ascii_case("Active"))
        };
        let opening = job.child("positionOpening").filter(open);
        let profiles = opening.map(|opening| opening.children("positionProfiles"));
        let profiles = profiles.unwrap_or_default();
        let described = job.child("JDXjobDescription");
        profiles
            .iter()
            .map(profile)
            .chain(described.iter().map(description))
            .collect()
    }
}

fn profile(cells: &Cells<'_, '_>) -> Opening {
    let organizations = cells.children("positionOrganizations");
    let asked = cells.children("positionQualifications");
    let competencies = asked.iter().flat_map(|asked| asked.children("positionCompetencies"));
    Opening {
        id: identifier(cells, "positionId").or_else(|| identifier(cells, "profileId")),
        title: cells.words("positionTitle"),
        organization: organizations
            .iter()
            .find_map(|found| organization(found, OrganizationKind::Employer)),
        url: cells.web("positionUri"),
        period: Period::default(),
        requires: competencies
            .filter_map(|found| competency(&found, "competencyName"))
            .collect(),
        place: cells.place(),
    }
}

fn description(cells: &Cells<'_, '_>) -> Opening {
    let hiring = cells.child("hiringOrganization");
    let asked = ["skills", "competencies", "knowledge"].map(|key| cells.children(key));
    Opening {
        id: cells.short("positionID"),
        title: cells.words("title").or_else(|| cells.words("name")),
        organization: hiring.and_then(|found| organization(&found, OrganizationKind::Employer)),
        url: None,
        period: Period::default(),
        requires: asked.iter().flatten().filter_map(defined).collect(),
        place: cells.place(),
    }
}

/// A term of a set: `{"name", "termCode", "inDefinedTermSet": {"name"}}`.
fn defined(cells: &Cells<'_, '_>) -> Option<Term> {
    let set = cells
        .node
        .get("inDefinedTermSet")
        .and_then(|_| cells.child("inDefinedTermSet"));
    let term = Term {
        label: cells.words("name"),
        code: code(cells, "termCode"),
        framework: set.and_then(|set| set.words("name")),
        ..Term::default()
    };
    (term.label.is_some() || term.code.is_some()).then_some(term)
}
