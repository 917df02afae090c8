//! Where the commands meet the import flow: one delivery in, what came of it out.

use super::super::open::console_steward;
use super::super::output::{Failure, SURPRISE, is_watched, plain};
use crate::caller::{SourcePass, Whose};
use crate::flows::import_delivery::{
    Counts, Extent, ImportError, ImportRequest, ImportSummary, Progress, import_delivery,
};
use crate::hub::Hub;
use crate::store::{matches, runs};
use adapters::Delivery;
use entity::reject;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use passport::identity::LinkState;
use std::time::Duration;
use uuid::Uuid;

/// Most rejects and waiting matches that are looked up at a time.
const PAGE: u64 = 500;

/// Takes a delivery in for a source, with a bar for whoever watches.
pub async fn take_in(
    hub: &Hub,
    source: Uuid,
    adapter: Option<String>,
    delivery: Delivery<'static>,
    extent: Extent,
) -> Result<ImportSummary, Failure> {
    let bar = Bar::new(delivery.name());
    let request = ImportRequest {
        source: SourcePass::at_the_console(source),
        adapter,
        delivery,
        files: Vec::new(),
        extent,
        on_behalf_of: None,
    };
    let summary = Box::pin(import_delivery(hub, request, &bar)).await;
    bar.0.finish_and_clear();
    summary.map_err(|error| match error {
        ImportError::Store(error) => error.into(),
        ImportError::UnknownSource | ImportError::UnknownAdapter(_) => Failure::usage(error),
    })
}

/// What an import came to, in words.
pub fn in_words(summary: &ImportSummary) -> String {
    let parts = [
        (summary.new, "new"),
        (summary.changed, "changed"),
        (summary.unchanged, "unchanged"),
        (summary.withdrawn, "withdrawn"),
        (summary.rejected, "rejected"),
    ];
    let always = |word: &str| !matches!(word, "withdrawn");
    let said = parts.iter().filter(|(count, word)| *count > 0 || always(word));
    said.map(|(count, word)| format!("{count} {word}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a run could not read, in the order of the delivery, at most `most` of them.
pub async fn rejects(hub: &Hub, source: Uuid, run: Uuid, most: usize) -> Result<Vec<reject::Model>, Failure> {
    let whose = Whose::contributed(SourcePass::at_the_console(source));
    let mut found = Vec::new();
    let mut before = None;
    loop {
        // They come newest first; the order of the delivery is the order of their ids.
        let page = runs::rejects(&hub.db, whose, Some(run), before, PAGE).await?;
        before = page.last().map(|row| row.id);
        let last = (page.len() as u64) < PAGE;
        found.extend(page);
        if last {
            break;
        }
    }
    found.reverse();
    found.truncate(most);
    Ok(found)
}

/// Where a reject stands, with its file.
pub fn place(reject: &reject::Model) -> String {
    match (reject.file.as_deref(), reject.place.as_str()) {
        (Some(file), "") => file.to_owned(),
        (Some(file), place) => format!("{file}: {place}"),
        (None, "") => "the whole delivery".to_owned(),
        (None, place) => place.to_owned(),
    }
}

/// How many people of a source may be people known already, and wait for a steward.
pub async fn uncertain(hub: &Hub, source: Uuid) -> Result<usize, Failure> {
    let steward = console_steward(hub)?;
    let (mut count, mut after) = (0, None);
    loop {
        let page = matches::page(&hub.db, steward, Some(LinkState::Proposed), after, PAGE).await?;
        count += page.iter().filter(|row| row.source_id == source).count();
        after = page.last().map(|row| row.id);
        if (page.len() as u64) < PAGE {
            return Ok(count);
        }
    }
}

/// A bar where a person watches, else nothing.
struct Bar(ProgressBar);

impl Bar {
    fn new(what: &str) -> Self {
        let target = if is_watched() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {pos} records  {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(plain(what, 60));
        bar.enable_steady_tick(Duration::from_millis(120));
        Bar(bar)
    }
}

impl Progress for Bar {
    fn begun(&self, _: Uuid) {}

    fn advanced(&self, counts: &Counts) {
        self.0.set_position(counts.records_read);
    }
}

/// A summary whose run did not finish, as a failure of a command that cannot go on without it.
pub fn must_finish(summary: ImportSummary) -> Result<ImportSummary, Failure> {
    match &summary.fault {
        None => Ok(summary),
        Some(fault) => Err(Failure::new(
            SURPRISE,
            format_args!("a bundled delivery is unreadable ({}): {fault}", fault.code),
        )),
    }
}
