//! `passport-hub migrate`: the database's schema, up, down and as it stands.

use super::output::{Ended, FOUND, Failure, OK, print, print_json};
use super::{General, open};
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub migrate status          ends with 1 while changes are pending
  passport-hub migrate up
  passport-hub migrate down --steps 1  undoes the last change and drops what it held

serve, import and token bring the schema up to date by themselves.";

/// What `migrate` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Command {
    /// Bring the schema up to date
    #[command(after_help = EXAMPLES)]
    Up,
    /// Undo the last changes; their tables and rows are dropped
    #[command(after_help = EXAMPLES)]
    Down {
        /// How many changes to undo
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        steps: u32,
    },
    /// Say how many changes are pending
    #[command(after_help = EXAMPLES)]
    Status,
}

/// Changes the schema, or says how it stands.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let db = open::database(&settings).await?;
    match arguments.command {
        Command::Up => db.migrate().await?,
        Command::Down { steps } => db.migrate_down(steps).await?,
        Command::Status => {}
    }
    let pending = db.pending_migrations().await?;
    say(pending, &settings.shown_database(), general)?;
    Ok(if matches!(arguments.command, Command::Status) && pending > 0 {
        FOUND
    } else {
        OK
    })
}

fn say(pending: usize, database: &str, general: &General) -> Result<(), Failure> {
    if general.json {
        return print_json(&serde_json::json!({"database": database, "pending": pending}));
    }
    match pending {
        0 => print(format_args!("The schema of {database} is up to date.")),
        1 => print(format_args!(
            "The schema of {database} lacks 1 change: passport-hub migrate up"
        )),
        many => print(format_args!(
            "The schema of {database} lacks {many} changes: passport-hub migrate up"
        )),
    }
}
