//! The shape of `flows::import_delivery` as the commands call it, until that flow stands.

use crate::caller::SourcePass;
use crate::hub::Hub;
use crate::store::StoreError;
use adapters::Delivery;
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
    /// The person for whom it is brought.
    pub on_behalf_of: Option<Uuid>,
}

/// What an import has come to so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Records read, those rejected included.
    pub records_read: u64,
}

/// What an import came to.
#[derive(Debug, Clone)]
pub struct ImportSummary {
    /// The run.
    pub run: Uuid,
    /// The adapter that read it, as `open_badges@1`.
    pub adapter: Option<String>,
    /// `finished` or `failed`.
    pub state: &'static str,
    /// Records read, those rejected included.
    pub records_read: u64,
    /// Not held before.
    pub new: u64,
    /// Held with other content.
    pub changed: u64,
    /// Held with the same content.
    pub unchanged: u64,
    /// Withdrawn by their source.
    pub withdrawn: u64,
    /// Not fit to be kept.
    pub rejected: u64,
    /// People whose passport changed.
    pub passports_touched: u64,
    /// Why it failed.
    pub reason: Option<String>,
}

/// Why a delivery was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No such source.
    #[error("there is no such source, or it is disabled")]
    UnknownSource,
    /// No adapter has this key.
    #[error("no adapter has the key {0:?}")]
    UnknownAdapter(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Is told how an import goes.
pub trait Progress: Send + Sync {
    /// The run has begun.
    fn begun(&self, run: Uuid);
    /// A chunk was saved; the counts are totals of the run.
    fn advanced(&self, counts: &Counts);
}

/// Takes nothing in yet.
pub async fn import_delivery(_: &Hub, _: ImportRequest, _: &dyn Progress) -> Result<ImportSummary, ImportError> {
    Err(ImportError::UnknownSource)
}
