//! The shapes of HR Open in its own words. What is not named here is not read.

mod certificate;
mod education;
mod employment;
mod envelope;
mod military;
mod person;
mod position;
mod score;
mod skill;

pub use certificate::Certificate;
pub use education::{Attendance, Degree, Status};
pub use employment::{Employment, Position};
pub use envelope::Envelope;
pub use military::Service;
pub use person::Person;
pub use position::{Opening, Preference};
pub use score::Score;
pub use skill::{Assessment, Endorser, Skill};

use crate::json::cells::Cells;
use crate::text::is_web;
use passport::record::{Organization, OrganizationKind, Term};

/// An organization: its name, its trade name, else the name of its domain.
pub fn organization(cells: &Cells<'_, '_>, role: OrganizationKind) -> Option<Organization> {
    let domain = cells.words("domainName");
    let name = cells
        .words("name")
        .or_else(|| cells.words("legalName"))
        .or_else(|| cells.words("tradeName"))
        .or_else(|| cells.lines("tradeNames").into_iter().next())
        .or_else(|| domain.clone())?;
    let web = || {
        let sites = cells.child("communication")?.children("web");
        sites.iter().find_map(|site| site.web("url"))
    };
    Some(Organization {
        role,
        name,
        identifier: identifier(cells, "id").or_else(|| domain.clone()),
        url: web().or(domain.filter(|domain| is_web(domain))),
    })
}

/// The value of an identifier (`{"value": …}`).
pub fn identifier(cells: &Cells<'_, '_>, key: &str) -> Option<String> {
    cells.child(key)?.short("value")
}

/// An entity: `{"name", "code", "id": {"value", "schemeId"}}`; none where it names nothing.
fn entity(cells: &Cells<'_, '_>) -> Option<Term> {
    let id = cells.node.get("id").and_then(|_| cells.child("id"));
    let part = |key: &str| id.as_ref().and_then(|id| id.short(key));
    let term = Term {
        label: cells.words("name"),
        uri: None,
        code: code(cells, "code").or_else(|| part("value")),
        framework: part("schemeId").or_else(|| part("schemeAgencyId")),
        language: None,
    };
    (term.label.is_some() || term.code.is_some()).then_some(term)
}

/// A competency by its name and the first of its ids; none where it has neither.
fn competency(cells: &Cells<'_, '_>, name: &str) -> Option<Term> {
    let id = cells.children("competencyIds").into_iter().next();
    let part = |key: &str| id.as_ref().and_then(|id| id.short(key));
    let term = Term {
        label: cells.words(name),
        code: part("value"),
        framework: part("schemeId").or_else(|| part("schemeAgencyId")),
        ..Term::default()
    };
    (term.label.is_some() || term.code.is_some()).then_some(term)
}

/// A code, plain or as `{"value": …}`.
fn code(cells: &Cells<'_, '_>, key: &str) -> Option<String> {
    match cells.node.get(key)?.value.is_object() {
        true => cells.child(key)?.short("value"),
        false => cells.short(key),
    }
}

/// How many positions with one employer, degrees of one school or endorsers of one skill are read: each becomes a record
/// that repeats what it stands in.
const MOST: usize = 100;

/// The objects of a list, each with where in it it stands.
fn numbered<'a, 'f>(cells: &Cells<'a, 'f>, key: &str) -> impl Iterator<Item = (usize, Cells<'a, 'f>)> {
    let list = cells.node.place.child(key);
    let found = cells.first(key, MOST, cells.children(key));
    let mut at = 0;
    found.into_iter().map(move |found| {
        // Elements that are no objects were left out.
        while list.child(at) != found.node.place {
            at += 1;
        }
        (at, found)
    })
}

/// A reference with its scheme: `{"reference", "scheme"}`.
fn reference(cells: &Cells<'_, '_>, key: &str) -> Option<(String, Option<String>)> {
    let found = cells.child(key)?;
    Some((found.words("reference")?, found.words("scheme")))
}

/// The notes of comments, which are texts, or objects with a `note`.
fn notes(cells: &Cells<'_, '_>, key: &str) -> Vec<String> {
    let Some(list) = cells.node.get(key) else {
        return Vec::new();
    };
    let first = list.items().into_iter().next();
    match first.is_some_and(|first| first.value.is_object()) {
        true => cells
            .children(key)
            .iter()
            .filter_map(|comment| comment.words("note"))
            .collect(),
        false => cells.lines(key),
    }
}
