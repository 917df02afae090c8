//! `passport-hub mapping export`: mappings as a set that others can read.

use super::wanted;
use crate::cli::output::{Ended, Failure, OK, many, shown, tell, words_of};
use crate::cli::{General, open};
use crate::flows::export_mappings::as_set;
use adapters::sssom::{MappingSet, write};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `mapping export` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    wanted: wanted::Narrowing,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes a set.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let (wanted, rows) = arguments.wanted.find(&hub).await?;
    let set = as_set(&hub, &wanted, &rows);
    write_out(&set, arguments.out.as_deref())?;
    tell(format_args!("wrote {}", many(set.mappings.len(), "mapping")));
    let left_out = rows.len() - set.mappings.len();
    if left_out > 0 {
        tell(format_args!("left out {left_out}: SSSOM has no form for them"));
    }
    Ok(OK)
}

/// Writes a set to a file, or to standard output where none is named.
pub fn write_out(set: &MappingSet, out: Option<&Path>) -> Result<(), Failure> {
    let text = write(set);
    match out {
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
        Some(path) => std::fs::write(path, text).map_err(|error| {
            let what = format_args!("{} cannot be written: {}", shown(path), words_of(&error));
            Failure::usage(what).hint("Name a file in a folder that is there and can be written to.")
        })?,
    }
    Ok(())
}
