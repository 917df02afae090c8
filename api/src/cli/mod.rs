//! The commands of `passport-hub`, one file each. They read settings and arguments, call the flows, and say what came of it.

mod audit;
mod demo;
mod doctor;
mod import;
mod logs;
mod mapping;
mod member;
mod migrate;
mod open;
pub mod output;
mod partner;
mod receipt;
mod reject;
mod retention;
mod run;
mod schema;
mod serve;
mod source;
mod stop;
mod term;
mod token;
mod translate;
mod unreachable;
mod vocabulary;

use crate::settings::Settings;
use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use output::{Ended, Failure, OK, SETTINGS, SURPRISE, USAGE};
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  passport-hub demo                                        a hub with sample data, ready to be asked
  passport-hub import --dry-run badge.json                 what a file would become; no database
  passport-hub source add riverside --name 'Riverside College' --kind lms
  passport-hub import --source riverside roster.zip
  passport-hub token --role source --source riverside
  passport-hub serve                                       the hub itself
  passport-hub doctor                                      what is wrong with this set-up

Settings come from passport-hub.toml and the environment (DATABASE_URL, PASSPORT_HUB_LISTEN, …).

Exit codes:
  0   all is well
  1   it ran and found something: rejects, a schema that drifted, a check that failed
  2   something could not be read at all
  64  wrong usage: an unknown option, adapter or source, or no file given
  69  the database or the address to listen on cannot be had
  70  a surprise inside the hub
  78  the settings or the keys are at fault
  130 an import was told to stop; the same command goes on";

/// One GraphQL gateway, one talent passport per person, nothing without consent.
#[derive(Debug, Parser)]
#[command(name = "passport-hub", version, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    general: General,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, clap::Args)]
pub struct General {
    /// Settings file [default: passport-hub.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "PASSPORT_HUB_CONFIG")]
    config: Option<PathBuf>,
    /// Print JSON for scripts, one object a line
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the hub
    Serve(serve::Arguments),
    /// Run a hub with sample data of all four families, and print what to ask it
    Demo(demo::Arguments),
    /// Read files of a source into the hub, or only show what they would become
    Import(import::Arguments),
    /// Connect sources, change them, switch them off and on, and list them
    Source(source::Arguments),
    /// Register partners, switch their clients off and on, and list them
    Partner(partner::Arguments),
    /// Add members of organizations, list them and end their roles
    Member(member::Arguments),
    /// List imports that were begun, and what they came to
    Run(run::Arguments),
    /// Count, list, export and settle what could not be read
    Reject(reject::Arguments),
    /// Let go of what is past its time
    Retention(retention::Arguments),
    /// Make a token for a holder, a partner, a source, a member or a steward
    Token(token::Arguments),
    /// Load vocabularies, learn from them, link labels to them, and list them
    Vocabulary(vocabulary::Arguments),
    /// Say what sources call skills, and decide what that means
    Term(term::Arguments),
    /// Import, export and list mappings between vocabularies
    Mapping(mapping::Arguments),
    /// Say what concepts are in another vocabulary, and what is lost
    Translate(translate::Arguments),
    /// Change the database's schema
    Migrate(migrate::Arguments),
    /// Check signed receipts of consents; no database
    Receipt(receipt::Arguments),
    /// Print the GraphQL schema, or compare it with a file; no database
    Schema(schema::Arguments),
    /// Prove that the log of disclosures is whole, and ask again what somebody saw
    Audit(audit::Arguments),
    /// Say in plain words what is wrong with this set-up
    Doctor(doctor::Arguments),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(explain(&error)),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return ExitCode::from(Failure::new(SURPRISE, format_args!("no threads to run on: {error}")).report());
        }
    };
    let ended = runtime.block_on(Box::pin(run(cli)));
    // What still reads a closed terminal or a slow peer must not keep the process.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    ExitCode::from(ended.unwrap_or_else(|failure| failure.report()))
}

