//! Military service: an experience; expertise gained in it is claimed as developed then.

use super::{MILITARY, Who};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{called, claim, shown};
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::Service;
use passport::record::{Body, Experience, ExperienceKind, Organization, OrganizationKind, Record, Role};

const FIELDS: &[&str] = &[
    "branch",
    "division",
    "startingRank",
    "endingRank",
    "start",
    "end",
    "current",
];

/// The service.
pub fn records(cells: &Cells<'_, '_>, backings: &Backings, who: &Who) -> Vec<Record> {
    let service = Service::read(cells);
    let Some(title) = service.rank.clone().or_else(|| service.branch.clone()) else {
        cells.faults.spare(cells.node.need_words("branch").map(Some));
        return Vec::new();
    };
    let organization = service.branch.clone().map(|name| Organization {
        role: OrganizationKind::Employer,
        name,
        identifier: None,
        url: None,
    });
    let key = who.holder.key(
        MILITARY,
        &[called(organization.as_ref()), &title, &shown(service.period.from)],
    );
    let body = Body::Experience(Box::new(Experience {
        kind: ExperienceKind::Military,
        title,
        organization,
        role: None,
        occupation: None,
        period: service.period,
        narrative: service.narrative.clone(),
        evidence: backings.evidence.clone(),
    }));
    let record = who
        .holder
        .record(MILITARY, key, body, cells.place(), keep(cells.node.value, FIELDS));
    let gained = service.expertises.iter();
    let gained = gained.map(|(term, place)| claim(term.clone(), None, Role::Develops, service.period, place.clone()));
    vec![Record {
        claims: gained.collect(),
        ..record
    }]
}
