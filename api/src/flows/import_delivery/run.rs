//! A run: its row, its counts, and whom it touched.

use super::outcome::{Counts, ImportSummary, Progress};
use super::pulse::{self, Pulse};
use super::reading::Chunk;
use crate::flows::import_feed::ImportEvent;
use crate::flows::recompute_states::recompute_states;
use crate::flows::save_records::Saved;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, imports};
use adapters::{Adapter, Delivery, Reject, Unreadable};
use chrono::{DateTime, Duration, Utc};
use entity::{import_run, reject, source};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use uuid::Uuid;

/// A run that has not been heard of for so long is taken to have died.
pub const SILENCE: Duration = Duration::minutes(2);

/// The one reject that costs no record: it says that titles never came.
const NOTICE: &str = "missing_context";

/// What a run met so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// How much could not be read or kept, or not whole.
    pub lost: u64,
    /// How many records of each stream were held before.
    pub known: BTreeMap<&'static str, u64>,
}

/// An import while it runs.
pub(super) struct Run<'a> {
    hub: &'a Hub,
    progress: &'a dyn Progress,
    source: Arc<source::Model>,
    row: import_run::Model,
    counts: Counts,
    touched: BTreeSet<Uuid>,
    told: Told,
    _pulse: Pulse,
}

impl<'a> Run<'a> {
    /// Writes the run's row before anything else happens.
    pub(super) async fn begin(
        hub: &'a Hub,
        source: Arc<source::Model>,
        delivery: &Arc<Delivery<'static>>,
        files: &[String],
        progress: &'a dyn Progress,
    ) -> Result<Self, StoreError> {
        let hashed = Arc::clone(delivery);
        let delivery_hash = tokio::task::spawn_blocking(move || hash(&hashed)).await.ok().flatten();
        let row = begun(hub, source.id, files_json(delivery, files), delivery_hash);
        imports::begin(&hub.db, &row).await?;
        progress.begun(row.id);
        let pulse = Pulse::start(hub.db.clone(), hub.clock.clone(), row.id, pulse::EVERY);
        Ok(Run {
            hub,
            progress,
            source,
            row,
            counts: Counts::default(),
            touched: BTreeSet::new(),
            told: Told::default(),
            _pulse: pulse,
        })
    }

    pub(super) fn id(&self) -> Uuid {
        self.row.id
    }

    pub(super) fn source(&self) -> Arc<source::Model> {
        Arc::clone(&self.source)
    }

    /// When it began.
    pub(super) fn began(&self) -> DateTime<Utc> {
        self.row.started_at
    }

    /// What a full delivery is judged by.
    pub(super) fn told(&self) -> &Told {
        &self.told
    }

    /// Notes which adapter reads.
    pub(super) fn read_by(&mut self, adapter: &dyn Adapter) {
        let profile = adapter.profile();
        self.row.adapter = Some(profile.key.into());
        self.row.adapter_version = Some(profile.version.to_string());
    }

    /// Adds what a chunk came to, in the chunk's own transaction.
    pub(super) async fn save_chunk(&mut self, tx: &Tx, chunk: Chunk, saved: Saved) -> Result<(), StoreError> {
        let mut rejects = chunk.rejects;
        rejects.extend(saved.rejects);
        let rejected = rejects.len() as u64;
        self.told.lost += rejects.iter().filter(|reject| reject.code != NOTICE).count() as u64;
        for (stream, known) in saved.known {
            *self.told.known.entry(stream).or_default() += known;
        }
        let unchanged = saved.counts.unchanged + chunk.repeated;
        self.counts.add(Counts {
            records_read: chunk.read,
            rejected,
            unchanged,
            ..saved.counts
        });
        self.touched.extend(saved.touched);
        self.counts.passports_touched = self.touched.len() as u64;
        imports::add_rejects(tx, rejects.into_iter().map(|reject| self.reject_row(reject)).collect()).await?;
        imports::update(tx, self.counted()).await
    }

    /// Tells those who watch.
    pub(super) fn tell(&self) {
        self.progress.advanced(&self.counts);
        let state = match self.row.state.as_str() {
            "finished" => "finished",
            "failed" => "failed",
            _ => "running",
        };
        self.hub.imports.tell(ImportEvent {
            run: self.row.id,
            source: self.source.id,
            counts: self.counts,
            state,
        });
    }

