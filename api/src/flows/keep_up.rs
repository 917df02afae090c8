//! What a serving hub does beside answering: it learns what other processes add or switch, ends runs whose process died,
//! and lets go of what is past its time.

use super::import_delivery::end_dead_runs;
use super::retention::{Retention, keep_retention};
use crate::hub::Hub;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

/// How often it asks whether others added partners, sources or vocabularies: one small statement.
const LEARN: Duration = Duration::from_secs(3);
/// How often it looks for runs that died.
const SWEEP: Duration = Duration::from_secs(10);
/// How often it lets go of what is past its time.
const RETAIN: Duration = Duration::from_secs(24 * 60 * 60);

/// Goes on until it is dropped.
pub struct KeepingUp(Vec<JoinHandle<()>>);

/// Begins at once, and then at intervals.
pub fn keep_up(hub: &Hub, rules: Retention) -> KeepingUp {
    KeepingUp(vec![
        tokio::spawn(learn(hub.clone())),
        tokio::spawn(sweep(hub.clone())),
        tokio::spawn(retain(hub.clone(), rules)),
    ])
}

impl Drop for KeepingUp {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

async fn learn(hub: Hub) {
    let mut tick = interval(LEARN);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = hub.shelf.refresh(&hub.db).await {
            tracing::debug!(%error, "what others added is not known");
        }
    }
}

async fn sweep(hub: Hub) {
    let mut tick = interval(SWEEP);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match end_dead_runs(&hub).await {
            Ok(0) => {}
            Ok(ended) => tracing::warn!(
                ended,
                "imports whose process died were ended; send their deliveries again"
            ),
            Err(error) => tracing::warn!(%error, "runs that died could not be ended"),
        }
    }
}

async fn retain(hub: Hub, rules: Retention) {
    let mut tick = interval(RETAIN);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match keep_retention(&hub, rules).await {
            Ok(past) => tracing::info!(
                rejects = past.rejects,
                requests = past.requests,
                unclaimed = past.unclaimed,
                questions = past.questions,
                "what was past its time is gone"
            ),
            Err(error) => tracing::warn!(%error, "what is past its time could not be let go"),
        }
    }
}
