//! Shows what files become: `cargo run -p passport-hub-adapters --example read_deliveries -- FILE…`.
//!
//! A line a file: its adapter, what came of it, its records by stream and kind, the number of rejects; the rejects stand
//! below it. A folder is one delivery. Before the files: `--adapter KEY` names the adapter, `--json` prints the records.
//!
//! `--check LIST FOLDER` reads every file of a folder by itself and compares it with a list, `adapters/formats.tsv`; it
//! ends with 1 where one differs.

#[path = "../tests/formats/check.rs"]
mod check;
#[path = "../tests/formats/list.rs"]
mod list;

use adapters::{Adapter, Batch, Delivery, Part, Unreadable};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> std::io::Result<ExitCode> {
    let mut words = std::env::args().skip(1).peekable();
    let mut named = None;
    let mut json = false;
    while let Some(option) = words.next_if(|word| word.starts_with("--")) {
        match option.as_str() {
            "--adapter" => named = words.next(),
            "--json" => json = true,
            "--check" => return compared(words.next(), words.next()),
            _ => {
                return Err(std::io::Error::other(
                    "the options are --adapter KEY, --json and --check LIST FOLDER",
                ));
            }
        }
    }
    let mut out = std::io::stdout().lock();
    for file in words {
        let delivery = Delivery::several(file.clone(), parts(Path::new(&file))?);
        writeln!(out, "{file}\t{}", told(&delivery, named.as_deref(), json))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a line a file, the totals of each folder and what differs from the list.
fn compared(list: Option<String>, folder: Option<String>) -> std::io::Result<ExitCode> {
    let (Some(list), Some(folder)) = (list, folder) else {
        return Err(std::io::Error::other("--check needs LIST and FOLDER"));
    };
    let report = check::check(&std::fs::read_to_string(list)?, Path::new(&folder)).map_err(std::io::Error::other)?;
    let mut out = std::io::stdout().lock();
    for line in &report.files {
        writeln!(out, "{line}")?;
    }
    for (folder, total) in &report.totals {
        writeln!(out, "{folder}: {total}")?;
    }
    for difference in &report.differences {
        writeln!(out, "differs: {difference}")?;
    }
    Ok(if report.differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The files at a path: itself, or those of a folder.
fn parts(path: &Path) -> std::io::Result<Vec<Part<'static>>> {
    let mut parts = Vec::new();
    let mut waiting = vec![path.to_path_buf()];
    while let Some(found) = waiting.pop() {
        if found.is_dir() {
            let inside: Result<Vec<_>, _> = std::fs::read_dir(&found)?.map(|e| e.map(|e| e.path())).collect();
            waiting.extend(inside?);
        } else {
            let name = found
                .strip_prefix(path)
                .unwrap_or(&found)
                .to_string_lossy()
                .into_owned();
            let name = if name.is_empty() {
                path.to_string_lossy().into_owned()
            } else {
                name
            };
            parts.push(Part {
                name: name.into(),
                bytes: std::fs::read(&found)?.into(),
            });
        }
    }
    Ok(parts)
}

fn told(delivery: &Delivery<'_>, named: Option<&str>, json: bool) -> String {
    let adapter = match named {
        Some(key) => adapters::by_key(key),
        None => match adapters::detect(delivery) {
            Ok(adapter) => Some(adapter),
            Err(fault) => return format!("-\t{}", unreadable(&fault)),
        },
    };
    let Some(adapter) = adapter else {
        return format!("-\tno such adapter; there are {}", adapters::all_keys());
    };
    format!("{}\t{}", adapter.profile().key, read(adapter, delivery, json))
}

fn read(adapter: &dyn Adapter, delivery: &Delivery<'_>, json: bool) -> String {
    match adapters::read_all(adapter, delivery) {
        Ok(batch) if json => serde_json::to_string_pretty(&batch).unwrap_or_default(),
        Ok(batch) => counted(&batch),
        Err(fault) => unreadable(&fault),
    }
}

fn counted(batch: &Batch) -> String {
    let mut kinds = BTreeMap::new();
    for record in &batch.records {
        *kinds.entry((record.stream, record.body.kind())).or_insert(0_usize) += 1;
    }
    let kinds: Vec<_> = kinds
        .iter()
        .map(|((stream, kind), n)| format!("{stream}/{kind} {n}"))
        .collect();
    let mut line = format!(
        "read\t{} records ({})\t{} rejects",
        batch.records.len(),
        kinds.join(", "),
        batch.rejects.len()
    );
    for reject in &batch.rejects {
        line.push_str(&format!("\n\t{} {} {}", reject.place, reject.code, reject.reason));
    }
    line
}

fn unreadable(fault: &Unreadable) -> String {
    format!("unreadable\t{} {} {}", fault.place, fault.code, fault.reason)
}
