//! A delivery enters: find the adapter, read, and chunk by chunk keep what it says.

mod alive;
mod delivered;
mod earlier;
mod missing;
mod outcome;
mod pace;
mod preview;
mod pulse;
mod reading;
mod replay;
mod room;
mod run;

pub use alive::{SILENCE, end_dead_runs, end_stopped_run, is_dead};
pub(super) use missing::count_missing;
pub use missing::{Extent, asks_twice};
pub use outcome::{Counts, ImportError, ImportSummary, Progress, Stopped, Unwatched};
pub use pace::{Pace, Share};
pub use preview::{Nobodys, preview};
pub(super) use reading::adapter_stopped as stopped;
pub use room::{ImportRoom, Place};

use super::save_records::{Intake, Memory, save_records};
use crate::caller::SourcePass;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, imports, statistics};
use adapters::{Adapter, Delivery, Unreadable};
use entity::source;
use missing::Missing;
use reading::Chunk;
use run::{Begins, Run};
use std::sync::Arc;
use uuid::Uuid;

/// A delivery to take in.
pub struct ImportRequest {
    /// The source that sends it.
    pub source: SourcePass,
    /// The adapter to read it with; none for the source's own, or the one that recognises it.
    pub adapter: Option<String>,
    /// What was sent.
    pub delivery: Delivery<'static>,
    /// What the files were called; none for the names in the delivery.
    pub files: Vec<String>,
    /// How much of what the source has it holds.
    pub extent: Extent,
    /// The person for whom it is brought: records that name nobody are theirs. None for a source's own delivery.
    pub on_behalf_of: Option<Uuid>,
    /// The run whose rejects it mends, where it is another delivery than that one was. Those of the very same delivery are
    /// known without.
    pub replays: Option<Uuid>,
}

/// Takes a delivery in. Chunks are committed one by one: a run that dies, or a delivery that becomes unreadable, keeps
/// what came before, and the same delivery again goes on from there.
pub async fn import_delivery(
    hub: &Hub,
    request: ImportRequest,
    progress: &dyn Progress,
) -> Result<ImportSummary, ImportError> {
    let source = source_of(hub, request.source).await?;
    let named = named_adapter(request.adapter.as_deref().or(source.adapter.as_deref()))?;
    if let Some(run) = request.replays
        && !imports::is_of(&hub.db, source.id, run).await?
    {
        return Err(ImportError::UnknownRun);
    }
    let delivery = Arc::new(request.delivery);
    let begins = Begins {
        source,
        delivery: &delivery,
        names: &request.files,
        replays: request.replays,
    };
    let mut run = Box::pin(Run::begin(hub, begins, progress)).await?;
    // What is read is unpacked in memory: only a few runs may at a time, the others wait.
    let turn = hub.import_room.turn().await;
    let ended = match find_adapter(named, &delivery).await {
        Err(unreadable) => Err(unreadable),
        Ok(adapter) => {
            run.read_by(adapter);
            let taking = Taking {
                hub,
                adapter,
                on_behalf_of: request.on_behalf_of,
                memory: Memory::default(),
                looks_anew_at: MUCH,
            };
            match taking.take_in(&mut run, Arc::clone(&delivery), request.extent).await {
                Ok(ended) => ended,
                Err(fault) => return Err(run.give_up(hub, fault).await.into()),
            }
        }
    };
    drop(turn);
    Ok(run.finish(hub, ended.err()).await?)
}

/// What all chunks of a delivery have in common.
struct Taking<'a> {
    hub: &'a Hub,
    adapter: &'static dyn Adapter,
    on_behalf_of: Option<Uuid>,
    memory: Memory,
    /// After so many records written, the database looks anew at what its tables hold.
    looks_anew_at: u64,
}

/// The first so many records may make a small table a large one; then four times as many.
const MUCH: u64 = 2_000;

