//! A delivery is looked at before it is sent: what it would become, beside the source's own words. Nothing is written.

mod missing;
mod rejects;
mod sample;

pub use missing::{Missing, missing_in};
pub use rejects::RejectGroup;
pub use sample::Sample;

use super::import_delivery::{ImportError, Nobodys, Place, find_adapter, named_adapter, preview, source_of, stopped};
use super::save_records::of_nobody;
use crate::caller::SourcePass;
use crate::hub::Hub;
use adapters::original::{Beside, Comparison, Met, Nothing};
use adapters::{Adapter, Delivery, Profile, Record, Reject, Sink, Unreadable};
use rejects::Rejects;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a delivery would become.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// The adapter that reads it; none where no one does.
    pub profile: Option<&'static Profile>,
    /// How many records of each kind it holds, as an import would keep them.
    pub kinds: BTreeMap<&'static str, u64>,
    /// How many of its records must be about somebody and name nobody, where those are shown: an import for a source rejects
    /// them.
    pub of_nobody: u64,
    /// How many rejects an import would have.
    pub rejected: u64,
    /// The same by code, those with the most first.
    pub rejects: Vec<RejectGroup>,
    /// Rows and elements that became no record, and no reject.
    pub nothing: Nothing,
    /// Some records of each stream and kind beside the words they are made of.
    pub sample: Vec<Beside>,
    /// Why it could not be read to its end. It is among the rejects too, as it is in a run.
    pub fault: Option<Unreadable>,
}

impl Preview {
    /// How many records it holds.
    pub fn records(&self) -> u64 {
        self.kinds.values().sum()
    }

    fn unread(fault: Unreadable) -> Self {
        let mut rejects = Rejects::default();
        rejects.add(Reject::new(fault.place.clone(), fault.code, fault.reason.clone()));
        Preview {
            rejected: 1,
            rejects: rejects.groups(),
            fault: Some(fault),
            ..Preview::default()
        }
    }
}

/// What is to be looked at.
pub struct PreviewRequest {
    /// The source that would send it.
    pub source: SourcePass,
    /// The adapter to read it with; none for the source's own, or the one that recognises it.
    pub adapter: Option<String>,
    /// What would be sent.
    pub delivery: Delivery<'static>,
    /// How many records to show.
    pub most: usize,
    /// The delivery's place in memory, given back when nothing is read any more.
    pub place: Place,
}

/// Looks at a delivery of a source, as an import of it would, after those that others look at.
pub async fn preview_delivery(hub: &Hub, request: PreviewRequest) -> Result<Preview, ImportError> {
    let source = source_of(hub, request.source).await?;
    let named = named_adapter(request.adapter.as_deref().or(source.adapter.as_deref()))?;
    let delivery = Arc::new(request.delivery);
    let _asked = Asked(Arc::clone(&delivery));
    let room = (hub.import_room.preview_turn().await, request.place);
    let adapter = match find_adapter(named, &delivery).await {
        Ok(adapter) => adapter,
        Err(fault) => return Ok(Preview::unread(fault)),
    };
    let (read, most) = (Arc::clone(&delivery), request.most);
    let work = tokio::task::spawn_blocking(move || {
        let _room = room;
        look_at(adapter, &read, Nobodys::Rejected, Sample::of(most))
    });
    Ok(work.await.unwrap_or_else(|_| Preview::unread(stopped(delivery.name()))))
}

/// Whoever asked waits. When they do no longer, the delivery is read no further.
struct Asked(Arc<Delivery<'static>>);

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.halt();
    }
}

/// Reads a delivery for what it becomes, then for what became nothing, and for which record carries which of the words of
/// those that are shown.
pub fn look_at(adapter: &'static dyn Adapter, delivery: &Delivery<'_>, nobodys: Nobodys, sample: Sample) -> Preview {
    let mut seen = Seen {
        kinds: BTreeMap::new(),
        of_nobody: 0,
        sample,
        rejects: Rejects::default(),
        met: Met::default(),
    };
    let fault = preview(adapter, delivery, nobodys, &mut seen).err();
    if let Some(fault) = &fault {
        seen.reject(Reject::new(fault.place.clone(), fault.code, fault.reason.clone()));
    }
    Preview {
        profile: Some(adapter.profile()),
        kinds: seen.kinds,
        of_nobody: seen.of_nobody,
        rejected: seen.rejects.count(),
        rejects: seen.rejects.groups(),
        nothing: match delivery.is_halted() {
            true => Nothing::default(),
            false => seen.met.nothing(delivery),
        },
        sample: match delivery.is_halted() {
            true => Vec::new(),
            false => beside(adapter, delivery, nobodys, seen.sample),
        },
        fault,
    }
}

/// The records of a sample beside the source's own words.
pub fn beside(adapter: &'static dyn Adapter, delivery: &Delivery<'_>, nobodys: Nobodys, sample: Sample) -> Vec<Beside> {
    let mut comparison = Comparison::of(adapter, delivery, sample.records());
    if comparison.is_open() && !delivery.is_halted() {
        // What made it end early is known already.
        let _ = preview(adapter, delivery, nobodys, &mut comparison);
    }
    comparison.finish()
}

/// Whether a record must be about somebody, and names nobody.
pub fn names_nobody(record: &Record) -> bool {
    of_nobody(record).is_some()
}

struct Seen {
    kinds: BTreeMap<&'static str, u64>,
    of_nobody: u64,
    sample: Sample,
    rejects: Rejects,
    met: Met,
}

impl Sink for Seen {
    fn record(&mut self, record: Record) {
        *self.kinds.entry(record.body.kind()).or_default() += 1;
        self.of_nobody += u64::from(names_nobody(&record));
        self.met.record(&record.place);
        self.sample.offer(record);
    }

    fn reject(&mut self, reject: Reject) {
        self.met.reject(&reject.place);
        self.rejects.add(reject);
    }
}
