//! `passport-hub import`: files of a source become records of passports, or are only shown.

mod dry_run;
pub(super) mod files;
pub mod intake;
mod said;
mod stored;
mod watch;

use super::General;
use super::output::{Ended, Failure, plain};
use super::run::run_id;
use super::source::adapter_by_key;
use crate::flows::import_delivery::Extent;
use crate::hub::Hub;
use intake::How;
use std::path::PathBuf;
use uuid::Uuid;

const EXAMPLES: &str = "\
Examples:
  passport-hub import --dry-run badge.json                      what a file would become; no database
  passport-hub import --dry-run --records 20 q3.csv             more records beside the source's own words
  passport-hub import --dry-run --json --adapter pirl q3.csv    one JSON line per file, for scripts
  passport-hub import --dry-run --full --source riverside-college all.zip  also how much would be withdrawn
  passport-hub import --source riverside-college roster.zip
  passport-hub import --source riverside-college oneroster/     a folder is one delivery of several files
  passport-hub import --source riverside-college --full all.zip what is missing in it is withdrawn
  passport-hub import --source riverside-college --replays 01890a5d-ac96-774b-bcce-b302099a8057 roster.zip

Without --adapter the format is recognised by content. Files of a folder are taken in the order of their names; what is
plainly no data in it (README, *.md, hidden files, pictures without a badge) is passed over and told, and so are symbolic
links, untold. Receiving the same file again changes nothing, and goes on where an import
of it died. What was rejected, and comes in when the same file is read again, is settled; so are with --replays the rejects
of the run that a mended file is of. A dry run shows the rejects of an import, except that it lets records through that name
nobody, and counts them: somebody may bring them, and an import for a source rejects them.

Exit codes: 0 all read, 1 some rejects, 2 something unreadable, 64 wrong usage, 130 told to stop.";

/// What `import` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The source the files come from: a key of `passport-hub source list`
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// The adapter that reads them, such as open_badges [default: the source's own, else by content]
    #[arg(long, value_name = "KEY")]
    adapter: Option<String>,
    /// Only show what the files would become; needs no database, but with --source
    #[arg(long)]
    dry_run: bool,
    /// With --dry-run: how many records to show beside the source's own words [default: 5, and one of each stream and kind; with --json none]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(0..=500))]
    records: Option<u16>,
    /// The delivery holds all that the source has of the streams in it: what is missing is withdrawn
    #[arg(long)]
    full: bool,
    /// With --full: even if something could not be read, or most records of a stream (three or more) are missing
    #[arg(long, requires = "full")]
    yes: bool,
    /// The files mend what this run rejected: what comes in now from the same places is settled
    #[arg(long, value_name = "RUN", value_parser = run_id, conflicts_with = "dry_run")]
    replays: Option<Uuid>,
    /// Files or folders; each is one delivery
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Reads files into the hub, or shows what they would become.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let adapter = arguments.adapter.as_deref().map(adapter_by_key).transpose()?;
    if arguments.full && arguments.files.len() > 1 {
        let why = "--full takes one delivery: what a second one brings would be missing in the first";
        return Err(Failure::usage(why).hint("Put files that are full together into one folder."));
    }
    if arguments.dry_run {
        if arguments.full && arguments.source.is_none() {
            return Err(no_source());
        }
        let asked = dry_run::Asked {
            adapter,
            records: arguments.records.map(usize::from),
            source: arguments.source,
            is_full: arguments.full,
        };
        return Box::pin(dry_run::run(asked, &arguments.files, general)).await;
    }
    if arguments.records.is_some() {
        let why = "--records goes with --dry-run, which shows what files would become; an import keeps all";
        return Err(Failure::usage(why));
    }
    let extent = match (arguments.full, arguments.yes) {
        (false, _) => Extent::Part,
        (true, false) => Extent::Full,
        (true, true) => Extent::FullHoweverLittle,
    };
    let source = arguments.source.ok_or_else(no_source)?;
    let how = How {
        adapter: arguments.adapter,
        extent,
        replays: arguments.replays,
    };
    Box::pin(stored::run(&source, how, &arguments.files, general)).await
}

fn no_source() -> Failure {
    Failure::usage("which source do the files come from? --source KEY")
        .hint("The sources are listed by: passport-hub source list. To look only, without a source: --dry-run")
}

/// The source with this key, and its own adapter.
fn known_source(hub: &Hub, key: &str) -> Result<(Uuid, Option<String>), Failure> {
    let reference = hub.reference();
    let Some(source) = reference.source_by_key(key) else {
        let mut keys: Vec<&str> = reference.sources.values().map(|row| row.key.as_str()).collect();
        keys.retain(|key| *key != crate::store::reference::SELF_SOURCE);
        keys.sort_unstable();
        let there = if keys.is_empty() {
            "no source is connected yet".into()
        } else {
            format!("there are: {}", keys.join(", "))
        };
        return Err(
            Failure::usage(format_args!("there is no source “{}”; {there}", plain(key, 70)))
                .hint("Connect one with: passport-hub source add KEY --name NAME --kind lms|hris|workforce|badge"),
        );
    };
    if source.disabled_at.is_some() {
        return Err(Failure::usage(format_args!("the source “{key}” is switched off")));
    }
    Ok((source.id, source.adapter.clone()))
}
