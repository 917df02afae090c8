//! A holder lets sources write into the passport, or no longer.

use crate::caller::HolderPass;
use crate::hub::Hub;
use crate::store::connections::{self, Known};
use crate::store::{StoreError, people};
use passport::consent::Connection;
use uuid::Uuid;

/// The sources that know a holder, and what the holder said of each.
pub async fn connections(hub: &Hub, holder: HolderPass) -> Result<Vec<Known>, StoreError> {
    match people::standing(&hub.db, holder).await? {
        Some(holder) => connections::known(&hub.db, holder).await,
        None => Ok(Vec::new()),
    }
}

/// Lets a source write: what it sent and will send is part of what partners may be shown. None where it knows nobody of them.
pub async fn accept_connection(hub: &Hub, holder: HolderPass, source: Uuid) -> Result<Option<Known>, StoreError> {
    change(hub, holder, source, |_| Connection::Accepted).await
}

/// Lets a source no longer write: what waits is refused, what was accepted ends. Partners see nothing of it any more.
pub async fn end_connection(hub: &Hub, holder: HolderPass, source: Uuid) -> Result<Option<Known>, StoreError> {
    change(hub, holder, source, Connection::without).await
}

async fn change(
    hub: &Hub,
    holder: HolderPass,
    source: Uuid,
    next: impl FnOnce(Option<Connection>) -> Connection,
) -> Result<Option<Known>, StoreError> {
    let Some(holder) = people::standing(&hub.db, holder).await? else {
        return Ok(None);
    };
    let one = |known: Vec<Known>| known.into_iter().find(|known| known.source == source);
    let Some(before) = one(connections::known(&hub.db, holder).await?) else {
        return Ok(None);
    };
    let state = next(before.state);
    if before.state != Some(state) {
        let tx = hub.db.begin().await?;
        connections::decide(&tx, holder, source, state, hub.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(one(connections::known(&hub.db, holder).await?))
}
