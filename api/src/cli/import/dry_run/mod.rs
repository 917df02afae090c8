//! `import --dry-run`: what files would become, without a database.

mod columns;
mod json;
mod people;
mod record;
mod way;

use super::super::output::{Ended, FOUND, Failure, OK, UNREADABLE};
use super::super::{General, open};
use super::known_source;
use crate::flows::preview_delivery::{Missing, missing_in};
use crate::hub::Hub;
use adapters::{Adapter, Delivery, Unreadable};
use std::path::PathBuf;
use uuid::Uuid;

/// What is to be shown.
pub(super) struct Asked {
    /// The adapter that reads.
    pub(super) adapter: Option<&'static dyn Adapter>,
    /// How many records.
    pub(super) records: Option<usize>,
    /// The source it comes from; its own adapter reads where none is named.
    pub(super) source: Option<String>,
    /// Whether it holds all that the source has.
    pub(super) is_full: bool,
}

/// Shows what each file would become.
pub(super) async fn run(asked: Asked, paths: &[PathBuf], general: &General) -> Ended {
    let (mut adapter, mut full) = (asked.adapter, None);
    if let Some(key) = asked.source {
        let hub = open::existing_hub(&general.settings_for_a_task()?).await?;
        let (source, own) = known_source(&hub, &key)?;
        adapter = adapter.or_else(|| adapters::by_key(own.as_deref()?));
        full = asked.is_full.then_some(Full { hub, source, key });
    }
    let mut worst = OK;
    for path in paths {
        let code = if general.json {
            let records = asked.records.unwrap_or_default();
            json::as_json(adapter, path, records, full.as_ref()).await?
        } else {
            people::for_people(adapter, path, asked.records, full.as_ref()).await?
        };
        worst = worst.max(code);
    }
    Ok(worst)
}

/// A delivery that holds all that its source has.
struct Full {
    hub: Hub,
    source: Uuid,
    key: String,
}

impl Full {
    /// What it would withdraw.
    async fn missing(&self, adapter: &'static dyn Adapter, delivery: &Delivery<'_>) -> Result<Vec<Missing>, Failure> {
        Ok(missing_in(&self.hub, self.source, adapter, delivery).await?)
    }
}

fn chosen(adapter: Option<&'static dyn Adapter>, delivery: &Delivery<'_>) -> Result<&'static dyn Adapter, Unreadable> {
    adapter.map_or_else(|| adapters::detect(delivery), Ok)
}

fn verdict(read: &Result<(), Unreadable>, rejects: usize) -> u8 {
    match read {
        Err(_) => UNREADABLE,
        Ok(()) if rejects > 0 => FOUND,
        Ok(()) => OK,
    }
}
