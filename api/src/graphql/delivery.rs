//! Deliveries: a source uploads, or an integrator for it, and watches the import.

use super::errors::{Code, closed, ended, forbidden, store};
use super::ids::{Kind, expect};
use super::load::access;
use super::run::{ImportRun, whose};
use crate::caller::{Caller, IntegratorPass, SourcePass, Whose};
use crate::flows::access::Access;
use crate::flows::import_delivery::{
    Counts, Extent, ImportError, ImportRequest, Place, Progress, import_delivery as import,
};
use crate::flows::import_feed::ImportEvent;
use crate::flows::standing::standing;
use crate::flows::view_passport::Closed;
use crate::store::{runs, sources};
use adapters::{Delivery, Part, Unreadable};
use async_graphql::{Context, Enum, Error, ID, InputObject, Result, SimpleObject, Union, Upload};
use futures::stream::{self, Stream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;

/// What a source delivers.
#[derive(InputObject)]
pub struct ImportDeliveryInput {
    /// The files that belong together: one, or the files of a set. Send them by the GraphQL multipart request form.
    files: Vec<Upload>,
    /// The adapter to read them with; left out, the source's own, or the one that recognises the content.
    adapter: Option<String>,
    /// As an integrator: from which source of your organization; it may be left out where there is one alone. A source
    /// delivers for itself.
    source: Option<ID>,
    /// How much of what the source has it holds.
    #[graphql(default)]
    extent: DeliveryExtent,
    /// The run whose rejects it mends: what comes in from their places settles them. Those of the very same delivery are
    /// known without.
    replays: Option<ID>,
}

/// How much of what a source has a delivery holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "Extent")]
pub enum DeliveryExtent {
    /// Some of it: what is not in it stays.
    #[default]
    Part,
    /// All of it: of each stream that it holds a record of, what is not in it is withdrawn. Nothing is where something could
    /// not be read or kept whole, or where more of a stream would go than stays (three records or more); the run then has the
    /// reject `not_withdrawn`.
    Full,
    /// All of it, even where something could not be read, or most of a stream goes.
    FullHoweverLittle,
}

/// The delivery is being imported, or has been already.
#[derive(SimpleObject)]
pub struct DeliveryImported {
    /// The run. A short one is finished; follow a long one with the subscription `importProgress`.
    run: ImportRun,
}

/// The delivery, or the rest of it, could not be read. What was read before stands.
#[derive(SimpleObject)]
pub struct DeliveryUnreadable {
    /// The run, which failed.
    run: ImportRun,
    /// Stable code, for grouping.
    code: &'static str,
    /// Where reading stopped.
    place: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// The delivery was not taken.
#[derive(SimpleObject)]
pub struct DeliveryNotTaken {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of delivering.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum ImportDeliveryPayload {
    /// It was taken.
    Imported(DeliveryImported),
    /// It was taken, and could not be read.
    Unreadable(DeliveryUnreadable),
    /// It was not.
    NotTaken(DeliveryNotTaken),
}

/// How long the answer waits for a short import to finish.
const PATIENCE: Duration = Duration::from_secs(4);

/// Tells the waiting mutation which run it is.
struct Begun(Mutex<Option<oneshot::Sender<Uuid>>>);

impl Progress for Begun {
    fn begun(&self, run: Uuid) {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Whoever asked may be gone; the import goes on.
        let _ = waiting.map(|waiting| waiting.send(run));
    }
    fn advanced(&self, _: &Counts) {}
}

/// Takes a delivery in. The import runs on by itself, so that neither a slow import nor a lost connection ends it; while
/// others are read it waits, as a run that has begun.
pub async fn import_delivery(ctx: &Context<'_>, input: ImportDeliveryInput) -> Result<ImportDeliveryPayload> {
    let access = access(ctx)?;
    let pass = match source(access, input.source.as_ref()).await? {
        Ok(pass) => pass,
        Err(not) => return Ok(ImportDeliveryPayload::NotTaken(not)),
    };
    let delivery = match delivery(ctx, &input.files)? {
        Ok(delivery) => delivery,
        Err(not) => return Ok(ImportDeliveryPayload::NotTaken(not)),
    };
    let replays = input.replays.as_ref();
    let replays = replays.map(|run| expect(Kind::ImportRun, run)).transpose()?;
    let place = kept(access, &delivery)?;
    let (begun, run) = oneshot::channel();
    let request = ImportRequest {
        source: pass,
        adapter: input.adapter,
        delivery,
        files: vec![],
        extent: input.extent.into(),
        on_behalf_of: None,
        replays,
    };
    let hub = access.hub.clone();
    let work = tokio::spawn(async move {
        let _place = place;
        import(&hub, request, &Begun(Mutex::new(Some(begun)))).await
    });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(Ok(summary))) => imported(access, pass, summary.run, summary.fault).await,
        Ok(Ok(Err(error))) => not_taken(error).map(ImportDeliveryPayload::NotTaken),
        Ok(Err(_)) => Err(Error::new("the import stopped unexpectedly")),
        Err(_) => {
            let run = run.await.map_err(|_| Error::new("the import has not begun"))?;
            imported(access, pass, run, None).await
        }
    }
}

/// A place for the delivery, while there is room.
pub(super) fn kept(access: &Access, delivery: &Delivery<'_>) -> Result<Place> {
    let message = "As many deliveries wait as the hub can keep. Send this one again in a few minutes.";
    let place = access.hub.import_room.keep(delivery.len());
    place.ok_or_else(|| Code::Overloaded.error(message))
}

async fn imported(
    access: &Access,
    pass: SourcePass,
    run: Uuid,
    fault: Option<Unreadable>,
) -> Result<ImportDeliveryPayload> {
    let row = runs::run(&access.hub.db, Whose::contributed(pass), run)
        .await
        .map_err(store)?;
    let row = row.ok_or_else(|| Error::new("the run that was just begun is not there"))?;
    let run = ImportRun(row);
    Ok(match fault {
        None => ImportDeliveryPayload::Imported(DeliveryImported { run }),
        Some(Unreadable { place, code, reason }) => ImportDeliveryPayload::Unreadable(DeliveryUnreadable {
            run,
            code,
            place: place.to_string(),
            reason,
        }),
    })
}

/// The outcome of a delivery that could not begin, or its error.
pub(super) fn not_taken(error: ImportError) -> Result<DeliveryNotTaken> {
    match error {
        ImportError::UnknownAdapter(_) => Ok(DeliveryNotTaken {
            field: "adapter".into(),
            reason: format!("no adapter has this key; there are: {}", adapters::all_keys()),
        }),
        ImportError::UnknownRun => Ok(DeliveryNotTaken {
            field: "replays".into(),
            reason: "this source has no run with this id; see importRuns".into(),
        }),
        ImportError::UnknownSource => Err(Code::Forbidden.error("This source is not connected, or switched off.")),
        ImportError::Store(error) => Err(store(error)),
    }
}

/// For which source the caller delivers.
pub(super) async fn source(access: &Access, named: Option<&ID>) -> Result<Result<SourcePass, DeliveryNotTaken>> {
    let named = named.map(|id| expect(Kind::Source, id)).transpose()?;
    match &access.caller {
        Caller::Source(pass) if named.is_none_or(|named| named == pass.source()) => Ok(Ok(*pass)),
        Caller::Source(_) => Ok(Err(no_source("a source delivers for itself; leave this out"))),
        Caller::Integrator(pass) => of_organization(access, *pass, named).await,
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("sources and integrators")),
    }
}

