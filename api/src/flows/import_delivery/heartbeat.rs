//! A run says that it lives, also while nothing of it is written: an adapter may gather for minutes before its first chunk.

use crate::hub::Hub;
use crate::store::imports;
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How often; well within the silence after which a run is taken to have died.
pub(super) const EVERY: Duration = Duration::from_secs(30);

/// The beat of one run; it ends when this is dropped.
pub(super) struct Heartbeat(JoinHandle<()>);

impl Heartbeat {
    /// Begins to beat, the first time after one pause.
    pub(super) fn start(hub: &Hub, run: Uuid, every: Duration) -> Self {
        let hub = hub.clone();
        Heartbeat(tokio::spawn(async move {
            loop {
                tokio::time::sleep(every).await;
                // A beat that misses is made up for by the next one.
                if let Err(error) = imports::beat(&hub.db, run, hub.clock.now()).await {
                    tracing::warn!(%error, %run, "a run could not say that it lives");
                }
            }
        }))
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::flows::import_delivery::run::SILENCE;
    use crate::keys::Keys;
    use crate::store::Db;
    use crate::store::imports::left_behind;
    use crate::store::sources::{NewSource, ensure_source};
    use entity::import_run;

    async fn hub(folder: &tempfile::TempDir) -> Hub {
        let address = format!("sqlite://{}", folder.path().join("hub.db").display());
        let db = Db::connect(&address, 2).await.unwrap();
        Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap()
    }

    async fn a_run(hub: &Hub) -> import_run::Model {
        let source = NewSource {
            key: "hr".into(),
            name: "hr".into(),
            kind: "hris".into(),
            adapter: None,
            trusted_identifiers: vec![],
        };
        let source = ensure_source(&hub.db, source, hub.clock.now()).await.unwrap();
        let run = super::super::run::begun(hub, source, serde_json::json!([]), None);
        imports::begin(&hub.db, &run).await.unwrap();
        run
    }

    #[tokio::test]
    async fn a_run_that_gathers_for_long_is_not_taken_for_dead() {
        let folder = tempfile::tempdir().unwrap();
        let hub = hub(&folder).await;
        let run = a_run(&hub).await;
        let dead = async || {
            let since = hub.clock.now() - SILENCE;
            let left = left_behind(&hub.db, run.source_id, Uuid::nil(), since).await.unwrap();
            left.dead.contains(&run.id)
        };
        hub.clock.advance(chrono::Duration::minutes(3));
        assert!(dead().await, "nothing was heard of it");
        let beat = Heartbeat::start(&hub, run.id, Duration::from_millis(5));
        while dead().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        drop(beat);
        // A beat that was under way may still end.
        tokio::time::sleep(Duration::from_millis(50)).await;
        hub.clock.advance(chrono::Duration::minutes(3));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(dead().await, "a run that is over beats no more");
    }
}