    /// Ends the run: states of the people it touched, and of those whom a run that died had touched.
    pub(super) async fn finish(mut self, hub: &Hub, fault: Option<Unreadable>) -> Result<ImportSummary, StoreError> {
        let silent_since = hub.clock.now() - SILENCE;
        let left = imports::left_behind(&hub.db, self.source.id, self.row.id, silent_since).await?;
        let people: Vec<Uuid> = self.touched.iter().copied().chain(left.people).collect();
        self.counts.states_changed = recompute_states(hub, &people).await?;
        let tx = hub.db.begin().await?;
        self.row.state = if fault.is_some() { "failed" } else { "finished" }.into();
        self.row.finished_at = Some(hub.clock.now());
        self.row.error = fault.as_ref().map(|fault| format!("{}: {fault}", fault.code));
        if let Some(Unreadable { place, code, reason }) = fault.clone() {
            self.counts.rejected += 1;
            imports::add_rejects(&tx, vec![self.reject_row(Reject { place, code, reason })]).await?;
        }
        imports::update(&tx, self.counted()).await?;
        imports::end_left_behind(&tx, &left.dead, &self.row).await?;
        tx.commit().await?;
        hub.shelf.reload_parties(&hub.db).await?;
        self.tell();
        Ok(self.summary(fault))
    }

    /// Notes that the database failed, as far as it still listens, and hands the fault on.
    pub(super) async fn give_up(mut self, hub: &Hub, fault: StoreError) -> StoreError {
        self.row.state = "failed".into();
        self.row.finished_at = Some(hub.clock.now());
        self.row.error = Some("store_failed: the database failed; send the same delivery again to go on".into());
        if let Ok(people) = recompute_states(hub, &self.touched.iter().copied().collect::<Vec<_>>()).await {
            self.counts.states_changed = people;
        } else {
            // The next run of this source sees that this one never ended, and computes what it left.
            self.row.state = "running".into();
            self.row.finished_at = None;
        }
        if let Ok(tx) = hub.db.begin().await
            && imports::update(&tx, self.counted()).await.is_ok()
        {
            let _ = tx.commit().await;
        }
        self.tell();
        fault
    }

    fn counted(&mut self) -> &import_run::Model {
        self.row.alive_at = Some(self.hub.clock.now());
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.row.records_read = number(self.counts.records_read);
        self.row.records_new = number(self.counts.new);
        self.row.records_changed = number(self.counts.changed);
        self.row.records_unchanged = number(self.counts.unchanged);
        self.row.records_withdrawn = number(self.counts.withdrawn);
        self.row.records_rejected = number(self.counts.rejected);
        self.row.passports_touched = number(self.counts.passports_touched);
        self.row.states_changed = number(self.counts.states_changed);
        &self.row
    }

    fn stamp(&self) -> Option<String> {
        Some(format!(
            "{}@{}",
            self.row.adapter.as_ref()?,
            self.row.adapter_version.as_ref()?
        ))
    }

    fn reject_row(&self, reject: Reject) -> reject::Model {
        reject::Model {
            id: Uuid::now_v7(),
            import_run_id: self.row.id,
            source_id: self.source.id,
            adapter: self.stamp().unwrap_or_else(|| "none".into()),
            place: reject.place.inside(),
            file: reject.place.file,
            code: reject.code.into(),
            reason: reject.reason,
            recorded_at: self.hub.clock.now(),
            resolved_at: None,
        }
    }

    fn summary(self, fault: Option<Unreadable>) -> ImportSummary {
        let counts = self.counts;
        ImportSummary {
            run: self.row.id,
            adapter: self.stamp(),
            state: if self.row.state == "finished" {
                "finished"
            } else {
                "failed"
            },
            records_read: counts.records_read,
            new: counts.new,
            changed: counts.changed,
            unchanged: counts.unchanged,
            withdrawn: counts.withdrawn,
            rejected: counts.rejected,
            passports_touched: counts.passports_touched,
            states_changed: counts.states_changed,
            fault,
        }
    }
}

/// The row of a run that begins now.
pub(super) fn begun(
    hub: &Hub,
    source: Uuid,
    files: serde_json::Value,
    delivery_hash: Option<String>,
) -> import_run::Model {
    import_run::Model {
        id: Uuid::now_v7(),
        source_id: source,
        adapter: None,
        adapter_version: None,
        state: "running".into(),
        files,
        delivery_hash,
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
        alive_at: Some(hub.clock.now()),
    }
}

/// SHA-256 over the names and bytes of all files; none where one cannot be read.
fn hash(delivery: &Delivery<'_>) -> Option<String> {
    let mut hasher = Sha256::new();
    for part in delivery.parts() {
        hasher.update((part.name.len() as u64).to_be_bytes());
        hasher.update(part.name.as_bytes());
        hasher.update(part.bytes.whole_len().to_be_bytes());
        io::copy(&mut part.bytes.open().ok()?, &mut hasher).ok()?;
    }
    Some(hex::encode(hasher.finalize()))
}

fn files_json(delivery: &Delivery<'_>, names: &[String]) -> serde_json::Value {
    if names.is_empty() {
        let parts = delivery.parts().iter();
        return parts
            .map(|part| serde_json::json!({ "name": part.name, "bytes": part.bytes.whole_len() }))
            .collect();
    }
    names.iter().map(|name| serde_json::json!({ "name": name })).collect()
}
