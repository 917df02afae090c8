//! A run says every now and then that it is alive, also while it waits for its turn, reads a large file, or computes
//! states: one that says nothing for long is taken to have died.

use crate::clock::Clock;
use crate::store::{Db, imports};
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How often a run says so; several times within the silence that ends it.
pub(super) const EVERY: Duration = Duration::from_secs(10);

/// Beats until it is dropped.
pub(super) struct Pulse(JoinHandle<()>);

impl Pulse {
    pub(super) fn start(db: Db, clock: Clock, run: Uuid, every: Duration) -> Self {
        Pulse(tokio::spawn(async move {
            loop {
                tokio::time::sleep(every).await;
                if let Err(error) = imports::still_alive(&db, run, clock.now()).await {
                    tracing::warn!(%run, %error, "a run could not say that it is alive");
                }
            }
        }))
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::super::alive::dead_of;
    use super::super::run::begun;
    use super::*;
    use crate::hub::Hub;
    use crate::keys::Keys;
    use chrono::Duration as Time;

    #[tokio::test]
    async fn a_run_is_alive_as_long_as_it_beats() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hub.db").display());
        let db = Db::connect(&url, 2).await.unwrap();
        let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
        let source = hub.self_source().unwrap().source();
        let run = begun(&hub, source, serde_json::json!([]), None);
        imports::begin(&hub.db, &run).await.unwrap();
        let silent = async || !dead_of(&hub, None, hub.clock.now()).await.unwrap().is_empty();
        assert!(!silent().await, "it has only begun");
        hub.clock.advance(Time::minutes(3));
        assert!(silent().await, "nothing was heard of it");
        let pulse = Pulse::start(hub.db.clone(), hub.clock.clone(), run.id, Duration::from_millis(5));
        while silent().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        drop(pulse);
        // A beat that was under way may still end.
        tokio::time::sleep(Duration::from_millis(50)).await;
        hub.clock.advance(Time::minutes(3));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(silent().await, "a run that is over beats no more");
    }
}
