//! `passport-hub mapping import`: mapping sets of others become mappings of the hub.

use crate::cli::import::files;
use crate::cli::output::{
    Ended, FOUND, Failure, OK, UNREADABLE, many, path_text, plain, print, print_counts, print_json, shown, tell,
};
use crate::cli::term::told_anew;
use crate::cli::{General, open};
use crate::flows::import_mappings::{ImportMappings, Imported, import_mappings};
use crate::flows::review_terms::retranslate;
use crate::hub::Hub;
use adapters::Delivery;
use adapters::sssom::{Note, read};
use passport::record::Unreadable;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Most unknown concepts and rejects that are told to people; `--json` tells all.
const TOLD: usize = 20;

/// What `mapping import` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Sets in SSSOM/TSV; a .yml file is the head of the table that is called like it
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// People stand behind the whole set: what a program found is published too, and no proposal
    #[arg(long)]
    published: bool,
}

/// Imports sets, and says what each changed.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let sets = together(&arguments.files)?;
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let mut code = OK;
    for paths in sets {
        code = code.max(one(&paths, &arguments, general, &hub).await?);
    }
    Ok(code)
}

/// The tables, each with its head where that is a file of its own.
fn together(files: &[PathBuf]) -> Result<Vec<Vec<PathBuf>>, Failure> {
    let is_head = |path: &&PathBuf| {
        path.extension()
            .is_some_and(|ending| ending == "yml" || ending == "yaml")
    };
    let (heads, tables): (Vec<&PathBuf>, Vec<_>) = files.iter().partition(is_head);
    let same = |one: &Path, other: &Path| one.with_extension("") == other.with_extension("");
    if let Some(alone) = heads.iter().find(|head| !tables.iter().any(|table| same(table, head))) {
        let what = format_args!("{} is the head of a set, and its table is not there", shown(alone));
        return Err(Failure::usage(what).hint("Give the table too; it is called like the head but for the ending."));
    }
    let with_head = |table: &PathBuf| {
        let head = heads
            .iter()
            .filter(|head| same(table, head))
            .map(|head| (*head).clone());
        std::iter::once(table.clone()).chain(head).collect()
    };
    Ok(tables.into_iter().map(with_head).collect())
}

async fn one(paths: &[PathBuf], arguments: &Arguments, general: &General, hub: &Hub) -> Ended {
    let set = match delivery(paths).and_then(|delivery| Ok((read(&delivery)?, delivery.name().to_owned()))) {
        Ok((set, name)) => (set, name),
        Err(why) => return unreadable(paths, &why, general),
    };
    let (set, name) = set;
    let notes = set.notes.clone();
    let import = ImportMappings {
        set,
        called: name.clone(),
        published: arguments.published,
        dry_run: arguments.dry_run,
    };
    let imported = import_mappings(hub, import).await?;
    if !arguments.dry_run {
        let told = retranslate(hub).await?;
        if told.claims > 0 {
            tell(told_anew(&told));
        }
    }
    if general.json {
        print_json(&json!({
            "file": name, "set": imported.set, "dryRun": arguments.dry_run, "added": imported.added,
            "unchanged": imported.unchanged, "changed": imported.changed, "rejects": imported.rejects,
            "unknown": imported.unknown.iter().map(|(uri, rows)| json!({ "uri": uri, "rows": rows })).collect::<Vec<_>>(),
            "notes": notes.iter().map(|note| json!({ "code": note.code, "text": note.text, "count": note.count })).collect::<Vec<_>>(),
        }))?;
    } else {
        show(&imported, &notes, arguments.dry_run)?;
    }
    let well = imported.rejects.is_empty() && imported.unknown.is_empty();
    Ok(if well { OK } else { FOUND })
}

fn delivery(paths: &[PathBuf]) -> Result<Delivery<'static>, Unreadable> {
    let mut parts = Vec::new();
    let mut name = String::new();
    for path in paths.iter().rev() {
        let delivery = files::read_whole(path)?;
        name = delivery.name().to_owned();
        parts.extend(delivery.into_parts());
    }
    Ok(Delivery::several(name, parts))
}

fn unreadable(paths: &[PathBuf], why: &Unreadable, general: &General) -> Ended {
    if general.json {
        let file = paths.first().map(|path| path_text(path));
        print_json(
            &json!({ "file": file, "unreadable": { "place": why.place, "code": why.code, "reason": why.reason } }),
        )?;
    } else {
        let told = plain(&why.to_string(), 600);
        tell(format_args!("error: nothing was imported ({}): {told}", why.code));
    }
    Ok(UNREADABLE)
}

fn show(imported: &Imported, notes: &[Note], dry_run: bool) -> Result<(), Failure> {
    for note in notes {
        tell(format_args!(
            "note: {} ({}, first {})",
            note.text,
            many(note.count, "time"),
            note.first
        ));
    }
    for reject in imported.rejects.iter().take(TOLD) {
        tell(format_args!(
            "reject: {} ({}): {}",
            reject.place, reject.code, reject.reason
        ));
    }
    for (uri, rows) in imported.unknown.iter().take(TOLD) {
        tell(format_args!("unknown: {} (in {})", plain(uri, 120), many(rows, "row")));
    }
    for more in [imported.rejects.len(), imported.unknown.len()] {
        if more > TOLD {
            tell(format_args!("… and {} more; --json tells all", more - TOLD));
        }
    }
    let what = if dry_run { "would import" } else { "imported" };
    print(format_args!("{what} {}", plain(&imported.set, 100)))?;
    print_counts(&[
        (imported.added, "mapping added", "mappings added"),
        (imported.changed, "changed", "changed"),
        (imported.unchanged, "as before", "as before"),
        (imported.rejects.len(), "rejected", "rejected"),
        (
            imported.unknown.len(),
            "concept that no loaded vocabulary has; its rows are left out",
            "concepts that no loaded vocabulary has; their rows are left out",
        ),
    ])
}
