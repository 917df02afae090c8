//! `import` into the database.

use super::super::General;
use super::super::open;
use super::super::output::{Ended, FOUND, Failure, OK, UNREADABLE, many, plain, print, print_json};
use super::files;
use super::intake::{How, in_words, place, rejects, take_in, uncertain};
use crate::flows::import_delivery::ImportSummary;
use crate::hub::Hub;
use serde_json::json;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// How many rejects of a file people are shown.
const SHOWN: usize = 20;

/// Brings each file in.
pub async fn run(source: &str, how: How, paths: &[PathBuf], general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let (source, own) = known_source(&hub, source)?;
    let how = How {
        adapter: how.adapter.or(own),
        ..how
    };
    let mut worst = OK;
    for path in paths {
        worst = worst.max(Box::pin(one(&hub, source, how.clone(), path, general)).await?);
    }
    Ok(worst)
}

fn known_source(hub: &Hub, key: &str) -> Result<(Uuid, Option<String>), Failure> {
    let reference = hub.reference();
    let Some(source) = reference.source_by_key(key) else {
        let mut keys: Vec<&str> = reference.sources.values().map(|row| row.key.as_str()).collect();
        keys.retain(|key| *key != crate::store::reference::SELF_SOURCE);
        keys.sort_unstable();
        let there = if keys.is_empty() {
            "no source is connected yet".into()
        } else {
            format!("there are: {}", keys.join(", "))
        };
        return Err(
            Failure::usage(format_args!("there is no source “{}”; {there}", plain(key, 70)))
                .hint("Connect one with: passport-hub source add KEY --name NAME --kind lms|hris|workforce|badge"),
        );
    };
    if source.disabled_at.is_some() {
        return Err(Failure::usage(format_args!("the source “{key}” is switched off")));
    }
    Ok((source.id, source.adapter.clone()))
}

/// What came of one file or folder.
struct Line<'a> {
    path: &'a Path,
    adapter: Option<String>,
    counts: [u64; 5],
    summary: Option<ImportSummary>,
    uncertain: usize,
    unreadable: Option<(String, String)>,
    rejects: Vec<entity::reject::Model>,
}

async fn one(hub: &Hub, source: Uuid, how: How, path: &Path, general: &General) -> Result<u8, Failure> {
    let mut line = Line {
        path,
        adapter: how.adapter.clone(),
        counts: [0; 5],
        summary: None,
        uncertain: 0,
        unreadable: None,
        rejects: Vec::new(),
    };
    let delivery = match files::read(path) {
        Ok(delivery) => delivery,
        Err(unreadable) => {
            line.unreadable = Some((unreadable.code.to_owned(), unreadable.to_string()));
            line.say(general, "")?;
            return Ok(UNREADABLE);
        }
    };
    let summary = take_in(hub, source, how, delivery, general).await?;
    line.adapter = summary.adapter.clone();
    line.counts = [
        summary.new,
        summary.changed,
        summary.unchanged,
        summary.withdrawn,
        summary.rejected,
    ];
    line.unreadable = summary
        .fault
        .as_ref()
        .map(|fault| (fault.code.to_owned(), fault.to_string()));
    line.uncertain = uncertain(hub, source).await?;
    if summary.rejected > 0 {
        line.rejects = rejects(hub, source, summary.run, if general.json { usize::MAX } else { SHOWN }).await?;
    }
    let (words, rejected) = (in_words(&summary), summary.rejected);
    line.summary = Some(summary);
    line.say(general, &words)?;
    Ok(match (&line.unreadable, rejected) {
        (Some(_), _) => UNREADABLE,
        (None, 0) => OK,
        (None, _) => FOUND,
    })
}

impl Line<'_> {
    fn say(&self, general: &General, words: &str) -> Result<(), Failure> {
        if general.json {
            self.as_json()
        } else {
            self.for_people(words)
        }
    }

    fn as_json(&self) -> Result<(), Failure> {
        let [new, changed, unchanged, withdrawn, rejected] = self.counts;
        let rejects = self.rejects.iter();
        let rejects = rejects.map(|row| json!({"place": place(row), "code": row.code, "reason": row.reason}));
        let summary = self.summary.as_ref();
        let mut line = json!({
            "file": self.path, "adapter": self.adapter, "outcome": "read", "reason": null, "new": new,
            "changed": changed, "unchanged": unchanged, "withdrawn": withdrawn, "rejected": rejected,
            "uncertain": self.uncertain, "rejects": rejects.collect::<Vec<_>>(),
            "run": summary.map(|summary| summary.run), "replayed": summary.map_or(0, |summary| summary.replayed),
            "goesOn": summary.and_then(|summary| summary.goes_on).map(|stopped| stopped.run),
        });
        if let Some((code, reason)) = &self.unreadable {
            line["outcome"] = "unreadable".into();
            line["code"] = code.as_str().into();
            line["reason"] = reason.as_str().into();
        }
        print_json(&line)
    }

    fn for_people(&self, words: &str) -> Result<(), Failure> {
        let file = self.path.display();
        if let Some((code, reason)) = &self.unreadable {
            return print(format_args!("{file}: unreadable ({code})\n  {}", plain(reason, 400)));
        }
        print(format_args!(
            "{file}: {}, {words}",
            self.adapter.as_deref().unwrap_or("no adapter")
        ))?;
        for row in &self.rejects {
            print(format_args!("  rejected  {}", plain(&place(row), 100)))?;
            print(format_args!("            {}: {}", row.code, plain(&row.reason, 300)))?;
        }
        let more = self.counts[4].saturating_sub(self.rejects.len() as u64);
        if more > 0 {
            print(format_args!("  … and {more} more; --json prints all"))?;
        }
        self.replays()?;
        if self.uncertain > 0 {
            print(format_args!(
                "  {} of this source may be people known already: a steward settles that",
                self.uncertain
            ))?;
        }
        Ok(())
    }

    /// What came in that was rejected before, and how what is rejected now may.
    fn replays(&self) -> Result<(), Failure> {
        let Some(summary) = &self.summary else { return Ok(()) };
        if summary.replayed > 0 {
            print(format_args!("  {} came in", many(summary.replayed, "earlier reject")))?;
        }
        if summary.rejected > 0 {
            print(format_args!(
                "  once mended: the same command with --replays {}",
                summary.run
            ))?;
        }
        Ok(())
    }
}