/// The source of an integrator's organization that is meant. One of another is answered like one that is not there.
async fn of_organization(
    access: &Access,
    pass: IntegratorPass,
    named: Option<Uuid>,
) -> Result<Result<SourcePass, DeliveryNotTaken>> {
    let rows = sources::seen(&access.hub.db, Whose::contributed(pass)).await;
    let mut rows = rows.map_err(store)?;
    match named {
        Some(named) => rows.retain(|row| row.id == named),
        None => rows.retain(|row| row.disabled_at.is_none()),
    }
    Ok(match rows.as_slice() {
        [one] if one.disabled_at.is_some() => Err(no_source("this source is switched off")),
        [one] => pass.for_source(one).ok_or_else(not_theirs),
        [] if named.is_some() => Err(not_theirs()),
        [] => Err(no_source(
            "no source of your organization is connected, or all are switched off",
        )),
        several => {
            let keys: Vec<&str> = several.iter().map(|row| row.key.as_str()).collect();
            let reason = format!(
                "your organization has several sources ({}): say which; see sources",
                keys.join(", ")
            );
            Err(no_source(reason))
        }
    })
}

fn not_theirs() -> DeliveryNotTaken {
    no_source("your organization has no source with this id; see sources")
}

fn no_source(reason: impl Into<String>) -> DeliveryNotTaken {
    DeliveryNotTaken {
        field: "source".into(),
        reason: reason.into(),
    }
}

