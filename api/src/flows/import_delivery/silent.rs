//! Runs whose process died: they say nothing any more, and somebody else ends them.

use super::SILENCE;
use crate::flows::recompute_states::recompute_states;
use crate::hub::Hub;
use crate::store::{StoreError, imports};
use uuid::Uuid;

/// Ends every run that has been silent too long, once the states of the people it touched are computed. What it
/// committed stays; the same delivery again goes on from there. Gives how many it ended.
pub async fn end_silent_runs(hub: &Hub) -> Result<u64, StoreError> {
    let since = hub.clock.now() - SILENCE;
    let runs: Vec<Uuid> = imports::silent(&hub.db, since)
        .await?
        .iter()
        .map(|run| run.id)
        .collect();
    if runs.is_empty() {
        return Ok(0);
    }
    let people = imports::people_of(&hub.db, runs.iter().copied()).await?;
    recompute_states(hub, &people).await?;
    let tx = hub.db.begin().await?;
    let ended = imports::end_silent(&tx, &runs, since, hub.clock.now()).await?;
    tx.commit().await?;
    hub.shelf.refresh(&hub.db).await?;
    Ok(ended)
}
