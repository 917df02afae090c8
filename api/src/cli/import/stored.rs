//! `import` into the database.

use super::super::General;
use super::super::open;
use super::super::output::{Ended, FOUND, Failure, OK, UNREADABLE, path_text, print_json};
use super::files;
use super::intake::{How, in_words, place, reject_groups, rejects, take_in, uncertain};
use super::said::{Named, Said};
use crate::flows::import_delivery::ImportSummary;
use crate::hub::Hub;
use serde_json::json;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Brings each file in.
pub async fn run(source: &str, how: How, paths: &[PathBuf], general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let (source, own) = super::known_source(&hub, source)?;
    let named = match (&how.adapter, &own) {
        (Some(_), _) => Named::Here,
        (None, Some(_)) => Named::BySource,
        (None, None) => Named::Nowhere,
    };
    let how = How {
        adapter: how.adapter.or(own),
        ..how
    };
    let mut worst = OK;
    for path in paths {
        let one = one(&hub, source, (how.clone(), named), path, general);
        worst = worst.max(Box::pin(one).await?);
    }
    Ok(worst)
}

async fn one(
    hub: &Hub,
    source: Uuid,
    (how, named): (How, Named),
    path: &Path,
    general: &General,
) -> Result<u8, Failure> {
    let mut said = Said::of(path, how.adapter.clone(), named);
    let delivery = match files::read(path, how.adapter.as_deref()) {
        Ok(delivery) => delivery,
        Err(unreadable) => {
            said.unreadable = Some((unreadable.code, unreadable.to_string()));
            say(&said, None, &[], general)?;
            return Ok(UNREADABLE);
        }
    };
    let summary = take_in(hub, source, how, delivery, general).await?;
    said.read_by(&summary);
    said.uncertain = uncertain(hub, source).await?;
    let mut all = Vec::new();
    if summary.rejected > 0 && general.json {
        all = rejects(hub, source, summary.run).await?;
    } else if summary.rejected > 0 {
        said.rejects = reject_groups(hub, source, summary.run).await?;
    }
    say(&said, Some(&summary), &all, general)?;
    Ok(match (&said.unreadable, summary.rejected) {
        (Some(_), _) => UNREADABLE,
        (None, 0) => OK,
        (None, _) => FOUND,
    })
}

fn say(
    said: &Said<'_>,
    summary: Option<&ImportSummary>,
    rejects: &[entity::reject::Model],
    general: &General,
) -> Result<(), Failure> {
    match general.json {
        true => as_json(said, summary, rejects),
        false => said.for_people(summary, &summary.map(in_words).unwrap_or_default()),
    }
}

fn as_json(said: &Said<'_>, summary: Option<&ImportSummary>, rejects: &[entity::reject::Model]) -> Result<(), Failure> {
    let count = |of: fn(&ImportSummary) -> u64| summary.map_or(0, of);
    let rejects = rejects.iter();
    let rejects = rejects.map(|row| json!({"place": place(row), "code": row.code, "reason": row.reason}));
    let mut line = json!({
        "file": path_text(said.path), "adapter": said.adapter, "outcome": "read", "reason": null, "new": count(|s| s.new),
        "changed": count(|s| s.changed), "unchanged": count(|s| s.unchanged), "withdrawn": count(|s| s.withdrawn),
        "rejected": count(|s| s.rejected), "uncertain": said.uncertain, "rejects": rejects.collect::<Vec<_>>(),
        "run": summary.map(|summary| summary.run), "replayed": count(|s| s.replayed), "stillOpen": count(|s| s.still_open),
        "goesOn": summary.and_then(|summary| summary.goes_on).map(|stopped| stopped.run),
    });
    if let Some((code, reason)) = &said.unreadable {
        line["outcome"] = "unreadable".into();
        line["code"] = (*code).into();
        line["reason"] = reason.as_str().into();
    }
    if let Some(recognised) = said.recognised {
        line["recognised"] = recognised.into();
    }
    print_json(&line)
}
