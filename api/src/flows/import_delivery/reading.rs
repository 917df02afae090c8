//! Reading a delivery beside the saving of it: at most a few chunks stand in memory.

use super::Extent;
use crate::flows::save_records::{Arrival, Gate, Received};
use adapters::{Adapter, Delivery, Record, Reject, Sink, Unreadable};
use passport::record::{Body, Place};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How many records, good or bad, make the first chunks, so that something is seen soon.
const FEW: usize = 500;
/// How many make those after as many: a chunk costs a number of statements, however many records it has.
const MANY: usize = 1_000;
/// How many chunks may wait to be saved.
const WAITING: usize = 2;

/// Part of a delivery, as read.
#[derive(Default)]
pub(super) struct Chunk {
    /// Records to save, no key twice.
    pub received: Vec<Received>,
    /// What could not be read.
    pub rejects: Vec<Reject>,
    /// How many records were read, those rejected afterwards included.
    pub read: u64,
    /// How many of them were said before in the same delivery, word for word.
    pub repeated: u64,
}

impl Chunk {
    fn len(&self) -> usize {
        self.received.len() + self.rejects.len()
    }
}

/// A delivery being read.
pub(super) struct Reading {
    chunks: mpsc::Receiver<Chunk>,
    task: JoinHandle<(Result<(), Unreadable>, Gate)>,
    delivery: Arc<Delivery<'static>>,
}

/// Begins to read, on a thread of its own. Of a delivery that may be full it is remembered which records came.
pub(super) fn start(adapter: &'static dyn Adapter, delivery: Arc<Delivery<'static>>, extent: Extent) -> Reading {
    let (sender, chunks) = mpsc::channel(WAITING);
    let read = Arc::clone(&delivery);
    let task = tokio::task::spawn_blocking(move || {
        let mut cutter = Cutter {
            chunk: Chunk::default(),
            gate: gate_of(adapter, extent),
            cut: 0,
            sender,
        };
        let ended = adapters::read(adapter, &read, &mut cutter);
        cutter.cut();
        (ended, cutter.gate)
    });
    Reading { chunks, task, delivery }
}

fn gate_of(adapter: &dyn Adapter, extent: Extent) -> Gate {
    match extent {
        Extent::Part if adapter.tells_keys_apart() => Gate::of_distinct_keys(),
        _ => Gate::default(),
    }
}

impl Reading {
    /// The next chunk; none when all was read.
    pub(super) async fn next(&mut self) -> Option<Chunk> {
        self.chunks.recv().await
    }

    /// The gate that all came through, or why the delivery could not be read to its end.
    pub(super) async fn ended(mut self) -> Result<Gate, Unreadable> {
        match (&mut self.task).await {
            Ok((ended, gate)) => ended.map(|()| gate),
            Err(_) => Err(adapter_stopped(self.delivery.name())),
        }
    }
}

/// What nobody takes any more need not be read.
impl Drop for Reading {
    fn drop(&mut self) {
        if !self.task.is_finished() {
            self.delivery.halt();
        }
    }
}

/// An adapter that panicked is a fault of the adapter, and no reason for the hub to fall.
pub(in crate::flows) fn adapter_stopped(delivery: &str) -> Unreadable {
    let reason = "the adapter failed on this delivery; please report it to the adapter's maintainers";
    Unreadable::new(Place::file(delivery), "adapter_failed", reason)
}

/// Cuts what an adapter reads into chunks.
struct Cutter {
    chunk: Chunk,
    gate: Gate,
    /// How many records and rejects were handed on.
    cut: usize,
    sender: mpsc::Sender<Chunk>,
}

impl Cutter {
    /// Hands the chunk on; waits while enough of them wait. What nobody takes any more is dropped.
    fn cut(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        self.cut += chunk.len();
        if chunk.read > 0 || !chunk.rejects.is_empty() {
            let _ = self.sender.blocking_send(chunk);
        }
    }

    /// A chunk is as large as all before it, from few to many.
    fn cut_if_full(&mut self) {
        if self.chunk.len() >= self.cut.clamp(FEW, MANY) {
            self.cut();
            self.gate.cut();
        }
    }
}

impl Sink for Cutter {
    fn record(&mut self, record: Record) {
        self.chunk.read += 1;
        let received = match self.gate.meet(record) {
            Arrival::First(received) => received,
            Arrival::Again(_) => {
                self.chunk.repeated += 1;
                return;
            }
            // What was said before must be saved before it can be withdrawn.
            Arrival::Withdrawal(received) => {
                self.cut();
                received
            }
            Arrival::Refused(reject) => return self.reject(reject),
        };
        debug_assert!(matches!(received.record.body, Body::Withdrawn) == received.hash.is_none());
        self.chunk.received.push(received);
        self.cut_if_full();
    }

    fn reject(&mut self, reject: Reject) {
        self.chunk.rejects.push(reject);
        self.cut_if_full();
    }

    fn partial(&mut self, stream: &'static str) {
        self.gate.is_partial(stream);
    }
}