/// The files of an upload as a delivery.
pub(super) fn delivery(ctx: &Context<'_>, files: &[Upload]) -> Result<Result<Delivery<'static>, DeliveryNotTaken>> {
    let mut parts = Vec::with_capacity(files.len());
    for file in files {
        let file = file.value(ctx)?;
        parts.push(Part {
            name: file.filename.into(),
            bytes: Vec::from(file.content).into(),
        });
    }
    Ok(match parts.len() {
        0 => Err(DeliveryNotTaken {
            field: "files".into(),
            reason: "send at least one file".into(),
        }),
        1 => {
            let part = parts.remove(0);
            Ok(Delivery::single(part.name, part.bytes))
        }
        many => Ok(Delivery::several(format!("{many} files"), parts)),
    })
}

/// How often a run is looked up while no news comes: another replica may be at work on it.
const LOOK: Duration = Duration::from_secs(2);

/// Follows a run to its end: how it stands now, then whenever it got on.
pub async fn follow(ctx: &Context<'_>, run: &ID) -> Result<impl Stream<Item = Result<ImportRun>> + use<>> {
    let whose = whose(ctx)?;
    let run = expect(Kind::ImportRun, run)?;
    let access = Arc::clone(access(ctx)?);
    let news = access.hub.imports.watch();
    if runs::run(&access.hub.db, whose, run).await.map_err(store)?.is_none() {
        return Err(Code::NotFound.error("There is no run with this id for you."));
    }
    let start = Watch {
        access,
        whose,
        run,
        news,
        shown: None,
        ended: false,
    };
    Ok(stream::unfold(start, |mut watch| async move {
        watch.next().await.map(|item| (item, watch))
    }))
}

struct Watch {
    access: Arc<Access>,
    whose: Whose,
    run: Uuid,
    news: broadcast::Receiver<ImportEvent>,
    shown: Option<entity::import_run::Model>,
    ended: bool,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<ImportRun>> {
        while !self.ended {
            if self.shown.is_some() {
                self.wait().await;
            }
            let row = match self.look().await {
                Ok(row) => row?,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            };
            self.ended = row.state != "running";
            if self.shown.as_ref() != Some(&row) {
                self.shown = Some(row.clone());
                return Some(Ok(ImportRun(row)));
            }
        }
        None
    }

    /// The run as it stands, for a caller who still stands as at the beginning.
    async fn look(&self) -> Result<Option<entity::import_run::Model>> {
        let (hub, caller) = (&self.access.hub, self.access.caller.clone());
        standing(hub, caller).await.map_err(store)?.map_err(ended)?;
        runs::run(&hub.db, self.whose, self.run).await.map_err(store)
    }

    /// Until there is news of this run, or it is time to look.
    async fn wait(&mut self) {
        let run = self.run;
        let about_it = async {
            loop {
                match self.news.recv().await {
                    Ok(event) if event.run != run => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        let _ = tokio::time::timeout(LOOK, about_it).await;
    }
}
