//! Claims: the skill translated, the level placed on the bands, the source's words kept as they are.

use super::{Origin, Parent, add_evidence, meet, raw_code};
use crate::flows::review_terms::Meaning;
use crate::store::records::Rows;
use entity::claim;
use passport::level::loss::stored;
use passport::level::{self, Loss, Placed};
use passport::record::{Claim, Precision};
use passport::skill::Wanted;
use uuid::Uuid;

/// Adds a claim and its evidence.
pub(super) fn add(origin: Origin<'_>, said: &Claim, parent: Parent, rows: &mut Rows) {
    let row = row(origin, said, parent);
    add_evidence(origin, &said.place, Some(row.id), parent, &said.evidence, rows);
    rows.claims.push(row);
}

fn row(origin: Origin<'_>, said: &Claim, parent: Parent) -> claim::Model {
    let intake = origin.intake;
    let term = origin.terms.of(said);
    let meaning = match term {
        Some(term) => Meaning::held(term),
        None => meet(intake, &said.term, Wanted::Skill)
            .map(Meaning::from)
            .unwrap_or_default(),
    };
    let level = level::place_claim(said, &*intake.reference.vocabularies);
    let placed = level.as_ref().and_then(|level| level.as_ref().ok());
    let asserter = said.asserted_by.organization.as_ref();
    meaning.told_in(claim::Model {
        id: Uuid::now_v7(),
        person_id: origin.owner.person,
        subject_id: origin.owner.subject,
        source_id: intake.source.id,
        source_record_id: Some(origin.record),
        pointer: said.place.inside(),
        adapter: intake.adapter.clone(),
        recorded_at: intake.now,
        known_since: None,
        level_since: None,
        superseded_at: None,
        superseded_by: None,
        concept_id: None,
        term_id: term.map(|term| term.id),
        raw_label: said.term.label.clone(),
        raw_code: raw_code(&said.term),
        raw_framework: said.term.framework.clone(),
        raw_level: said.level.as_ref().map(|level| level.value.clone()),
        raw_scale: said.level.as_ref().map(|level| level.scale.name.clone()),
        band_low: placed.map(|placed| placed.interval.low.number()),
        band_high: placed.map(|placed| placed.interval.high.number()),
        band_basis: placed.map(|placed| placed.basis.into()),
        band_loss: level.as_ref().and_then(lost),
        role: said.role.as_str().into(),
        assertion: said.assertion.as_str().into(),
        asserted_by_kind: said.asserted_by.kind.as_str().into(),
        asserted_by_name: asserter.map(|asserter| asserter.name.clone()),
        asserted_by_organization_id: origin.parties.id(intake, asserter),
        observed_from: said.observed.first_day(),
        observed_to: said.observed.last_day(),
        observed_precision: said.observed.precision().map(Precision::as_str).map(Into::into),
        valid_from: said.valid.first_day(),
        valid_to: said.valid.last_day(),
        extraction: "stated".into(),
        mapping_id: None,
        mapping_relation: None,
        mapping_method: None,
        mapping_confidence: None,
        verified: false,
        checks: None,
        credential_id: parent.credential,
        experience_id: parent.experience,
        learning_id: parent.learning,
    })
}

/// What was lost, or why there is no band, as codes.
fn lost(level: &Result<Placed, Loss>) -> Option<String> {
    match level {
        Ok(placed) => stored(&placed.losses),
        Err(reason) => Some(reason.as_str().to_owned()),
    }
}
