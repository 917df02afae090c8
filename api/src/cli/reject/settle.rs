//! `passport-hub reject settle`: what no later delivery will bring in.

use crate::caller::Whose;
use crate::cli::output::{Ended, FOUND, Failure, OK, many, print, print_json};
use crate::cli::{General, open};
use crate::flows::settle_rejects::{SettleOutcome, Which, settle_rejects};
use crate::hub::Hub;
use serde_json::json;
use uuid::Uuid;

/// What `reject settle` takes.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["id", "run"]))]
pub struct Arguments {
    /// The reject's id, as reject list shows it
    id: Option<Uuid>,
    /// All that are open of this run
    #[arg(long, value_name = "RUN")]
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
    let by = format!("steward:{}", pass.steward());
    match settle_rejects(hub, Whose::everybody(pass), by, which, &asked.note).await? {
        SettleOutcome::Settled(count) if general.json => print_json(&json!({ "settled": count }))?,
        SettleOutcome::Settled(count) => print(format_args!("settled {}", many(count, "reject")))?,
        SettleOutcome::BadNote => return Err(Failure::usage("a note has 1 to 500 characters")),
        SettleOutcome::NothingOpen => {
            return Err(Failure::new(FOUND, "no such reject is open").hint("passport-hub reject list shows them."));
        }
    }
    Ok(OK)
}
