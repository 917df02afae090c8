//! What an import comes to.

use super::pace::Share;
use crate::store::StoreError;
use crate::store::imports::INTERRUPTED;
use adapters::Unreadable;
use entity::import_run;
use uuid::Uuid;

/// What an import has come to. A record read is new, changed, unchanged, withdrawn or rejected; a reject may also be a
/// row that made no record, or a cell that a record was read without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records read, those rejected afterwards included.
    pub records_read: u64,
    /// Not held before.
    pub new: u64,
    /// Held with other content.
    pub changed: u64,
    /// Held with the same content, withdrawn already, or said twice in one delivery.
    pub unchanged: u64,
    /// Withdrawn by their source.
    pub withdrawn: u64,
    /// What could not be read or kept.
    pub rejected: u64,
    /// People whose passport changed.
    pub passports_touched: u64,
    /// Skill states that came out differently.
    pub states_changed: u64,
}

impl Counts {
    /// Adds what one chunk came to; touched passports and states are counted over the whole run.
    pub(crate) fn add(&mut self, chunk: Counts) {
        self.records_read += chunk.records_read;
        self.new += chunk.new;
        self.changed += chunk.changed;
        self.unchanged += chunk.unchanged;
        self.withdrawn += chunk.withdrawn;
        self.rejected += chunk.rejected;
    }
}

/// A run of the same delivery that came to no end, and where this one goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Which run.
    pub run: Uuid,
    /// How many records it had read.
    pub records: u64,
}

impl Stopped {
    /// An earlier run, where it came to no end by no fault of the delivery.
    pub(super) fn of(earlier: &import_run::Model) -> Option<Self> {
        let is_cut =
            earlier.state == "running" || matches!(earlier.error_code.as_deref(), Some(INTERRUPTED | STORE_FAILED));
        is_cut.then(|| Stopped {
            run: earlier.id,
            records: u64::try_from(earlier.records_read).unwrap_or_default(),
        })
    }
}

/// The code of a run whose database failed.
pub(super) const STORE_FAILED: &str = "store_failed";

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSummary {
    /// The run.
    pub run: Uuid,
    /// The adapter that read it, as `open_badges@1`; none where none recognised it.
    pub adapter: Option<String>,
    /// `finished` or `failed`.
    pub state: &'static str,
    /// Records read, those rejected afterwards included.
    pub records_read: u64,
    /// Not held before.
    pub new: u64,
    /// Held with other content.
    pub changed: u64,
    /// Held with the same content.
    pub unchanged: u64,
    /// Withdrawn by their source.
    pub withdrawn: u64,
    /// What could not be read or kept.
    pub rejected: u64,
    /// People whose passport changed.
    pub passports_touched: u64,
    /// Skill states that came out differently.
    pub states_changed: u64,
    /// The run that came to no end, and where this one went on.
    pub goes_on: Option<Stopped>,
    /// How many rejects of earlier runs came in.
    pub replayed: u64,
    /// How many that were looked for did neither come in nor were rejected again: what is held already and says the same
    /// settles none.
    pub still_open: u64,
    /// Why it failed.
    pub fault: Option<Unreadable>,
}

/// Why a delivery was not taken in. What is wrong *in* a delivery is no error: the summary tells it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such source, or one that is disabled.
    #[error("there is no such source, or it is disabled")]
    UnknownSource,
    /// No adapter has this key.
    #[error("no adapter has the key {0:?}; there are: {keys}", keys = adapters::all_keys())]
    UnknownAdapter(String),
    /// The run that is to be mended is none of this source.
    #[error("this source has no run with this id")]
    UnknownRun,
    /// The database failed; what was committed stays, and the same delivery again goes on from there.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Is told how an import goes.
pub trait Progress: Send + Sync {
    /// The run has begun.
    fn begun(&self, run: Uuid);
    /// Another run of the same delivery is at work: this one begins when that is over.
    fn waits_for(&self, _: Uuid) {}
    /// It goes on where another stopped.
    fn goes_on(&self, _: Stopped) {}
    /// So much of the delivery was read; told before the counts.
    fn passed(&self, _: Share) {}
    /// A chunk was saved; the counts are totals of the run.
    fn advanced(&self, counts: &Counts);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begun(&self, _: Uuid) {}
    fn advanced(&self, _: &Counts) {}
}
