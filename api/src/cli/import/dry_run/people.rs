//! For people: some records beside the source's own words, what is left out, and what could not be read.

use super::super::super::output::{Failure, UNREADABLE, many, plain, print};
use super::super::files;
use super::super::said::{adapter_hint, looks_like};
use super::columns::{hanging, side_by_side, width};
use super::{Full, chosen, verdict};
use crate::flows::import_delivery::{Nobodys, asks_twice};
use crate::flows::preview_delivery::{Missing, Preview, RejectGroup, Sample, look_at};
use adapters::original::{Beside, Fate, Nothing, Word};
use adapters::{Adapter, Unreadable};
use console::style;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How many records are shown, unless somebody says; of each stream and kind at least one.
const SHOWN: usize = 5;
/// How far records stand from the edge, and how far what is said of them.
const INDENT: usize = 4;
/// How wide the headings of what is said of a record are.
const HEADING: usize = 13;
/// The facts by which a record is called.
const NAMES: [&str; 4] = ["title", "name", "who", "skill"];
/// The longest way to a word that is shown whole.
const LONGEST_WAY: usize = 26;

/// Shows what a file would become.
pub(super) async fn for_people(
    adapter: Option<&'static dyn Adapter>,
    path: &Path,
    most: Option<usize>,
    full: Option<&Full>,
) -> Result<u8, Failure> {
    let file = path.display().to_string();
    let key = adapter.map(|adapter| adapter.profile().key);
    let found = files::read(path, key).and_then(|delivery| Ok((chosen(adapter, &delivery)?, delivery)));
    let (adapter, delivery) = match found {
        Ok(found) => found,
        Err(reason) => return unreadable(&file, &reason).map(|()| UNREADABLE),
    };
    let sample = most.map_or_else(|| Sample::of(SHOWN).of_each(), Sample::of);
    let preview = look_at(adapter, &delivery, Nobodys::Shown, sample);
    if let Some(reason) = &preview.fault {
        unreadable(&file, reason)?;
    }
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
    print("")
}