async fn run(cli: Cli) -> Ended {
    let general = cli.general;
    match cli.command {
        Command::Serve(arguments) => Box::pin(serve::run(arguments, &general)).await,
        Command::Demo(arguments) => Box::pin(demo::run(arguments, &general)).await,
        Command::Import(arguments) => Box::pin(import::run(arguments, &general)).await,
        Command::Source(arguments) => Box::pin(source::run(arguments, &general)).await,
        Command::Partner(arguments) => Box::pin(partner::run(arguments, &general)).await,
        Command::Member(arguments) => Box::pin(member::run(arguments, &general)).await,
        Command::Run(arguments) => Box::pin(run::run(arguments, &general)).await,
        Command::Reject(arguments) => Box::pin(reject::run(arguments, &general)).await,
        Command::Retention(arguments) => Box::pin(retention::run(arguments, &general)).await,
        Command::Token(arguments) => Box::pin(token::run(arguments, &general)).await,
        Command::Vocabulary(arguments) => Box::pin(vocabulary::run(arguments, &general)).await,
        Command::Term(arguments) => Box::pin(term::run(arguments, &general)).await,
        Command::Mapping(arguments) => Box::pin(mapping::run(arguments, &general)).await,
        Command::Translate(arguments) => Box::pin(translate::run(arguments, &general)).await,
        Command::Migrate(arguments) => Box::pin(migrate::run(arguments, &general)).await,
        Command::Receipt(arguments) => receipt::run(arguments, &general),
        Command::Schema(arguments) => schema::run(&arguments, &general),
        Command::Audit(arguments) => Box::pin(audit::run(arguments, &general)).await,
        Command::Doctor(arguments) => Box::pin(doctor::run(arguments, &general)).await,
    }
}

impl General {
    /// The settings; logging begins as they say.
    fn settings(&self) -> Result<Settings, Failure> {
        let settings = self.quiet_settings()?;
        logs::begin(&settings.log, settings.log_format)?;
        Ok(settings)
    }

    /// The settings for a command that ends by itself: unless the environment says otherwise, only warnings are logged.
    fn settings_for_a_task(&self) -> Result<Settings, Failure> {
        let settings = self.quiet_settings()?;
        let asked = std::env::var("PASSPORT_HUB_LOG").is_ok();
        logs::begin(
            if asked { &settings.log } else { "warn" },
            logs::for_a_task(settings.log_format),
        )?;
        Ok(settings)
    }

    fn quiet_settings(&self) -> Result<Settings, Failure> {
        Settings::load(self.config.as_deref())
            .map_err(|wrong| Failure::new(SETTINGS, wrong).hint("docs/SETTINGS.md lists every setting."))
    }
}

/// Prints help where it was asked for; anything else is wrong usage.
fn explain(error: &clap::Error) -> u8 {
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => OK,
        _ => USAGE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    /// The words of an example line: its command, without settings before, redirection and remark after.
    fn words(example: &str) -> Vec<String> {
        let command = example.find("passport-hub").map_or("", |at| &example[at..]);
        let command = command.split("  ").next().unwrap_or_default();
        let command = command.split(" > ").next().unwrap_or_default();
        let pieces = command.split('\'').enumerate();
        let words = pieces.flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.to_owned()],
        });
        words.collect()
    }

    fn examples(command: &clap::Command) -> Vec<String> {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let own = help
            .lines()
            .skip(1)
            .take_while(|line| !line.is_empty())
            .map(str::to_owned);
        own.chain(command.get_subcommands().flat_map(examples)).collect()
    }

    #[test]
    fn every_example_is_a_command_that_is_understood() {
        let examples = examples(&Cli::command());
        assert!(examples.len() > 20, "{examples:?}");
        for example in examples {
            let understood = Cli::try_parse_from(words(&example));
            assert!(
                understood.is_ok(),
                "{example}: {:?}",
                understood.err().map(|e| e.to_string())
            );
        }
    }
}
