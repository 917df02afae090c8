//! `passport-hub mapping`: which concepts of different vocabularies correspond, and who says so.

mod export;
mod import;
mod list;
mod propose;
mod wanted;

pub(super) use export::write_out;

use super::General;
use super::output::Ended;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub mapping import --dry-run college-esco.sssom.tsv
  passport-hub mapping import college-esco.sssom.tsv
  passport-hub mapping propose --from onet --to esco --dry-run
  passport-hub mapping propose --from college --to esco --min 0.6
  passport-hub mapping list --from college --to esco --state proposed
  passport-hub mapping export --from onet --to esco --out onet-esco.sssom.tsv";

/// What `mapping` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Import mapping sets in SSSOM/TSV; the same set again changes nothing
    #[command(after_help = EXAMPLES)]
    Import(import::Arguments),
    /// Write mappings as a set in SSSOM/TSV
    #[command(after_help = EXAMPLES)]
    Export(export::Arguments),
    /// Propose mappings by asking the linker of one vocabulary for each skill of another
    #[command(after_help = EXAMPLES)]
    Propose(propose::Arguments),
    /// List mappings with their relation, confidence and standing
    #[command(after_help = EXAMPLES)]
    List(wanted::Narrowing),
}

/// Imports, exports, proposes or lists mappings.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    match arguments.command {
        Command::Import(arguments) => import::run(arguments, general).await,
        Command::Export(arguments) => export::run(arguments, general).await,
        Command::Propose(arguments) => propose::run(arguments, general).await,
        Command::List(arguments) => list::run(arguments, general).await,
    }
}