fn head(file: &str, adapter: &str, preview: &Preview) -> Result<(), Failure> {
    let kinds = preview.kinds.iter().map(|(kind, count)| of_kind(*count, kind));
    let kinds = match preview.records() {
        0 if preview.rejected == 0 => "nothing: no record was made of it".to_owned(),
        0 => "nothing".to_owned(),
        _ => kinds.collect::<Vec<_>>().join(", "),
    };
    let rejects = match preview.rejected {
        0 => String::new(),
        count => format!(", {}", many(count, "reject")),
    };
    print(format_args!("{}: {adapter}, {kinds}{rejects}", style(file).bold()))
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

fn record(beside: &Beside) -> Result<(), Failure> {
    let place = plain(&beside.record.place.to_string(), 100);
    let kind = beside.record.body.kind();
    let mut names = beside.facts.iter().filter(|fact| NAMES.contains(&fact.label));
    let name = names
        .next()
        .map_or_else(String::new, |fact| format!(" “{}”", plain(&fact.value, 40)));
    print(format_args!(
        "\n  {}{name}  {}",
        style(kind).bold().cyan(),
        style(place).dim()
    ))?;
    let Some(words) = &beside.words else {
        let told = "the source's own words stand too far in to be shown";
        print(format_args!("{:INDENT$}{}", "", style(told).dim()))?;
        return facts(beside, &[]);
    };
    facts(beside, words)?;
    asides(beside, words)
}

/// Each fact with the words it is made of to its left.
fn facts(beside: &Beside, words: &[Word]) -> Result<(), Failure> {
    let page = width();
    let heading = side_by_side(("the source says", "becomes"), INDENT, page);
    heading.iter().try_for_each(|line| print(style(line).dim()))?;
    for (at, fact) in beside.facts.iter().enumerate() {
        let right = format!("{}: {}", fact.label, fact.value);
        let mut own = words
            .iter()
            .filter(|word| matches!(&word.fate, Fate::Carried(facts) if facts.contains(&at)));
        let first = own.next().map_or_else(|| "–".to_owned(), said);
        let rows = std::iter::once((first, right)).chain(own.map(|word| (said(word), String::new())));
        for (left, right) in rows {
            let lines = side_by_side((&left, &right), INDENT, page);
            lines.iter().try_for_each(print)?;
        }
    }
    Ok(())
}

fn said(word: &Word) -> String {
    let way = way(&word.path);
    match &word.text {
        Some(text) if way.is_empty() => text.clone(),
        Some(text) => format!("{way}: {text}"),
        None => called(way),
    }
}

/// The way to a word, or what is said of an element that is one itself.
fn called(way: String) -> String {
    if way.is_empty() {
        "the element itself".to_owned()
    } else {
        way
    }
}

/// The way to a word; of a long one its last steps, at least two.
fn way(path: &str) -> String {
    let steps = steps(path);
    let last = steps.len().saturating_sub(2);
    let fits = |from: &&usize| {
        path.get(**from..)
            .is_some_and(|rest| rest.chars().count() <= LONGEST_WAY)
    };
    let from = steps.iter().take(last).find(fits).or_else(|| steps.get(last));
    match from.and_then(|from| path.get(*from..)) {
        Some(short) if short.len() < path.len() => format!("…{short}"),
        _ => path.to_owned(),
    }
}

/// Where the steps of a way begin: after each dot that stands in no name, as in `extensions["http://x.org"].a`.
fn steps(path: &str) -> Vec<usize> {
    let mut is_name = false;
    let dots = path.match_indices(['.', '"']).filter_map(|(at, sign)| {
        is_name ^= sign == "\"";
        (!is_name && sign == ".").then_some(at + 1)
    });
    std::iter::once(0).chain(dots).collect()
}

/// What is said of a record beside its facts.
fn asides(beside: &Beside, words: &[Word]) -> Result<(), Failure> {
    let mut left_out: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for word in words {
        if let Fate::LeftOut(reason) = word.fate {
            left_out.entry(reason.unwrap_or_default()).or_default().push(word);
        }
    }
    for (reason, words) in left_out {
        let told = match reason {
            "" => ways(words),
            _ => format!("{}: {reason}", ways(words)),
        };
        aside(style("left out").yellow().to_string().as_str(), "left out", &told)?;
    }
    for (of, words) in decisions(beside, words) {
        let words: Vec<String> = words.into_iter().map(said).collect();
        plain_aside("decides", &format!("{of}: {}", words.join("; ")))?;
    }
    let mut elsewhere: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for word in words {
        if let Fate::Elsewhere(kind) = word.fate {
            elsewhere.entry(kind).or_default().push(word);
        }
    }
    for (kind, words) in elsewhere {
        plain_aside("told by", &format!("another record ({kind}): {}", ways(words)))?;
    }
    for (heading, fate) in [
        ("also carried", Fate::Carried(Vec::new())),
        ("kept aside", Fate::Kept),
        ("can't tell", Fate::Unclear),
    ] {
        let words: Vec<&Word> = words.iter().filter(|word| word.fate == fate).collect();
        if !words.is_empty() {
            plain_aside(heading, &ways(words))?;
        }
    }
    if beside.more > 0 {
        plain_aside("", &format!("… and {}", many(beside.more, "more word")))?;
    }
    Ok(())
}

/// Words that decide something without being said, by what they decide.
fn decisions<'w>(beside: &Beside, words: &'w [Word]) -> BTreeMap<String, Vec<&'w Word>> {
    let mut decisions: BTreeMap<String, Vec<&Word>> = BTreeMap::new();
    for word in words {
        let of = match &word.fate {
            Fate::DecidesRecord => "whether it is read without a fault".to_owned(),
            Fate::Decides(facts) if facts.is_empty() => "what no fact says".to_owned(),
            Fate::Decides(facts) => labels(beside, facts),
            _ => continue,
        };
        decisions.entry(of).or_default().push(word);
    }
    decisions
}

/// What facts are called, each once.
fn labels(beside: &Beside, facts: &[usize]) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for fact in facts.iter().filter_map(|at| beside.facts.get(*at)) {
        if !labels.contains(&fact.label) {
            labels.push(fact.label);
        }
    }
    labels.join(", ")
}

fn plain_aside(heading: &str, text: &str) -> Result<(), Failure> {
    aside(style(heading).dim().to_string().as_str(), heading, text)
}

fn aside(painted: &str, heading: &str, text: &str) -> Result<(), Failure> {
    for (at, line) in hanging(heading, text, (INDENT, HEADING), width())
        .into_iter()
        .enumerate()
    {
        match at {
            0 => print(line.replacen(heading, painted, 1))?,
            _ => print(line)?,
        }
    }
    Ok(())
}

/// The ways to words, those of a list once.
fn ways<'w>(words: impl IntoIterator<Item = &'w Word>) -> String {
    let mut seen = BTreeSet::new();
    let ways = words.into_iter().map(|word| way(&without_numbers(&word.path)));
    ways.map(called)
        .filter(|way| seen.insert(way.clone()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `alignment[0].targetName` as `alignment[].targetName`.
fn without_numbers(path: &str) -> String {
    let mut pieces = path.split('[');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| {
        format!(
            "{kept}[{}",
            piece.trim_start_matches(|sign: char| sign.is_ascii_digit())
        )
    })
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
