//! `import --dry-run`: what files would become, without a database.

use super::super::General;
use super::super::output::{Ended, FOUND, Failure, OK, UNREADABLE, plain, print, print_json};
use super::{describe, files};
use crate::flows::import_delivery::preview;
use adapters::{Adapter, Delivery, Record, Reject, Sink, Unreadable};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

/// How many records and rejects of a file people are shown.
const SHOWN: usize = 20;

/// Shows what each file would become.
pub fn run(adapter: Option<&'static dyn Adapter>, paths: &[PathBuf], general: &General) -> Ended {
    let mut worst = OK;
    for path in paths {
        let code = if general.json {
            as_json(adapter, path)?
        } else {
            for_people(adapter, path)?
        };
        worst = worst.max(code);
    }
    Ok(worst)
}

fn chosen(adapter: Option<&'static dyn Adapter>, delivery: &Delivery<'_>) -> Result<&'static dyn Adapter, Unreadable> {
    adapter.map_or_else(|| adapters::detect(delivery), Ok)
}

fn verdict(read: &Result<(), Unreadable>, rejects: usize) -> u8 {
    match read {
        Err(_) => UNREADABLE,
        Ok(()) if rejects > 0 => FOUND,
        Ok(()) => OK,
    }
}

/// One line: records leave as they are read, so that a large file never stands in memory as records.
fn as_json(adapter: Option<&'static dyn Adapter>, path: &Path) -> Result<u8, Failure> {
    let found = files::read(path).and_then(|delivery| Ok((chosen(adapter, &delivery)?, delivery)));
    let (adapter, delivery) = match found {
        Ok(found) => found,
        Err(unreadable) => {
            print_json(&json!({
                "file": path, "adapter": adapter.map(|adapter| adapter.profile().key), "outcome": "unreadable",
                "reason": unreadable.to_string(), "code": unreadable.code, "records": [], "rejects": [],
            }))?;
            return Ok(UNREADABLE);
        }
    };
    let mut line = JsonLine {
        out: BufWriter::new(io::stdout().lock()),
        records: 0,
        rejects: Vec::new(),
        failed: None,
    };
    write!(
        line.out,
        "{{\"file\":{},\"adapter\":{},\"records\":[",
        json!(path),
        json!(adapter.profile().key)
    )?;
    let read = preview(adapter, &delivery, &mut line);
    line.finish(&read)
}

struct JsonLine<'a> {
    out: BufWriter<StdoutLock<'a>>,
    records: usize,
    rejects: Vec<Reject>,
    failed: Option<io::Error>,
}

impl JsonLine<'_> {
    fn try_record(&mut self, record: &Record) -> io::Result<()> {
        if self.records > 0 {
            self.out.write_all(b",")?;
        }
        self.records += 1;
        serde_json::to_writer(&mut self.out, record).map_err(io::Error::from)
    }

    fn finish(mut self, read: &Result<(), Unreadable>) -> Result<u8, Failure> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        self.out.write_all(b"],\"rejects\":[")?;
        for (index, reject) in self.rejects.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let reject = json!({"place": reject.place.to_string(), "code": reject.code, "reason": reject.reason});
            write!(self.out, "{comma}{reject}")?;
        }
        let (outcome, reason) = match read {
            Ok(()) => ("read", None),
            Err(unreadable) => ("unreadable", Some(unreadable)),
        };
        let text = json!(reason.map(ToString::to_string));
        write!(self.out, "],\"outcome\":\"{outcome}\",\"reason\":{text}")?;
        if let Some(reason) = reason {
            write!(self.out, ",\"code\":{}", json!(reason.code))?;
        }
        self.out.write_all(b"}\n")?;
        self.out.flush()?;
        Ok(verdict(read, self.rejects.len()))
    }
}

impl Sink for JsonLine<'_> {
    fn record(&mut self, record: Record) {
        if self.failed.is_none() {
            self.failed = self.try_record(&record).err();
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.rejects.push(reject);
    }
}

fn for_people(adapter: Option<&'static dyn Adapter>, path: &Path) -> Result<u8, Failure> {
    let shown = path.display();
    let unreadable = |unreadable: &Unreadable| {
        print(format_args!("{shown}: unreadable ({})", unreadable.code))?;
        print(format_args!("  {unreadable}\n"))
    };
    let found = files::read(path).and_then(|delivery| Ok((chosen(adapter, &delivery)?, delivery)));
    let (adapter, delivery) = match found {
        Ok(found) => found,
        Err(reason) => return unreadable(&reason).map(|()| UNREADABLE),
    };
    let mut seen = Seen::default();
    let read = preview(adapter, &delivery, &mut seen);
    match &read {
        Err(reason) => unreadable(reason)?,
        Ok(()) => seen.print(&shown.to_string(), adapter.profile().name)?,
    }
    Ok(verdict(&read, seen.rejected))
}

/// What people are shown of a file.
#[derive(Default)]
struct Seen {
    kinds: BTreeMap<&'static str, usize>,
    first: Vec<(&'static str, String, String)>,
    read: usize,
    rejects: Vec<Reject>,
    rejected: usize,
}

impl Sink for Seen {
    fn record(&mut self, record: Record) {
        self.read += 1;
        *self.kinds.entry(record.body.kind()).or_default() += 1;
        if self.first.len() < SHOWN {
            self.first
                .push((record.body.kind(), describe::record(&record), record.place.to_string()));
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.rejected += 1;
        if self.rejects.len() < SHOWN {
            self.rejects.push(reject);
        }
    }
}

impl Seen {
    fn print(&self, file: &str, adapter: &str) -> Result<(), Failure> {
        let kinds: Vec<String> = self
            .kinds
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        let kinds = if kinds.is_empty() {
            "nothing".to_owned()
        } else {
            kinds.join(", ")
        };
        print(format_args!("{file}: {adapter}, {kinds}{}", rejected(self.rejected)))?;
        let width = self
            .first
            .iter()
            .map(|(_, what, _)| what.chars().count())
            .max()
            .unwrap_or_default();
        for (kind, what, place) in &self.first {
            print(
                format_args!("  {kind:<12}  {what:<width$}  {}", plain(place, 100))
                    .to_string()
                    .trim_end(),
            )?;
        }
        if self.read > self.first.len() {
            print(format_args!(
                "  … and {} more; --json prints all",
                self.read - self.first.len()
            ))?;
        }
        print_rejects(&self.rejects, self.rejected)?;
        print("")
    }
}

fn rejected(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", 1 reject".into(),
        many => format!(", {many} rejects"),
    }
}

fn print_rejects(rejects: &[Reject], all: usize) -> Result<(), Failure> {
    for reject in rejects {
        print(format_args!("  rejected  {}", plain(&reject.place.to_string(), 100)))?;
        print(format_args!(
            "            {}: {}",
            reject.code,
            plain(&reject.reason, 300)
        ))?;
    }
    if all > rejects.len() {
        print(format_args!(
            "  … and {} more rejects; --json prints all",
            all - rejects.len()
        ))?;
    }
    Ok(())
}
