//! `passport-hub reject groups`: what is wrong how often.

use super::narrowing::{as_json, source_of};
use crate::caller::Whose;
use crate::cli::import::intake::place;
use crate::cli::output::{Ended, OK, plain, print, print_json, print_table};
use crate::cli::run::run_id;
use crate::cli::source::id_by_key;
use crate::cli::{General, open};
use crate::hub::Hub;
use crate::store::rejects::{Wanted, groups};
use serde_json::json;
use uuid::Uuid;

/// What `reject groups` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only those of the source with this key
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// Only those of this run
    #[arg(long, value_name = "RUN", value_parser = run_id)]
    run: Option<Uuid>,
}

/// Most codes that are told.
const MOST: u64 = 100;

/// Counts open rejects by code.
pub async fn run(hub: &Hub, asked: Arguments, general: &General) -> Ended {
    let wanted = Wanted {
        run: asked.run,
        source: id_by_key(hub, asked.source.as_deref())?,
        code: None,
        open: Some(true),
    };
    let whose = Whose::everybody(open::console_steward(hub)?);
    let groups = groups(&hub.db, whose, &wanted, MOST).await?;
    if general.json {
        for group in &groups {
            print_json(
                &json!({ "code": group.newest.code, "count": group.count, "example": as_json(hub, &group.newest) }),
            )?;
        }
        return Ok(OK);
    }
    if groups.is_empty() {
        print("no reject is open")?;
        return Ok(OK);
    }
    let rows: Vec<_> = groups
        .iter()
        .map(|group| {
            let newest = &group.newest;
            [
                newest.code.clone(),
                group.count.to_string(),
                source_of(hub, newest),
                newest.import_run_id.to_string(),
                plain(&place(newest), 60),
                plain(&newest.reason, 200),
            ]
        })
        .collect();
    print_table(["CODE", "COUNT", "THE NEWEST OF", "IN RUN", "AT", "REASON"], &rows)?;
    Ok(OK)
}
