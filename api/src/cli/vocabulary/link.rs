//! `passport-hub vocabulary link`: which concepts labels mean.

use crate::cli::output::{
    Ended, FOUND, Failure, OK, UNREADABLE, plain, print_json, print_table, shown, tell, words_of,
};
use crate::cli::{General, open};
use crate::flows::link_labels::{LinkedLabel, Ready};
use passport::skill::link::Decision;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

/// Labels that are linked and printed together.
const BATCH: usize = 2048;

/// Longest label that is read, in bytes; what goes beyond is no label.
const LONGEST: usize = 10_000;

/// What `vocabulary link` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// File with labels, one a line; standard input where none is named
    file: Option<PathBuf>,
    /// The vocabulary to link to
    #[arg(long, value_name = "KEY", default_value = "esco")]
    vocabulary: String,
    /// How many concepts to tell for each label
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=25))]
    first: u8,
}

/// Links the labels, in their order.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let ready = hub.linkers.ready(&hub, &arguments.vocabulary).await?;
    let ready = ready.ok_or_else(|| super::unknown(&hub, &arguments.vocabulary))?;
    if ready.concepts() == 0 {
        return Err(Failure::new(
            FOUND,
            format_args!("{} holds no skills to link to", arguments.vocabulary),
        ));
    }
    if !ready.is_trained() && ready.concepts() >= super::train::WORTHWHILE {
        tell(format_args!(
            "note: {key} was not learned from; passport-hub vocabulary train {key} makes linking better",
            key = arguments.vocabulary
        ));
    }
    let mut lines = lines(&arguments)?;
    let count = usize::from(arguments.first);
    loop {
        let labels = batch(&mut *lines)?;
        if labels.is_empty() {
            return Ok(OK);
        }
        let linked = link(&ready, &labels, count);
        if general.json {
            labels
                .iter()
                .zip(&linked)
                .try_for_each(|(label, linked)| print_json(&as_json(label, linked)))?;
        } else {
            show(&labels, &linked)?;
        }
    }
}

fn lines(arguments: &Arguments) -> Result<Box<dyn BufRead>, Failure> {
    let Some(path) = &arguments.file else {
        return Ok(Box::new(io::stdin().lock()));
    };
    let file = File::open(path)
        .map_err(|error| Failure::new(UNREADABLE, format_args!("{}: {}", shown(path), words_of(&error))))?;
    Ok(Box::new(BufReader::new(file)))
}

/// The next labels. A line that is not UTF-8 is read as far as it is.
fn batch(lines: &mut dyn BufRead) -> Result<Vec<String>, Failure> {
    let mut labels = Vec::new();
    let mut line = Vec::new();
    while labels.len() < BATCH {
        line.clear();
        if lines
            .read_until(b'\n', &mut line)
            .map_err(|error| Failure::new(UNREADABLE, words_of(&error)))?
            == 0
        {
            break;
        }
        let label = String::from_utf8_lossy(&line);
        labels.push(label.trim_end_matches(['\n', '\r']).to_owned());
    }
    Ok(labels)
}

/// Links on all cores.
fn link(ready: &Ready, labels: &[String], count: usize) -> Vec<LinkedLabel> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = labels.len().div_ceil(cores).max(1);
    let one = |label: &String| ready.link(shortened(label), count);
    thread::scope(|scope| {
        let parts: Vec<_> = labels
            .chunks(share)
            .map(|labels| scope.spawn(move || labels.iter().map(one).collect::<Vec<_>>()))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

fn shortened(label: &str) -> &str {
    let end = (0..=LONGEST.min(label.len()))
        .rev()
        .find(|end| label.is_char_boundary(*end));
    end.and_then(|end| label.get(..end)).unwrap_or(label)
}

fn as_json(label: &str, linked: &LinkedLabel) -> serde_json::Value {
    let candidates = linked.candidates.iter().map(|candidate| {
        json!({
            "uri": candidate.concept.row.uri, "label": candidate.concept.label("en"),
            "confidence": rounded(candidate.confidence), "method": candidate.method.as_str(),
            "matched": candidate.matched,
        })
    });
    json!({
        "label": label, "decision": linked.decision.as_str(), "matchable": rounded(linked.matchable),
        "candidates": candidates.collect::<Vec<_>>(),
    })
}

fn rounded(chance: f32) -> f64 {
    (f64::from(chance) * 10_000.0).round() / 10_000.0
}

fn show(labels: &[String], linked: &[LinkedLabel]) -> Result<(), Failure> {
    let rows = labels.iter().zip(linked).map(|(label, linked)| {
        let first = linked.candidates.first();
        let meant = match (linked.decision, first) {
            (Decision::Match, Some(first)) => plain(first.concept.label("en"), 50),
            (_, Some(first)) => format!("no match ({}?)", plain(first.concept.label("en"), 38)),
            (_, None) => "no match".to_owned(),
        };
        [
            plain(label, 50),
            meant,
            first
                .map(|first| format!("{:.2}", first.confidence))
                .unwrap_or_default(),
            first.map(|first| first.method.as_str().to_owned()).unwrap_or_default(),
        ]
    });
    print_table(["LABEL", "CONCEPT", "CONFIDENCE", "METHOD"], &rows.collect::<Vec<_>>())
}
