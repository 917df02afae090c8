//! From records to rows: what each says, for whom, with skills translated and levels converted.

mod claims;
mod sections;

use super::combine::{Arrived, Gone, News, Standing};
use super::parties::Parties;
use super::people::{Owner, People};
use super::terms::Terms;
use super::{Intake, Saved};
use crate::store::records::Rows;
use entity::{evidence, opportunity, opportunity_requirement, source_record};
use passport::record::{Body, Evidence, Opportunity, Place, Record, Term};
use passport::skill::{self, Meeting, Wanted};
use std::collections::HashMap;
use uuid::Uuid;

/// What every row of a record has in common.
#[derive(Clone, Copy)]
struct Origin<'a> {
    intake: &'a Intake,
    parties: &'a Parties,
    terms: &'a Terms,
    owner: Owner,
    /// The source record's row.
    record: Uuid,
}

/// Who and what the records name, found or made already.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub people: &'a People,
    pub parties: &'a Parties,
    pub terms: &'a Terms,
}

/// The rows that the news comes to.
pub(super) fn rows(intake: &Intake, news: &News, known: Known<'_>, saved: &mut Saved) -> Rows {
    let Known { people, parties, terms } = known;
    let mut rows = Rows::default();
    let mut mains: HashMap<Uuid, Uuid> = HashMap::new();
    for arrived in &news.arrived {
        let owner = people.owner(intake, &arrived.record);
        rows.source_records
            .push(source_record(intake, arrived, owner.and_then(|owner| owner.subject)));
        let main = match (owner, &arrived.record.body) {
            (_, Body::Opportunity(offer)) => Some(opportunity(intake, parties, arrived.row, offer, &mut rows)),
            (Some(owner), _) => {
                saved.touched.insert(owner.person);
                personal(
                    Origin {
                        intake,
                        parties,
                        terms,
                        owner,
                        record: arrived.row,
                    },
                    &arrived.record,
                    &mut rows,
                )
            }
            (None, _) => None,
        };
        mains.extend(main.map(|main| (arrived.row, main)));
    }
    rows.source_records
        .extend(news.gone.iter().map(|gone| tombstone(intake, gone)));
    saved.mains = news.order.iter().map(|standing| main_row(*standing, &mains)).collect();
    rows
}

fn main_row(standing: Standing, mains: &HashMap<Uuid, Uuid>) -> Option<Uuid> {
    match standing {
        Standing::Arrived(row) => mains.get(&row).copied(),
        Standing::Held(_) | Standing::Gone => None,
    }
}

fn source_record(intake: &Intake, arrived: &Arrived, subject: Option<Uuid>) -> source_record::Model {
    let record = &arrived.record;
    source_record::Model {
        id: arrived.row,
        source_id: intake.source.id,
        stream: record.stream.into(),
        key: record.key.clone(),
        content_hash: arrived.hash.clone(),
        payload: record.payload.clone(),
        subject_id: subject,
        import_run_id: intake.run,
        tombstone: false,
        received_at: intake.now,
        superseded_at: None,
    }
}

/// A tombstone stays as the current version, so that what was withdrawn is known to be gone.
fn tombstone(intake: &Intake, gone: &Gone) -> source_record::Model {
    source_record::Model {
        id: gone.row,
        source_id: intake.source.id,
        stream: gone.record.stream.into(),
        key: gone.record.key.clone(),
        content_hash: String::new(),
        payload: gone.record.payload.clone(),
        subject_id: gone.held.subject,
        import_run_id: intake.run,
        tombstone: true,
        received_at: intake.now,
        superseded_at: None,
    }
}

/// The rows of a record about a person; the id of the main one.
fn personal(origin: Origin<'_>, record: &Record, rows: &mut Rows) -> Option<Uuid> {
    let parent = sections::add(origin, record, rows);
    let before = rows.claims.len();
    for claim in &record.claims {
        claims::add(origin, claim, parent, rows);
    }
    parent.id().or_else(|| rows.claims.get(before).map(|claim| claim.id))
}

/// What claims and evidence of a record hang on.
#[derive(Clone, Copy, Default)]
struct Parent {
    credential: Option<Uuid>,
    experience: Option<Uuid>,
    learning: Option<Uuid>,
    other: Option<Uuid>,
}

impl Parent {
    fn id(self) -> Option<Uuid> {
        self.credential.or(self.experience).or(self.learning).or(self.other)
    }
}

/// Evidence of a claim (`Some`), or else of its parent.
fn add_evidence(
    origin: Origin<'_>,
    place: &Place,
    claim: Option<Uuid>,
    parent: Parent,
    all: &[Evidence],
    rows: &mut Rows,
) {
    for piece in all {
        rows.evidence.push(evidence::Model {
            id: Uuid::now_v7(),
            person_id: origin.owner.person,
            subject_id: origin.owner.subject,
            source_id: origin.intake.source.id,
            source_record_id: Some(origin.record),
            pointer: place.inside(),
            adapter: origin.intake.adapter.clone(),
            recorded_at: origin.intake.now,
            superseded_at: None,
            superseded_by: None,
            claim_id: claim,
            credential_id: parent.credential.filter(|_| claim.is_none()),
            experience_id: parent.experience.filter(|_| claim.is_none()),
            kind: piece.kind.clone(),
            title: piece.title.clone(),
            url: piece.url.clone(),
            description: piece.description.clone(),
        });
    }
}

fn opportunity(intake: &Intake, parties: &Parties, record: Uuid, offer: &Opportunity, rows: &mut Rows) -> Uuid {
    let id = Uuid::now_v7();
    rows.opportunities.push(opportunity::Model {
        id,
        source_id: intake.source.id,
        source_record_id: Some(record),
        organization_id: parties.id(intake, offer.organization.as_ref()),
        kind: offer.kind.into(),
        title: offer.title.clone(),
        url: offer.url.clone(),
        location: offer.location.clone(),
        valid_from: offer.valid.first_day(),
        valid_to: offer.valid.last_day(),
        recorded_at: intake.now,
        superseded_at: None,
    });
    rows.requirements
        .extend(offer.requires.iter().map(|term| opportunity_requirement::Model {
            id: Uuid::now_v7(),
            opportunity_id: id,
            concept_id: meet(intake, term, Wanted::Skill).map(|met| met.concept),
            raw_label: term.label.clone().or_else(|| raw_code(term)),
            band_low: None,
            essential: true,
        }));
    id
}

/// The concept that a term means, among what is wanted.
fn meet(intake: &Intake, term: &Term, wanted: Wanted) -> Option<Meeting> {
    skill::meet(term, wanted, &*intake.reference.vocabularies)
}

/// A term's code, or its URI where it has none.
fn raw_code(term: &Term) -> Option<String> {
    term.code.clone().or_else(|| term.uri.clone())
}
