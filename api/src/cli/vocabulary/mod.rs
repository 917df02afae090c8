//! `passport-hub vocabulary`: the published sets of skills and occupations that the hub knows.

mod list;
mod load;

use super::General;
use super::output::Ended;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub vocabulary load 'ESCO dataset - v1.1.1 - classification - en - csv.zip'
  passport-hub vocabulary load skills.csv --key college --version 2026 --name 'Skills of the college'
  passport-hub vocabulary list
  passport-hub vocabulary list --json";

/// What `vocabulary` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the vocabularies with their versions, sizes and licences
    #[command(after_help = EXAMPLES)]
    List,
    /// Load a version of a vocabulary, or more languages of the newest
    #[command(after_help = EXAMPLES)]
    Load(load::Arguments),
}

/// Lists the vocabularies, or loads a version of one.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    match arguments.command {
        Command::List => list::run(general).await,
        Command::Load(arguments) => load::run(arguments, general).await,
    }
}
