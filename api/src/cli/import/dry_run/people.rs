//! For people: some records beside the source's own words, what became nothing, and what could not be read.

use super::super::super::output::{Failure, UNREADABLE, many, plain, print, shown};
use super::super::files;
use super::super::said::{adapter_hint, looks_like};
use super::columns::{INDENT, hanging, width};
use super::record::record;
use super::{Full, chosen, verdict};
use crate::flows::import_delivery::{Nobodys, asks_twice};
use crate::flows::preview_delivery::{Missing, Preview, RejectGroup, Sample, look_at};
use adapters::original::Nothing;
use adapters::{Adapter, Unreadable};
use console::style;
use std::collections::BTreeMap;
use std::path::Path;

/// How many records are shown, unless somebody says; of each stream and kind at least one.
const SHOWN: usize = 5;

/// Shows what a file would become.
pub(super) async fn for_people(
    adapter: Option<&'static dyn Adapter>,
    path: &Path,
    most: Option<usize>,
    full: Option<&Full>,
) -> Result<u8, Failure> {
    let file = shown(path);
    let key = adapter.map(|adapter| adapter.profile().key);
    let found = files::read(path, key).and_then(|delivery| Ok((chosen(adapter, &delivery)?, delivery)));
    let (adapter, delivery) = match found {
        Ok(found) => found,
        Err(reason) => {
            unreadable(&file, &reason)?;
            return print("").map(|()| UNREADABLE);
        }
    };
    let sample = most.map_or_else(|| Sample::of(SHOWN).of_each(), Sample::of);
    let preview = look_at(adapter, &delivery, Nobodys::Shown, sample);
    head(&file, adapter.profile().name, &preview)?;
    if let (Some(key), 0) = (key, preview.records())
        && let Some(other) = looks_like(key, &delivery)
    {
        print(format_args!(
            "  the content looks like {other}: --adapter {other} reads that"
        ))?;
    }
    for beside in &preview.sample {
        record(beside)?;
    }
    let more = preview.records().saturating_sub(preview.sample.len() as u64);
    if more > 0 && !preview.sample.is_empty() {
        let told = format!(
            "… and {more} more of {}; --records shows more, --json prints all",
            preview.records()
        );
        print(format_args!("\n  {}", style(told).dim()))?;
    }
    without_record(&preview.nothing)?;
    rejects(&preview)?;
    if preview.of_nobody > 0 {
        let told = format!(
            "an import for a source rejects what names nobody (no_subject): {}",
            many(preview.of_nobody, "record")
        );
        print(format_args!("\n  {told}"))?;
    }
    if let Some(full) = full {
        let missing = full.missing(adapter, &delivery).await?;
        withdrawn(&full.key, &missing, preview.rejected + preview.of_nobody)?;
    }
    print("")?;
    Ok(verdict(&preview.fault.map_or(Ok(()), Err), preview.rejects.len()))
}

/// How many rows and elements became nothing, and where some of them stand.
fn without_record(nothing: &Nothing) -> Result<(), Failure> {
    if nothing.count == 0 {
        return Ok(());
    }
    let is_table = nothing.examples.iter().all(|place| place.row.is_some());
    let told = many(nothing.count, if is_table { "row" } else { "element" });
    let own = if nothing.count == 1 { "its" } else { "their" };
    print(format_args!(
        "\n  {}",
        style(format!("{told} became no record of {own} own")).bold()
    ))?;
    let places: Vec<String> = nothing
        .examples
        .iter()
        .map(|place| plain(&place.to_string(), 100))
        .collect();
    let more = nothing.count > places.len() as u64;
    let places = format!("at {}{}", places.join("; "), if more { "; …" } else { "" });
    for line in hanging("", &places, (INDENT, 0), width()) {
        print(style(line).dim())?;
    }
    Ok(())
}

