//! What a full delivery would withdraw: what its source holds and it does not. Only looked up.

use crate::flows::import_delivery::count_missing;
use crate::flows::save_records::Gate;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::records::Earlier;
use adapters::{Adapter, Delivery, Record, Reject, Sink};
use uuid::Uuid;

/// What is missing of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The stream.
    pub stream: &'static str,
    /// How many records of it the delivery does not hold.
    pub missing: u64,
    /// How many of it the source holds.
    pub held: u64,
}

/// What is missing in a delivery if it is all that its source has: of each stream that it holds a record of.
pub async fn missing_in(
    hub: &Hub,
    source: Uuid,
    adapter: &'static dyn Adapter,
    delivery: &Delivery<'_>,
) -> Result<Vec<Missing>, StoreError> {
    let mut met = Met(Gate::default());
    // What made it end early is told by whoever reads it for what it holds.
    let _ = adapters::read(adapter, delivery, &mut met);
    let of = Earlier {
        source,
        adapter: adapter.profile().key,
        before: hub.clock.now(),
    };
    let mut all = Vec::new();
    for stream in met.0.whole_streams() {
        let (missing, held) = count_missing(&hub.db, of, &met.0, stream).await?;
        all.push(Missing { stream, missing, held });
    }
    Ok(all)
}

/// The keys of a delivery, as an import meets them.
struct Met(Gate);

impl Sink for Met {
    fn record(&mut self, record: Record) {
        self.0.meet(record);
    }

    fn reject(&mut self, _: Reject) {}

    fn partial(&mut self, stream: &'static str) {
        self.0.is_partial(stream);
    }
}
