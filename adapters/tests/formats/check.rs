//! Reads every file of a folder and compares what becomes of it with the list.

use crate::list::{self, Expected, Sort};
use adapters::Delivery;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

/// What became of every file, and where that differs from the list.
#[derive(Debug, Default)]
pub struct Report {
    /// A line a file: whether it agrees, path, adapter, records, rejects, and what differs.
    pub files: Vec<String>,
    /// By folder of the list.
    pub totals: BTreeMap<String, Total>,
    /// What differs: a file, or a line of the list without a file.
    pub differences: Vec<String>,
}

/// How many files of a folder there are, of each sort, and how many became what they should.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    files: usize,
    good: usize,
    bad: usize,
    none: usize,
    agree: usize,
}

/// What became of a file.
struct Made {
    adapter: Option<&'static str>,
    records: usize,
    rejects: usize,
}

/// Checks the folders that the list speaks of. It fails where the list or a folder cannot be read.
pub fn check(list: &str, folder: &Path) -> Result<Report, String> {
    let list = list::read(list)?;
    let tops: BTreeSet<_> = list.iter().map(|line| top(&line.path)).collect();
    let mut report = Report::default();
    let mut met = BTreeSet::new();
    for path in tops
        .iter()
        .map(|top| files(folder, top))
        .collect::<Result<Vec<_>, _>>()?
        .concat()
    {
        let bytes = fs::read(folder.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        // A line of its own counts before a pattern.
        let exact = list.iter().position(|line| line.path == path);
        let at = exact.or_else(|| list.iter().position(|line| line.covers(&path)));
        met.extend(at);
        report.tell(&path, at.and_then(|at| list.get(at)), &bytes);
    }
    let idle = list.iter().enumerate().filter(|(at, _)| !met.contains(at));
    let idle = idle.map(|(_, line)| format!("{}: the list speaks of it, and no such file is there", line.path));
    report.differences.extend(idle);
    Ok(report)
}

impl Report {
    fn tell(&mut self, path: &str, expected: Option<&Expected>, bytes: &[u8]) {
        let delivery = Delivery::single(path, bytes);
        let (made, difference) = match expected {
            Some(expected) => (made(&delivery, expected), difference(expected, &delivery)),
            None => (told(&delivery), Some("no line of the list speaks of it".to_owned())),
        };
        let total = self.totals.entry(top(path).to_owned()).or_default();
        total.files += 1;
        match expected.map(|expected| expected.sort) {
            Some(Sort::Good) => total.good += 1,
            Some(Sort::Bad) => total.bad += 1,
            Some(Sort::NoDelivery) => total.none += 1,
            None => {}
        }
        let says = difference.as_deref().unwrap_or_default();
        let word = if difference.is_none() { "agrees" } else { "DIFFERS" };
        self.files
            .push(format!("{word}\t{path}\t{made}\t{says}").trim_end().to_owned());
        match difference {
            None => total.agree += 1,
            Some(difference) => self.differences.push(format!("{path}: {difference}")),
        }
    }
}

/// What differs from what is expected.
fn difference(expected: &Expected, delivery: &Delivery<'_>) -> Option<String> {
    let made = made(delivery, expected);
    let key = |key: Option<&str>| key.unwrap_or("no adapter").to_owned();
    if made.adapter != expected.adapter.as_deref() {
        let wanted = key(expected.adapter.as_deref());
        return Some(format!("read by {}, expected {wanted}", key(made.adapter)));
    }
    if let Some(taken) = told(delivery).adapter.filter(|_| expected.named) {
        return Some(format!(
            "{taken} recognises it, expected that the adapter must be named"
        ));
    }
    let (records, rejects) = (expected.records, expected.rejects);
    let same = (made.records, made.rejects) == (records, rejects);
    (!same).then(|| format!("expected {records} records and {rejects} rejects"))
}

fn made(delivery: &Delivery<'_>, expected: &Expected) -> Made {
    match expected.adapter.as_deref().filter(|_| expected.named) {
        Some(key) => read(adapters::by_key(key), delivery),
        None => told(delivery),
    }
}

/// What becomes of a file whose adapter nobody names.
fn told(delivery: &Delivery<'_>) -> Made {
    read(adapters::detect(delivery).ok(), delivery)
}

fn read(adapter: Option<&dyn adapters::Adapter>, delivery: &Delivery<'_>) -> Made {
    let batch = adapter.and_then(|adapter| adapters::read_all(adapter, delivery).ok());
    Made {
        adapter: adapter.map(|adapter| adapter.profile().key),
        records: batch.as_ref().map_or(0, |batch| batch.records.len()),
        rejects: batch.as_ref().map_or(1, |batch| batch.rejects.len()),
    }
}

/// The files below a folder by their paths, in order. A folder that is not there holds none.
fn files(root: &Path, top: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut waiting = vec![top.to_owned()];
    while let Some(path) = waiting.pop() {
        let full = root.join(&path);
        if !full.is_dir() {
            found.extend(full.exists().then_some(path));
            continue;
        }
        let fault = |error: std::io::Error| format!("{path}: {error}");
        for entry in fs::read_dir(&full).map_err(fault)? {
            let name = entry.map_err(fault)?.file_name();
            waiting.push(format!("{path}/{}", name.to_string_lossy()));
        }
    }
    found.sort();
    Ok(found)
}

fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Made { records, rejects, .. } = self;
        write!(
            f,
            "{}\t{records} records\t{rejects} rejects",
            self.adapter.unwrap_or("-")
        )
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Total {
            files,
            good,
            bad,
            none,
            agree,
        } = self;
        write!(
            f,
            "{files} files, {good} good, {bad} bad, {none} no deliveries, {agree} agree"
        )
    }
}