impl Taking<'_> {
    /// Reads and saves, chunk by chunk. The inner result says whether the delivery could be read to its end.
    async fn take_in(
        mut self,
        run: &mut Run<'_>,
        delivery: Arc<Delivery<'static>>,
        extent: Extent,
    ) -> Result<Result<(), Unreadable>, StoreError> {
        let mut reading = reading::start(self.adapter, Arc::clone(&delivery), extent);
        while let Some(chunk) = reading.next().await {
            let tx = imports::begin_chunk(&self.hub.db).await?;
            self.keep(tx, run, chunk).await?;
        }
        match reading.ended().await {
            Err(unreadable) => return Ok(Err(unreadable)),
            Ok(_) if extent == Extent::Part => {}
            Ok(gate) => {
                let missing = Missing::of(gate, run, self.adapter, &delivery);
                self.withdraw(run, missing, extent).await?;
            }
        }
        Ok(Ok(()))
    }

    /// Withdraws what a full delivery did not hold, or says why not.
    async fn withdraw(
        &mut self,
        run: &mut Run<'_>,
        mut missing: Missing<'_>,
        extent: Extent,
    ) -> Result<(), StoreError> {
        if extent == Extent::Full {
            // Looked up outside a turn: others go on meanwhile.
            if let Some(reject) = missing.withheld(&self.hub.db, run).await? {
                let withheld = Chunk {
                    rejects: vec![reject],
                    ..Chunk::default()
                };
                let tx = imports::begin_chunk(&self.hub.db).await?;
                return self.keep(tx, run, withheld).await;
            }
        }
        loop {
            let tx = imports::begin_chunk(&self.hub.db).await?;
            match missing.next(&tx).await? {
                Some(chunk) => self.keep(tx, run, chunk).await?,
                None => return Ok(()),
            }
        }
    }

    /// Saves one chunk, in one transaction.
    async fn keep(&mut self, tx: Tx, run: &mut Run<'_>, mut chunk: Chunk) -> Result<(), StoreError> {
        let stamp = self.adapter.profile().stamp();
        let intake = Intake {
            tells_places: run.replay().looks_for_any(),
            goes_on: run.unfinished().to_vec(),
            ..Intake::of(self.hub, run.source(), stamp, Some(run.id()), self.on_behalf_of)
        };
        let received = std::mem::take(&mut chunk.received);
        let saved = save_records(&tx, &intake, &mut self.memory, received).await?;
        run.save_chunk(&tx, chunk, saved).await?;
        tx.commit().await?;
        run.committed();
        run.tell();
        if run.written() >= self.looks_anew_at {
            self.looks_anew_at = run.written() * 4;
            // Without it the import is only slower.
            if let Err(error) = statistics::look_anew(&self.hub.db).await {
                tracing::warn!(%error, "the database could not look anew at its tables");
            }
        }
        Ok(())
    }
}

/// The source, if it is connected and switched on.
pub(super) async fn source_of(hub: &Hub, pass: SourcePass) -> Result<Arc<source::Model>, ImportError> {
    // Another process may have added it.
    let source = hub
        .find_reference(|reference| reference.sources.get(&pass.source()).cloned())
        .await?;
    source
        .filter(|source| source.disabled_at.is_none())
        .ok_or(ImportError::UnknownSource)
}

/// The adapter of this key; none where no key is told.
pub(super) fn named_adapter(key: Option<&str>) -> Result<Option<&'static dyn Adapter>, ImportError> {
    let Some(key) = key else { return Ok(None) };
    adapters::by_key(key)
        .map(Some)
        .ok_or_else(|| ImportError::UnknownAdapter(key.to_owned()))
}

/// The adapter that was named, else the one that recognises the delivery.
pub(super) async fn find_adapter(
    named: Option<&'static dyn Adapter>,
    delivery: &Arc<Delivery<'static>>,
) -> Result<&'static dyn Adapter, Unreadable> {
    if let Some(adapter) = named {
        return Ok(adapter);
    }
    let looked_at = Arc::clone(delivery);
    let detected = tokio::task::spawn_blocking(move || adapters::detect(&looked_at)).await;
    detected.unwrap_or_else(|_| Err(reading::adapter_stopped(delivery.name())))
}
