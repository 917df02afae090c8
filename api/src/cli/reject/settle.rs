//! `passport-hub reject settle`: what no later delivery will bring in.

use super::narrowing::unknown_code;
use crate::caller::Whose;
use crate::cli::output::{Ended, FOUND, Failure, OK, many, plain, print, print_json};
use crate::cli::run::{reject_id, run_id};
use crate::cli::{General, open};
use crate::flows::settle_rejects::{SettleOutcome, Which, settle_rejects};
use crate::hub::Hub;
use crate::store::rejects::{Wanted, one};
use entity::reject;
use serde_json::json;
use uuid::Uuid;

/// What `reject settle` takes.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["id", "run"]))]
pub struct Arguments {
    /// The reject's id, as reject list shows it
    #[arg(value_parser = reject_id)]
    id: Option<Uuid>,
    /// All that are open of this run
    #[arg(long, value_name = "RUN", value_parser = run_id)]
    run: Option<Uuid>,
    /// Of the run, only those with this code
    #[arg(long, value_name = "CODE", requires = "run")]
    code: Option<String>,
    /// Why, for colleagues; nothing about a person
    #[arg(long)]
    note: String,
}

/// Settles rejects by hand.
pub async fn run(hub: &Hub, asked: Arguments, general: &General) -> Ended {
    let which = match (asked.id, asked.run) {
        (Some(id), _) => Which::One(id),
        (None, Some(run)) => Which::OfRun(run, asked.code),
        (None, None) => return Err(Failure::usage("which rejects? an id, or --run RUN")),
    };
    let pass = open::console_steward(hub)?;
    let (whose, by) = (Whose::everybody(pass), format!("steward:{}", pass.steward()));
    match settle_rejects(hub, whose, by, which.clone(), &asked.note).await? {
        SettleOutcome::Settled(count) if general.json => print_json(&json!({ "settled": count }))?,
        SettleOutcome::Settled(count) => print(format_args!("settled {}", many(count, "reject")))?,
        SettleOutcome::BadNote => return Err(Failure::usage("a note has 1 to 500 characters")),
        SettleOutcome::NothingOpen => return Err(nothing_open(hub, whose, which).await?),
    }
    Ok(OK)
}

/// Why nothing was settled: it was before, or there is none.
async fn nothing_open(hub: &Hub, whose: Whose, which: Which) -> Result<Failure, Failure> {
    let none = || Failure::new(FOUND, "no such reject is open").hint("passport-hub reject list shows them.");
    match which {
        Which::One(id) => Ok(match one(&hub.db, whose, id).await? {
            Some(row) => Failure::new(FOUND, how_settled(&row)),
            None => none(),
        }),
        Which::OfRun(run, code) => {
            let wanted = Wanted {
                run: Some(run),
                code,
                ..Wanted::default()
            };
            Ok(unknown_code(hub, whose, &wanted).await?.unwrap_or_else(none))
        }
    }
}

/// When a reject was settled, how, by whom and why.
fn how_settled(row: &reject::Model) -> String {
    let at = row
        .resolved_at
        .map(|at| at.format(" on %Y-%m-%d at %H:%M:%S UTC").to_string());
    let how = match row.resolution.as_deref() {
        Some("replayed") => "its record came in",
        Some("again") => "the same was rejected again",
        _ => "by hand",
    };
    let mut words = format!("it was settled{}: {how}", at.unwrap_or_default());
    if let Some(by) = &row.resolved_by {
        words += &format!(", {}", plain(by, 80));
    }
    if let Some(note) = &row.note {
        words += &format!(" (“{}”)", plain(note, 200));
    }
    words
}
