//! `passport-hub reject list`: what could not be read, where and why.

use super::narrowing::{Narrowing, as_json, source_of};
use crate::caller::Whose;
use crate::cli::import::intake::place;
use crate::cli::output::{Ended, OK, plain, print_json, print_table};
use crate::cli::{General, open};
use crate::hub::Hub;
use crate::store::rejects::page;

/// What `reject list` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    narrowing: Narrowing,
    /// How many at most
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    first: u16,
}

/// Lists rejects.
pub async fn run(hub: &Hub, asked: Arguments, general: &General) -> Ended {
    let wanted = asked.narrowing.wanted(hub)?;
    let whose = Whose::everybody(open::console_steward(hub)?);
    let rows = page(&hub.db, whose, &wanted, None, u64::from(asked.first)).await?;
    if general.json {
        for row in &rows {
            print_json(&as_json(hub, row))?;
        }
        return Ok(OK);
    }
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            [
                row.id.to_string(),
                source_of(hub, row),
                plain(&place(row), 60),
                row.code.clone(),
                row.resolution.clone().unwrap_or_else(|| "open".into()),
                plain(&row.reason, 200),
            ]
        })
        .collect();
    print_table(["ID", "SOURCE", "PLACE", "CODE", "STATE", "REASON"], &cells)?;
    Ok(OK)
}
