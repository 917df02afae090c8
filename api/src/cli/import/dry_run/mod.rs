//! `import --dry-run`: what files would become, without a database.

mod columns;
mod json;
mod people;

use super::super::General;
use super::super::output::{Ended, FOUND, OK, UNREADABLE};
use adapters::{Adapter, Delivery, Unreadable};
use std::path::PathBuf;

/// How many records people are shown, unless they say.
const SHOWN: usize = 5;

/// Shows what each file would become.
pub fn run(
    adapter: Option<&'static dyn Adapter>,
    paths: &[PathBuf],
    records: Option<usize>,
    general: &General,
) -> Ended {
    let mut worst = OK;
    for path in paths {
        let code = if general.json {
            json::as_json(adapter, path, records.unwrap_or_default())?
        } else {
            people::for_people(adapter, path, records.unwrap_or(SHOWN))?
        };
        worst = worst.max(code);
    }
    Ok(worst)
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
