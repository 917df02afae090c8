//! How fast each adapter reads, beside `serde_json` and `csv` reading the same bytes into values that mean nothing, and how
//! the peak of memory grows with the records of those adapters that stream.
//!
//! ```text
//! cargo bench -p passport-hub-adapters --bench parse [-- ADAPTER…]
//! ```
//! Both are timed in turns, and the middle of several is taken; only ratios of one run say anything. What the adapters make
//! is counted and dropped: a record is more than a value, with whose it is, what it claims, where it stood, and its payload.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench prints its table, and ends where it cannot measure"
)]

mod deliveries;

use adapters::{Adapter, Delivery, Record, Reject, Sink};
use deliveries::Kind;
use peak_alloc::PeakAlloc;
use std::hint::black_box;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Records of each delivery that is timed.
const TIMED: u64 = 6_000;
/// How often each is timed.
const TURNS: usize = 5;
/// Records of the smaller delivery whose memory is measured; the larger has ten times as many.
const FEW: u64 = 20_000;

#[derive(Default)]
struct Count {
    records: u64,
    rejects: u64,
    first: Option<Reject>,
}

impl Sink for Count {
    fn record(&mut self, record: Record) {
        black_box(record);
        self.records += 1;
    }

    fn reject(&mut self, reject: Reject) {
        self.rejects += 1;
        self.first.get_or_insert(reject);
    }
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let kinds: Vec<_> = deliveries::ALL
        .iter()
        .filter(|kind| asked.is_empty() || asked.iter().any(|key| key == kind.key))
        .collect();
    println!("| adapter | MiB | records | adapter, MiB/s | generic value, MiB/s | times the generic value's time |");
    println!("|--|--:|--:|--:|--:|--:|");
    kinds.iter().for_each(|kind| speed(kind));
    println!();
    println!(
        "| adapter that streams | peak, {FEW} records, KiB | peak, {} records, KiB | bytes for each more |",
        10 * FEW
    );
    println!("|--|--:|--:|--:|");
    let streaming = kinds.iter().filter(|kind| adapter(kind).streams());
    streaming.for_each(|kind| memory(kind));
}

fn adapter(kind: &Kind) -> &'static dyn Adapter {
    adapters::by_key(kind.key).expect("an adapter of this key")
}

/// What is read of a delivery. A delivery in which anything is wrong measures nothing.
fn read(kind: &Kind, delivery: &Delivery<'_>, wanted: u64) -> Count {
    let mut count = Count::default();
    adapters::read(adapter(kind), delivery, &mut count).expect("readable");
    let Count { records, rejects, .. } = count;
    assert!(rejects == 0, "{}: {:?}", kind.key, count.first);
    assert!(records >= wanted, "{}: {records} of {wanted} records", kind.key);
    count
}

fn speed(kind: &'static Kind) {
    let delivery = kind.in_memory(TIMED);
    let detected = adapters::detect(&delivery).map(|adapter| adapter.profile().key);
    assert_eq!(detected.ok(), Some(kind.key));
    let mut times = (Vec::new(), Vec::new());
    let mut records = 0;
    for _ in 0..TURNS {
        times.0.push(timed(|| records = read(kind, &delivery, TIMED).records));
        times.1.push(timed(|| generic(kind, &delivery)));
    }
    let (own, other) = (middle(times.0), middle(times.1));
    let size = delivery.len() as f64 / f64::from(1 << 20);
    let (fast, plain) = (size / own.as_secs_f64(), size / other.as_secs_f64());
    let ratio = own.as_secs_f64() / other.as_secs_f64();
    let key = kind.key;
    println!("| `{key}` | {size:.1} | {records} | {fast:.0} | {plain:.0} | {ratio:.1} |");
}

/// The same bytes as values that mean nothing, all of them kept until the end of a file.
fn generic(kind: &Kind, delivery: &Delivery<'_>) {
    for part in delivery.parts() {
        if kind.is_table() {
            let mut reader = csv::Reader::from_reader(&*part.bytes);
            let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
            black_box(rows);
        } else {
            black_box(serde_json::from_slice::<serde_json::Value>(&part.bytes).expect("JSON"));
        }
    }
}

fn memory(kind: &'static Kind) {
    let peak = |records| {
        let delivery = kind.made(records);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        read(kind, &delivery, records);
        MEMORY.peak_usage().saturating_sub(before)
    };
    let (few, many) = (peak(FEW), peak(10 * FEW));
    let each = many.saturating_sub(few) as f64 / (9 * FEW) as f64;
    println!("| `{}` | {} | {} | {each:.0} |", kind.key, few >> 10, many >> 10);
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
