//! `passport-hub vocabulary load`: a publisher's files become a version.

use super::train;
use crate::cli::import::files;
use crate::cli::output::{Ended, FOUND, Failure, OK, many, plain, print, print_json, tell};
use crate::cli::term::told_anew;
use crate::cli::{General, open};
use crate::flows::load_vocabulary::{Load, Loaded, NotLoaded, load_vocabulary};
use crate::flows::review_terms::retranslate;
use crate::hub::Hub;
use adapters::Delivery;
use adapters::vocabulary::{Format, Given, detect, read};
use passport::record::Unreadable;
use std::path::PathBuf;
use std::sync::Arc;

/// Longest name of a version, in characters.
const LONGEST_VERSION: usize = 100;

/// What `vocabulary load` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files, folders or archives that are one version together
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Format of the files; told from their content where it is not given
    #[arg(long, value_parser = formats())]
    format: Option<String>,
    /// Short name of the vocabulary, the same in all its versions [default: by the format]
    #[arg(long)]
    key: Option<String>,
    /// Its version, where the files do not tell it
    #[arg(long)]
    version: Option<String>,
    /// Its name to show, where the files do not tell it
    #[arg(long)]
    name: Option<String>,
    /// Language of labels that say none, BCP 47
    #[arg(long, default_value = "en")]
    language: String,
    /// Do not learn from it; labels are then linked by words and letters until vocabulary train is run
    #[arg(long)]
    no_train: bool,
    /// Load it even if it is so unlike what the vocabulary holds that it may be another
    #[arg(long)]
    yes: bool,
}

fn formats() -> clap::builder::PossibleValuesParser {
    Format::ALL.map(Format::as_str).into()
}

/// Loads a version, and says what it changed.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let delivery = together(&arguments.files).map_err(unreadable)?;
    let format = match arguments.format.as_deref().and_then(Format::named) {
        Some(format) => format,
        None => detect(&delivery).map_err(unreadable)?,
    };
    let key = key(&arguments, format)?;
    let given = Given {
        key: &key,
        language: &arguments.language,
    };
    let contents = read(&delivery, format, &given).map_err(unreadable)?;
    tell(format_args!(
        "read {} and {} ({})",
        many(contents.concepts.len(), "concept"),
        many(contents.relations.len(), "relation"),
        format.as_str()
    ));
    for note in &contents.notes {
        tell(format_args!(
            "note: {} ({}, first {})",
            note.text,
            many(note.count, "time"),
            note.first
        ));
    }
    let fits = |version: &String| (1..=LONGEST_VERSION).contains(&version.trim().chars().count());
    if arguments.version.as_ref().is_some_and(|version| !fits(version)) {
        return Err(Failure::usage(format_args!(
            "a version has 1 to {LONGEST_VERSION} characters"
        )));
    }
    let settings = general.settings_for_a_task()?;
    let hub = open::hub(&settings).await?;
    let load = Load {
        key,
        contents,
        version: arguments.version.clone(),
        name: arguments.name.clone(),
        however_unlike: arguments.yes,
    };
    let loaded = load_vocabulary(&hub, load).await?.map_err(|why| not_loaded(&why))?;
    show(&loaded, general)?;
    if loaded.nothing {
        return Ok(OK);
    }
    let told = retranslate(&hub).await?;
    if told.terms > 0 {
        tell(told_anew(&told));
    }
    if !arguments.no_train {
        learn(&hub, &loaded).await?;
    }
    Ok(OK)
}

/// Learns from a large vocabulary what its labels mean. It is loaded already: who does not wait loses nothing else.
async fn learn(hub: &Hub, loaded: &Loaded) -> Result<(), Failure> {
    let all = Arc::clone(&hub.reference().vocabularies);
    let skills = all.by_key(&loaded.key).map_or(0, |row| all.skills(row.id));
    if skills < train::WORTHWHILE {
        return Ok(());
    }
    if let Some(trained) = train::watched(hub, &loaded.key).await? {
        tell(train::said(&loaded.key, &trained));
    }
    Ok(())
}

