//! `passport-hub vocabulary`: the published sets of skills and occupations that the hub knows.

mod extract;
mod link;
mod list;
mod load;
mod train;

pub(super) use train::WORTHWHILE;

use super::General;
use super::output::{Ended, FOUND, Failure};
use crate::hub::Hub;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  passport-hub vocabulary load 'ESCO dataset - v1.1.1 - classification - en - csv.zip'
  passport-hub vocabulary load skills.csv --key college --version 2026 --name 'Skills of the college'
  passport-hub vocabulary list
  passport-hub vocabulary train esco
  passport-hub vocabulary link --vocabulary esco skills.txt
  passport-hub vocabulary link --vocabulary esco --json skills.txt
  passport-hub vocabulary extract advert.txt
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
    /// Load a version of a vocabulary, or what the newest lacks: more languages, more files
    #[command(after_help = EXAMPLES)]
    Load(load::Arguments),
    /// Learn from a vocabulary, so that labels are linked to it by meaning; takes minutes
    #[command(after_help = EXAMPLES)]
    Train(train::Arguments),
    /// Link labels to a vocabulary: which concepts they mean, and how sure that is
    #[command(after_help = EXAMPLES)]
    Link(link::Arguments),
    /// Find the skills that a text names: suggestions, with how sure each is
    #[command(after_help = EXAMPLES)]
    Extract(extract::Arguments),
}

/// Lists the vocabularies, loads a version of one, learns from one, or links to one.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    match arguments.command {
        Command::List => list::run(general).await,
        Command::Load(arguments) => load::run(arguments, general).await,
        Command::Train(arguments) => train::run(arguments, general).await,
        Command::Link(arguments) => link::run(arguments, general).await,
        Command::Extract(arguments) => extract::run(arguments, general).await,
    }
}

/// There is no such vocabulary.
pub(super) fn unknown(hub: &Hub, key: &str) -> Failure {
    let keys = hub.reference().vocabularies.keys().join(", ");
    Failure::new(FOUND, format_args!("there is no vocabulary {key}")).hint(format_args!("There are: {keys}."))
}
