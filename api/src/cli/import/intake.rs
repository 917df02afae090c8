//! Where the commands meet the import flow: one delivery in, what came of it out.

use super::super::General;
use super::super::open::console_steward;
use super::super::output::{FOUND, Failure, STOPPED, SURPRISE};
use super::super::stop::told_to_stop;
use super::watch::Watch;
use crate::caller::{SourcePass, Whose};
use crate::flows::import_delivery::{
    Extent, ImportError, ImportRequest, ImportSummary, end_stopped_run, import_delivery,
};
use crate::hub::Hub;
use crate::store::matches;
use crate::store::rejects::{self as store, Group, Wanted};
use adapters::Delivery;
use entity::reject;
use passport::identity::LinkState;
use uuid::Uuid;

/// Most rejects and waiting matches that are looked up at a time.
const PAGE: u64 = 500;

/// How a delivery is taken in.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// The adapter to read it with; none for the source's own, or the one that recognises it.
    pub adapter: Option<String>,
    /// How much of what the source has it holds.
    pub extent: Extent,
    /// The run whose rejects it mends.
    pub replays: Option<Uuid>,
}

/// Takes a delivery in for a source, and tells whoever watches how it goes.
pub async fn take_in(
    hub: &Hub,
    source: Uuid,
    how: How,
    delivery: Delivery<'static>,
    general: &General,
) -> Result<ImportSummary, Failure> {
    let watch = Watch::of(delivery.name(), general);
    let request = ImportRequest {
        source: SourcePass::at_the_console(source),
        adapter: how.adapter,
        delivery,
        files: Vec::new(),
        extent: how.extent,
        on_behalf_of: None,
        replays: how.replays,
    };
    let summary = tokio::select! {
        summary = Box::pin(import_delivery(hub, request, &watch)) => summary,
        () = told_to_stop() => {
            watch.is_over();
            return Err(stopped(hub, watch.run()).await);
        }
    };
    watch.is_over();
    summary.map_err(|error| match error {
        ImportError::Store(error) => error.into(),
        ImportError::UnknownRun => Failure::new(FOUND, error).hint("passport-hub reject groups names the runs."),
        ImportError::UnknownSource | ImportError::UnknownAdapter(_) => Failure::usage(error),
    })
}

/// An import that was told to stop ends its run, so that nobody waits for it.
async fn stopped(hub: &Hub, run: Option<Uuid>) -> Failure {
    if let Some(run) = run
        && let Err(error) = end_stopped_run(hub, run).await
    {
        tracing::warn!(%run, %error, "the run could not be ended");
    }
    Failure::new(STOPPED, "told to stop; what was saved until now stays").hint("The same command goes on from there.")
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

/// Most codes of rejects that are told of a run.
const MOST_CODES: u64 = 100;

fn of_run(run: Uuid) -> Wanted {
    Wanted {
        run: Some(run),
        ..Wanted::default()
    }
}

/// What a run could not read, by code, the most frequent first.
pub async fn reject_groups(hub: &Hub, source: Uuid, run: Uuid) -> Result<Vec<Group>, Failure> {
    let whose = Whose::contributed(SourcePass::at_the_console(source));
    Ok(store::groups(&hub.db, whose, &of_run(run), MOST_CODES).await?)
}

/// What a run could not read, in the order of the delivery.
pub async fn rejects(hub: &Hub, source: Uuid, run: Uuid) -> Result<Vec<reject::Model>, Failure> {
    let whose = Whose::contributed(SourcePass::at_the_console(source));
    let wanted = of_run(run);
    let mut found = Vec::new();
    let mut before = None;
    loop {
        // They come newest first; the order of the delivery is the order of their ids.
        let page = store::page(&hub.db, whose, &wanted, before, PAGE).await?;
        before = page.last().map(|row| row.id);
        let last = (page.len() as u64) < PAGE;
        found.extend(page);
        if last {
            break;
        }
    }
    found.reverse();
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
