//! `passport-hub audit`: whether the log of disclosures is whole, and what somebody saw.

mod replay;
mod verify;

use super::General;
use super::output::Ended;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub audit verify
  passport-hub audit verify --holder AQGaN0vQfHKBhLwFv0cDZ1U --json
  passport-hub audit replay CwGaN0vQfHKBhLwFv0cDZ1UBmjdL0HxygYS8Bb9HA2dV

Both only look. The hub's secret is needed: the chains are made under it.";

const OF_VERIFY: &str = "\
Examples:
  passport-hub audit verify
  passport-hub audit verify --holder AQGaN0vQfHKBhLwFv0cDZ1U
  passport-hub audit verify --json > verified.json
  passport-hub audit verify --against verified.json

It ends with 1 where something is wrong. Keep what --json prints where the database's administrators cannot write, and
give it to a later check with --against: it shows whether what was there then is still there, also where the whole log
was emptied. docs/CONSENT.md says what can be found, and what cannot.";

const OF_REPLAY: &str = "\
Examples:
  passport-hub audit replay CwGaN0vQfHKBhLwFv0cDZ1UBmjdL0HxygYS8Bb9HA2dV

The id is that of Disclosure.id. The request is asked again as of then; the answer is compared and shown to nobody. It
ends with 0 where it is the same, with 1 where it differs, and with 2 where it cannot be asked again.";

/// What `audit` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Work out every chain of disclosures from the stored rows, and say what does not fit
    #[command(after_help = OF_VERIFY)]
    Verify(verify::Arguments),
    /// Ask again what a disclosure answered, as of then, and compare the answers' hashes
    #[command(after_help = OF_REPLAY)]
    Replay(replay::Arguments),
}

/// Verifies or replays.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    match arguments.command {
        Command::Verify(arguments) => verify::run(arguments, general).await,
        Command::Replay(arguments) => replay::run(arguments, general).await,
    }
}
