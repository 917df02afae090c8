//! `passport-hub reject`: what could not be read, until it is mended.

mod export;
mod groups;
mod list;
mod narrowing;
mod settle;

use super::General;
use super::open;
use super::output::Ended;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub reject groups --source riverside-lms
  passport-hub reject list --run 01890a5d-ac96-774b-bcce-b302099a8057 --code bad_date
  passport-hub reject export --source riverside-lms --format csv --out rejects.csv
  passport-hub import --source riverside-lms --replays 01890a5d-ac96-774b-bcce-b302099a8057 roster.zip
  passport-hub reject settle --run 01890a5d-ac96-774b-bcce-b302099a8057 --code bad_email --note 'the school knows no address'

A reject is open until its record comes in: from the same delivery read again, as after an adapter was mended, or from a
mended one that says with --replays which run it mends. What no delivery will bring is settled by hand. Those who look after
a source do the same in the graph: rejectGroups, rejects and settleRejects.";

/// What `reject` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Count open rejects by code, each with an example
    #[command(after_help = EXAMPLES)]
    Groups(groups::Arguments),
    /// List rejects with place and reason, the newest first
    #[command(after_help = EXAMPLES)]
    List(list::Arguments),
    /// Write rejects as JSON Lines or CSV
    #[command(after_help = EXAMPLES)]
    Export(export::Arguments),
    /// Settle rejects that no later delivery will bring in
    #[command(after_help = EXAMPLES)]
    Settle(settle::Arguments),
}

/// Counts, lists, exports or settles rejects.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    match arguments.command {
        Command::Groups(asked) => groups::run(&hub, asked, general).await,
        Command::List(asked) => list::run(&hub, asked, general).await,
        Command::Export(asked) => export::run(&hub, asked).await,
        Command::Settle(asked) => settle::run(&hub, asked, general).await,
    }
}
