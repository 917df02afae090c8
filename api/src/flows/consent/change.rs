//! The one way in which a consent changes: the next version is written with everything that belongs to it, at once.

use super::acting::By;
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
    write_version(hub, tx, &ended).await
}

/// Ends what was given under a delegation and is not at an end, in the transaction that ends the delegation; gives how
/// many there were.
pub(super) async fn end_under(hub: &Hub, tx: &Tx, by: By) -> Result<usize, StoreError> {
    let Some(delegation) = by.delegation else {
        return Ok(0);
    };
    let open = consents::open_under(tx, delegation).await?;
    let ended = open.len();
    for held in open {
        write_version(hub, tx, &next(hub, by, held, ConsentState::Withdrawn)).await?;
    }
    Ok(ended)
}

/// The version that follows, in this state and otherwise the same.
pub(super) fn next(hub: &Hub, by: By, held: consent::Model, state: ConsentState) -> consent::Model {
    consent::Model {
        id: Uuid::now_v7(),
        version: held.version + 1,
        state: state.as_str().into(),
        given_by_kind: by.kind.as_str().into(),
        given_by: Some(by.person),
        delegation_id: by.delegation,
        reason: None,
        recorded_at: hub.clock.now(),
        ..held
    }
}

/// Writes a version of a consent with its receipt, and commits both.
pub(super) async fn commit_version(hub: &Hub, tx: Tx, row: &consent::Model) -> Result<(), StoreError> {
    write_version(hub, &tx, row).await?;
    tx.commit().await
}

async fn write_version(hub: &Hub, tx: &Tx, row: &consent::Model) -> Result<(), StoreError> {
    consents::write_version(tx, row.clone()).await?;
    receipt::write(hub, tx, row).await
}
