//! `passport-hub reject list`: what could not be read, where and why.

use super::narrowing::{Narrowing, as_json, source_of, unknown_code};
use crate::caller::Whose;
use crate::cli::import::intake::place;
use crate::cli::output::{Ended, OK, plain, print, print_json, print_table, tell};
use crate::cli::{General, open};
use crate::hub::Hub;
use crate::store::rejects::page;

/// What `reject list` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    narrowing: Narrowing,
    /// How many at most; `reject export` writes all
    #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    first: u64,
}

/// Lists rejects.
pub async fn run(hub: &Hub, asked: Arguments, general: &General) -> Ended {
    let wanted = asked.narrowing.wanted(hub)?;
    let whose = Whose::everybody(open::console_steward(hub)?);
    let mut rows = page(&hub.db, whose, &wanted, None, asked.first + 1).await?;
    if rows.is_empty()
        && let Some(unknown) = unknown_code(hub, whose, &wanted).await?
    {
        return Err(unknown);
    }
    let more = rows.len() as u64 > asked.first;
    rows.truncate(usize::try_from(asked.first).unwrap_or(usize::MAX));
    if general.json {
        for row in &rows {
            print_json(&as_json(hub, row))?;
        }
        return told(more);
    }
    if rows.is_empty() {
        print("no such reject")?;
        return Ok(OK);
    }
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            [
                row.id.to_string(),
                source_of(hub, row),
                row.import_run_id.to_string(),
                plain(&place(row), 60),
                row.code.clone(),
                row.resolution.clone().unwrap_or_else(|| "open".into()),
                plain(&row.reason, 200),
            ]
        })
        .collect();
    print_table(["ID", "SOURCE", "RUN", "PLACE", "CODE", "STATE", "REASON"], &cells)?;
    told(more)
}

/// Says where there are more: also to scripts, on standard error.
fn told(more: bool) -> Ended {
    if more {
        tell("there are more: --first COUNT lists so many, and `passport-hub reject export` writes all");
    }
    Ok(OK)
}
