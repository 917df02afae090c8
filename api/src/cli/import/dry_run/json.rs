//! For scripts: a line of JSON for each file.

use super::super::super::output::{Failure, UNREADABLE, path_text, print_json};
use super::super::files;
use super::{Full, chosen, verdict};
use crate::flows::import_delivery::{Nobodys, preview};
use crate::flows::preview_delivery::{Missing, Sample, beside, names_nobody};
use adapters::original::{Beside, Met, Nothing};
use adapters::{Adapter, Record, Reject, Sink, Unreadable};
use serde_json::{Value, json};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;

/// One line: records leave as they are read, so that a large file never stands in memory as records.
pub(super) async fn as_json(
    adapter: Option<&'static dyn Adapter>,
    path: &Path,
    most: usize,
    full: Option<&Full>,
) -> Result<u8, Failure> {
    let key = adapter.map(|adapter| adapter.profile().key);
    let found = files::read(path, key).and_then(|delivery| Ok((chosen(adapter, &delivery)?, delivery)));
    let (adapter, delivery) = match found {
        Ok(found) => found,
        Err(unreadable) => {
            print_json(&json!({
                "file": path_text(path), "adapter": key, "outcome": "unreadable",
                "reason": unreadable.to_string(), "code": unreadable.code, "records": [], "rejects": [],
            }))?;
            return Ok(UNREADABLE);
        }
    };
    let missing = match full {
        Some(full) => Some(full.missing(adapter, &delivery).await?),
        None => None,
    };
    let mut line = JsonLine {
        out: BufWriter::new(io::stdout().lock()),
        records: 0,
        of_nobody: 0,
        sample: Sample::of(most),
        rejects: Vec::new(),
        met: Met::default(),
        failed: None,
    };
    write!(
        line.out,
        "{{\"file\":{},\"adapter\":{},\"records\":[",
        json!(path_text(path)),
        json!(adapter.profile().key)
    )?;
    let read = preview(adapter, &delivery, Nobodys::Shown, &mut line);
    let nothing = match read {
        Ok(()) => std::mem::take(&mut line.met).nothing(&delivery),
        Err(_) => Nothing::default(),
    };
    let sample = std::mem::take(&mut line.sample);
    let sample = (most > 0).then(|| beside(adapter, &delivery, Nobodys::Shown, sample));
    line.finish(&read, &nothing, sample, missing)
}

struct JsonLine<'a> {
    out: BufWriter<StdoutLock<'a>>,
    records: usize,
    of_nobody: usize,
    sample: Sample,
    rejects: Vec<Reject>,
    met: Met,
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

    fn finish(
        mut self,
        read: &Result<(), Unreadable>,
        nothing: &Nothing,
        sample: Option<Vec<Beside>>,
        missing: Option<Vec<Missing>>,
    ) -> Result<u8, Failure> {
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
        if self.of_nobody > 0 {
            write!(self.out, ",\"ofNobody\":{}", self.of_nobody)?;
        }
        if nothing.count > 0 {
            let examples = nothing.examples.iter();
            let examples: Vec<_> = examples
                .map(|place| json!({"file": place.file, "place": place.inside()}))
                .collect();
            let told = json!({"count": nothing.count, "examples": examples});
            write!(self.out, ",\"withoutRecord\":{told}")?;
        }
        if let Some(missing) = missing {
            let missing = missing
                .iter()
                .map(|of| json!({"stream": of.stream, "missing": of.missing, "held": of.held}));
            write!(self.out, ",\"missing\":{}", json!(missing.collect::<Vec<_>>()))?;
        }
        if let Some(sample) = sample {
            let sample: Vec<_> = sample.iter().map(shown).collect();
            write!(self.out, ",\"sample\":{}", json!(sample))?;
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
        self.of_nobody += usize::from(names_nobody(&record));
        self.met.record(&record.place);
        self.sample.offer(record);
    }

    fn reject(&mut self, reject: Reject) {
        self.met.reject(&reject.place);
        self.rejects.push(reject);
    }
}

/// A record beside the source's own words.
fn shown(beside: &Beside) -> Value {
    let facts = beside
        .facts
        .iter()
        .map(|fact| json!({"label": fact.label, "value": fact.value}));
    let words = beside.words.as_ref().map(|words| {
        let words = words.iter().map(|word| {
            json!({
                "path": word.path, "text": word.text, "fate": word.fate.as_str(), "becomes": beside.becomes(&word.fate),
                "facts": word.fate.facts(), "reason": word.fate.reason(),
            })
        });
        words.collect::<Vec<_>>()
    });
    json!({
        "kind": beside.record.body.kind(), "stream": beside.record.stream, "file": beside.record.place.file,
        "place": beside.record.place.inside(),
        "becomes": facts.collect::<Vec<_>>(), "words": words, "more": beside.more,
    })
}