/// What a full delivery would withdraw, and when an import does not without being told twice.
fn withdrawn(source: &str, missing: &[Missing], rejected: u64) -> Result<(), Failure> {
    let gone = missing.iter().filter(|of| of.missing > 0);
    let gone: Vec<String> = gone
        .map(|of| format!("{} of {} of “{}”", of.missing, of.held, of.stream))
        .collect();
    if gone.is_empty() {
        return print(format_args!("\n  as all of {source}: nothing would be withdrawn"));
    }
    print(format_args!(
        "\n  as all of {source}: withdrawn would be {}",
        gone.join(", ")
    ))?;
    if rejected > 0 {
        print("  but not while something cannot be read, unless --yes says so")?;
    } else if missing.iter().any(|of| asks_twice(of.missing, of.held)) {
        print("  but not without --yes: most of a stream would go")?;
    }
    Ok(())
}

fn unreadable(file: &str, reason: &Unreadable) -> Result<(), Failure> {
    print(format_args!(
        "{}",
        style(format!("{file}: unreadable ({})", reason.code)).bold()
    ))?;
    print(format_args!("  {}", plain(&reason.to_string(), 600)))?;
    if let Some(hint) = adapter_hint(reason.code) {
        print(format_args!("  {hint}"))?;
    }
    Ok(())
}

/// What it would become; of one that cannot be read to its end, why, and what was read before.
fn head(file: &str, adapter: &str, preview: &Preview) -> Result<(), Failure> {
    let kinds = preview.kinds.iter().map(|(kind, count)| of_kind(*count, kind));
    let mut read: Vec<String> = kinds.collect();
    if read.is_empty() && preview.fault.is_none() {
        read.push("nothing".to_owned());
    }
    // What stopped the reading is no reject beside itself.
    let rejected = preview.rejected - u64::from(preview.fault.is_some());
    if rejected > 0 {
        read.push(many(rejected, "reject"));
    }
    let read = read.join(", ");
    match &preview.fault {
        Some(reason) => {
            unreadable(file, reason)?;
            match read.as_str() {
                "" => Ok(()),
                read => print(format_args!("  before that, as {adapter}: {read}")),
            }
        }
        None => print(format_args!("{}: {adapter}, {read}", style(file).bold())),
    }
}

/// So many records of a kind, in plain words.
fn of_kind(count: u64, kind: &str) -> String {
    match (kind, count) {
        ("learning", _) => many(count, "learning record"),
        ("withdrawn", _) => many(count, "withdrawn record"),
        (_, 1) => format!("1 {kind}"),
        ("person", _) => format!("{count} people"),
        ("opportunity", _) => format!("{count} opportunities"),
        _ => many(count, kind),
    }
}

fn rejects(preview: &Preview) -> Result<(), Failure> {
    // What stopped the reading is told at the top.
    let is_told = preview.fault.is_some() && preview.rejected == 1;
    if preview.rejects.is_empty() || is_told {
        return Ok(());
    }
    print(format_args!("\n  {}", style(many(preview.rejected, "reject")).bold()))?;
    preview.rejects.iter().try_for_each(of_code)
}

/// The rejects of a code: how many, where the first stand, and what is wrong there.
fn of_code(group: &RejectGroup) -> Result<(), Failure> {
    let heading = format!("{}  {}", style(group.code).red(), group.count);
    print(format_args!("{:INDENT$}{heading}", ""))?;
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in &group.examples {
        reasons
            .entry(&one.reason)
            .or_default()
            .push(plain(&one.place.to_string(), 100));
    }
    let shown = group.examples.len() as u64;
    for (reason, places) in reasons {
        for line in hanging("", reason, (INDENT + 2, 0), width()) {
            print(line)?;
        }
        for line in hanging("", &format!("at {}", places.join("; ")), (INDENT + 2, 0), width()) {
            print(style(line).dim())?;
        }
    }
    if group.count > shown {
        print(format_args!(
            "{:1$}{2}",
            "",
            INDENT + 2,
            style(format!("… and {} more", group.count - shown)).dim()
        ))?;
    }
    Ok(())
}
