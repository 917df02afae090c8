//! `passport-hub reject export`: rejects as JSON Lines for programs, or as CSV for whoever mends the file.

use super::narrowing::{Narrowing, as_json, source_of, unknown_code};
use crate::caller::Whose;
use crate::cli::open;
use crate::cli::output::{Ended, Failure, OK, SURPRISE, many, shown, tell, words_of};
use crate::hub::Hub;
use crate::store::rejects::page;
use clap::ValueEnum;
use entity::reject;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How many are looked up at a time.
const PAGE: u64 = 500;

/// What `reject export` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    narrowing: Narrowing,
    /// As which format [default: csv for a file of that ending, else jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
    /// A table with a header
    Csv,
}

impl Format {
    /// As a file is called.
    fn of(out: Option<&Path>) -> Self {
        let ending = out.and_then(Path::extension);
        match ending.is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            true => Format::Csv,
            false => Format::Jsonl,
        }
    }
}

/// The columns of the table.
const COLUMNS: [&str; 13] = [
    "id",
    "source",
    "run",
    "adapter",
    "file",
    "place",
    "code",
    "reason",
    "recorded_at",
    "resolved_at",
    "resolution",
    "resolved_by",
    "note",
];

/// Writes rejects, the newest first.
pub async fn run(hub: &Hub, asked: Arguments) -> Ended {
    let wanted = asked.narrowing.wanted(hub)?;
    let whose = Whose::everybody(open::console_steward(hub)?);
    if let Some(unknown) = unknown_code(hub, whose, &wanted).await? {
        return Err(unknown);
    }
    let out = asked.out.as_deref();
    let mut writer = Writer::begin(asked.format.unwrap_or_else(|| Format::of(out)), out)?;
    let (mut count, mut before) = (0, None);
    loop {
        let rows = page(&hub.db, whose, &wanted, before, PAGE).await?;
        for row in &rows {
            writer.write(hub, row)?;
        }
        count += rows.len();
        before = rows.last().map(|row| row.id);
        if (rows.len() as u64) < PAGE {
            break;
        }
    }
    writer.end()?;
    tell(format_args!("wrote {}", many(count, "reject")));
    Ok(OK)
}

enum Writer {
    Jsonl(BufWriter<Box<dyn Write>>),
    Csv(Box<csv::Writer<Box<dyn Write>>>),
}

impl Writer {
    fn begin(format: Format, out: Option<&Path>) -> Result<Self, Failure> {
        let out: Box<dyn Write> = match out {
            None => Box::new(io::stdout()),
            Some(path) => Box::new(File::create(path).map_err(|error| {
                let what = format_args!("{} cannot be written: {}", shown(path), words_of(&error));
                Failure::usage(what).hint("Name a file in a folder that is there and can be written to.")
            })?),
        };
        Ok(match format {
            Format::Jsonl => Writer::Jsonl(BufWriter::new(out)),
            Format::Csv => {
                let mut table = csv::Writer::from_writer(out);
                table.write_record(COLUMNS).map_err(as_failure)?;
                Writer::Csv(Box::new(table))
            }
        })
    }

    fn write(&mut self, hub: &Hub, row: &reject::Model) -> Result<(), Failure> {
        match self {
            Writer::Jsonl(out) => Ok(writeln!(out, "{}", as_json(hub, row))?),
            Writer::Csv(table) => table.write_record(cells(hub, row).map(inert)).map_err(as_failure),
        }
    }

    fn end(self) -> Result<(), Failure> {
        match self {
            Writer::Jsonl(mut out) => Ok(out.flush()?),
            Writer::Csv(mut table) => Ok(table.flush()?),
        }
    }
}

fn cells(hub: &Hub, row: &reject::Model) -> [String; 13] {
    [
        row.id.to_string(),
        source_of(hub, row),
        row.import_run_id.to_string(),
        row.adapter.clone(),
        row.file.clone().unwrap_or_default(),
        row.place.clone(),
        row.code.clone(),
        row.reason.clone(),
        row.recorded_at.to_rfc3339(),
        row.resolved_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        row.resolution.clone().unwrap_or_default(),
        row.resolved_by.clone().unwrap_or_default(),
        row.note.clone().unwrap_or_default(),
    ]
}

/// Names of files come from outside, and a spreadsheet takes what begins so for a formula: an apostrophe makes it text.
fn inert(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

fn as_failure(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Failure::new(SURPRISE, "a row of the table cannot be written"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, written) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@x", "'@x"),
            ("row 7, column a=b", "row 7, column a=b"),
            ("", ""),
        ] {
            assert_eq!(inert(cell.into()), written);
        }
    }
}
