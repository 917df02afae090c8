//! `passport-hub run`: imports that were begun, and what they came to.

use super::output::{Ended, OK, plain, print, print_json, print_table, tell};
use super::source::id_by_key;
use super::{General, open};
use crate::caller::{SourcePass, Whose};
use crate::flows::import_delivery::is_dead;
use crate::graphql::ids::{Kind, id, told};
use crate::hub::Hub;
use crate::store::runs::runs;
use clap::Subcommand;
use entity::import_run;
use serde_json::json;
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub run list
  passport-hub run list --source riverside-lms --first 5 --json
  passport-hub reject list --run 01890a5d-ac96-774b-bcce-b302099a8057

Commands and the graph take the id of a run as either of them shows it.";

/// What `run` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List runs of imports, the newest first
    #[command(after_help = EXAMPLES)]
    List(List),
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only those of the source with this key
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// Only those begun before this one
    #[arg(long, value_name = "RUN", value_parser = run_id)]
    before: Option<Uuid>,
    /// How many at most
    #[arg(long, value_name = "COUNT", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    first: u64,
}

/// The id of a run, as the console or the graph shows it.
pub fn run_id(text: &str) -> Result<Uuid, String> {
    told(Kind::ImportRun, text).ok_or_else(|| "this is no id of a run; passport-hub run list shows them".to_owned())
}

/// The id of a reject, as the console or the graph shows it.
pub fn reject_id(text: &str) -> Result<Uuid, String> {
    told(Kind::Reject, text).ok_or_else(|| "this is no id of a reject; passport-hub reject list shows them".to_owned())
}

/// Lists runs.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let Command::List(asked) = arguments.command;
    let whose = match id_by_key(&hub, asked.source.as_deref())? {
        Some(source) => Whose::contributed(SourcePass::at_the_console(source)),
        None => Whose::everybody(open::console_steward(&hub)?),
    };
    let mut rows = runs(&hub.db, whose, asked.before, asked.first + 1).await?;
    let more = rows.len() as u64 > asked.first;
    rows.truncate(usize::try_from(asked.first).unwrap_or(usize::MAX));
    if general.json {
        for row in &rows {
            print_json(&as_json(&hub, row))?;
        }
    } else if rows.is_empty() {
        print("nothing was imported yet")?;
    } else {
        let heading = [
            "RUN",
            "BEGUN",
            "SOURCE",
            "ADAPTER",
            "STATE",
            "READ",
            "NEW",
            "CHANGED",
            "WITHDRAWN",
            "REJECTED",
            "FILE",
        ];
        print_table(heading, &rows.iter().map(|row| cells(&hub, row)).collect::<Vec<_>>())?;
    }
    if let (true, Some(last)) = (more, rows.last()) {
        tell(format_args!("there are more: --before {} lists them", last.id));
    }
    Ok(OK)
}

fn source_of(hub: &Hub, row: &import_run::Model) -> String {
    let reference = hub.reference();
    let source = reference.sources.get(&row.source_id);
    source.map(|source| source.key.clone()).unwrap_or_default()
}

/// The names of the files of a delivery.
fn files_of(row: &import_run::Model) -> Vec<&str> {
    let files = row.files.as_array().into_iter().flatten();
    files.filter_map(|file| file["name"].as_str()).collect()
}

fn cells(hub: &Hub, row: &import_run::Model) -> [String; 11] {
    let files = files_of(row);
    let file = match files.as_slice() {
        [] => String::new(),
        [one] => plain(one, 40),
        [first, rest @ ..] => format!("{} and {} more", plain(first, 40), rest.len()),
    };
    [
        row.id.to_string(),
        row.started_at.format("%Y-%m-%d %H:%M:%S").to_string(),
        source_of(hub, row),
        row.adapter.clone().unwrap_or_default(),
        state_of(hub, row),
        row.records_read.to_string(),
        row.records_new.to_string(),
        row.records_changed.to_string(),
        row.records_withdrawn.to_string(),
        row.records_rejected.to_string(),
        file,
    ]
}

/// Its state with the code of why it failed: reasons are long, and `--json` tells them.
fn state_of(hub: &Hub, row: &import_run::Model) -> String {
    match row.error_code.as_deref() {
        Some(code) => format!("{} ({})", row.state, plain(code, 40)),
        None if is_left(hub, row) => format!("{} (died)", row.state),
        None => row.state.clone(),
    }
}

/// Whether it is open, and nobody is at work on it any more: the same delivery goes on, or a hub that serves ends it.
fn is_left(hub: &Hub, row: &import_run::Model) -> bool {
    row.state == "running" && is_dead(row, hub.clock.now())
}

fn as_json(hub: &Hub, row: &import_run::Model) -> serde_json::Value {
    json!({
        "run": row.id, "id": id(Kind::ImportRun, row.id).as_str(), "source": source_of(hub, row), "adapter": row.adapter,
        "adapterVersion": row.adapter_version, "state": row.state, "died": is_left(hub, row), "errorCode": row.error_code, "error": row.error, "files": files_of(row),
        "startedAt": row.started_at, "finishedAt": row.finished_at, "read": row.records_read, "new": row.records_new,
        "changed": row.records_changed, "unchanged": row.records_unchanged, "withdrawn": row.records_withdrawn,
        "rejected": row.records_rejected,
    })
}
