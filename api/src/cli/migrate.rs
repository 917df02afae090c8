//! `passport-hub migrate`: the database's schema, up, down and as it stands.

use super::output::{Ended, FOUND, Failure, OK, print, print_json};
use super::{General, open};
use crate::store::Db;
use crate::store::db::Undone;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub migrate status          ends with 1 while changes are pending
  passport-hub migrate up
  passport-hub migrate down --steps 1  says what undoing the last change would drop
  passport-hub migrate down --steps 1 --yes

serve, import and token bring the schema up to date by themselves. What is dropped is gone: make a backup first.";

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
    /// Undo the last changes; their tables, columns and rows are dropped
    #[command(after_help = EXAMPLES)]
    Down {
        /// How many changes to undo
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        steps: u32,
        /// Drop them; without it, only what would be dropped is said
        #[arg(long)]
        yes: bool,
    },
    /// Say how many changes are pending
    #[command(after_help = EXAMPLES)]
    Status,
}

/// Changes the schema, or says how it stands.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let shown = settings.shown_database();
    let pending = match arguments.command {
        Command::Up => {
            let db = open::database(&settings).await?;
            db.migrate().await?;
            db.pending_migrations().await?
        }
        Command::Down { steps, yes } => {
            let db = open::database_of_a_hub(&settings).await?;
            if !yes {
                return Err(would_drop(&db.undone_by(steps).await?, &shown));
            }
            db.migrate_down(steps).await?;
            db.pending_migrations().await?
        }
        // Looking makes no file.
        Command::Status if settings.sqlite_path().is_some_and(|file| !file.exists()) => Db::all_migrations(),
        Command::Status => open::database(&settings).await?.pending_migrations().await?,
    };
    say(pending, &shown, general)?;
    let found = matches!(arguments.command, Command::Status) && pending > 0;
    Ok(if found { FOUND } else { OK })
}

/// What would be lost, said to somebody who has not confirmed it.
fn would_drop(undone: &[Undone], database: &str) -> Failure {
    let mut said = format!("this would drop from {database}:");
    for Undone { change, tables } in undone {
        let held: Vec<String> = tables
            .iter()
            .map(|(table, rows)| format!("{table} ({rows} rows)"))
            .collect();
        let held = if held.is_empty() {
            "columns of other tables".to_owned()
        } else {
            held.join(", ")
        };
        said.push_str(&format!("\n  {change}: {held}"));
    }
    Failure::usage(said).hint("Make a backup, and confirm with --yes.")
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
