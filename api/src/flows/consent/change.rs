//! The one way in which a consent changes: the next version is written with everything that belongs to it, at once.

use super::receipt;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, consents};
use entity::consent;

/// Writes a version of a consent with its receipt, and commits both.
pub(super) async fn commit_version(hub: &Hub, tx: Tx, row: &consent::Model) -> Result<(), StoreError> {
    consents::write_version(&tx, row.clone()).await?;
    receipt::write(hub, &tx, row).await?;
    tx.commit().await
}
