//! A run says every now and then that it is alive, also while it waits for its turn, reads a large file, or computes
//! states: one that says nothing for long is taken to have died.

use crate::clock::Clock;
use crate::store::{Db, imports};
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How often a run says so; several times within the silence that ends it.
pub(super) const EVERY: Duration = Duration::from_secs(30);

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
    use super::*;
    use crate::hub::Hub;
    use crate::keys::Keys;
    use chrono::Duration as Time;
    use entity::import_run;

    #[tokio::test]
    async fn a_run_is_alive_as_long_as_it_beats() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hub.db").display());
        let db = Db::connect(&url, 2).await.unwrap();
        let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
        let run = import_run::Model {
            id: Uuid::now_v7(),
            source_id: hub.self_source().unwrap().source(),
            adapter: None,
            adapter_version: None,
            state: "running".into(),
            files: serde_json::json!([]),
            delivery_hash: None,
            started_at: hub.clock.now(),
            finished_at: None,
            records_read: 0,
            records_new: 0,
            records_changed: 0,
            records_unchanged: 0,
            records_withdrawn: 0,
            records_rejected: 0,
            passports_touched: 0,
            states_changed: 0,
            error: None,
            alive_at: None,
        };
        imports::begin(&hub.db, &run).await.unwrap();
        let long_ago = hub.clock.now() + Time::minutes(5);
        let silent = async || imports::silent(&hub.db, long_ago).await.unwrap().len();
        assert_eq!(silent().await, 1);
        hub.clock.advance(Time::minutes(10));
        let pulse = Pulse::start(hub.db.clone(), hub.clock.clone(), run.id, Duration::from_millis(10));
        while silent().await == 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        drop(pulse);
    }
}