/// Several paths as one delivery.
fn together(paths: &[PathBuf]) -> Result<Delivery<'static>, Unreadable> {
    let mut parts = Vec::new();
    let mut name = String::new();
    for path in paths {
        let delivery = files::read_whole(path)?;
        name = delivery.name().to_owned();
        parts.extend(delivery.into_parts());
    }
    Ok(Delivery::several(name, parts))
}

/// Whose files they are the format tells, where it is one publisher's own.
fn key(arguments: &Arguments, format: Format) -> Result<String, Failure> {
    let key = match (&arguments.key, format) {
        (Some(key), _) => key.clone(),
        (None, Format::Esco | Format::Onet) => format.as_str().to_owned(),
        (None, _) => {
            return Err(Failure::usage(
                "name the vocabulary: --key, the same in all its versions",
            ));
        }
    };
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_' || c == '.';
    if key.is_empty() || key.len() > 64 || !key.chars().all(letters) {
        return Err(Failure::usage(
            "a key is 1 to 64 lower-case letters, digits, “-”, “_” or “.”",
        ));
    }
    Ok(key)
}

fn unreadable(why: Unreadable) -> Failure {
    Failure::new(
        FOUND,
        format_args!("nothing was loaded ({}): {}", why.code, plain(&why.to_string(), 600)),
    )
}

fn not_loaded(why: &NotLoaded) -> Failure {
    let failure = Failure::new(FOUND, format_args!("nothing was loaded: {why}"));
    match why {
        NotLoaded::NoVersion => failure.hint("--version names it."),
        NotLoaded::Otherwise { .. } | NotLoaded::Older { .. } => {
            failure.hint("--version names it; passport-hub vocabulary list shows those that are there.")
        }
        NotLoaded::MostGone { .. } => {
            failure.hint("--key names another vocabulary; --yes loads it as the next version of this one.")
        }
        NotLoaded::MostNew { .. } => {
            failure.hint("--key names another vocabulary; --yes adds it to this version all the same.")
        }
        NotLoaded::Empty => failure,
    }
}

fn show(loaded: &Loaded, general: &General) -> Result<(), Failure> {
    let (changes, matches) = (&loaded.changes, &loaded.matches);
    let kept = &matches.kept;
    if general.json {
        print_json(&serde_json::json!({
            "key": loaded.key, "version": loaded.version, "before": loaded.before, "addedTo": loaded.added_to,
            "changes": changes,
            "matches": {
                "added": kept.added, "changed": kept.changed, "unchanged": kept.unchanged, "ended": kept.ended,
                "unknown": matches.unknown, "unfit": matches.unfit,
            },
        }))?;
        return Ok(());
    }
    let what = format!("{} {}", loaded.key, plain(&loaded.version, 60));
    match (&loaded.before, loaded.added_to) {
        (_, true) if loaded.nothing => print(format_args!("{what} is already loaded, nothing to add"))?,
        (_, true) => print(format_args!("added to {what}"))?,
        (Some(before), false) => print(format_args!("loaded {what}, which follows {}", plain(before, 60)))?,
        (None, false) => print(format_args!("loaded {what}"))?,
    }
    for (count, words) in [
        (changes.added, "concepts added"),
        (changes.changed, "changed"),
        (changes.deprecated, "deprecated"),
        (changes.gone, "gone"),
        (changes.replaced, "of these with another in their place"),
        (changes.returned, "come back"),
        (changes.labels, "labels added"),
        (changes.labels_gone, "labels and texts gone"),
        (changes.relations, "relations added"),
        (changes.relations_gone, "relations gone"),
        (changes.otherwise, "of which this version says something else: left out"),
        (kept.added, "mappings published by vocabularies added"),
        (kept.changed, "mappings published by vocabularies changed"),
        (kept.ended, "mappings published by vocabularies ended"),
        (
            matches.unknown,
            "matches with concepts that no loaded vocabulary has; they are mappings once one is",
        ),
        (
            matches.unfit,
            "matches of an occupation with a skill, or within the vocabulary: no mappings",
        ),
    ] {
        if count > 0 {
            print(format_args!("{count:>9} {words}"))?;
        }
    }
    Ok(())
}
