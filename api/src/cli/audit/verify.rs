//! `passport-hub audit verify`: every chain worked out anew.

use crate::cli::output::{Ended, FOUND, Failure, OK, is_watched, many, print, print_json, shown, words_of};
use crate::cli::{General, open};
use crate::flows::audit::verify::noted::Noted;
use crate::flows::audit::verify::{Finding, Verified, Wrong, verify};
use crate::graphql::ids::{GlobalId, Kind, holders_id, id};
use crate::hub::Hub;
use crate::store::disclosures::{persons_of, proof};
use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::io::Read;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Longest note that is read, in bytes: some hundred thousand ends.
const LARGEST_NOTE: u64 = 64 << 20;

/// What `audit verify` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only the chain of this passport, and of those that were linked to it
    #[arg(long, value_name = "PASSPORT_ID", conflicts_with = "all")]
    holder: Option<String>,
    /// Every chain; so it is where no passport is named
    #[arg(long)]
    all: bool,
    /// What an earlier `audit verify --json` printed: all its ends must be there still
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// Verifies, and says what was found.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let noted = arguments.against.as_deref().map(noted).transpose()?;
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let of = match &arguments.holder {
        None => None,
        Some(text) => Some(persons(&hub, text).await?),
    };
    let bar = bar(proof::count(&hub.db, of.as_deref()).await?);
    let mut verified = verify(&hub, of.as_deref(), |seen| bar.inc(seen)).await?;
    if let Some(noted) = noted {
        noted.hold(&hub, of.is_none(), &mut verified).await?;
    }
    bar.finish_and_clear();
    if general.json {
        print_json(&as_json(&verified))?;
    } else {
        show(&verified)?;
    }
    Ok(if verified.found == 0 { OK } else { FOUND })
}

/// What was noted earlier. Its content stays out of what is said: it may be any file.
fn noted(file: &Path) -> Result<Noted, Failure> {
    let unfit = |why: &dyn std::fmt::Display| {
        Failure::usage(format_args!("{} cannot be read: {why}", shown(file)))
            .hint("--against takes what an earlier audit verify --json printed.")
    };
    let mut text = String::new();
    let file_there = std::fs::File::open(file).map_err(|error| unfit(&words_of(&error)))?;
    let read = file_there.take(LARGEST_NOTE + 1).read_to_string(&mut text);
    read.map_err(|error| unfit(&words_of(&error)))?;
    if text.len() as u64 > LARGEST_NOTE {
        return Err(unfit(&"it is too large to be what audit verify --json prints"));
    }
    serde_json::from_str(&text).map_err(|_| unfit(&"it is not what audit verify --json prints"))
}

async fn persons(hub: &Hub, text: &str) -> Result<Vec<Uuid>, Failure> {
    let passport = GlobalId::decode(text.trim()).filter(|id| id.kind == Kind::Passport);
    let passport = passport.ok_or_else(|| {
        Failure::usage("--holder takes the id of a passport").hint("The passport's id field gives it.")
    })?;
    Ok(persons_of(&hub.db, passport.id).await?)
}

/// A bar where a person watches, else nothing.
fn bar(disclosures: u64) -> ProgressBar {
    let target = if is_watched() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(disclosures), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} disclosures  {eta}") {
        bar.set_style(style);
    }
    bar
}

fn as_json(verified: &Verified) -> serde_json::Value {
    let finding = |finding: &Finding| {
        json!({
            "wrong": finding.wrong.as_str(),
            "passport": finding.person.map(|person| id(Kind::Passport, person).to_string()),
            "disclosure": disclosure(finding),
            "first": finding.numbers.0, "last": finding.numbers.1,
            "after": finding.between.0, "before": finding.between.1,
            "what": words(finding),
        })
    };
    let against = verified
        .against
        .map(|against| json!({ "ends": against.ends, "missing": against.missing, "other": against.other }));
    json!({
        "whole": verified.found == 0, "chains": verified.chains, "disclosures": verified.disclosures,
        "keyless": verified.keyless, "found": verified.found,
        "findings": verified.findings.iter().map(finding).collect::<Vec<_>>(), "ends": verified.ends,
        "against": against,
    })
}

