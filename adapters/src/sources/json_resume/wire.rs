//! The shapes of the schema in its own words. What is not named here is not read.

use crate::json::cells::{Cells, joined};
use passport::record::{Identifier, IdentifierSystem, Organization, OrganizationKind, PartialDate, Period};

/// How many courses of one study are read: each becomes a record that repeats the school.
const MOST_COURSES: usize = 200;

/// Who the résumé is of. Where they live and what they look like is not read.
#[derive(Debug, Default)]
pub struct Basics {
    pub name: Option<String>,
    pub identifiers: Vec<Identifier>,
}

/// Something done: work, volunteering, a project, a publication.
#[derive(Debug)]
pub struct Activity {
    pub title: Option<String>,
    pub organization: Option<Organization>,
    pub role: Option<String>,
    pub period: Period,
    pub narrative: Option<String>,
    pub url: Option<String>,
}

/// A study.
#[derive(Debug)]
pub struct Study {
    pub title: Option<String>,
    pub school: Option<Organization>,
    pub period: Period,
    pub score: Option<String>,
    pub courses: Vec<String>,
}

/// An award or a certificate.
#[derive(Debug)]
pub struct Honour {
    pub name: Option<String>,
    pub issuer: Option<String>,
    pub date: Option<PartialDate>,
    pub summary: Option<String>,
    pub url: Option<String>,
}

/// A skill or a language.
#[derive(Debug)]
pub struct Ability {
    pub name: Option<String>,
    pub level: Option<String>,
    pub keywords: Vec<String>,
}

impl Basics {
    /// The fields of the document that tell of the person.
    pub const FIELDS: [&'static str; 2] = ["basics", "meta"];

    /// Reads those fields.
    pub fn read(document: &Cells<'_, '_>) -> Self {
        let Some(basics) = document.child("basics") else {
            return Basics::default();
        };
        let own = [
            basics.identifier("email", IdentifierSystem::Email),
            basics.identifier("phone", IdentifierSystem::Phone),
            basics.identifier("url", IdentifierSystem::Url),
            basics.identifier("website", IdentifierSystem::Url),
        ];
        let profiles = basics.children("profiles").into_iter();
        let profiles = profiles.filter_map(|profile| profile.identifier("url", IdentifierSystem::Url));
        // The address of a network alone is that of everybody in it.
        let profiles = profiles.filter(|profile| has_path(&profile.value));
        Basics {
            name: basics.words("name"),
            identifiers: own.into_iter().flatten().chain(profiles).collect(),
        }
    }

    /// The e-mail address.
    pub fn email(&self) -> Option<&str> {
        let mut found = self.identifiers.iter();
        let email = found.find(|identifier| identifier.system == IdentifierSystem::Email)?;
        Some(email.value.as_str())
    }
}

/// Whether an address goes on behind its host.
fn has_path(url: &str) -> bool {
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    behind.trim_end_matches('/').contains(['/', '?', '#', '@'])
}

impl Activity {
    /// A job. Before version 1 the employer was `company`.
    pub fn work(cells: &Cells<'_, '_>) -> Self {
        let employer = cells.words("name").or_else(|| cells.words("company"));
        Self::at(cells, employer, cells.words("position"))
    }

    /// Voluntary work.
    pub fn volunteer(cells: &Cells<'_, '_>) -> Self {
        Self::at(cells, cells.words("organization"), cells.words("position"))
    }

    fn at(cells: &Cells<'_, '_>, employer: Option<String>, position: Option<String>) -> Self {
        let organization = employer.map(|name| organization(cells, OrganizationKind::Employer, name));
        Activity {
            title: position.or_else(|| organization.as_ref().map(|found| found.name.clone())),
            organization,
            role: None,
            period: cells.period("startDate", "endDate"),
            narrative: narrative(cells, &["summary"]),
            url: None,
        }
    }

    /// A project; its roles are the holder's in it.
    pub fn project(cells: &Cells<'_, '_>) -> Self {
        let roles = cells.lines("roles");
        let entity = cells.words("entity");
        Activity {
            title: cells.words("name"),
            organization: entity.map(|name| crate::json::resume::named(OrganizationKind::Employer, name)),
            role: (!roles.is_empty()).then(|| roles.join(", ")),
            period: cells.period("startDate", "endDate"),
            narrative: narrative(cells, &["description", "summary"]),
            url: address(cells),
        }
    }

    /// A publication.
    pub fn publication(cells: &Cells<'_, '_>) -> Self {
        let publisher = cells.words("publisher");
        Activity {
            title: cells.words("name"),
            organization: publisher.map(|name| crate::json::resume::named(OrganizationKind::Issuer, name)),
            role: None,
            period: cells.date("releaseDate").map(Period::on).unwrap_or_default(),
            narrative: narrative(cells, &["summary"]),
            url: address(cells),
        }
    }
}

impl Study {
    /// Reads it. Before version 1 the score was `gpa`.
    pub fn read(cells: &Cells<'_, '_>) -> Self {
        let school = cells.words("institution");
        let parts: Vec<_> = [cells.words("studyType"), cells.words("area")]
            .into_iter()
            .flatten()
            .collect();
        Study {
            title: Some(parts.join(", "))
                .filter(|title| !title.is_empty())
                .or_else(|| school.clone()),
            school: school.map(|name| organization(cells, OrganizationKind::School, name)),
            period: cells.period("startDate", "endDate"),
            score: cells.short("score").or_else(|| cells.short("gpa")),
            courses: cells.first("courses", MOST_COURSES, cells.lines("courses")),
        }
    }
}

impl Honour {
    /// An award.
    pub fn award(cells: &Cells<'_, '_>) -> Self {
        Honour {
            name: cells.need_words("title"),
            issuer: cells.words("awarder"),
            date: cells.date("date"),
            summary: cells.words("summary"),
            url: None,
        }
    }

    /// A certificate.
    pub fn certificate(cells: &Cells<'_, '_>) -> Self {
        Honour {
            name: cells.need_words("name"),
            issuer: cells.words("issuer"),
            date: cells.date("date"),
            summary: None,
            url: address(cells),
        }
    }
}

impl Ability {
    /// A skill.
    pub fn skill(cells: &Cells<'_, '_>) -> Self {
        Ability {
            name: cells.words("name"),
            level: cells.short("level"),
            keywords: cells.lines("keywords"),
        }
    }

    /// A language. Before version 1 some wrote `name` and `level`.
    pub fn language(cells: &Cells<'_, '_>) -> Self {
        Ability {
            name: cells.words("language").or_else(|| cells.words("name")),
            level: cells.short("fluency").or_else(|| cells.short("level")),
            keywords: Vec::new(),
        }
    }
}

fn organization(cells: &Cells<'_, '_>, role: OrganizationKind, name: String) -> Organization {
    Organization {
        role,
        name,
        identifier: None,
        url: address(cells),
    }
}

/// The address of what the entry is about. Before version 1 it was `website`.
fn address(cells: &Cells<'_, '_>) -> Option<String> {
    cells.web("url").or_else(|| cells.web("website"))
}

/// The texts of these fields, then the highlights.
fn narrative(cells: &Cells<'_, '_>, keys: &[&str]) -> Option<String> {
    let told = keys.iter().filter_map(|key| cells.words(key));
    let lines: Vec<_> = told.chain(cells.lines("highlights")).collect();
    joined(lines.iter().map(String::as_str))
}
