//! How much is read to try words.

use super::decided::BADGE;
use adapters::original::{Comparison, Fate};
use passport::record::{Sink, Unreadable};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// An adapter whose readings are counted, and before one of which nobody waits any more.
struct Counted<'d> {
    adapter: &'static dyn adapters::Adapter,
    delivery: &'d adapters::Delivery<'d>,
    read: AtomicU64,
    times: AtomicU64,
    most: u64,
}

impl adapters::Adapter for Counted<'_> {
    fn profile(&self) -> &'static adapters::Profile {
        self.adapter.profile()
    }

    fn recognises(&self, delivery: &adapters::Delivery<'_>) -> bool {
        self.adapter.recognises(delivery)
    }

    fn read(&self, delivery: &adapters::Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        self.read.fetch_add(delivery.len(), Relaxed);
        if self.times.fetch_add(1, Relaxed) + 1 == self.most {
            self.delivery.halt();
        }
        self.adapter.read(delivery, sink)
    }
}

#[test]
fn for_the_words_of_a_record_no_more_is_read_than_may_be_and_nothing_when_nobody_waits() {
    const MOST: u64 = 8 << 20;
    let mut badge: Value = serde_json::from_str(BADGE[0].1).unwrap();
    for number in 0..300 {
        badge[format!("extra{number}")] = Value::from(format!("{number} {}", "x".repeat(900)));
    }
    let adapter = adapters::by_key("open_badges").unwrap();
    for (most, times, least) in [(u64::MAX, 0, MOST - (MOST >> 3)), (3, 3, 0)] {
        let part = adapters::Part {
            name: "b.json".into(),
            bytes: badge.to_string().into_bytes().into(),
        };
        let delivery = adapters::Delivery::several("b.json", vec![part]);
        let records = adapters::read_all(adapter, &delivery).unwrap().records;
        let counted = Counted {
            adapter,
            delivery: &delivery,
            read: AtomicU64::new(0),
            times: AtomicU64::new(0),
            most,
        };
        let beside = Comparison::of(&counted, &delivery, records).finish().remove(0);
        let read = counted.read.load(Relaxed);
        assert!((least..=MOST).contains(&read), "{read} bytes");
        assert!(
            times == 0 || counted.times.load(Relaxed) == times,
            "{:?}",
            counted.times
        );
        // What could not be tried any more is not said to be kept.
        let kept = beside.words.iter().flatten().filter(|word| word.fate == Fate::Kept);
        assert!(
            (kept.count() as u64) < counted.times.load(Relaxed),
            "{:?}",
            beside.words
        );
    }
}
