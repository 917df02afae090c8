//! Records are kept: in one transaction look up what is known, settle whose they are, translate skills, convert levels,
//! combine with what is held, save. Deliveries and holders' own entries go the same way.

mod arrival;
mod combine;
mod parties;
mod people;
mod recall;
mod scales;
mod terms;
mod translate;

pub(super) use arrival::{Arrival, Gate, Received};

use super::import_delivery::Counts;
use crate::hub::Hub;
use crate::keys::Keys;
use crate::store::events::Change;
use crate::store::reference::Reference;
use crate::store::{StoreError, Tx, records};
use adapters::Reject;
use chrono::{DateTime, Utc};
use entity::source;
use parties::Parties;
use passport::record::{Body, Place, Record};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use terms::Terms;
use translate::Known;
use uuid::Uuid;

/// In what circumstances records arrive.
pub(super) struct Intake {
    pub source: Arc<source::Model>,
    pub adapter: String,
    pub run: Option<Uuid>,
    /// Whether anybody wants to know the places of what is written.
    pub tells_places: bool,
    /// Runs that this one goes on with: what they wrote counts as written.
    pub goes_on: Vec<Uuid>,
    pub on_behalf_of: Option<Uuid>,
    pub now: DateTime<Utc>,
    pub reference: Arc<Reference>,
    pub keys: Arc<Keys>,
}

impl Intake {
    pub(super) fn of(
        hub: &Hub,
        source: Arc<source::Model>,
        adapter: String,
        run: Option<Uuid>,
        on_behalf_of: Option<Uuid>,
    ) -> Self {
        Intake {
            source,
            adapter,
            run,
            tells_places: false,
            goes_on: Vec::new(),
            on_behalf_of,
            now: hub.clock.now(),
            reference: hub.reference(),
            keys: Arc::clone(&hub.keys),
        }
    }
}

/// What one chunk need not look up again after another.
#[derive(Default)]
pub(super) struct Memory {
    parties: Parties,
    scales: HashSet<String>,
    /// Whether it was said that titles never came.
    noticed: bool,
}

/// What saving came to.
#[derive(Default)]
pub(super) struct Saved {
    pub counts: Counts,
    pub rejects: Vec<Reject>,
    pub touched: BTreeSet<Uuid>,
    /// How many records of each stream were held before, changed or not.
    pub known: BTreeMap<&'static str, u64>,
    /// The main row of each record, in their order; none for those withdrawn, rejected, or about nobody.
    pub mains: Vec<Option<Uuid>>,
    /// The places of records that are new or changed, where they are wanted.
    pub written: Vec<Place>,
}

/// Keeps what these records say. No key stands twice among them.
pub(super) async fn save_records(
    tx: &Tx,
    intake: &Intake,
    memory: &mut Memory,
    received: Vec<Received>,
) -> Result<Saved, StoreError> {
    let mut saved = Saved::default();
    let mut received = about_somebody(intake, received, &mut saved.rejects);
    let held = combine::held(tx, intake, &received).await?;
    recall::recall(tx, &mut received, &held).await?;
    if intake.tells_places {
        saved.written = combine::written_before(&received, &held, &intake.goes_on);
    }
    let news = combine::compare(received, held, &mut saved);
    let people = people::settle(tx, intake, &news.arrived).await?;
    let news = news.without_erased(&people, &mut saved);
    if intake.tells_places {
        let places = news.arrived.iter().map(|one| one.record.place.clone());
        saved.written.extend(places);
    }
    recall::notice(&news.arrived, &mut memory.noticed, &mut saved);
    memory.parties.meet(tx, intake, &news.arrived).await?;
    scales::keep(tx, intake, &mut memory.scales, &news.arrived).await?;
    let terms = Terms::meet(tx, intake, &news.arrived).await?;
    let known = Known {
        people: &people,
        parties: &memory.parties,
        terms: &terms,
    };
    let mut rows = translate::rows(intake, &news, known, &mut saved);
    combine::end_what_is_replaced(tx, intake, &news, &mut rows, &mut saved).await?;
    records::save(tx, rows).await?;
    saved.touched.extend(people.touched());
    for person in &saved.touched {
        tx.announce(Change::Passport { person: *person });
    }
    Ok(saved)
}

/// A record that belongs to a person must name one, unless it is brought for somebody.
fn about_somebody(intake: &Intake, received: Vec<Received>, rejects: &mut Vec<Reject>) -> Vec<Received> {
    if intake.on_behalf_of.is_some() {
        return received;
    }
    let mut is_kept = |received: &Received| {
        let reject = of_nobody(&received.record);
        let kept = reject.is_none();
        rejects.extend(reject);
        kept
    };
    received.into_iter().filter(|received| is_kept(received)).collect()
}

/// The reject of a record that must be about somebody, and names nobody.
pub(super) fn of_nobody(record: &Record) -> Option<Reject> {
    if record.subject.is_some() || may_be_about_nobody(record) {
        return None;
    }
    let reason = "the record names nobody; say whom it is about, or bring it on behalf of a person";
    Some(Reject::new(record.place.clone(), "no_subject", reason))
}

fn may_be_about_nobody(record: &Record) -> bool {
    match record.body {
        Body::Withdrawn => true,
        Body::Organization(_) | Body::Opportunity(_) | Body::Endorsement(_) => record.claims.is_empty(),
        _ => false,
    }
}

/// Text that a unique index must hold: PostgreSQL's entries end at 2,704 bytes, so a long one is known by its hash.
pub(super) fn indexable(text: &str) -> String {
    use sha2::{Digest, Sha256};
    if text.len() <= 500 {
        return text.to_owned();
    }
    format!("sha256:{}", hex::encode(Sha256::digest(text.as_bytes())))
}
