//! A passport is erased: all of it, at once, and for good.

use crate::caller::HolderPass;
use crate::flows::consent::{end_for_erasure, end_held_for_erasure};
use crate::hub::Hub;
use crate::store::events::Change;
use crate::store::{StoreError, leaving, people};
use chrono::{DateTime, Utc};

/// What went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// When.
    pub at: DateTime<Utc>,
    /// How many records of sources, and entries of the holder's own.
    pub records: u64,
    /// How many consents ended by it.
    pub consents: usize,
}

/// Erases the holder's passport, with all who were linked into it; none where there is none. Consents that were open end,
/// each with its receipt. What remains is proof without a person: versions of consents, receipts, the chain of
/// disclosures, and an empty row that says when.
pub async fn erase_passport(hub: &Hub, holder: HolderPass) -> Result<Option<Erased>, StoreError> {
    let Some(holder) = people::standing(&hub.db, holder).await? else {
        return Ok(None);
    };
    let everybody = leaving::people_of(&hub.db, holder).await?;
    let at = hub.clock.now();
    let tx = hub.db.begin().await?;
    let open = leaving::open_consents(&tx, &everybody).await?;
    let consents = open.len();
    for consent in open {
        end_for_erasure(hub, &tx, consent).await?;
    }
    end_held_for_erasure(hub, &tx, &everybody).await?;
    for person in &everybody {
        tx.announce(Change::Passport { person: *person });
    }
    let records = leaving::erase(&tx, &everybody, at).await?;
    tx.commit().await?;
    Ok(Some(Erased { at, records, consents }))
}
