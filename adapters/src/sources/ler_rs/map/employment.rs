//! Employment: an experience for each position, or for the employer where none is named. A title gives no skill.

use super::{EMPLOYMENT, Who, credential};
use crate::json::cells::Cells;
use crate::json::keep::keep_one;
use crate::json::resume::{called, shown};
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::{Employment, Envelope, Position};
use passport::record::{Body, Evidence, Experience, ExperienceKind, Period, Place, Record, Signed, Term};

const FIELDS: &[&str] = &[
    "organization",
    "name",
    "tradeName",
    "tradeNames",
    "domainName",
    "responsibilityCode",
    "organizationUnitTypeCode",
    "positionHistories",
    "title",
    "resourceRelationshipCode",
    "workRelationshipTypeCode",
    "location",
    "city",
    "countryCode",
    "descriptions",
    "jobCategories",
    "jobLevels",
    "id",
    "code",
    "value",
    "schemeId",
    "start",
    "end",
    "current",
];

/// What an entry of the résumé says.
pub fn records(cells: &Cells<'_, '_>, backings: &Backings, who: &Who) -> Vec<Record> {
    let employment = Employment::read(cells);
    if employment.organization.is_none() && employment.positions.is_empty() {
        if !backings.by_credentials {
            cells.faults.spare(cells.node.need("organization").map(|_| None::<()>));
        }
        return Vec::new();
    }
    held(&employment, &backings.evidence, cells, who)
}

/// The same of what an employer signed, with the employer's credential.
pub fn backed(cells: &Cells<'_, '_>, envelope: &Envelope, who: &Who, signed: Signed) -> Vec<Record> {
    let employment = Employment::read(cells);
    let credential = Evidence {
        kind: "credential".to_owned(),
        title: envelope.name.clone().or_else(|| envelope.kind.clone()),
        url: envelope.id.clone(),
        description: None,
    };
    let mut records = held(&employment, &[credential], cells, who);
    records.push(credential::enveloped(envelope, None, who, signed));
    records
}

fn held(employment: &Employment, evidence: &[Evidence], cells: &Cells<'_, '_>, who: &Who) -> Vec<Record> {
    let record = |position: Option<&Position>, place: &Place| {
        let experience = experience(employment, position, evidence)?;
        let employer = called(experience.organization.as_ref());
        let key = who.holder.key(
            EMPLOYMENT,
            &[employer, &experience.title, &shown(experience.period.from)],
        );
        let body = Body::Experience(Box::new(experience));
        let at = position.map(|position| position.at);
        let payload = keep_one(cells.node.value, "positionHistories", at, FIELDS);
        Some(who.holder.record(EMPLOYMENT, key, body, place.clone(), payload))
    };
    if employment.positions.is_empty() {
        return record(None, &employment.place).into_iter().collect();
    }
    let positions = employment.positions.iter();
    positions
        .filter_map(|position| record(Some(position), &position.place))
        .collect()
}

fn experience(employment: &Employment, position: Option<&Position>, evidence: &[Evidence]) -> Option<Experience> {
    let employer = employment.organization.as_ref();
    let title = position.and_then(|position| position.title.clone());
    let occupation: Option<Term> = position.and_then(|position| position.occupation.clone());
    let named = occupation.as_ref().and_then(|occupation| occupation.label.clone());
    Some(Experience {
        kind: position.map_or(ExperienceKind::Job, |position| position.kind),
        title: title
            .or(named)
            .or_else(|| employer.map(|employer| employer.name.clone()))?,
        organization: employer.cloned(),
        role: None,
        occupation,
        period: match position.map(|position| position.period) {
            Some(period) if period != Period::default() => period,
            _ => employment.period,
        },
        narrative: position
            .and_then(|position| position.narrative.clone())
            .or_else(|| employment.narrative.clone()),
        evidence: evidence.to_vec(),
    })
}
