//! `passport-hub vocabulary extract`: which skills a text names.

use crate::cli::output::{Ended, FOUND, Failure, OK, UNREADABLE, plain, print_json, print_table, shown, words_of};
use crate::cli::{General, open};
use passport::skill::extract::Options;
use serde_json::json;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// Longest text that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// What `vocabulary extract` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// File with the text, UTF-8; standard input where none is named
    file: Option<PathBuf>,
    /// The vocabulary whose skills are looked for
    #[arg(long, value_name = "KEY", default_value = "esco")]
    vocabulary: String,
    /// Language of the text, BCP 47; told from its words where it is not given
    #[arg(long)]
    language: Option<String>,
    /// Finds less sure are not told, 0 to 1
    #[arg(long, value_name = "CHANCE", default_value_t = 0.3, value_parser = chance)]
    least_confidence: f32,
    /// How many to tell, the surest
    #[arg(long, value_name = "COUNT", default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..))]
    first: u16,
}

fn chance(text: &str) -> Result<f32, &'static str> {
    let chance = text.parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
    chance.ok_or("a number from 0 to 1")
}

/// Finds skills in a text.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let text = text(&arguments)?;
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let ready = hub.linkers.ready(&hub, &arguments.vocabulary).await?;
    let ready = ready.ok_or_else(|| super::unknown(&hub, &arguments.vocabulary))?;
    let options = Options {
        language: arguments.language,
        least_confidence: arguments.least_confidence,
        limit: usize::from(arguments.first),
    };
    let mut cells = Vec::new();
    for found in ready.extract(&text, &options) {
        let words = text.get(found.range.clone()).unwrap_or_default();
        let (concept, found_by) = (&found.concept.concept, &found.concept);
        if general.json {
            print_json(&json!({
                "start": found.range.start, "end": found.range.end, "text": words, "uri": concept.row.uri,
                "label": concept.label("en"), "confidence": found_by.confidence, "method": found_by.method.as_str(),
                "matched": found_by.matched,
            }))?;
            continue;
        }
        cells.push([
            plain(words, 50),
            plain(concept.label("en"), 50),
            format!("{:.2}", found_by.confidence),
            found_by.method.as_str().to_owned(),
        ]);
    }
    if !general.json {
        print_table(["TEXT", "CONCEPT", "CONFIDENCE", "METHOD"], &cells)?;
    }
    Ok(OK)
}

fn text(arguments: &Arguments) -> Result<String, Failure> {
    let source: Box<dyn Read> = match &arguments.file {
        None => Box::new(io::stdin()),
        Some(path) => Box::new(
            File::open(path)
                .map_err(|error| Failure::new(UNREADABLE, format_args!("{}: {}", shown(path), words_of(&error))))?,
        ),
    };
    let mut bytes = Vec::new();
    let read = source.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(UNREADABLE, words_of(&error)))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::new(FOUND, "the text is longer than 64 MiB").hint("Give it in parts."));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(UNREADABLE, format_args!("the text is not UTF-8, from byte {at} on"))
    })
}
