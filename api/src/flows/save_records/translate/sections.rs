//! The sections of a passport beside skills: one row for each record, and what it hangs on.

use super::{Origin, Parent, add_evidence, meet, raw_code};
use crate::store::records::Rows;
use entity::{credential, endorsement, experience, goal, learning, programme_participation};
use passport::level::Band;
use passport::record::{
    Body, Credential, Endorsement, Experience, Goal, Learning, Period, Place, Precision, Programme, Record,
};
use passport::skill::Wanted;
use passport::trust;
use serde_json::json;
use uuid::Uuid;

/// Adds the row of a record's own; none for a person's data, an organization, and skills alone.
pub(super) fn add(origin: Origin<'_>, record: &Record, rows: &mut Rows) -> Parent {
    let place = &record.place;
    let id = Uuid::now_v7();
    let mut parent = Parent::default();
    match &record.body {
        Body::Credential(said) => {
            parent.credential = Some(id);
            rows.credentials.push(credential(origin, id, place, said));
            add_evidence(origin, place, None, parent, &said.evidence, rows);
        }
        Body::Experience(said) => {
            parent.experience = Some(id);
            rows.experiences.push(experience(origin, id, place, said));
            add_evidence(origin, place, None, parent, &said.evidence, rows);
        }
        Body::Learning(said) => {
            parent.learning = Some(id);
            rows.learning.push(learning(origin, id, place, said));
        }
        Body::Programme(said) => {
            parent.other = Some(id);
            rows.programmes.push(programme(origin, id, place, said));
        }
        Body::Goal(said) => {
            parent.other = Some(id);
            rows.goals.push(goal(origin, id, place, said));
        }
        Body::Endorsement(said) => {
            parent.other = Some(id);
            rows.endorsements.push(endorsement(origin, id, place, said));
        }
        Body::Person(_) | Body::Organization(_) | Body::Skill | Body::Opportunity(_) | Body::Withdrawn => {}
    }
    parent
}

/// A row of a table that belongs to a person: what they have in common, then what is its own.
macro_rules! owned {
    ($table:ident, $origin:ident, $id:ident, $place:ident, { $($own:tt)* }) => {
        $table::Model {
            id: $id,
            person_id: $origin.owner.person,
            subject_id: $origin.owner.subject,
            source_id: $origin.intake.source.id,
            source_record_id: Some($origin.record),
            pointer: $place.inside(),
            adapter: $origin.intake.adapter.clone(),
            recorded_at: $origin.intake.now,
            superseded_at: None,
            superseded_by: None,
            $($own)*
        }
    };
}

fn credential(origin: Origin<'_>, id: Uuid, place: &Place, said: &Credential) -> credential::Model {
    owned!(credential, origin, id, place, {
        name: said.name.clone(),
        description: said.description.clone(),
        achievement_type: said.achievement_type.clone(),
        achievement_id: said.achievement_id.clone(),
        issuer_organization_id: origin.parties.id(origin.intake, said.issuer.as_ref()),
        issuer_name: said.issuer.as_ref().map(|issuer| issuer.name.clone()),
        issued_on: said.issued.map(|issued| issued.first_day()),
        expires_on: said.expires.map(|expires| expires.last_day()),
        status: said.status.as_str().into(),
        format: said.format.into(),
        media_type: said.signed.as_ref().map_or("application/json", |signed| signed.media_type).into(),
        signed_bytes: said.signed.as_ref().map(|signed| signed.bytes.clone()),
        checks: json!(trust::unchecked()),
        verified: false,
        image: said.image.clone(),
    })
}

fn experience(origin: Origin<'_>, id: Uuid, place: &Place, said: &Experience) -> experience::Model {
    let occupation = said.occupation.as_ref();
    owned!(experience, origin, id, place, {
        kind: said.kind.as_str().into(),
        title: said.title.clone(),
        organization_id: origin.parties.id(origin.intake, said.organization.as_ref()),
        organization_name: said.organization.as_ref().map(|organization| organization.name.clone()),
        role_title: said.role.clone(),
        occupation_code: occupation.and_then(raw_code),
        occupation_concept_id: occupation.and_then(|term| meet(origin.intake, term, Wanted::Occupation)).map(|met| met.concept),
        period_from: said.period.first_day(),
        period_to: said.period.last_day(),
        period_precision: precision(&said.period),
        narrative: said.narrative.clone(),
    })
}

fn learning(origin: Origin<'_>, id: Uuid, place: &Place, said: &Learning) -> learning::Model {
    owned!(learning, origin, id, place, {
        kind: said.kind.as_str().into(),
        title: said.title.clone(),
        code: said.code.clone(),
        provider_organization_id: origin.parties.id(origin.intake, said.provider.as_ref()),
        provider_name: said.provider.as_ref().map(|provider| provider.name.clone()),
        status: said.status.as_str().into(),
        result_value: said.result.as_ref().map(|result| result.value.clone()),
        result_scale: said.result.as_ref().map(|result| result.scale.name.clone()),
        credits: said.credits.clone(),
        outcomes: (!said.outcomes.is_empty()).then(|| json!(said.outcomes)),
        period_from: said.period.first_day(),
        period_to: said.period.last_day(),
        period_precision: precision(&said.period),
    })
}

fn programme(origin: Origin<'_>, id: Uuid, place: &Place, said: &Programme) -> programme_participation::Model {
    owned!(programme_participation, origin, id, place, {
        programme: said.programme.clone(),
        provider_name: said.provider.as_ref().map(|provider| provider.name.clone()),
        provider_organization_id: origin.parties.id(origin.intake, said.provider.as_ref()),
        services: json!(said.services),
        skill_gains: json!(said.skill_gains),
        credentials_attained: json!(said.credentials_attained),
        outcomes: json!(said.outcomes),
        period_from: said.period.first_day(),
        period_to: said.period.last_day(),
        period_precision: precision(&said.period),
    })
}

fn goal(origin: Origin<'_>, id: Uuid, place: &Place, said: &Goal) -> goal::Model {
    let target = said.target.as_ref();
    let occupation = target.and_then(|term| meet(origin.intake, term, Wanted::Occupation));
    let skill = target.and_then(|term| meet(origin.intake, term, Wanted::Skill));
    let kind = match (occupation, target) {
        (Some(_), _) => "occupation",
        (None, Some(_)) => "skill",
        (None, None) => "other",
    };
    owned!(goal, origin, id, place, {
        kind: kind.into(),
        title: said.title.clone(),
        concept_id: occupation.or(skill).map(|met| met.concept),
        target_band: said.band.map(Band::number),
        due_on: said.due.map(|due| due.last_day()),
        note: said.note.clone(),
    })
}

fn endorsement(origin: Origin<'_>, id: Uuid, place: &Place, said: &Endorsement) -> endorsement::Model {
    owned!(endorsement, origin, id, place, {
        endorser_name: said.endorser.as_ref().map(|endorser| endorser.name.clone()),
        endorser_organization_id: origin.parties.id(origin.intake, said.endorser.as_ref()),
        text: said.text.clone(),
        issued_on: said.issued.map(|issued| issued.first_day()),
        claim_id: None,
        credential_id: None,
        experience_id: None,
    })
}

fn precision(period: &Period) -> Option<String> {
    period.precision().map(Precision::as_str).map(Into::into)
}
