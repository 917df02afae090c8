//! A holder adds what no system knows. Their own word goes the way of every record, from the source called `self`.

use super::import_delivery::Counts;
use super::recompute_states::recompute_within;
use super::save_records::{Arrival, Gate, Intake, Memory, Received, save_records};
use crate::caller::HolderPass;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, identity, imports};
use passport::record::{Record, Reject};
use uuid::Uuid;

/// The adapter that holders' own entries are stamped with.
const OWN: &str = "self@1";

/// Why a holder's entries were not kept; none of them was.
#[derive(Debug, thiserror::Error)]
pub enum SaveOwnError {
    /// An entry is not fit to be kept: its place, a code and a reason.
    #[error("an entry cannot be kept: {}", .0.reason)]
    Unfit(Reject),
    /// The holder has no passport here.
    #[error("the holder has no passport here")]
    NoPassport,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps a holder's own entries. Keys are the holder's: the same key again changes the entry, a withdrawn record takes it
/// back. Gives the main row of each entry that is new or changed, in their order.
///
/// They are the person's who stands for the holder now: looked up in the same transaction, for a steward may have linked
/// two since the holder came in.
pub async fn save_own(hub: &Hub, holder: &HolderPass, records: Vec<Record>) -> Result<Vec<Uuid>, SaveOwnError> {
    let Some(source) = hub
        .self_source()
        .and_then(|pass| hub.reference().sources.get(&pass.source()).cloned())
    else {
        return Err(StoreError::Corrupt("the source called self").into());
    };
    let tx = imports::begin_turn(&hub.db).await?;
    let person = standing(&tx, holder).await?;
    let received = receive_all(person, records)?;
    let intake = Intake::of(hub, source, OWN.into(), None, Some(person));
    let saved = save_records(&tx, &intake, &mut Memory::default(), received).await?;
    if let Some(reject) = saved.rejects.into_iter().next() {
        return Err(SaveOwnError::Unfit(reject));
    }
    recompute_within(&tx, hub, &saved.touched.into_iter().collect::<Vec<_>>()).await?;
    tx.commit().await?;
    if saved.counts != Counts::default() {
        hub.shelf.reload_parties(&hub.db).await?;
    }
    Ok(saved.mains.into_iter().flatten().collect())
}

async fn standing(tx: &Tx, holder: &HolderPass) -> Result<Uuid, SaveOwnError> {
    let person = identity::standing_for(tx, holder.person()).await?;
    let person = person.filter(|person| person.erased_at.is_none());
    person.map(|person| person.id).ok_or(SaveOwnError::NoPassport)
}

fn receive_all(person: Uuid, records: Vec<Record>) -> Result<Vec<Received>, SaveOwnError> {
    let mut gate = Gate::default();
    let mut received = Vec::new();
    for mut record in records {
        // One holder's keys never meet another's.
        record.key = format!("{person}/{}", record.key);
        record.subject = None;
        match gate.meet(record) {
            Arrival::First(entry) => received.push(entry),
            Arrival::Again(_) => {}
            Arrival::Withdrawal(entry) => return Err(SaveOwnError::Unfit(twice(entry.record))),
            Arrival::Refused(reject) => return Err(SaveOwnError::Unfit(reject)),
        }
    }
    Ok(received)
}

fn twice(record: Record) -> Reject {
    Reject::new(
        record.place,
        "duplicate_key",
        "an entry is said and taken back at the same time",
    )
}