fn disclosure(finding: &Finding) -> Option<String> {
    Some(holders_id(Kind::Disclosure, finding.person?, finding.disclosure?).to_string())
}

fn show(verified: &Verified) -> Result<(), Failure> {
    for finding in &verified.findings {
        print(words(finding))?;
        if let Some(person) = finding.person {
            print(format_args!("  passport {}", id(Kind::Passport, person).as_str()))?;
        }
        if let Some(disclosure) = disclosure(finding) {
            print(format_args!("  disclosure {disclosure}"))?;
        }
    }
    let told = verified.findings.len() as u64;
    if told < verified.found {
        print(format_args!("… and {} more", verified.found - told))?;
    }
    let seen = format!(
        "{} in {}",
        many(verified.disclosures, "disclosure"),
        many(verified.chains, "chain")
    );
    match verified.found {
        0 => print(format_args!("{seen}: all as they were written"))?,
        found => print(format_args!("{seen}: {}", many(found, "finding")))?,
    }
    if let Some(against) = verified.against {
        let there = against.ends - against.missing - against.other;
        print(format_args!("noted ends that stand: {there} of {}", against.ends))?;
    }
    if verified.keyless > 0 {
        print(format_args!(
            "{} of them are from before chains had a key: whoever may write to the database could have made them anew",
            verified.keyless
        ))?;
    }
    Ok(())
}

/// What is wrong, in plain words.
fn words(finding: &Finding) -> String {
    let (first, last) = finding.numbers;
    let numbers = if first == last {
        format!("{first}")
    } else {
        format!("{first} to {last}")
    };
    let between = between(finding.between);
    match finding.wrong {
        Wrong::Changed => format!("disclosure {numbers} of a passport is not what was written{between}"),
        Wrong::Missing => format!("disclosure {numbers} of a passport is missing{between}"),
        Wrong::Unlinked => format!("disclosure {numbers} of a passport does not follow the one before it{between}"),
        Wrong::Weakened => format!("disclosure {numbers} of a passport has no key, where it must have one{between}"),
        Wrong::RequestChanged => format!("what was asked in disclosure {numbers} of a passport was changed{between}"),
        Wrong::RequestMissing => format!("what was asked in disclosure {numbers} of a passport is gone{between}"),
        Wrong::Gap => format!(
            "disclosures were taken out{between}; whose they were cannot be told (number {numbers} of one process)"
        ),
        Wrong::Shortened => format!("the last disclosures that a process wrote were taken out or changed{between}"),
        Wrong::Writer => format!("a process that wrote disclosures is not what it stated (number {numbers}){between}"),
        Wrong::Unnamed => format!(
            "{} kept that no disclosure names: their disclosures were taken out{between}",
            if last == 1 {
                "1 request is".to_owned()
            } else {
                format!("{last} requests are")
            }
        ),
        Wrong::Uses => format!(
            "a consent was used {last} times, and disclosures name it {} times: some were taken out",
            first - 1
        ),
        Wrong::NotedMissing => format!("number {numbers} of one process was noted as its end, and is not there"),
        Wrong::NotedOther => format!("number {numbers} of one process is not what was noted"),
        Wrong::NotedFewer => format!(
            "{} without a key are there, and {last} were noted",
            many(first.unsigned_abs() - 1, "disclosure")
        ),
    }
}

fn between((after, before): (Option<DateTime<Utc>>, Option<DateTime<Utc>>)) -> String {
    let moment = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    match (after, before) {
        (None, None) => String::new(),
        (Some(after), Some(before)) if after != before => format!(", between {} and {}", moment(after), moment(before)),
        (Some(at), Some(_)) => format!(", at {}", moment(at)),
        (None, Some(before)) => format!(", at {} or before", moment(before)),
        (Some(after), None) => format!(", after {}", moment(after)),
    }
}
