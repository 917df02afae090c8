//! The one way in which a consent changes: the next version is written with everything that belongs to it, at once.

use super::receipt;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, consents};
use entity::consent;
use passport::consent::ConsentState;
use uuid::Uuid;

/// Ends a consent in a transaction that erases its holder.
pub async fn end_for_erasure(hub: &Hub, tx: &Tx, held: consent::Model) -> Result<(), StoreError> {
    let ended = consent::Model {
        id: Uuid::now_v7(),
        version: held.version + 1,
        state: ConsentState::Withdrawn.as_str().into(),
        recorded_at: hub.clock.now(),
        reason: None,
        ..held
    };
    consents::write_version(tx, ended.clone()).await?;
    receipt::write(hub, tx, &ended).await
}

/// Writes a version of a consent with its receipt, and commits both.
pub(super) async fn commit_version(hub: &Hub, tx: Tx, row: &consent::Model) -> Result<(), StoreError> {
    consents::write_version(&tx, row.clone()).await?;
    receipt::write(hub, &tx, row).await?;
    tx.commit().await
}
