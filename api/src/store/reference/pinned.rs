//! Vocabularies as they stood in a version: read when asked for, and kept for a while.

use super::Vocabularies;
use crate::store::{Db, StoreError};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use uuid::Uuid;

/// How many versions are kept in memory; one of ESCO takes some 50 MB.
const KEPT: u64 = 3;

/// How long a version is kept that nobody asks for.
const IDLE: Duration = Duration::from_secs(600);

/// A vocabulary, the number of a version, and the languages that the version had when it was read.
type Version = (Uuid, i32, String);

/// The versions that were asked for.
#[derive(Clone)]
pub(super) struct PinnedVersions {
    kept: Cache<Version, Arc<Vocabularies>>,
    /// Who reads one holds it: a version is read once, however many ask.
    reading: Arc<Mutex<()>>,
}

impl Default for PinnedVersions {
    fn default() -> Self {
        PinnedVersions {
            kept: Cache::builder().max_capacity(KEPT).time_to_idle(IDLE).build(),
            reading: Arc::default(),
        }
    }
}

impl PinnedVersions {
    /// A vocabulary as it stood in the version with this number.
    pub(super) async fn get(
        &self,
        db: &Db,
        newest: &Vocabularies,
        vocabulary: Uuid,
        number: i32,
    ) -> Result<Arc<Vocabularies>, StoreError> {
        let versions = newest.versions.get(&vocabulary).map(Vec::as_slice).unwrap_or_default();
        let version = versions.iter().find(|row| row.number == number);
        let languages = version.map(|row| row.languages.to_string()).unwrap_or_default();
        let key = (vocabulary, number, languages);
        if let Some(kept) = self.kept.get(&key) {
            return Ok(kept);
        }
        let _reading = self.reading.lock().await;
        if let Some(kept) = self.kept.get(&key) {
            return Ok(kept);
        }
        let read = Arc::new(Vocabularies::load(db, Some((vocabulary, number))).await?);
        self.kept.insert(key, Arc::clone(&read));
        Ok(read)
    }
}
