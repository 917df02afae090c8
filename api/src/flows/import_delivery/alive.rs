//! Whether a run is still at work: one whose process died says nothing any more, and somebody else ends it.

use crate::flows::recompute_states::recompute_states;
use crate::hub::Hub;
use crate::process;
use crate::store::{StoreError, imports};
use chrono::{DateTime, Duration, Utc};
use entity::import_run;
use uuid::Uuid;

/// A run that has not been heard of for so long is taken to have died, wherever it was at work.
pub const SILENCE: Duration = Duration::seconds(40);

/// Whether an open run is not at work any more: it has been silent too long, or its process is seen to be gone.
pub fn is_dead(run: &import_run::Model, now: DateTime<Utc>) -> bool {
    let is_silent = run.alive_at.is_none_or(|at| at < now - SILENCE);
    is_silent || run.process.as_deref().is_some_and(process::is_gone)
}

/// Whether a run, open or not, is at work.
pub(super) fn is_at_work(run: &import_run::Model, now: DateTime<Utc>) -> bool {
    run.state == "running" && !is_dead(run, now)
}

/// Ends every run that died, once the states of the people it touched are computed. What it committed stays; the same
/// delivery again goes on from there. Gives how many it ended.
pub async fn end_dead_runs(hub: &Hub) -> Result<u64, StoreError> {
    let looked_at = hub.clock.now();
    let dead = dead_of(hub, None, looked_at).await?;
    end(hub, &dead, looked_at, "its process was not heard of any more").await
}

/// Ends a run whose process stops it.
pub async fn end_stopped_run(hub: &Hub, run: Uuid) -> Result<(), StoreError> {
    end(hub, &[run], hub.clock.now(), "it was told to stop").await.map(drop)
}

async fn end(hub: &Hub, runs: &[Uuid], looked_at: DateTime<Utc>, why: &str) -> Result<u64, StoreError> {
    if runs.is_empty() {
        return Ok(0);
    }
    let people = imports::people_of(&hub.db, runs.iter().copied()).await?;
    recompute_states(hub, &people).await?;
    let tx = hub.db.begin().await?;
    let why = format!("{why}; send the same delivery again to go on");
    let ended = imports::end_dead(&tx, runs, looked_at, &why).await?;
    tx.commit().await?;
    hub.shelf.refresh(&hub.db).await?;
    Ok(ended)
}

/// Open runs, of one source or of all, that died.
pub(super) async fn dead_of(hub: &Hub, source: Option<Uuid>, now: DateTime<Utc>) -> Result<Vec<Uuid>, StoreError> {
    let open = imports::open(&hub.db, source).await?;
    let dead = open.iter().filter(|(run, _)| is_dead(run, now));
    Ok(dead.map(|(run, _)| run.id).collect())
}
