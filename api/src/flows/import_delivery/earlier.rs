//! Earlier runs of the very same delivery: one that is still at work is waited for, and what died is gone on with.

use super::alive::is_at_work;
use super::outcome::Progress;
use crate::hub::Hub;
use crate::store::{StoreError, imports};
use entity::import_run;
use std::time::Duration;

/// How often it is looked whether the other is over.
const LOOK: Duration = Duration::from_millis(500);

/// Waits for those runs of the same delivery that were there `before` this one and are at work: both would read the same, and
/// list the same rejects. Gives those that are over, the newest first.
pub(super) async fn over(
    hub: &Hub,
    run: &import_run::Model,
    before: &[import_run::Model],
    progress: &dyn Progress,
) -> Result<Vec<import_run::Model>, StoreError> {
    let Some(hash) = &run.delivery_hash else {
        return Ok(Vec::new());
    };
    let was_before = |other: &import_run::Model| before.iter().any(|before| before.id == other.id);
    let mut waits_for = None;
    loop {
        let mut others = imports::of_delivery(&hub.db, run.source_id, hash, run.id).await?;
        let now = hub.clock.now();
        let at_work = others.iter().find(|other| was_before(other) && is_at_work(other, now));
        let Some(other) = at_work else {
            others.retain(|other| !is_at_work(other, now));
            return Ok(others);
        };
        if waits_for.replace(other.id) != Some(other.id) {
            tracing::info!(run = %run.id, other = %other.id, "waits for another run of the same delivery");
            progress.waits_for(other.id);
        }
        tokio::time::sleep(LOOK).await;
    }
}
