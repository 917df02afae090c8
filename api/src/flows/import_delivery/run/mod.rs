//! A run: its counts, whom it touched, and what it brings in that was rejected before.

mod row;

pub(super) use row::begun;

use super::alive::dead_of;
use super::delivered;
use super::earlier;
use super::outcome::{Counts, ImportSummary, Progress, STORE_FAILED, Stopped};
use super::pulse::{self, Pulse};
use super::reading::Chunk;
use super::replay::Replay;
use crate::flows::import_feed::ImportEvent;
use crate::flows::recompute_states::recompute_states;
use crate::flows::save_records::Saved;
use crate::hub::Hub;
use crate::store::imports::Marks;
use crate::store::{StoreError, Tx, imports, rejects};
use adapters::{Adapter, Delivery, Reject, Unreadable};
use chrono::{DateTime, Utc};
use entity::{import_run, source};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

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
    /// What the row said when it was committed last.
    marks: Marks,
    counts: Counts,
    touched: BTreeSet<Uuid>,
    told: Told,
    delivery: Arc<Delivery<'static>>,
    names: &'a [String],
    /// Of the earlier runs of the delivery that came to no end, the one that came furthest.
    stopped: Option<Stopped>,
    /// All of those.
    unfinished: Vec<Uuid>,
    /// The earlier runs of the delivery.
    earlier: Vec<Uuid>,
    replay: Replay,
    replayed: u64,
    _pulse: Pulse,
}

/// What a run is about.
pub(super) struct Begins<'a> {
    pub source: Arc<source::Model>,
    pub delivery: &'a Arc<Delivery<'static>>,
    /// What its files were called; none for the names in the delivery.
    pub names: &'a [String],
    /// The run that it mends.
    pub replays: Option<Uuid>,
}

impl<'a> Run<'a> {
    /// Writes the run's row before anything else happens, and looks what earlier ones left to do.
    pub(super) async fn begin(
        hub: &'a Hub,
        begins: Begins<'a>,
        progress: &'a dyn Progress,
    ) -> Result<Self, StoreError> {
        let Begins {
            source,
            delivery,
            names,
            replays,
        } = begins;
        let hashed = Arc::clone(delivery);
        let hash = tokio::task::spawn_blocking(move || delivered::hash(&hashed)).await;
        let row = begun(hub, source.id, delivered::files(delivery, names), hash.ok().flatten());
        let before = imports::begin(&hub.db, &row).await?;
        progress.begun(row.id);
        let pulse = Pulse::start(hub.db.clone(), hub.clock.clone(), row.id, pulse::EVERY);
        let earlier = earlier::over(hub, &row, &before, progress).await?;
        let unfinished: Vec<Stopped> = earlier.iter().map_while(Stopped::of).collect();
        let stopped = unfinished.iter().max_by_key(|stopped| stopped.records).copied();
        if let Some(stopped) = stopped {
            progress.goes_on(stopped);
        }
        let earlier: Vec<Uuid> = earlier.iter().map(|run| run.id).collect();
        let mended: Vec<Uuid> = earlier.iter().copied().chain(replays).collect();
        Ok(Run {
            hub,
            progress,
            source,
            marks: imports::marks(&row),
            row,
            counts: Counts::default(),
            touched: BTreeSet::new(),
            told: Told::default(),
            delivery: Arc::clone(delivery),
            names,
            stopped,
            unfinished: unfinished.iter().map(|stopped| stopped.run).collect(),
            earlier,
            replay: Replay::of(&hub.db, delivery, &mended).await?,
            replayed: 0,
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

    /// How many records it has written.
    pub(super) fn written(&self) -> u64 {
        self.counts.new + self.counts.changed
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

    /// The runs that it goes on with.
    pub(super) fn unfinished(&self) -> &[Uuid] {
        &self.unfinished
    }

    /// What earlier runs rejected, and this one may bring in.
    pub(super) fn replay(&self) -> &Replay {
        &self.replay
    }

    /// Adds what a chunk came to, in the chunk's own transaction.
    pub(super) async fn save_chunk(&mut self, tx: &Tx, chunk: Chunk, saved: Saved) -> Result<(), StoreError> {
        let mut rejects = chunk.rejects;
        rejects.extend(saved.rejects);
        saved.written.iter().for_each(|place| self.replay.kept(place));
        rejects.iter().for_each(|reject| self.replay.rejected(&reject.place));
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
        rejects::add(tx, rejects.into_iter().map(|reject| self.reject_row(reject)).collect()).await?;
        let last = self.marks;
        imports::update(tx, self.counted(), last).await
    }

    /// Notes that the last chunk was committed.
    pub(super) fn committed(&mut self) {
        self.marks = imports::marks(&self.row);
    }

    /// Tells those who watch.
    pub(super) fn tell(&self) {
        self.progress.passed(delivered::share(&self.delivery));
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
        let mut dead = dead_of(hub, Some(self.source.id), hub.clock.now()).await?;
        // Runs of the same delivery that came to no end have nothing more to do.
        dead.extend(&self.unfinished);
        let people = imports::people_of(&hub.db, dead.iter().copied()).await?;
        let people: Vec<Uuid> = self.touched.iter().copied().chain(people).collect();
        self.counts.states_changed = recompute_states(hub, &people).await?;
        let tx = hub.db.begin().await?;
        self.row.state = if fault.is_some() { "failed" } else { "finished" }.into();
        self.row.finished_at = Some(hub.clock.now());
        self.row.error = fault.as_ref().map(|fault| format!("{}: {fault}", fault.code));
        self.row.error_code = fault.as_ref().map(|fault| fault.code.into());
        if let Some(Unreadable { place, code, reason }) = fault.clone() {
            self.counts.rejected += 1;
            self.replay.rejected(&place);
            rejects::add(&tx, vec![self.reject_row(Reject { place, code, reason })]).await?;
        }
        rejects::stay_settled(&tx, self.row.id, &self.earlier).await?;
        self.replayed = self.replay.settle(&tx, self.row.id, hub.clock.now()).await?;
        let last = self.marks;
        imports::update(&tx, self.counted(), last).await?;
        imports::end_taken_over(&tx, &dead, &self.row).await?;
        tx.commit().await?;
        hub.shelf.reload_parties(&hub.db).await?;
        self.tell();
        Ok(self.summary(fault))
    }

    /// Notes that the database failed, as far as it still listens, and hands the fault on.
    pub(super) async fn give_up(mut self, hub: &Hub, fault: StoreError) -> StoreError {
        self.row.state = "failed".into();
        self.row.finished_at = Some(hub.clock.now());
        self.row.error = Some(format!(
            "{STORE_FAILED}: the database failed; send the same delivery again to go on"
        ));
        self.row.error_code = Some(STORE_FAILED.into());
        let touched: Vec<_> = self.touched.iter().copied().collect();
        if recompute_states(hub, &touched).await.is_err() {
            // The next run of this source sees that this one never ended, and computes what it left.
            self.row.state = "running".into();
            self.row.finished_at = None;
        }
        let _ = imports::give_up(&hub.db, &self.row).await;
        self.tell();
        fault
    }
}
